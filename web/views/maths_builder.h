// How the equations of a layer are put together; maths_build.cpp and maths_build_step.cpp share it.
#pragma once

#include <algorithm>

#include "web/views/maths_model.h"

namespace bp {

/// Writes equations one after another.
struct MathsBuilder {
  using Axis = MathsAxis;

  const Snapshot& s;
  const Settings& settings;
  Maths& out;
  const PassMatrices& pass;
  const LayerMatrices& m;

  [[nodiscard]] int number() const { return out.layer + 1; }
  [[nodiscard]] bool is_output() const { return out.layer + 1 == out.layers; }
  [[nodiscard]] bool has_norm() const { return m.gamma.rows > 0; }
  [[nodiscard]] bool masks_input() const {
    return out.layer > 0 && pass.layers[static_cast<std::size_t>(out.layer) - 1].mask.rows > 0;
  }

  MathsEquation& add(MathsKind kind, Phase phase) const {
    const int i = std::min(out.count, kMostEquations - 1);
    out.count = i + 1;
    MathsEquation& e = out.equations[static_cast<std::size_t>(i)];
    e = {};
    e.kind = kind;
    e.phase = phase;
    return e;
  }

  MathsTerm& term(MathsEquation& e, std::string_view key, std::string_view before,
                  const CutMatrix& matrix, Axis rows, Axis columns) const {
    const int i = std::min(e.count, kMostTerms - 1);
    e.count = i + 1;
    MathsTerm& t = e.terms[static_cast<std::size_t>(i)];
    t = {};
    t.key = key;
    t.before << before;
    t.matrix.values = pass.values;
    t.matrix.main = matrix;
    t.row_axis = rows;
    t.column_axis = columns;
    return t;
  }

  /// Symbol and entry of a quantity of layer `layer` (1-based).
  static void name(MathsTerm& t, std::string_view large, std::string_view small, int layer,
                   std::string_view tail = {}, std::string_view entry_tail = {}) {
    t.symbol << "**" << large << "**^{(" << layer << ")" << tail << "}";
    t.entry << "*" << small << "*^{(" << layer << ")" << entry_tail << "}";
  }
  /// Of its gradient.
  static void name_gradient(MathsTerm& t, std::string_view large, std::string_view small, int layer,
                            std::string_view loss = "*L*") {
    t.symbol << "~{∂" << loss << "}{∂**" << large << "**^{(" << layer << ")}}";
    t.entry << "∂" << loss << "/∂*" << small << "*^{(" << layer << ")}";
  }

  void name_input(MathsTerm& t, bool is_transposed) const {
    const std::string_view tail = is_transposed ? "\u2009T" : "";
    if (out.is_augmented) {
      t.symbol << "[1; **" << (masks_input() ? "H" : "A") << "**^{(" << out.layer << ")}]"
               << (is_transposed ? "^{T}" : "");
      t.entry << "*" << (masks_input() ? "h" : "a") << "*^{(" << out.layer << ")}";
    } else {
      name(t, masks_input() ? "H" : "A", masks_input() ? "h" : "a", out.layer, tail);
    }
    t.matrix.leads_ones = out.is_augmented;
  }

  void name_weights(MathsTerm& t, std::string_view tail = {}) const {
    if (out.is_augmented) {
      t.symbol << "[**b W**]^{(" << number() << ")" << tail << "}";
      t.entry << "*w*^{(" << number() << ")" << tail << "}";
    } else {
      name(t, "W", "w", number(), tail, tail);
    }
  }

  void affine() const;
  void normalise() const;
  void activate() const;
  void target(MathsEquation& e, std::string_view before) const {
    MathsTerm& y = term(e, "target", before, pass.target, Axis::Unit, Axis::Sample);
    y.symbol << "**Y**";
    y.entry << "*y*";
  }

  void loss_value() const;

  /// Where ∂L/∂Z comes from.
  void output_error() const;
  void through_activation() const;
  void through_norm() const;

  [[nodiscard]] const CutMatrix& error() const { return has_norm() ? m.dU : m.dZ; }
  void name_error(MathsTerm& t) const {
    name_gradient(t, has_norm() ? "U" : "Z", has_norm() ? "u" : "z", number());
  }

  void weight_gradient() const;
  void to_layer_before() const;
  void penalty() const;
  void update() const;
  void update_of(MathsEquation& e, bool is_plain, bool is_bias) const;

  /// The size of what is not there.
  static CutMatrix shape(const CutMatrix& like) {
    CutMatrix out;
    out.all_rows = like.all_rows;
    out.all_columns = like.all_columns;
    return out;
  }
  static CutMatrix there(const CutMatrix& matrix, const CutMatrix& like) {
    return matrix.rows > 0 ? matrix : shape(like);
  }
};

}  // namespace bp
