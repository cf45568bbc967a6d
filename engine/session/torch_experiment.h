// What the parts of a PyTorch program ask of the settings; private to torch_*.cpp.
#pragma once

#include "engine/data/augmentations.h"
#include "engine/optim/full_batch.h"
#include "engine/session/options.h"
#include "engine/session/plan.h"
#include "engine/session/torch_writer.h"

namespace bp {

/// Settings as rows, and what the program's parts ask of them.
struct Experiment {
  Experiment(const Settings& settings, const ProgramShape& shape)
      : s(settings),
        data(at(datasets(), settings.data)),
        loss(at(losses(), settings.loss)),
        optimizer(at(optimizers(), settings.optimizer)),
        schedule(at(schedules(), settings.schedule)),
        budget(at(budgets(), settings.budget)),
        hyper(train_hyper(settings)),
        amounts(augment_amounts(settings)),
        spec(network_spec(settings, shape.inputs, shape.classes)),
        classes(shape.classes),
        table_columns(shape.table_columns) {}

  const Settings& s;
  const Dataset& data;
  const Loss& loss;
  const Optimizer& optimizer;
  const Schedule& schedule;
  const Budget& budget;
  TrainHyper hyper;
  AugmentAmounts amounts;
  NetworkSpec spec;
  int classes, table_columns;

  [[nodiscard]] bool is_ensemble() const { return s.members > 1; }
  [[nodiscard]] bool is_full_batch() const { return optimizer.is_full_batch(); }
  [[nodiscard]] bool needs_curvature() const {
    return is_full_batch() && optimizer.method().needs_curvature;
  }
  [[nodiscard]] bool uses_gradient() const {
    return !is_full_batch() || optimizer.method().uses_gradient;
  }
  [[nodiscard]] Index outputs() const { return spec.outputs(); }
  /// The loss takes pre-activations: the output's activation is inside it.
  [[nodiscard]] bool takes_logits() const { return loss.f32.grad_z != nullptr; }
  [[nodiscard]] bool is_decoupled(std::size_t r) const {
    return regularizers()[r].is_decay && optimizer.decouples_decay;
  }
  [[nodiscard]] bool has_penalty() const {
    for (std::size_t r = 0; r < hyper.lambda.size(); ++r) {
      if (hyper.lambda[r] > 0 && !is_decoupled(r)) return true;
    }
    return false;
  }
  [[nodiscard]] bool has_decay() const { return optimizer.decouples_decay && s.l2 > 0; }
  [[nodiscard]] bool has_schedule() const { return !is_full_batch() && !schedule.torch.empty(); }
  [[nodiscard]] bool has_plateau() const { return !is_full_batch() && schedule.watches_loss; }
  [[nodiscard]] bool augments() const {
    const RawShape raw = raw_shape(data);
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      if (amounts[i] > 0 && augmentations()[i].applies(raw)) return true;
    }
    return false;
  }
  [[nodiscard]] bool watches() const { return s.patience > 0 || has_plateau(); }
  [[nodiscard]] std::string_view watched() const {
    return s.watch == kWatchesTest ? "test" : "validation";
  }
};

/// Imports come before; each part begins where the one before ended.
void write_data(ProgramWriter& w, const Experiment& e);
void write_augmentation(ProgramWriter& w, const Experiment& e);
/// What the network is given of x.
[[nodiscard]] std::string inputs_of(const Experiment& e, std::string_view x);
/// Sources of classes that PyTorch does not have, each once.
void write_classes(ProgramWriter& w, const Experiment& e);
void write_model(ProgramWriter& w, const Experiment& e, std::string_view first_inputs);
void write_optimizer(ProgramWriter& w, const Experiment& e);
void write_gauss_newton(ProgramWriter& w, const Experiment& e);
void write_loop(ProgramWriter& w, const Experiment& e);

}  // namespace bp
