// Which equations a layer has, and which matrix stands where in them.
#include <algorithm>

#include "engine/nn/activations.h"
#include "engine/nn/losses.h"
#include "engine/optim/optimizers.h"
#include "engine/optim/regularizers.h"
#include "engine/session/options.h"
#include "web/views/maths_model.h"

namespace bp {
namespace {

using Axis = MathsAxis;

/// Writes equations one after another.
struct Builder {
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

  void affine() const {
    MathsEquation& e = add(MathsKind::Product, Phase::Predict);
    const CutMatrix missing = shape(m.Z);
    name(term(e, has_norm() ? "U" : "Z", "", has_norm() ? (m.U.rows > 0 ? m.U : missing) : m.Z,
              Axis::Unit, Axis::Sample),
         has_norm() ? "U" : "Z", has_norm() ? "u" : "z", number());
    MathsTerm& W = term(e, "W", "=", m.W, Axis::Unit, Axis::Input);
    name_weights(W);
    if (out.is_augmented) W.matrix.lead = m.b;
    name_input(term(e, "input", "·", m.input, Axis::Input, Axis::Sample), false);
    if (out.is_augmented) return;
    name(term(e, "b", "+", m.b, Axis::Unit, Axis::Single), "b", "b", number());
  }

  void normalise() const {
    if (!has_norm()) return;
    MathsEquation& e = add(MathsKind::Normalise, Phase::Predict);
    name(term(e, "U_hat", "", m.U_hat.rows > 0 ? m.U_hat : shape(m.Z), Axis::Unit, Axis::Sample),
         "Û", "û", number());
    name(term(e, "U", "= (", m.U.rows > 0 ? m.U : shape(m.Z), Axis::Unit, Axis::Sample), "U", "u",
         number());
    MathsTerm& mean = term(e, "mean", "\u2212", m.mean, Axis::Unit, Axis::Single);
    mean.symbol << "**μ**";
    mean.entry << "*μ*";
    mean.after << ")";
    MathsTerm& variance = term(e, "variance", "/ √(", m.variance, Axis::Unit, Axis::Single);
    variance.symbol << "**σ²**";
    variance.entry << "*σ*²";
    variance.after << "+ *ε*)";
    MathsEquation& z = add(MathsKind::Rescale, Phase::Predict);
    name(term(z, "Z", "", m.Z, Axis::Unit, Axis::Sample), "Z", "z", number());
    name(term(z, "gamma", "=", m.gamma, Axis::Unit, Axis::Single), "γ", "γ", number());
    name(term(z, "U_hat", "⊙", m.U_hat.rows > 0 ? m.U_hat : shape(m.Z), Axis::Unit, Axis::Sample),
         "Û", "û", number());
    name(term(z, "beta", "+", m.beta, Axis::Unit, Axis::Single), "β", "β", number());
  }

  void activate() const {
    const auto row = s.layers[static_cast<std::size_t>(out.layer)].activation;
    const Activation* f = row < activations().size() ? &activations()[row] : nullptr;
    out.activation = f ? f->label : "f";
    const bool is_columnwise = f && f->f32.apply_columns != nullptr;
    MathsEquation& e =
        add(is_columnwise ? MathsKind::Columnwise : MathsKind::Function, Phase::Predict);
    name(term(e, "A", "", m.A, Axis::Unit, Axis::Sample), "A", "a", number());
    MathsTerm& z = term(e, "Z", "", m.Z, Axis::Unit, Axis::Sample);
    z.before << "= " << out.activation << "(";
    z.after << ")";
    name(z, "Z", "z", number());
    if (f) e.formula = f->formula;
    if (m.mask.rows == 0 || is_output()) return;
    MathsEquation& h = add(MathsKind::Hadamard, Phase::Predict);
    const LayerMatrices& next = pass.layers[static_cast<std::size_t>(out.layer) + 1];
    name(term(h, "next_input", "", next.input, Axis::Unit, Axis::Sample), "H", "h", number());
    name(term(h, "A", "=", m.A, Axis::Unit, Axis::Sample), "A", "a", number());
    name(term(h, "mask", "⊙", m.mask, Axis::Unit, Axis::Sample), "M", "m", number());
  }

  void target(MathsEquation& e, std::string_view before) const {
    MathsTerm& y = term(e, "target", before, pass.target, Axis::Unit, Axis::Sample);
    y.symbol << "**Y**";
    y.entry << "*y*";
  }

  void loss_value() const {
    if (!is_output()) return;
    MathsEquation& e = add(MathsKind::Loss, Phase::Loss);
    MathsTerm& a = term(e, "A", "", m.A, Axis::Unit, Axis::Sample);
    a.before << "*L* = ~{1}{" << static_cast<int>(out.averaged_over) << "} ∑ ℓ(";
    name(a, "A", "a", number());
    target(e, ",");
    MathsText& after = e.terms[1].after;
    after << ") = ";
    NumberText number_text;
    after << (std::isfinite(pass.loss) ? format_number(number_text, pass.loss) : "…");
    e.formula = at(losses(), settings.loss).formula;
  }

  /// Where ∂L/∂Z comes from.
  void output_error() const {
    if (pass.is_fused != 0) {
      MathsEquation& e = add(MathsKind::Residual, Phase::Backward);
      name_gradient(term(e, "dZ", "", there(m.dZ, m.Z), Axis::Unit, Axis::Sample), "Z", "z",
                    number());
      MathsTerm& a = term(e, "A", "", m.A, Axis::Unit, Axis::Sample);
      a.before << "= ~{1}{" << static_cast<int>(out.averaged_over) << "} (";
      name(a, "A", "a", number());
      target(e, "\u2212");
      e.terms[2].after << ")";
      return;
    }
    MathsEquation& e = add(MathsKind::LossGrad, Phase::Backward);
    name_gradient(term(e, "dA", "", there(m.dA, m.A), Axis::Unit, Axis::Sample), "A", "a",
                  number());
    MathsTerm& a = term(e, "A", "", m.A, Axis::Unit, Axis::Sample);
    a.before << "= *L*′(";
    name(a, "A", "a", number());
    target(e, ",");
    e.terms[2].after << ")";
    e.formula = at(losses(), settings.loss).gradient;
  }

  void through_activation() const {
    if (is_output() && pass.is_fused != 0) return;
    const bool has_slope = m.slope.rows > 0;
    MathsEquation& e =
        add(has_slope ? MathsKind::Hadamard : MathsKind::Columnwise, Phase::Backward);
    name_gradient(term(e, "dZ", "", there(m.dZ, m.Z), Axis::Unit, Axis::Sample), "Z", "z",
                  number());
    MathsTerm& a = term(e, "dA", has_slope ? "=" : "= J · ", there(m.dA, m.A), Axis::Unit,
                        Axis::Sample);
    name_gradient(a, "A", "a", number());
    if (!has_slope) return;
    MathsTerm& slope = term(e, "slope", "⊙", m.slope, Axis::Unit, Axis::Sample);
    slope.symbol << "*σ*′(**Z**^{(" << number() << ")})";
    slope.entry << "*σ*′";
    const auto row = s.layers[static_cast<std::size_t>(out.layer)].activation;
    if (row < activations().size()) e.formula = activations()[row].derivative;
  }

  void through_norm() const {
    if (!has_norm()) return;
    const CutMatrix missing = shape(m.Z);
    const CutMatrix& U_hat = m.U_hat.rows > 0 ? m.U_hat : missing;
    MathsEquation& e = add(MathsKind::NormGrad, Phase::Backward);
    name_gradient(term(e, "dU", "", there(m.dU, m.Z), Axis::Unit, Axis::Sample), "U", "u",
                  number());
    name(term(e, "gamma", "=", m.gamma, Axis::Unit, Axis::Single), "γ", "γ", number());
    MathsTerm& variance = term(e, "variance", "/ √(", m.variance, Axis::Unit, Axis::Single);
    variance.symbol << "**σ²**";
    variance.entry << "*σ*²";
    variance.after << "+ *ε*)";
    name_gradient(term(e, "dZ", "⊙ *P*", there(m.dZ, m.Z), Axis::Unit, Axis::Sample), "Z", "z",
                  number());
    e.formula = "P g = g − mean g − û · mean(g û)";
    MathsEquation& p = add(MathsKind::NormParams, Phase::Backward);
    name_gradient(term(p, "dgamma", "", there(m.dgamma, m.gamma), Axis::Unit, Axis::Single), "γ",
                  "γ", number());
    name_gradient(term(p, "dbeta", ",", there(m.dbeta, m.beta), Axis::Unit, Axis::Single), "β", "β",
                  number());
    name_gradient(term(p, "dZ", "= ∑ of", there(m.dZ, m.Z), Axis::Unit, Axis::Sample), "Z", "z",
                  number());
    name(term(p, "U_hat", "⊙", U_hat, Axis::Unit, Axis::Sample), "Û", "û", number());
  }

  [[nodiscard]] const CutMatrix& error() const { return has_norm() ? m.dU : m.dZ; }
  void name_error(MathsTerm& t) const {
    name_gradient(t, has_norm() ? "U" : "Z", has_norm() ? "u" : "z", number());
  }

  void weight_gradient() const {
    MathsEquation& e = add(MathsKind::Outer, Phase::Backward);
    const bool has_penalty = out.lambda[0] != 0 || out.lambda[1] != 0;
    const std::string_view loss = has_penalty ? "*L*_{data}" : "*L*";
    const CutMatrix& dW = m.dW_data.rows > 0 ? m.dW_data : m.dW;
    const CutMatrix& db = m.db_data.rows > 0 ? m.db_data : m.db;
    MathsTerm& result = term(e, "dW_data", "", there(dW, m.W), Axis::Unit, Axis::Input);
    if (out.is_augmented) {
      result.symbol << "~{∂" << loss << "}{∂[**b W**]^{(" << number() << ")}}";
      result.entry << "∂" << loss << "/∂*w*^{(" << number() << ")}";
      result.matrix.lead = there(db, m.b);
    } else {
      name_gradient(result, "W", "w", number(), loss);
    }
    name_error(term(e, has_norm() ? "dU" : "dZ", "=", there(error(), m.Z), Axis::Unit,
                    Axis::Sample));
    MathsTerm& input = term(e, "input", "·", m.input, Axis::Sample, Axis::Input);
    name_input(input, true);
    input.matrix.is_transposed = true;
    if (out.is_augmented) return;
    MathsTerm& sums = term(e, "db_data", ",", there(db, m.b), Axis::Unit, Axis::Single);
    name_gradient(sums, "b", "b", number(), loss);
    sums.after << "= ~{∂*L*}{∂**" << (has_norm() ? "U" : "Z") << "**} **1**";
  }

  void to_layer_before() const {
    if (out.layer == 0) return;
    const LayerMatrices& before = pass.layers[static_cast<std::size_t>(out.layer) - 1];
    MathsEquation& e =
        add(masks_input() ? MathsKind::Masked : MathsKind::Product, Phase::Backward);
    name_gradient(term(e, "dA_before", "", there(before.dA, before.A), Axis::Input, Axis::Sample),
                  "A", "a", out.layer);
    MathsTerm& W = term(e, "W", "=", m.W, Axis::Input, Axis::Unit);
    name(W, "W", "w", number(), "\u2009T");
    W.matrix.is_transposed = true;
    name_error(term(e, has_norm() ? "dU" : "dZ", "·", there(error(), m.Z), Axis::Unit,
                    Axis::Sample));
    if (!masks_input()) return;
    name(term(e, "mask_before", "⊙", before.mask, Axis::Input, Axis::Sample), "M", "m", out.layer);
  }

  void penalty() const {
    if (out.lambda[0] == 0 && out.lambda[1] == 0 && out.clip_scale == 1) return;
    if (m.dW_data.rows == 0 && m.dW.rows > 0) return;
    MathsEquation& e = add(MathsKind::Penalty, Phase::Step);
    const std::string_view loss = out.lambda[0] != 0 || out.lambda[1] != 0 ? "*L*_{data}" : "*L*";
    MathsTerm& g = term(e, "dW", "", there(m.dW, m.W), Axis::Unit, Axis::Input);
    g.symbol << "**G**^{(" << number() << ")}";
    g.entry << "*g*^{(" << number() << ")}";
    MathsTerm& data = term(e, "dW_data", "=", there(m.dW_data, m.W), Axis::Unit, Axis::Input);
    if (out.clip_scale != 1) data.before << " " << out.clip_scale << " (";
    name_gradient(data, "W", "w", number(), loss);
    MathsTerm& W = term(e, "W", "", m.W, Axis::Unit, Axis::Input);
    if (out.lambda[0] != 0) W.before << "+ " << out.lambda[0] << " sign **W** ";
    if (out.lambda[1] != 0) W.before << "+ 2·" << out.lambda[1];
    if (out.lambda[0] == 0 && out.lambda[1] == 0) W.before << "+ 0 ·";
    if (out.clip_scale != 1) W.after << ")";
    name(W, "W", "w", number());
  }

  void update() const {
    const Optimizer& rule = at(optimizers(), settings.optimizer);
    const bool is_constrained = settings.max_norm > 0 || settings.budget != 0;
    const bool is_plain = rule.key == "sgd" && !is_constrained;
    MathsEquation& e = add(is_plain ? MathsKind::Update : MathsKind::Change, Phase::Step);
    update_of(e, is_plain, false);
    if (!out.is_augmented) {
      e.second = e.count;
      update_of(e, is_plain, true);
    }
    if (!is_plain) e.formula = rule.formula;
  }

  void update_of(MathsEquation& e, bool is_plain, bool is_bias) const {
    const Axis columns = is_bias ? Axis::Single : Axis::Input;
    const CutMatrix& now = is_bias ? m.b : m.W;
    const CutMatrix& next = is_bias ? m.b_next : m.W_next;
    const CutMatrix& slope = is_bias ? m.db : m.dW;
    const bool is_lecture = !is_bias && out.is_augmented;
    MathsTerm& after = term(e, is_bias ? "b_next" : "W_next", is_bias ? "," : "", there(next, now),
                            Axis::Unit, columns);
    const std::string_view large = is_bias ? "b" : "W", small = is_bias ? "b" : "w";
    if (is_lecture) {
      name_weights(after, " new");
      after.matrix.lead = there(m.b_next, m.b);
    } else {
      name(after, large, small, number(), " new", " new");
    }
    MathsTerm& before = term(e, large, "=", now, Axis::Unit, columns);
    if (is_lecture) {
      name_weights(before);
      before.matrix.lead = m.b;
    } else {
      name(before, large, small, number());
    }
    const bool has_g = !is_bias && out.count > 1 &&
                       out.equations[static_cast<std::size_t>(out.count) - 2].kind ==
                           MathsKind::Penalty;
    MathsTerm& step = term(e, is_plain ? (is_bias ? "db" : "dW") : (is_bias ? "Δb" : "ΔW"),
                           is_plain ? "\u2212 " : "+", is_plain ? there(slope, now) : there(next, now),
                           Axis::Unit, columns);
    if (is_plain) {
      step.before << out.alpha << " ·";
      if (is_lecture) step.matrix.lead = there(m.db, m.b);
      if (has_g) {
        step.symbol << "**G**^{(" << number() << ")}";
        step.entry << "*g*^{(" << number() << ")}";
      } else if (is_lecture) {
        step.symbol << "~{∂*L*}{∂[**b W**]^{(" << number() << ")}}";
        step.entry << "∂*L*/∂*w*^{(" << number() << ")}";
      } else {
        name_gradient(step, large, small, number());
      }
      return;
    }
    step.matrix.minus = next.rows > 0 ? now : CutMatrix{};
    step.symbol << "Δ**" << large << "**^{(" << number() << ")}";
    step.entry << "Δ*" << small << "*^{(" << number() << ")}";
  }

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

void read_rates(const Snapshot& s, const Settings& settings, Maths& out) {
  out.alpha = static_cast<double>(s.learning_rate);
  out.norm_epsilon = static_cast<double>(settings.norm_epsilon);
  const bool is_decoupled = at(optimizers(), settings.optimizer).decouples_decay;
  out.lambda = {static_cast<double>(settings.l1),
                is_decoupled ? 0 : static_cast<double>(settings.l2)};
  const bool is_done = static_cast<Phase>(s.next_phase) == Phase::Predict;
  out.clip_scale = is_done ? static_cast<double>(s.gradient_scale) : 1;
}

}  // namespace

void build_maths(const Snapshot& s, const Settings& settings, int layer, Maths& out) {
  out.count = 0;
  out.pass = nullptr;
  out.is_sample = settings.shown_pass == kShowsSample;
  out.is_augmented = settings.augmented;
  const PassMatrices& pass = out.is_sample ? s.matrices.sample : s.matrices.batch;
  out.layers = static_cast<int>(pass.layers.size());
  if (pass.samples == 0 || pass.layers.empty() || pass.layers.size() != s.layers.size()) return;
  out.pass = &pass;
  out.layer = std::clamp(layer, 0, out.layers - 1);
  out.averaged_over = pass.averaged_over;
  read_rates(s, settings, out);
  if (out.is_sample) out.lambda = {}, out.clip_scale = 1;
  const Builder b{s, settings, out, pass, pass.layers[static_cast<std::size_t>(out.layer)]};
  b.affine();
  b.normalise();
  b.activate();
  b.loss_value();
  if (b.is_output()) b.output_error();
  b.through_activation();
  b.through_norm();
  b.weight_gradient();
  b.to_layer_before();
  if (out.is_sample) return;  // a single sample makes no step
  b.penalty();
  b.update();
}

}  // namespace bp
