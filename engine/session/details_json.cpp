#include "engine/session/details_json.h"

#include <array>

namespace bp {
namespace {

struct MatrixKey {
  std::string_view key;
  CutMatrix LayerMatrices::*matrix;
};
constexpr std::array kLayerMatrices = {
    MatrixKey{"input", &LayerMatrices::input},
    MatrixKey{"W", &LayerMatrices::W},
    MatrixKey{"b", &LayerMatrices::b},
    MatrixKey{"U", &LayerMatrices::U},
    MatrixKey{"U_hat", &LayerMatrices::U_hat},
    MatrixKey{"gamma", &LayerMatrices::gamma},
    MatrixKey{"beta", &LayerMatrices::beta},
    MatrixKey{"mean", &LayerMatrices::mean},
    MatrixKey{"variance", &LayerMatrices::variance},
    MatrixKey{"Z", &LayerMatrices::Z},
    MatrixKey{"A", &LayerMatrices::A},
    MatrixKey{"mask", &LayerMatrices::mask},
    MatrixKey{"slope", &LayerMatrices::slope},
    MatrixKey{"dA", &LayerMatrices::dA},
    MatrixKey{"dZ", &LayerMatrices::dZ},
    MatrixKey{"dU", &LayerMatrices::dU},
    MatrixKey{"dW", &LayerMatrices::dW},
    MatrixKey{"db", &LayerMatrices::db},
    MatrixKey{"dW_data", &LayerMatrices::dW_data},
    MatrixKey{"db_data", &LayerMatrices::db_data},
    MatrixKey{"dgamma", &LayerMatrices::dgamma},
    MatrixKey{"dbeta", &LayerMatrices::dbeta},
    MatrixKey{"W_next", &LayerMatrices::W_next},
    MatrixKey{"b_next", &LayerMatrices::b_next},
};

/// `rows` × `columns` values, column-major, as one array a row.
void write_rows(std::string_view name, const float* values, std::size_t rows, std::size_t columns,
                JsonWriter& json) {
  json.key(name).begin_array();
  for (std::size_t i = 0; i < rows; ++i) {
    json.begin_array();
    for (std::size_t j = 0; j < columns; ++j) json.value(values[i + rows * j]);
    json.end_array();
  }
  json.end_array();
}

void write_similarity(const DetailsPart& details, const LayerSimilarity& s, JsonWriter& json) {
  json.key("similarity").begin_object();
  json.member("distinct_units", static_cast<std::int64_t>(s.distinct));
  const std::size_t n = s.matrix_units;
  if (n > 0) write_rows("cosine", details.values.data() + s.cosine_offset, n, n, json);
  if (n > 0 && s.has_correlation != 0) {
    write_rows("correlation", details.values.data() + s.correlation_offset, n, n, json);
  }
  json.end_object();
}

void write_matrix(std::string_view name, const PassMatrices& pass, const CutMatrix& m,
                  JsonWriter& json) {
  if (m.rows == 0) return;
  write_rows(name, pass.values.data() + m.offset, m.rows, m.columns, json);
  if (m.rows == m.all_rows && m.columns == m.all_columns) return;
  json.key(std::string(name) + "_size").begin_array();
  json.value(static_cast<std::int64_t>(m.all_rows)).value(static_cast<std::int64_t>(m.all_columns));
  json.end_array();
}

}  // namespace

void write_distribution(std::string_view name, const Distribution& d, JsonWriter& json) {
  json.key(name).begin_object().member("count", static_cast<std::int64_t>(d.count));
  if (d.not_finite > 0) json.member("not_finite", static_cast<std::int64_t>(d.not_finite));
  json.member("rms", d.rms).member("mean_abs", d.mean_abs);
  json.member("min", d.min).member("max", d.max).member("norm", d.norm);
  json.key("range").begin_array().value(d.low).value(d.high).end_array();
  json.key("bins").begin_array();
  for (const std::uint32_t bin : d.bins) json.value(static_cast<std::int64_t>(bin));
  json.end_array().end_object();
}

void write_details(const DetailsPart& details, std::size_t l, JsonWriter& json) {
  json.key("details").begin_object();
  for (std::size_t q = 0; q < kQuantityKeys.size(); ++q) {
    const Distribution& d = details.layers[l].all[q];
    if (d.count + d.not_finite > 0) write_distribution(kQuantityKeys[q], d, json);
  }
  write_similarity(details, details.similarity[l], json);
  json.end_object();
}

void write_pass(std::string_view name, const PassMatrices& pass, JsonWriter& json) {
  json.key(name).begin_object().member("samples", static_cast<std::int64_t>(pass.samples));
  json.member("loss", pass.loss).member("averaged_over", pass.averaged_over);
  json.member("weights", pass.has_present_weights != 0 ? "after" : "before")
      .key("sample")
      .begin_array();
  for (const std::uint32_t i : pass.sample) json.value(static_cast<std::int64_t>(i));
  json.end_array();
  write_matrix("target", pass, pass.target, json);
  json.key("layers").begin_array();
  for (const LayerMatrices& m : pass.layers) {
    json.begin_object();
    for (const auto& [key, matrix] : kLayerMatrices) {
      write_matrix(key, pass, m.*matrix, json);
    }
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace bp
