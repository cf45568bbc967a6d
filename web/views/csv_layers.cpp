// Data of the panels that show what layers make of their inputs.
#include <cmath>

#include "web/views/csv.h"
#include "web/views/function_parts.h"
#include "web/views/unfold_shape.h"

namespace bp {

void unfold_csv(const Snapshot& s, const Settings&, const UiState&, std::string& out) {
  CsvText csv(out);
  csv.names({"layer", "kind", "index", "u", "v", "answer", "target"});
  csv.end_row();
  if (!has_unfolding(s)) return;
  const Unfolding& seen = s.unfold.seen;
  const std::size_t lattice = seen.answers.size();
  for (std::size_t l = 0; l < seen.layers.size(); ++l) {
    for (std::size_t i = 0; i < seen.count(); ++i) {
      const bool is_lattice = i < lattice, is_train = i < lattice + seen.train;
      const std::size_t k = is_lattice ? i : i - lattice - (is_train ? 0 : seen.train);
      const Points& points = is_train ? s.train : s.test;
      const float* t = seen.places.data() + 2 * (l * seen.count() + i);
      csv.cell(static_cast<std::int64_t>(l));
      csv.cell(is_lattice ? "grid" : is_train ? "train" : "test");
      csv.cell(static_cast<std::int64_t>(k)).cell(t[0]).cell(t[1]);
      const auto value = [&](const std::vector<float>& of) {
        return k < of.size() ? of[k] : std::nanf("");
      };
      csv.cell(value(is_lattice ? seen.answers : points.output));
      csv.cell(is_lattice ? std::nanf("") : value(points.target));
      csv.end_row();
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
