#include "engine/session/torch_program.h"

#include "engine/data/variations.h"
#include "engine/session/torch_experiment.h"

namespace bp {
namespace {

void write_member_data(ProgramWriter& w, const Experiment& e) {
  const Variation& row = at(variations(), e.s.vary);
  if (row.draws_samples) {
    w.add("mine = torch.randint(len(x), (len(x),))");
    w.add("x, y = x[mine], y[mine]");
  }
}

void write_mean(ProgramWriter& w, const Experiment& e) {
  const std::string_view answer = !e.takes_logits()        ? "model({x})"
                                  : e.loss.couples_outputs ? "model({x}).softmax(1)"
                                                           : "model({x}).sigmoid()";
  std::string judge = "loss_fn(mean, test_y)";
  if (e.loss.is_log_likelihood) {
    judge = e.loss.couples_outputs ? "-(test_y * mean.log()).sum(1).mean()"
                                   : "nn.functional.binary_cross_entropy(mean, test_y)";
  }
  w.space(2);
  w.add("models = [train_member(seed) for seed in range(" + std::to_string(e.s.seed) + ", " +
        std::to_string(e.s.seed + e.s.members) + ")]");
  w.add("with torch.no_grad():");
  w.indent();
  w.add("mean = torch.stack([" + fill_in(answer, {{"x", inputs_of(e, "test_x")}}) +
        " for model in models]).mean(0)");
  w.add("print(f\"mean of " + std::to_string(e.s.members) + ": test {" + judge + ".item():.6f}\")");
  w.outdent();
}

void write_training(ProgramWriter& w, const Experiment& e) {
  w.space(2);
  w.add("loss_fn = " + std::string(e.loss.torch));
  if (e.is_ensemble()) {
    w.space(2);
    w.add("def train_member(seed, x=x, y=y):");
    w.indent();
    w.add("torch.manual_seed(seed)");
    write_member_data(w, e);
  }
  const bool half = e.is_ensemble() && at(variations(), e.s.vary).draws_features;
  if (half) {
    w.add("columns = torch.randperm(" + std::to_string(e.spec.inputs) +
          ")[:" + std::to_string((e.spec.inputs + 1) / 2) + "].sort().values");
  }
  write_model(w, e, std::to_string(half ? (e.spec.inputs + 1) / 2 : e.spec.inputs));
  if (half) w.add("model.insert(0, Columns(columns))");
  write_optimizer(w, e);
  if (e.needs_curvature()) write_gauss_newton(w, e);
  w.space(e.is_ensemble() ? 1 : 2);
  write_loop(w, e);
  if (!e.is_ensemble()) return;
  w.add("return model.eval()");
  w.outdent();
  write_mean(w, e);
}

constexpr std::string_view kColumns =
    "class Columns(nn.Module):  # what a member is given of the features\n"
    "    def __init__(self, columns):\n"
    "        super().__init__()\n"
    "        self.columns = columns\n"
    "\n"
    "    def forward(self, x):\n"
    "        return x[:, self.columns]";

/// As a cell of a CSV file.
std::string quoted(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) out.append(c == '"' ? 2 : 1, c);
  return out + "\"";
}

}  // namespace

std::vector<ProgramLine> torch_program(const Settings& settings, const ProgramShape& shape) {
  const Experiment e(settings, shape);
  ProgramWriter w;
  if (e.s.patience > 0) w.add("import copy");
  w.add("import csv");
  if (e.has_schedule() || e.s.patience > 0) w.add("import math");
  w.space(1);
  w.add("import torch\nfrom torch import nn");
  w.space(1);
  w.add("torch.manual_seed(" + std::to_string(e.s.seed) + ")");
  w.space(2);
  write_data(w, e);
  write_augmentation(w, e);
  write_classes(w, e);
  if (e.is_ensemble() && at(variations(), e.s.vary).draws_features) {
    w.space(2);
    w.add(kColumns);
  }
  write_training(w, e);
  return w.take();
}

std::string program_text(const std::vector<ProgramLine>& program) {
  std::string out;
  for (const ProgramLine& line : program) out.append(line.text).append("\n");
  return out;
}

std::string program_data(const PreparedData& data) {
  std::string out = "part";
  for (const RawAxis& axis : data.raw_axes) out.append(",").append(quoted(axis.name));
  out.append(",").append(quoted(data.target_name.empty() ? "y" : data.target_name)).append("\n");
  const auto write = [&out](std::string_view name, const Part& part) {
    for (Index i = 0; i < part.raw.cols(); ++i) {
      out += name;
      for (Index row = 0; row < part.raw.rows(); ++row) {
        out.append(",").append(number_text(part.raw(row, i)));
      }
      out.append(",").append(number_text(part.raw_y(i))).append("\n");
    }
  };
  write("train", data.train);
  write("validation", data.validation);
  write("test", data.test);
  return out;
}

}  // namespace bp
