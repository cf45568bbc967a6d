// Data of the panel "Regularizers".
#include <cmath>

#include "web/views/boundary_maps.h"
#include "web/views/csv.h"
#include "web/views/regularizers.h"

namespace bp {
namespace {

// "what", layer, unit or member or cell or bin, value.
struct List {
  CsvText csv;
  void row(std::string_view what, std::int64_t layer, std::int64_t index, double value) {
    csv.cell(what);
    layer > 0 ? csv.cell(layer) : csv.cell("");
    index > 0 ? csv.cell(index) : csv.cell("");
    csv.cell(value).end_row();
  }
  void map(std::string_view what, const Grid& grid, std::size_t index) {
    std::int64_t cell = 0;
    for (const float v : map_values(grid, index)) {
      row(what, static_cast<std::int64_t>(index) + 1, ++cell, static_cast<double>(v));
    }
  }
};

void mask_rows(const Snapshot& s, List& list) {
  std::size_t at = 0;
  for (std::size_t l = 0; l + 1 < s.layers.size(); ++l) {
    for (std::uint32_t u = 0; u < s.layers[l].units && at < s.masks.size(); ++u) {
      list.row("dropout factor", static_cast<std::int64_t>(l) + 1, u + 1,
               static_cast<double>(s.masks[at++]));
    }
  }
}

void norm_rows(const Snapshot& s, const Settings& settings, List& list) {
  for (std::size_t l = 0; l < s.layers.size(); ++l) {
    for (std::uint32_t u = 0; has_norm(s, l) && u < s.layers[l].units; ++u) {
      const NormedUnit unit = normed_unit(s, settings, l, u);
      const auto row = [&](std::string_view what, float value) {
        list.row(what, static_cast<std::int64_t>(l) + 1, u + 1, static_cast<double>(value));
      };
      row("gamma", unit.gamma);
      row("beta", unit.beta);
      row("running mean", unit.running_mean);
      row("running deviation", unit.running_deviation);
      if (s.norm_batch.empty()) continue;
      row("batch mean", unit.batch_mean);
      row("batch deviation", unit.batch_deviation);
      row("normalised by batch: mean", unit.train_mean);
      row("normalised by batch: deviation", unit.train_deviation);
      row("normalised by running: mean", unit.eval_mean);
      row("normalised by running: deviation", unit.eval_deviation);
    }
  }
}

/// Each layer's spread of values over all units: bin by bin its lower end and how many are in it.
void spread_rows(const Snapshot& s, List& list) {
  for (std::size_t l = 0; l < s.details.norms.size(); ++l) {
    const NormDetail& norm = s.details.norms[l];
    const auto layer = static_cast<std::int64_t>(l) + 1;
    const auto rows = [&](std::string_view from, std::string_view count, const Distribution& d) {
      const auto low = static_cast<double>(d.low), high = static_cast<double>(d.high);
      for (std::size_t i = 0; d.count > 0 && i < kHistogramBins; ++i) {
        const auto bin = static_cast<std::int64_t>(i) + 1;
        list.row(from, layer, bin, std::lerp(low, high, static_cast<double>(i) / kHistogramBins));
        list.row(count, layer, bin, static_cast<double>(d.bins[i]));
      }
    };
    rows("before: bin from", "before: values in bin", norm.before);
    rows("normalised by batch: bin from", "normalised by batch: values in bin", norm.by_batch);
    rows("normalised by running: bin from", "normalised by running: values in bin",
         norm.by_running);
  }
}

}  // namespace

void regularizers_csv(const Snapshot& s, const Settings& settings, const UiState&,
                      std::string& out) {
  List list{CsvText(out)};
  list.csv.names({"what", "layer or member", "unit or cell", "value"}).end_row();
  list.row("training loss", 0, 0, s.train_loss);
  list.row("penalty", 0, 0, s.penalty);
  if (s.best_epoch >= 0) {
    list.row("best epoch", 0, 0, static_cast<double>(s.best_epoch));
    list.row("best epoch: step", 0, 0, static_cast<double>(s.best_step));
    list.row("best epoch: loss", 0, 0, s.best_loss);
  }
  mask_rows(s, list);
  norm_rows(s, settings, list);
  spread_rows(s, list);
  if (s.members < 2) return;
  for (std::size_t m = 0; m < s.member_loss.size(); ++m) {
    const auto member = static_cast<std::int64_t>(m) + 1;
    list.row("member test loss", member, 0, s.member_loss[m]);
    list.row("member test score", member, 0, s.member_score[m]);
  }
  for (std::size_t m = 0; m < s.member_fields.maps; ++m) {
    list.map("member output", s.member_fields, m);
  }
  list.map("disagreement", s.disagreement, 0);
}

}  // namespace bp
