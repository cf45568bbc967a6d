// Data of the panels that show the network's answers.
#include <cmath>
#include <limits>

#include "web/views/boundary_moved.h"
#include "web/views/csv.h"
#include "web/views/report_parts.h"

namespace bp {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

// The middle of cell i of n on an axis.
float cell_place(const SnapshotAxis& axis, std::uint32_t i, std::uint32_t n) {
  const float share = (static_cast<float>(i) + 0.5F) / static_cast<float>(n);
  return axis.min + share * (axis.max - axis.min);
}

void field_rows(const Snapshot& s, CsvText& csv) {
  const Grid& g = s.field;
  const std::size_t cells = std::size_t{g.rows} * g.columns;
  for (std::uint32_t row = 0; row < g.rows; ++row) {
    for (std::uint32_t column = 0; column < g.columns; ++column) {
      csv.cell("field").cell(cell_place(s.x_axis, column, g.columns));
      if (s.dims > 1) csv.cell(cell_place(s.y_axis, row, g.rows));
      csv.cell(kNone);
      for (std::uint32_t map = 0; map < g.maps; ++map) {
        csv.cell(g.values[map * cells + std::size_t{row} * g.columns + column]);
      }
      csv.end_row();
    }
  }
}

void point_rows(const Snapshot& s, std::string_view part, const Points& points, CsvText& csv) {
  for (std::size_t i = 0; i < points.x.size(); ++i) {
    csv.cell(part).cell(points.x[i]);
    if (s.dims > 1) csv.cell(points.y[i]);
    csv.cell(i < points.target.size() ? points.target[i] : kNone);
    csv.cell(i < points.output.size() ? points.output[i] : kNone);
    // Of several classes the points' answer is the class, not one number each.
    for (std::uint32_t map = 1; map < s.field.maps; ++map) csv.cell(kNone);
    csv.end_row();
  }
}

void class_row(CsvText& csv, const ClassificationReport& r, std::string_view name,
               const ClassRow& row, std::size_t k) {
  csv.cell(name).cell(row.precision).cell(row.recall).cell(row.f1);
  csv.cell(static_cast<std::int64_t>(row.support));
  for (std::size_t p = 0; p < r.classes; ++p) {
    if (k < r.classes) {
      csv.cell(std::int64_t{r.confusion[p + r.classes * k]});
    } else {
      csv.cell(kNone);
    }
  }
  csv.end_row();
}

void curve_rows(const Snapshot& s, std::string_view name, const ClassCurves& curves, CsvText& csv) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < curves.ends.size(); ++i) {
    for (; at < curves.ends[i]; ++at) {
      const CurvePoint& p = curves.points[at];
      csv.cell(name).cell(s.class_names[curves.ends.size() == 1 ? 1 : i]);
      csv.cell(p.x).cell(p.y).cell(p.threshold).end_row();
    }
  }
}

void class_report(const Snapshot& s, const PartMetrics& m, CsvText& csv) {
  const ClassificationReport& r = m.report;
  csv.names({"class", "precision", "recall", "F1", "support"});
  for (const std::string& name : s.class_names) csv.cell("predicted " + name);
  csv.end_row();
  if (r.rows.size() != s.class_names.size()) return;
  for (std::size_t k = 0; k < r.rows.size(); ++k) class_row(csv, r, s.class_names[k], r.rows[k], k);
  class_row(csv, r, "macro average", r.macro, r.classes);
  class_row(csv, r, "weighted average", r.weighted, r.classes);
  csv.end_row();
  csv.names({"curve", "class", "x", "y", "threshold or count"}).end_row();
  curve_rows(s, "roc", m.roc, csv);
  curve_rows(s, "precision by recall", m.precision_recall, csv);
  if (m.has_probabilities == 0) return;
  for (const CalibrationBin& bin : m.calibration.bins) {
    csv.cell("calibration").cell("").cell(bin.mean_predicted).cell(bin.observed_share);
    csv.cell(std::int64_t{bin.count}).end_row();
  }
}

void value_report(const PartMetrics& m, CsvText& csv) {
  const RegressionReport& r = m.regression;
  csv.names({"figure", "value", "predicted"}).end_row();
  const auto figure = [&](std::string_view name, double value) {
    csv.cell(name).cell(value).cell(kNone).end_row();
  };
  figure("MSE", r.mse);
  figure("RMSE", r.rmse);
  figure("MAE", r.mae);
  figure("R2", r.r2);
  figure("explained variance", r.explained_variance);
  figure("residuals: mean", r.residual_mean);
  figure("residuals: deviation", r.residual_deviation);
  for (const ActualPredicted& point : r.points) {
    csv.cell("actual").cell(point.actual).cell(point.predicted).end_row();
  }
}

}  // namespace

void boundary_csv(const Snapshot& s, const Settings& settings, const UiState&, std::string& out) {
  CsvText csv(out);
  csv.names({"kind", s.x_axis.name});
  if (s.dims > 1) csv.cell(s.y_axis.name);
  csv.cell(s.class_names.empty() ? "target" : "target (class from 0)");
  if (s.field.maps > 1) {
    for (std::size_t k = 0; k < s.field.maps; ++k) {
      csv.cell("output for " + (k < s.class_names.size() ? s.class_names[k] : std::to_string(k)) +
               (k == 0 ? " (points: class)" : ""));
    }
  } else {
    csv.cell("output");
  }
  csv.end_row();
  field_rows(s, csv);
  point_rows(s, "train", s.train, csv);
  if (settings.show_test) point_rows(s, "test", s.test, csv);
  if (settings.show_validation) point_rows(s, "validation", s.validation, csv);
  if (!shows_moved(s, settings)) return;
  point_rows(s, "moved from", s.batch_before, csv);
  point_rows(s, "moved to", s.batch, csv);
}

void report_csv(const Snapshot& s, const Settings& settings, const UiState&, std::string& out) {
  CsvText csv(out);
  const PartMetrics& m = metrics_of_part(s, settings.report_part);
  if (s.class_names.empty()) {
    value_report(m, csv);
  } else {
    class_report(s, m, csv);
  }
}

void metrics_csv(const Snapshot& s, const Settings&, const UiState&, std::string& out) {
  CsvText csv(out);
  csv.names({"metric", "train", "test"}).end_row();
  const auto row = [&](std::string_view name, double train, double test) {
    csv.cell(name).cell(train).cell(test).end_row();
  };
  row("loss", s.train_loss, s.test_loss);
  row("penalty", s.penalty, s.penalty);
  row("loss with penalty", s.train_loss + s.penalty, s.test_loss + s.penalty);
  row(s.class_names.empty() ? "R2" : "accuracy", s.train_score, s.test_score);
  row("samples", s.train_count, s.test_count);
  row("loss of the last batch", s.batch_loss, std::nan(""));
  for (std::size_t l = 0; l < s.layers.size(); ++l) {
    const LayerShape& shape = s.layers[l];
    row("parameters of layer " + std::to_string(l + 1),
        static_cast<double>(shape.units) * (shape.inputs + 1), std::nan(""));
  }
  row("parameters", static_cast<double>(s.param_count), std::nan(""));
}

}  // namespace bp
