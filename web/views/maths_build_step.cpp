// The equations of the step, and those of batch normalisation.
#include "engine/optim/optimizers.h"
#include "engine/session/options.h"
#include "web/views/maths_builder.h"

namespace bp {

void MathsBuilder::penalty() const {
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

void MathsBuilder::update() const {
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

void MathsBuilder::update_of(MathsEquation& e, bool is_plain, bool is_bias) const {
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
  const bool has_g =
      !is_bias && out.count > 1 &&
      out.equations[static_cast<std::size_t>(out.count) - 2].kind == MathsKind::Penalty;
  MathsTerm& step = term(e, is_plain ? (is_bias ? "db" : "dW") : (is_bias ? "Δb" : "ΔW"),
                         is_plain ? "\u2212 " : "+",
                         is_plain ? there(slope, now) : there(next, now), Axis::Unit, columns);
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

void MathsBuilder::normalise() const {
  if (!has_norm()) return;
  MathsEquation& e = add(MathsKind::Normalise, Phase::Predict);
  name(term(e, "U_hat", "", m.U_hat.rows > 0 ? m.U_hat : shape(m.Z), Axis::Unit, Axis::Sample), "Û",
       "û", number());
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

void MathsBuilder::through_norm() const {
  if (!has_norm()) return;
  const CutMatrix missing = shape(m.Z);
  const CutMatrix& U_hat = m.U_hat.rows > 0 ? m.U_hat : missing;
  MathsEquation& e = add(MathsKind::NormGrad, Phase::Backward);
  name_gradient(term(e, "dU", "", there(m.dU, m.Z), Axis::Unit, Axis::Sample), "U", "u", number());
  name(term(e, "gamma", "=", m.gamma, Axis::Unit, Axis::Single), "γ", "γ", number());
  MathsTerm& variance = term(e, "variance", "/ √(", m.variance, Axis::Unit, Axis::Single);
  variance.symbol << "**σ²**";
  variance.entry << "*σ*²";
  variance.after << "+ *ε*)";
  name_gradient(term(e, "dZ", "⊙ *P*", there(m.dZ, m.Z), Axis::Unit, Axis::Sample), "Z", "z",
                number());
  e.formula = "P g = g − mean g − û · mean(g û)";
  MathsEquation& p = add(MathsKind::NormParams, Phase::Backward);
  name_gradient(term(p, "dgamma", "", there(m.dgamma, m.gamma), Axis::Unit, Axis::Single), "γ", "γ",
                number());
  name_gradient(term(p, "dbeta", ",", there(m.dbeta, m.beta), Axis::Unit, Axis::Single), "β", "β",
                number());
  name_gradient(term(p, "dZ", "= ∑ of", there(m.dZ, m.Z), Axis::Unit, Axis::Sample), "Z", "z",
                number());
  name(term(p, "U_hat", "⊙", U_hat, Axis::Unit, Axis::Sample), "Û", "û", number());
}

}  // namespace bp
