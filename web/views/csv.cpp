#include "web/views/csv.h"

#include <cmath>

#include "engine/core/number.h"

namespace bp {
namespace {

float at(const std::vector<std::vector<float>>& channels, std::size_t channel, std::size_t i) {
  const bool has_it = channel < channels.size() && i < channels[channel].size();
  return has_it ? channels[channel][i] : std::nanf("");
}

}  // namespace

std::string layer_text(const Snapshot& s, std::size_t layer) {
  return layer + 1 == s.layers.size() ? "output" : "layer " + std::to_string(layer + 1);
}

void CsvText::separate() {
  if (!is_first_) out_ += ',';
  is_first_ = false;
}

CsvText& CsvText::cell(std::string_view text) {
  separate();
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out_ += text;
    return *this;
  }
  out_ += '"';
  for (const char c : text) {
    if (c == '"') out_ += '"';
    out_ += c;
  }
  out_ += '"';
  return *this;
}

CsvText& CsvText::cell(float value) {
  separate();
  if (std::isfinite(value)) out_ += number_text(value);
  return *this;
}

CsvText& CsvText::cell(double value) {
  separate();
  if (std::isfinite(value)) out_ += number_text(value);
  return *this;
}

CsvText& CsvText::cell(std::int64_t value) {
  separate();
  out_ += std::to_string(value);
  return *this;
}

CsvText& CsvText::names(std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) cell(text);
  return *this;
}

void CsvText::end_row() {
  out_ += '\n';
  is_first_ = true;
}

void gradients_csv(const Snapshot& s, const Settings&, const UiState&, std::string& out) {
  const Curve& curve = s.gradient_curve;
  const std::size_t layers = s.layers.size();
  CsvText csv(out);
  csv.cell("step");
  for (std::size_t l = 0; l < layers; ++l) {
    const std::string name = "norm of dL/dW of " + layer_text(s, l);
    csv.names({name + ": mean", name + ": min", name + ": max"});
  }
  for (std::size_t l = 0; l < layers; ++l) csv.cell("update/weight of " + layer_text(s, l));
  csv.end_row();
  for (std::size_t i = 0; i < curve.at.size(); ++i) {
    csv.cell(curve.at[i]);
    for (std::size_t l = 0; l < layers; ++l) {
      csv.cell(at(curve.mean, l, i)).cell(at(curve.min, l, i)).cell(at(curve.max, l, i));
    }
    for (std::size_t l = 0; l < layers; ++l) csv.cell(at(curve.mean, layers + l, i));
    csv.end_row();
  }
}

void loss_csv(const Snapshot& s, const Settings& settings, const UiState&, std::string& out) {
  const bool has_validation = shows_validation(s, settings);
  const Field* const field = find_field("loss");
  std::string name = " loss";
  if (field != nullptr) {
    const auto& kind = std::get<ChoiceKind>(field->kind);
    ((name += " (") += kind.options.at(settings.loss).label) += ')';
  }
  CsvText csv(out);
  csv.names({"epoch", "train" + name, "test" + name});
  if (has_validation) csv.cell("validation" + name);
  csv.cell("penalty");
  csv.end_row();
  const Curve& curve = s.loss_curve;
  for (std::size_t i = 0; i < curve.at.size(); ++i) {
    csv.cell(curve.at[i]).cell(at(curve.mean, 0, i)).cell(at(curve.mean, 1, i));
    if (has_validation) csv.cell(at(curve.mean, 2, i));
    csv.cell(at(curve.mean, 3, i));
    csv.end_row();
  }
}

void network_csv(const Snapshot& s, const Settings&, const UiState&, std::string& out) {
  CsvText csv(out);
  csv.names({"layer", "unit", "input", "w", "dL/dw of the last batch", "last update of w"});
  csv.end_row();
  const auto value = [](const std::vector<float>& flat, std::size_t i) {
    return i < flat.size() ? flat[i] : std::nanf("");
  };
  const auto row = [&](std::size_t layer, std::uint32_t unit, std::string_view input,
                       std::size_t i) {
    csv.cell(layer_text(s, layer)).cell(std::int64_t{unit} + 1).cell(input);
    csv.cell(value(s.params, i)).cell(value(s.grads, i)).cell(value(s.updates, i));
    csv.end_row();
  };
  if (s.params.empty()) return;
  for (std::size_t l = 0; l < s.layers.size(); ++l) {
    const LayerShape& shape = s.layers[l];
    for (std::uint32_t unit = 0; unit < shape.units; ++unit) {
      row(l, unit, "bias", shape.bias_offset + unit);
      for (std::uint32_t j = 0; j < shape.inputs; ++j) {
        const bool has_name = l == 0 && j < s.input_names.size();
        row(l, unit, has_name ? s.input_names[j] : "unit " + std::to_string(j + 1),
            shape.weight_offset + unit + std::size_t{shape.units} * j);
      }
    }
  }
}

}  // namespace bp
