#include "web/views/maths_export.h"

#include "web/views/csv.h"

#include "engine/core/number.h"

namespace bp {
namespace {

std::string_view phase_key(Phase phase) {
  switch (phase) {
    case Phase::Predict:
      return "predict";
    case Phase::Loss:
      return "loss";
    case Phase::ZeroGrad:
      return "zero_grad";
    case Phase::Backward:
      return "backward";
    case Phase::Step:
      return "step";
  }
  return {};
}

void append_matrix(const MathsTerm& t, std::string& out) {
  const MathsMatrix& m = t.matrix;
  out.append(t.key).append(",").append(std::to_string(m.all_rows())).append(",");
  out.append(std::to_string(m.all_columns())).append("\n");
  for (int i = 0; i < m.rows(); ++i) {
    for (int j = 0; j < m.columns(); ++j) {
      if (j > 0) out += ',';
      out += number_text(m.at(i, j));
    }
    out += '\n';
  }
}

bool was_before(const Maths& maths, int equation, int term) {
  const auto& t =
      maths.equations[static_cast<std::size_t>(equation)].terms[static_cast<std::size_t>(term)];
  for (int e = 0; e <= equation; ++e) {
    const MathsEquation& of = maths.equations[static_cast<std::size_t>(e)];
    const int count = e == equation ? term : of.count;
    for (int i = 0; i < count; ++i) {
      const MathsTerm& other = of.terms[static_cast<std::size_t>(i)];
      if (other.key == t.key && other.matrix.is_transposed == t.matrix.is_transposed) return true;
    }
  }
  return false;
}

void write_term(const MathsTerm& t, JsonWriter& json) {
  const MathsMatrix& m = t.matrix;
  json.begin_object().member("key", t.key).member("symbol", t.symbol.view());
  json.member("before", t.before.view()).member("after", t.after.view());
  json.member("rows", m.all_rows()).member("columns", m.all_columns());
  json.key("values").begin_array();
  for (int i = 0; m.is_there() && i < m.rows(); ++i) {
    json.begin_array();
    for (int j = 0; j < m.columns(); ++j) json.value(m.at(i, j));
    json.end_array();
  }
  json.end_array().end_object();
}

}  // namespace

std::string maths_csv(const Maths& maths) {
  std::string out;
  for (int e = 0; e < maths.count; ++e) {
    const MathsEquation& equation = maths.equations[static_cast<std::size_t>(e)];
    for (int i = 0; i < equation.count; ++i) {
      const MathsTerm& t = equation.terms[static_cast<std::size_t>(i)];
      if (t.matrix.is_there() && !was_before(maths, e, i)) append_matrix(t, out);
    }
  }
  return out;
}

void maths_csv(const Snapshot& s, const Settings& settings, const UiState& ui, std::string& out) {
  Maths maths;
  build_maths(s, settings, ui.selected_layer, maths);
  if (maths.pass != nullptr) out += maths_csv(maths);
}

std::string maths_json(const Snapshot& s, const Settings& settings, int layer) {
  Maths maths;
  build_maths(s, settings, layer, maths);
  if (maths.pass == nullptr) return "null";
  JsonWriter json;
  json.begin_object().member("step", s.step);
  json.member("next_phase", phase_key(static_cast<Phase>(s.next_phase)));
  json.member("next_layer", static_cast<int>(s.next_layer) + 1);
  json.member("layer", maths.layer + 1);
  json.member("pass", maths.is_place ? "place" : maths.is_sample ? "sample" : "batch");
  json.member("weights",
              maths.is_sample || maths.pass->has_present_weights != 0 ? "now" : "before");
  json.key("samples").begin_array();
  for (const std::uint32_t i : maths.pass->sample) json.value(static_cast<std::int64_t>(i));
  json.end_array().key("equations").begin_array();
  for (int e = 0; e < maths.count; ++e) {
    const MathsEquation& equation = maths.equations[static_cast<std::size_t>(e)];
    json.begin_object().member("phase", phase_key(equation.phase)).key("terms").begin_array();
    for (int i = 0; i < equation.count; ++i) {
      write_term(equation.terms[static_cast<std::size_t>(i)], json);
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return json.take();
}

}  // namespace bp
