// Which equations a layer has, and which matrix stands where in them.
#include <algorithm>

#include "engine/nn/activations.h"
#include "engine/nn/losses.h"
#include "engine/optim/optimizers.h"
#include "engine/session/options.h"
#include "web/views/maths_builder.h"

namespace bp {

void MathsBuilder::affine() const {
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

void MathsBuilder::activate() const {
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

void MathsBuilder::loss_value() const {
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

void MathsBuilder::output_error() const {
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
  name_gradient(term(e, "dA", "", there(m.dA, m.A), Axis::Unit, Axis::Sample), "A", "a", number());
  MathsTerm& a = term(e, "A", "", m.A, Axis::Unit, Axis::Sample);
  a.before << "= *L*′(";
  name(a, "A", "a", number());
  target(e, ",");
  e.terms[2].after << ")";
  e.formula = at(losses(), settings.loss).gradient;
}

void MathsBuilder::through_activation() const {
  if (is_output() && pass.is_fused != 0) return;
  const bool has_slope = m.slope.rows > 0;
  MathsEquation& e = add(has_slope ? MathsKind::Hadamard : MathsKind::Columnwise, Phase::Backward);
  name_gradient(term(e, "dZ", "", there(m.dZ, m.Z), Axis::Unit, Axis::Sample), "Z", "z", number());
  MathsTerm& a =
      term(e, "dA", has_slope ? "=" : "= J · ", there(m.dA, m.A), Axis::Unit, Axis::Sample);
  name_gradient(a, "A", "a", number());
  if (!has_slope) return;
  MathsTerm& slope = term(e, "slope", "⊙", m.slope, Axis::Unit, Axis::Sample);
  slope.symbol << "*σ*′(**Z**^{(" << number() << ")})";
  slope.entry << "*σ*′";
  const auto row = s.layers[static_cast<std::size_t>(out.layer)].activation;
  if (row < activations().size()) e.formula = activations()[row].derivative;
}

void MathsBuilder::weight_gradient() const {
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
  name_error(term(e, has_norm() ? "dU" : "dZ", "=", there(error(), m.Z), Axis::Unit, Axis::Sample));
  MathsTerm& input = term(e, "input", "·", m.input, Axis::Sample, Axis::Input);
  name_input(input, true);
  input.matrix.is_transposed = true;
  if (out.is_augmented) return;
  MathsTerm& sums = term(e, "db_data", ",", there(db, m.b), Axis::Unit, Axis::Single);
  name_gradient(sums, "b", "b", number(), loss);
  sums.after << "= ~{∂*L*}{∂**" << (has_norm() ? "U" : "Z") << "**} **1**";
}

void MathsBuilder::to_layer_before() const {
  if (out.layer == 0) return;
  const LayerMatrices& before = pass.layers[static_cast<std::size_t>(out.layer) - 1];
  MathsEquation& e = add(masks_input() ? MathsKind::Masked : MathsKind::Product, Phase::Backward);
  name_gradient(term(e, "dA_before", "", there(before.dA, before.A), Axis::Input, Axis::Sample),
                "A", "a", out.layer);
  MathsTerm& W = term(e, "W", "=", m.W, Axis::Input, Axis::Unit);
  name(W, "W", "w", number(), "\u2009T");
  W.matrix.is_transposed = true;
  name_error(term(e, has_norm() ? "dU" : "dZ", "·", there(error(), m.Z), Axis::Unit, Axis::Sample));
  if (!masks_input()) return;
  name(term(e, "mask_before", "⊙", before.mask, Axis::Input, Axis::Sample), "M", "m", out.layer);
}

namespace {

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
  out.is_place = settings.shown_pass == kShowsPlace;
  out.is_sample = out.is_place || settings.shown_pass == kShowsSample;
  out.is_augmented = settings.augmented;
  const PassMatrices& pass = out.is_sample ? s.matrices.sample : s.matrices.batch;
  out.layers = static_cast<int>(pass.layers.size());
  if (pass.samples == 0 || pass.layers.empty() || pass.layers.size() != s.layers.size()) return;
  out.pass = &pass;
  out.layer = std::clamp(layer, 0, out.layers - 1);
  out.averaged_over = pass.averaged_over;
  read_rates(s, settings, out);
  if (out.is_sample) out.lambda = {}, out.clip_scale = 1;
  const MathsBuilder b{s, settings, out, pass, pass.layers[static_cast<std::size_t>(out.layer)]};
  b.affine();
  b.normalise();
  b.activate();
  if (pass.target.rows == 0) return;  // without a target there is no way back
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
