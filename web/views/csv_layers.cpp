// Data of the panels that show what layers make of their inputs.
#include <array>
#include <cmath>

#include "engine/session/options.h"
#include "web/views/csv.h"
#include "web/views/function_parts.h"
#include "web/views/unfold_shape.h"

namespace bp {

void unfold_csv(const Snapshot& s, const Settings& settings, const UiState&, std::string& out) {
  CsvText csv(out);
  csv.names({"layer", "kind", "index", "u", "v", "answer", "target"});
  csv.end_row();
  if (!has_unfolding(s)) return;
  const Unfolding& seen = s.unfold.seen;
  const std::vector<float> none;
  for (std::size_t l = 0; l < seen.layers.size(); ++l) {
    const auto rows = [&](std::string_view kind, std::size_t first, std::size_t count,
                          const std::vector<float>& answers, const std::vector<float>& targets) {
      for (std::size_t k = 0; k < count; ++k) {
        const float* t = seen.places.data() + 2 * (l * seen.count() + first + k);
        csv.cell(static_cast<std::int64_t>(l)).cell(kind);
        csv.cell(static_cast<std::int64_t>(k)).cell(t[0]).cell(t[1]);
        for (const std::vector<float>* of : {&answers, &targets}) {
          csv.cell(k < of->size() ? (*of)[k] : std::nanf(""));
        }
        csv.end_row();
      }
    };
    rows("grid", 0, seen.answers.size(), seen.answers, none);
    const std::array parts = unfolded_parts(s, settings);
    for (std::size_t i = parts.size(); i-- > 0;) {  // training points first
      const UnfoldedPart& part = parts[i];
      if (!part.drawn.is_shown) continue;
      const Points& points = part.drawn.points;
      rows(kReportParts[static_cast<std::size_t>(part.drawn.part)].key, part.first, part.count,
           points.output, points.target);
    }
  }
}

void symmetry_csv(const Snapshot& s, const Settings&, const UiState&, std::string& out) {
  CsvText csv(out);
  csv.names({"layer", "unit", "other unit", "cosine of weights", "correlation of activations"});
  csv.end_row();
  for (std::size_t l = 0; l < s.details.similarity.size(); ++l) {
    const LayerSimilarity& layer = s.details.similarity[l];
    const std::size_t units = layer.matrix_units;
    for (std::size_t k = 0; k < units * units; ++k) {
      csv.cell(static_cast<std::int64_t>(l) + 1).cell(static_cast<std::int64_t>(k % units) + 1);
      csv.cell(static_cast<std::int64_t>(k / units) + 1);
      csv.cell(s.details.values[layer.cosine_offset + k]);
      csv.cell(layer.has_correlation != 0 ? s.details.values[layer.correlation_offset + k]
                                          : std::nanf(""));
      csv.end_row();
    }
  }
}

void function_csv(const Snapshot& s, const Settings&, const UiState&, std::string& out) {
  const FunctionParts parts = function_parts(s);
  CsvText csv(out);
  csv.cell("x");
  for (std::size_t u = 0; u < parts.units; ++u) csv.cell("w a of unit " + std::to_string(u + 1));
  csv.names({"bias", "sum"});
  csv.end_row();
  for (std::size_t i = 0; i < parts.columns; ++i) {
    const float share = (static_cast<float>(i) + 0.5F) / static_cast<float>(parts.columns);
    csv.cell(std::lerp(s.x_axis.min, s.x_axis.max, share));
    for (std::size_t u = 0; u < parts.units; ++u) csv.cell(parts.part(u, i));
    csv.cell(parts.bias).cell(parts.sum(i));
    csv.end_row();
  }
}

}  // namespace bp
