// Of a PyTorch program: the lecture's loop, predict → loss → zero_grad → backward → step.
#include <algorithm>

#include "engine/session/torch_experiment.h"

namespace bp {
namespace {

/// The penalties' sum, "0.001 * sum(…)", or empty.
std::string penalty_of(const Experiment& e) {
  std::string out;
  for (std::size_t r = 0; r < e.hyper.lambda.size(); ++r) {
    if (e.hyper.lambda[r] <= 0 || e.is_decoupled(r)) continue;
    out += " + " + number_text(e.hyper.lambda[r]) + " * sum(" +
           std::string(regularizers()[r].torch) + " for w in weights)";
  }
  return out;
}

std::string smoothing_of(const Experiment& e, std::string_view y) {
  const float low = e.loss.negative_target;
  const float mean =
      low + (e.loss.positive_target - low) / static_cast<float>(std::max<Index>(2, e.outputs()));
  const std::string name(y);
  return name + " + " + number_text(e.hyper.smoothing) + " * (" + number_text(mean) + " - " + name +
         ")";
}

bool smooths(const Experiment& e) { return e.hyper.smoothing > 0 && e.classes > 0; }

void write_constraints(ProgramWriter& w, const Experiment& e) {
  if (e.s.max_norm <= 0 && !e.budget.is_on) return;
  w.add(Phase::Step, "with torch.no_grad():");
  w.indent();
  if (e.s.max_norm > 0) {
    w.add(Phase::Step, "for layer in linear:");
    w.add(Phase::Step, "    length = layer.weight.norm(dim=1, keepdim=True)");
    w.add(Phase::Step,
          "    layer.weight.mul_((" + number_text(e.s.max_norm) + " / length).clamp(max=1))");
  }
  if (e.budget.is_on) w.add(Phase::Step, "project(weights, " + number_text(e.s.radius) + ")");
  w.outdent();
}

/// Predict and loss, of raw `x` and targets `y`.
void write_forward(ProgramWriter& w, const Experiment& e, const std::string& x, std::string y) {
  const std::string raw = e.augments() ? "augment(" + x + ")" : x;
  w.add(Phase::Predict, "prediction = model(" + inputs_of(e, raw) + ")");
  w.remark("predict");
  if (smooths(e)) {
    w.add(Phase::Loss, "target = " + smoothing_of(e, y));
    y = "target";
  }
  w.add(Phase::Loss, "loss = loss_fn(prediction, " + y + ")" + penalty_of(e));
  w.remark("loss");
}

}  // namespace

void write_gauss_newton(ProgramWriter& w, const Experiment& e) {
  w.space(2);
  w.add("def gauss_newton(o, J):  # second derivatives of the loss between the outputs' slopes");
  w.indent();
  w.add("h = " + std::string(e.loss.torch_curvature));
  if (!e.loss.couples_outputs) {
    w.add("G = J.T @ (h.flatten()[:, None] * J) / o.numel()");
  } else {
    w.add("J = J.view(len(o), o.shape[1], -1)");
    w.add("G = torch.einsum(\"nkp,nkl,nlq->pq\", J, h, J) / len(o)");
  }
  for (std::size_t r = 0; r < e.hyper.lambda.size(); ++r) {
    if (e.hyper.lambda[r] <= 0) continue;
    const std::string second(regularizers()[r].torch_curvature);
    w.add("second = [" + second +
          " if any(w is v for v in weights) else torch.zeros_like(w) for w in "
          "model.parameters()]");
    w.add("G = G + " + number_text(e.hyper.lambda[r]) +
          " * torch.diag(torch.cat([s.detach().flatten() for s in second]))");
  }
  w.add("return G");
  w.outdent();
}

namespace {

void write_full_batch(ProgramWriter& w, const Experiment& e) {
  w.add("def closure():");
  w.indent();
  const bool steps_back = e.uses_gradient() && !e.needs_curvature();
  write_forward(w, e, "x", "y");
  if (steps_back) {
    w.add(Phase::ZeroGrad, "optimizer.zero_grad()");
    w.remark("zero_grad");
    w.add(Phase::Backward, "loss.backward()");
    w.remark("backward");
  }
  w.add(e.needs_curvature() ? "return loss, prediction" : "return loss");
  w.outdent();
  w.space(1);
  const std::string arguments = e.needs_curvature() ? "closure, gauss_newton" : "closure";
  w.add(Phase::Step, "optimizer.step(" + arguments + ")");
  w.remark("step");
  write_constraints(w, e);
}

void write_clipping(ProgramWriter& w, const Experiment& e) {
  if (e.s.clip_value > 0) {
    w.add(Phase::Step,
          "nn.utils.clip_grad_value_(model.parameters(), " + number_text(e.s.clip_value) + ")");
  }
  if (e.s.clip_norm > 0) {
    w.add(Phase::Step,
          "nn.utils.clip_grad_norm_(model.parameters(), " + number_text(e.s.clip_norm) + ")");
  }
}

void write_rate(ProgramWriter& w, const Experiment& e, const std::string& batch) {
  if (!e.has_schedule()) return;
  const std::string share = fill_in(e.schedule.torch, {{"T", std::to_string(e.s.schedule_period)},
                                                       {"g", number_text(e.s.schedule_factor)}});
  w.add(Phase::Step, "e = epoch + i * " + batch + " / len(x)");
  w.remark("epochs done so far");
  w.add(Phase::Step, "for group in optimizer.param_groups:");
  w.add(Phase::Step,
        "    group[\"lr\"] = " + number_text(e.s.learning_rate) + " * (" + share + ")");
}

void write_batches(ProgramWriter& w, const Experiment& e) {
  const std::string batch = std::to_string(e.s.batch_size);
  const std::string split = "torch.randperm(len(x)).split(" + batch + ")";
  w.add(e.has_schedule() ? "for i, batch in enumerate(" + split + "):"
                         : "for batch in " + split + ":");
  w.indent();
  write_forward(w, e, "x[batch]", "y[batch]");
  w.add(Phase::ZeroGrad, "optimizer.zero_grad()");
  w.remark("zero_grad");
  w.add(Phase::Backward, "loss.backward()");
  w.remark("backward");
  write_clipping(w, e);
  write_rate(w, e, batch);
  w.add(Phase::Step, "optimizer.step()");
  w.remark("step");
  write_constraints(w, e);
  w.outdent();
}

std::string loss_on(const Experiment& e, const std::string& part) {
  const std::string prefix = part == "train" ? "" : part + "_";
  return "loss_fn(model(" + inputs_of(e, prefix + "x") + "), " + prefix + "y).item()";
}

void write_epoch_end(ProgramWriter& w, const Experiment& e) {
  w.add("model.eval()");
  w.add("with torch.no_grad():");
  w.indent();
  w.add("train = " + loss_on(e, "train"));
  w.add("test = " + loss_on(e, "test"));
  if (e.watches()) w.add("watched = " + loss_on(e, std::string(e.watched())));
  w.outdent();
  w.add("model.train()");
  w.add("print(f\"epoch {epoch + 1}: train {train:.6f}, test {test:.6f}\")");
  if (e.has_plateau()) w.add("plateau.step(watched)");
  if (e.s.patience <= 0) return;
  w.add("if watched < best:");
  w.add("    best, best_epoch, best_state = watched, epoch, copy.deepcopy(model.state_dict())");
  w.add("if epoch - best_epoch >= " + std::to_string(e.s.patience) + ":");
  w.add("    model.load_state_dict(best_state)");
  w.add("    break");
}

}  // namespace

void write_loop(ProgramWriter& w, const Experiment& e) {
  constexpr int kSomeEpochs = 100;
  const int epochs = e.s.stop_epochs > 0 ? e.s.stop_epochs : kSomeEpochs;
  if (e.s.patience > 0) w.add("best, best_epoch = math.inf, 0");
  w.add("for epoch in range(" + std::to_string(epochs) + "):");
  w.indent();
  if (e.is_full_batch()) {
    write_full_batch(w, e);
  } else {
    write_batches(w, e);
  }
  write_epoch_end(w, e);
  w.outdent();
}

}  // namespace bp
