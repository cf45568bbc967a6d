// The lecture's loop: predict → loss → zero_grad → backward (layer L … 1) → step.
// Each phase can be run singly; step() runs what is left of the current one.
//
// A batch of more than kMaxChunk samples (fewer, where a chunk of a large network would not fit
// into kMaxChunkBytes) is worked through in chunks. Gradients add up sample by sample in the
// batch's order, so the chunk size leaves their bits alone; dropout draws its masks chunk by chunk,
// and a loss is summed so: the size follows from the network alone, on every machine. Run phase by
// phase, the first Backward then does all layers, and the workspace holds the last chunk. Batch
// normalisation needs the whole batch at once: there, batches are not cut but limited
// (largest_batch()).
//
// Under a full-batch method the batch is the whole training part, and its step happens inside the
// Step phase, which starts from the loss and gradient of the phases before it and tries parameters
// out in a workspace of its own.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/core/types.h"
#include "engine/data/augmented_inputs.h"
#include "engine/data/batches.h"
#include "engine/data/prepared.h"
#include "engine/nn/initializers.h"
#include "engine/nn/network.h"
#include "engine/optim/budgets.h"
#include "engine/optim/optimizers.h"
#include "engine/optim/regularizers.h"
#include "engine/optim/schedules.h"
#include "engine/train/trainer_state.h"

namespace bp {

enum class Phase { Predict, Loss, ZeroGrad, Backward, Step };

/// What can change while training runs; never resets the weights.
struct TrainHyper {
  OptimizerHyper optimizer;
  const Schedule* schedule = nullptr;  ///< of the learning rate; null: constant
  float schedule_period = 50;          ///< T, in epochs
  float schedule_factor = 0.1F;        ///< γ
  Index batch_size = 16;               ///< of first-order rules; full-batch methods take all
  float clip_value = 0;                ///< of each gradient component; 0: off
  float clip_norm = 0;                 ///< of the whole gradient; 0: off
  std::array<float, 2> lambda{};       ///< one a row of regularizers(), in its order
  const Budget* budget = nullptr;      ///< hard limit on all weights together; null: none
  float radius = 0;                    ///< of the budget
  bool penalises_biases = false;       ///< penalties, decay and budget include them
  float max_norm = 0;                  ///< of each unit's incoming weights; 0: off
  int patience = 0;                    ///< epochs without a better loss before stopping; 0: never
  /// ε: training targets move by ε towards the mean of the classes (classification only).
  float smoothing = 0;
};

/// What a new run is made from.
struct TrainPlan {
  NetworkSpec network;
  const Loss* loss = nullptr;
  const Optimizer* optimizer = nullptr;
  const Initializer* initializer = nullptr;
  float init_scale = 1;
  float init_bias = 0;
  std::uint64_t seed = 0;
  BatchOrder::Mode order = BatchOrder::Mode::Shuffled;
};

/// Losses of one part of the data in evaluation mode.
struct Evaluation {
  double loss = 0;  ///< data term, mean over samples
  /// Classification: share of right answers; regression: R².
  double score = 0;
};

/// Where and why training stopped being numbers.
struct Divergence {
  std::int64_t step = 0;
  /// 0-based. Not finite: the first layer whose parameters or activations are not, −1 if only the
  /// loss is not. Exploded: the layer with the largest weight.
  int layer = -1;
  bool exploded = false;           ///< finite, but beyond 1e6 × the first loss
  std::int64_t restored_step = 0;  ///< the weights are now those of this step
};

template <class T>
class Trainer {
 public:
  static constexpr Index kMaxChunk = 1024;
  /// What the buffers of a chunk may take in memory, and those of an evaluation's.
  static constexpr std::int64_t kMaxChunkBytes = 64 * 1024 * 1024;
  static constexpr std::int64_t kMaxEvaluationBytes = 16 * 1024 * 1024;
  /// With batch normalisation, what those of a batch may.
  static constexpr std::int64_t kMaxBatchBytes = 96 * 1024 * 1024;

  /// What configure() and all that follows allocate, for that many training samples; `largest` is
  /// the number of samples of the largest part. In bytes; the data themselves are not counted.
  [[nodiscard]] static std::int64_t bytes(const NetworkSpec& spec, const Optimizer& rule,
                                          Index train, Index largest);

  /// Initialises weights; the data must outlive the trainer and match plan.network.inputs.
  void configure(const TrainPlan& plan, const PreparedData& data);
  /// Starts from another network's parameters and running statistics instead of those drawn; it has
  /// the same spec. Before the first step.
  void start_from(const Network<T>& other);
  /// Swaps the optimizer in place (weights stay, what it remembers starts from zero). It must take
  /// the network: Optimizer::takes(), takes_batch_norm().
  void set_optimizer(const Optimizer& row);
  /// One a hidden layer; takes effect with the next batch, and in evaluation at once.
  void set_dropout(std::span<const Dropout> layers);
  /// Takes effect with the next batch.
  void set_augmentation(const AugmentAmounts& amounts) { augmented_.set(amounts); }
  /// The same; resets nothing.
  void set_norm(const NormHyper& norm) { network_.set_norm(norm); }
  /// Forgets the plateaus found so far: for when another schedule is chosen.
  void restart_schedule() { plateau_ = {}; }

  /// Runs exactly one phase; Backward runs one layer at a time. Returns the phase just run. Does
  /// nothing after a divergence, which the Loss phase finds: look at divergence() after each call.
  Phase run_phase(const TrainHyper& hyper);
  /// Runs up to and including the next Step phase (or up to a divergence).
  void step(const TrainHyper& hyper);
  /// Everything that training goes on from. Between two steps (next_phase() is Predict) and without
  /// a divergence only. Written over another state of the same plan it needs no memory of its own.
  void save(TrainerState<T>& s) const;
  /// Goes on from a state that was saved under the same plan but for its optimizer. There is no
  /// batch until the next step: gradients are zero.
  void restore(const TrainerState<T>& state);
  /// Whether something waits for end_epoch(): a schedule, or early stopping.
  [[nodiscard]] static bool watches_loss(const TrainHyper& hyper);
  /// To be called at the end of each epoch with the loss to watch, if something watches it. True if
  /// patience is at its end: the loss has not fallen for so many epochs.
  [[nodiscard]] bool end_epoch(const TrainHyper& hyper, double loss);
  /// The best epoch since patience was on, if there was one.
  [[nodiscard]] std::optional<BestEpoch> best_epoch() const { return best_; }
  /// Goes back to the parameters of best_epoch(); moments start from zero, steps count on.
  void restore_best();
  /// Forgets the best epoch: patience starts anew.
  void forget_best() { best_.reset(); }
  /// While on, each step copies the parameters before its update to previous_params().
  void keep_previous(bool is_on) { keeps_previous_ = is_on; }
  /// Parameters before the last step's update; empty if that step was not told to keep them.
  [[nodiscard]] std::span<const T> previous_params() const;
  /// Sets one parameter by hand. Between two steps the last one's gradients and update are then no
  /// longer about these parameters: there are no previous ones.
  void set_param(Index i, T value) {
    network_.params()[static_cast<std::size_t>(i)] = value;
    if (next_phase_ == Phase::Predict) has_previous_ = false;
  }
  /// Samples (columns of the training part) of the current batch; empty before the first.
  [[nodiscard]] std::span<const std::uint32_t> batch_indices() const;
  /// Raw inputs of the current batch's first samples, as augmentation moved them: dims × up to
  /// AugmentedInputs::kMostSeen; no columns if the batch was not augmented.
  [[nodiscard]] ConstMatrixMap<float> augmented_raw() const { return augmented_.seen(); }

  /// Inputs and targets of workspace().samples() columns, as the last forward pass saw them: the
  /// last chunk of the batch, its last samples.
  [[nodiscard]] const T* batch_inputs() const { return x_.data(); }
  [[nodiscard]] const T* batch_targets() const { return y_.data(); }

  /// Larger batches are cut to this size: all samples, or what fits into kMaxBatchBytes.
  [[nodiscard]] Index largest_batch() const { return largest_batch_; }
  [[nodiscard]] Phase next_phase() const { return next_phase_; }
  /// The layer the next Backward phase works on (0-based), counting down.
  [[nodiscard]] Index next_layer() const { return next_layer_; }
  /// Phases of the present step that have been run.
  [[nodiscard]] Index phases_done() const {
    const bool is_backward = next_phase_ == Phase::Backward;
    return static_cast<Index>(next_phase_) +
           (is_backward || next_phase_ == Phase::Step ? network_.layer_count() - 1 : 0) -
           (is_backward ? next_layer_ : 0);
  }
  /// Whether the optimizer takes gradients clipped; full-batch methods do not.
  [[nodiscard]] bool clips() const { return !plan_.optimizer->is_full_batch(); }
  /// Whether penalty r is part of the loss: not where the optimizer decays weights itself.
  [[nodiscard]] bool is_in_loss(const TrainHyper& hyper, std::size_t regularizer) const;
  [[nodiscard]] std::int64_t steps() const { return steps_; }
  /// Completed epochs.
  [[nodiscard]] std::int64_t epoch() const { return order_.epoch(); }
  [[nodiscard]] bool at_epoch_end() const { return order_.at_epoch_end(); }
  /// Completed epochs and the share of the present one that has been drawn.
  [[nodiscard]] double progress() const { return order_.progress(); }

  /// α of the last step; before the first, of the step to come.
  [[nodiscard]] float learning_rate(const TrainHyper& hyper) const;
  /// Size of the weights the budget counts, and the λ of a penalty that would hold them there with
  /// the last step's gradient: 0 while they are within the budget, or there is none.
  struct BudgetState {
    double size = 0, lambda = 0;
  };
  [[nodiscard]] BudgetState budget_state(const TrainHyper& hyper);
  /// What the last step's gradient was multiplied by to keep it within TrainHyper::clip_norm.
  [[nodiscard]] double gradient_scale() const { return gradient_scale_; }
  /// Mean loss of the last batch, without penalty, as it was before its step.
  [[nodiscard]] double batch_loss() const { return batch_loss_; }
  /// λ-weighted penalty at the present weights, one a regularizer row summed. Decoupled decay
  /// (AdamW's L2) is no part of the loss and counts 0.
  [[nodiscard]] double penalty(const TrainHyper& hyper) const;
  [[nodiscard]] Evaluation evaluate(const Part& part);
  /// Outputs (activations of the last layer) for each sample of a part; `out` has outputs·n values.
  void predict(const float* x, Index n, std::span<float> out);
  /// predict(), and each output's pointwise loss for targets y (outputs × n).
  void judge(const float* x, const float* y, Index n, std::span<float> out,
             std::span<float> losses);

  [[nodiscard]] const Network<T>& network() const { return network_; }
  [[nodiscard]] Network<T>& network() { return network_; }
  /// Buffers of the last batch: Z, A, dZ, dA, and the gradients of the last step, as it used them:
  /// *with* penalty, clipped.
  [[nodiscard]] const Workspace<T>& workspace() const {
    train_ws_.settle();
    return train_ws_;
  }
  /// Set when a batch's loss is not finite or exploded. Parameters and moments are then those of
  /// the last good step: a copy is kept every 64 steps while the loss is below 1e3 × the first one.
  [[nodiscard]] std::optional<Divergence> divergence() const { return divergence_; }
  /// Lets training go on from the restored state, with another learning rate, say.
  void clear_divergence() { divergence_.reset(); }
  [[nodiscard]] const Loss& loss() const { return *plan_.loss; }

 private:
  /// Samples that are worked on at once.
  struct Cut {
    Index batch = 1;       ///< largest training batch
    Index chunk = 1;       ///< of a training batch
    Index evaluation = 1;  ///< of a part
  };
  [[nodiscard]] static Cut cut_of(const NetworkSpec& spec, Index train, Index largest);
  void configure_buffers();
  void draw_batch(const TrainHyper& hyper);
  Index load_chunk(Index chunk);
  [[nodiscard]] Index chunk_count() const;
  void forward_chunk(Index chunk, bool in_blocks);
  [[nodiscard]] double chunk_loss();
  void predict_phase();
  void loss_phase();
  void backward_phase(const TrainHyper& hyper);
  void backward_chunk(bool adds);
  void whole_batch(const TrainHyper& hyper);
  void add_penalty_gradient(const TrainHyper& hyper, Index layer, std::span<T> grads);
  void add_penalty_curvature(const TrainHyper& hyper, double* matrix) const;
  void decay_weights(const TrainHyper& hyper);
  void constrain_weights(const TrainHyper& hyper);
  [[nodiscard]] Parts<T> budget_parts(const TrainHyper& hyper, std::span<T> flat);
  void clip_gradients(const TrainHyper& hyper);
  [[nodiscard]] float scheduled_rate(const TrainHyper& hyper) const;
  void step_phase(const TrainHyper& hyper);
  class FullObjective;
  void configure_trials();
  /// What configure_trials() allocates.
  [[nodiscard]] static std::int64_t trial_bytes(const NetworkSpec& spec, const Optimizer& rule,
                                                Index chunk);
  void full_batch_step(const TrainHyper& hyper);
  /// Samples of the batch × outputs: what the loss is averaged over.
  [[nodiscard]] double batch_outputs() const;
  void save_good_state();
  void forget_batch();
  void diverge(bool exploded);
  [[nodiscard]] int layer_to_blame(bool exploded) const;

  TrainPlan plan_;
  const PreparedData* data_ = nullptr;
  Network<T> network_;
  mutable Workspace<T> train_ws_;  ///< steps leave it in blocks, workspace() settles it
  Workspace<T> eval_ws_;
  OptimizerState<T> state_;
  Workspace<T> trial_ws_;  ///< of a full-batch method, as the next two
  Vector<double> scratch_of_method_, sample_grads_;
  Rng guess_rng_{0};
  Index chunk_ = kMaxChunk, largest_batch_ = 0;
  BatchOrder order_;
  AugmentedInputs augmented_;
  Rng dropout_rng_{0};
  Rng::State masks_start_;            ///< of the current batch's masks
  std::vector<std::uint32_t> batch_;  ///< samples of the current batch
  Vector<T> x_, y_, scratch_;         ///< the current chunk's inputs and targets
  Vector<T> eval_x_, eval_y_;
  std::vector<float> eval_out_;
  Vector<T> previous_;
  bool keeps_previous_ = false, has_previous_ = false;
  bool is_in_blocks_ = false;  ///< how the present chunk was predicted
  Phase next_phase_ = Phase::Predict;
  Index next_layer_ = 0;
  std::int64_t steps_ = 0;
  double epochs_before_batch_ = 0;
  float learning_rate_ = 0;
  PlateauState plateau_;
  double gradient_scale_ = 1;
  float smoothing_ = 0;              ///< of the current batch
  std::vector<std::span<T>> parts_;  ///< scratch: the blocks under the budget
  double loss_sum_ = 0, batch_loss_ = 0, first_loss_ = 0;
  bool has_first_loss_ = false;
  std::optional<BestEpoch> best_;
  Vector<T> best_params_, best_running_;
  Vector<T> good_params_, good_running_;
  OptimizerState<T> good_state_;
  std::int64_t good_step_ = 0;
  std::optional<Divergence> divergence_;
};

}  // namespace bp
