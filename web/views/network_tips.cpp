#include "web/views/network_tips.h"

#include <cmath>

#include "engine/data/features.h"
#include "web/views/marks.h"
#include "web/views/network_links.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr int kTermsPerLine = 4, kNamedTermsPerLine = 2, kMostLines = 3;

// Name with its indices counted from 1: w_{3,2}^{(1)}.
void append_weight(TextLine& out, std::string_view name, const LinkRef& link) {
  out << name << "_{" << static_cast<long long>(link.to) + 1 << ","
      << static_cast<long long>(link.from) + 1 << "}^{(" << static_cast<long long>(link.gap) + 1
      << ")}";
}

void append_unit(TextLine& out, std::string_view name, int layer, int unit) {
  out << name << "_{" << static_cast<long long>(unit) + 1 << "}^{("
      << static_cast<long long>(layer) + 1 << ")}";
}

void append_signed(TextLine& out, double value, bool is_first) {
  NumberText number;
  if (is_first) {
    out << format_number(number, value, 2);
  } else {
    out << (value < 0 ? " \u2212 " : " + ") << format_number(number, std::abs(value), 2);
  }
}

void tip_equals(const UiState& ui, TextLine& line, float value) {
  NumberText number;
  line << " = " << format_number(number, static_cast<double>(value));
  tip_math(ui, line.view());
}

// z = 0.52 x₁ − 1.3 x₂ + 0.1, broken into lines; long sums say how many terms are left out.
void tip_equation(const UiState& ui, const Snapshot& s, int layer, int unit) {
  const int inputs = static_cast<int>(s.layers[static_cast<std::size_t>(layer)].inputs);
  TextLine line;
  append_unit(line, "*z*", layer, unit);
  line << " = ";
  const bool has_names = layer == 0 && !s.column_names.empty();
  const int per_line = has_names ? kNamedTermsPerLine : kTermsPerLine;
  const int shown = std::min(inputs, kMostLines * per_line);
  for (int j = 0; j < shown; ++j) {
    const float w = link_value(s, LinkMode::Weights, {layer, j, unit});
    append_signed(line, static_cast<double>(w), j == 0);
    line << " ";
    append_source(s, layer, j, line);
    if (j % per_line == per_line - 1) {
      tip_math(ui, line.view());
      line.clear();
      line << "      ";
    }
  }
  if (inputs > shown) {
    Phrase phrase;
    NumberText number;
    line << " "
         << fill(phrase, word(ui, Word::more_hidden_units), {format_count(number, inputs - shown)});
  }
  append_signed(line, static_cast<double>(bias_value(s, LinkMode::Weights, layer, unit)), false);
  tip_math(ui, line.view());
}

void tip_activation(const UiState& ui, const Snapshot& s, int layer, int unit) {
  const std::span<const Activation> rows = activations();
  const std::uint32_t row = s.layers[static_cast<std::size_t>(layer)].activation;
  if (row >= rows.size()) return;
  TextLine line;
  append_unit(line, "*a*", layer, unit);
  line << " = " << option_label(ui, *find_field("act"), {rows[row].key, rows[row].label, {}})
       << "(";
  if (rows[row].f32.apply_columns != nullptr) {  // of all units' z
    line << "**z**^{(" << static_cast<long long>(layer) + 1 << ")})_{"
         << static_cast<long long>(unit) + 1 << "}";
  } else {
    append_unit(line, "*z*", layer, unit);
    line << ")";
  }
  tip_math(ui, line.view());
}

void tip_bias(const UiState& ui, const Snapshot& s, int layer, int unit) {
  TextLine line;
  append_unit(line, "*b*", layer, unit);
  tip_equals(ui, line, bias_value(s, LinkMode::Weights, layer, unit));
  const float gradient = bias_value(s, LinkMode::Gradients, layer, unit);
  if (s.step == 0 || !std::isfinite(gradient)) return;
  line.clear();
  line << "∂*L*/∂";
  append_unit(line, "*b*", layer, unit);
  tip_equals(ui, line, gradient);
}

void tip_unit_name(const UiState& ui, const Snapshot& s, int layer, int unit) {
  Phrase phrase;
  tip_text(ui, unit_name(ui, s, layer, unit, phrase), TextSize::Small);
}

}  // namespace

void unit_equations(const UiState& ui, const Snapshot& snapshot, int layer, int unit) {
  tip_equation(ui, snapshot, layer, unit);
  tip_activation(ui, snapshot, layer, unit);
}

void append_source(const Snapshot& snapshot, int column, int unit, TextLine& out) {
  if (column > 0) return append_unit(out, "*a*", column - 1, unit);
  const auto i = static_cast<std::size_t>(unit);
  if (i >= snapshot.input_names.size()) {
    out << "*x*";
  } else {
    out.plain(snapshot.input_names[i]);
  }
}

void show_unit_tip(const UiState& ui, const Snapshot& snapshot, const NetworkLayout& layout,
                   const UnitRef& unit) {
  const int layer = layout.columns[static_cast<std::size_t>(unit.column)].layer;
  begin_tip(ui);
  if (layer < 0) {
    TextLine name;
    append_source(snapshot, 0, unit.unit, name);
    tip_math(ui, name.view());
  } else {
    tip_unit_name(ui, snapshot, layer, unit.unit);
    if (!snapshot.params.empty()) {
      unit_equations(ui, snapshot, layer, unit.unit);
      tip_bias(ui, snapshot, layer, unit.unit);
    } else {
      tip_wrapped(ui, ui.theme->secondary, word(ui, Word::weights_not_shown));
    }
  }
  end_tip();
}

void show_link_tip(const UiState& ui, const Snapshot& snapshot, const LinkRef& link) {
  begin_tip(ui);
  TextLine line;
  append_weight(line, "*w*", link);
  tip_equals(ui, line, link_value(snapshot, LinkMode::Weights, link));
  const float gradient = link_value(snapshot, LinkMode::Gradients, link);
  const float update = link_value(snapshot, LinkMode::Updates, link);
  if (snapshot.step > 0 && std::isfinite(gradient)) {
    line.clear();
    append_weight(line, "∂*L*/∂*w*", link);
    tip_equals(ui, line, gradient);
  }
  if (snapshot.step > 0 && std::isfinite(update)) {
    line.clear();
    append_weight(line, "Δ*w*", link);
    tip_equals(ui, line, update);
  }
  line.clear();
  append_source(snapshot, link.gap, link.from, line);
  line << "  →  ";
  append_unit(line, "*z*", link.gap, link.to);
  tip_math(ui, line.view());
  end_tip();
}

}  // namespace bp
