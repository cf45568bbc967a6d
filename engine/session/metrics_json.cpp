#include "engine/session/metrics_json.h"

#include "engine/session/details_json.h"

namespace bp {
namespace {

void write_count(std::string_view name, std::uint32_t count, JsonWriter& json) {
  json.member(name, static_cast<std::int64_t>(count));
}

void write_row(const ClassRow& row, JsonWriter& json) {
  json.member("precision", row.precision).member("recall", row.recall).member("f1", row.f1);
  write_count("support", row.support, json);
}

void write_report(const ClassificationReport& r, const std::vector<std::string>& names,
                  JsonWriter& json) {
  json.member("accuracy", r.accuracy);
  write_count("undecided", r.undecided, json);
  json.key("classes").begin_array();
  for (std::size_t c = 0; c < r.rows.size(); ++c) {
    json.begin_object().member("name", names[c]);
    write_row(r.rows[c], json);
    json.end_object();
  }
  json.end_array();
  json.key("macro").begin_object();
  write_row(r.macro, json);
  json.end_object().key("weighted").begin_object();
  write_row(r.weighted, json);
  json.end_object().key("confusion").begin_array();
  for (std::size_t t = 0; t < r.classes; ++t) {
    json.begin_array();
    for (std::size_t p = 0; p < r.classes; ++p) {
      json.value(static_cast<std::int64_t>(r.confusion[p + r.classes * t]));
    }
    json.end_array();
  }
  json.end_array();
}

/// One entry a curve; a single curve is that of the second of two classes.
void write_curves(std::string_view name, const ClassCurves& curves,
                  const std::vector<std::string>& names, JsonWriter& json) {
  json.key(name).begin_object().member("area", curves.macro_area).key("curves").begin_array();
  const std::size_t first_class = curves.areas.size() == 1 ? 1 : 0;
  std::size_t at = 0;
  for (std::size_t c = 0; c < curves.areas.size(); ++c) {
    json.begin_object().member("class", names[first_class + c]).member("area", curves.areas[c]);
    json.key("points").begin_array();
    for (; at < curves.ends[c]; ++at) {
      const CurvePoint& p = curves.points[at];
      json.begin_array().value(p.x).value(p.y).end_array();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
}

void write_calibration(const Calibration& calibration, JsonWriter& json) {
  json.key("calibration").begin_object().member("error", calibration.error);
  json.key("bins").begin_array();
  for (const CalibrationBin& bin : calibration.bins) {
    json.begin_object().member("predicted", bin.mean_predicted);
    json.member("observed", bin.observed_share);
    write_count("count", bin.count, json);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_regression(const RegressionReport& r, JsonWriter& json) {
  json.member("mse", r.mse).member("rmse", r.rmse).member("mae", r.mae).member("r2", r.r2);
  json.member("explained_variance", r.explained_variance);
  json.member("residual_mean", r.residual_mean);
  json.member("residual_deviation", r.residual_deviation);
  write_distribution("residuals", r.residuals, json);
  json.key("actual_predicted").begin_array();
  for (const ActualPredicted& p : r.points) {
    json.begin_array().value(p.actual).value(p.predicted).end_array();
  }
  json.end_array();
}

}  // namespace

void write_metrics(std::string_view name, const PartMetrics& m,
                   const std::vector<std::string>& class_names, JsonWriter& json) {
  json.key(name).begin_object();
  write_count("samples", m.samples, json);
  if (m.report.classes == 0) {
    write_regression(m.regression, json);
  } else {
    json.member("threshold", m.threshold);
    write_report(m.report, class_names, json);
    write_curves("roc", m.roc, class_names, json);
    write_curves("precision_recall", m.precision_recall, class_names, json);
    if (m.has_probabilities != 0) {
      json.member("log_loss", m.log_loss);
      write_calibration(m.calibration, json);
    }
  }
  json.end_object();
}

}  // namespace bp
