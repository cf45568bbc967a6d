// Several networks trained side by side, whose mean answer is the answer (Hansen & Salamon 1990).
//
// Every member has its own data, seed, trainer and random streams; none sees another. They take
// their steps together under the same hyperparameters, so that steps and epochs are common. Member
// 0 is the one that is shown in detail; an ensemble of one member is that network, to the bit.
#pragma once

#include <array>

#include "engine/data/variations.h"
#include "engine/train/trainer.h"

namespace bp {

class Ensemble {
 public:
  static constexpr int kMaxMembers = 10;

  Ensemble() = default;
  Ensemble(const Ensemble&) = delete;
  Ensemble& operator=(const Ensemble&) = delete;

  /// `plan` is for the common data, which must outlive the ensemble; a member's seed and inputs are
  /// derived from it. 1 ≤ members ≤ kMaxMembers.
  void configure(const TrainPlan& plan, const PreparedData& data, int members,
                 const Variation& variation);

  [[nodiscard]] int size() const { return size_; }
  /// Stays the same object over configure(). Steps, phases, losses and best epochs are the
  /// ensemble's business: do not ask a member of several for them.
  [[nodiscard]] Trainer<float>& member(int m) { return at(m).trainer; }
  [[nodiscard]] const Trainer<float>& member(int m) const { return at(m).trainer; }
  /// What member m learns from: the common data, or a part of them.
  [[nodiscard]] const PreparedData& data(int m) const;
  /// Which of the common inputs member m has; none: all.
  [[nodiscard]] std::span<const Index> inputs(int m) const { return at(m).own.inputs; }
  /// Calls f(Trainer<float>&) for each member.
  template <class F>
  void for_each(F&& f) {
    for (int m = 0; m < size_; ++m) f(member(m));
  }

  /// Runs one phase of every member's loop; returns it.
  Phase run_phase(const TrainHyper& hyper);
  /// Runs every member up to and including its next Step phase.
  void step(const TrainHyper& hyper);

  /// The first member whose training stopped being numbers. The others have completed the step.
  struct MemberDivergence {
    int member = 0;
    Divergence what;
  };
  [[nodiscard]] std::optional<MemberDivergence> divergence() const;

  /// See Trainer: `loss` is the ensemble's, and all members keep and restore the same epoch.
  [[nodiscard]] bool end_epoch(const TrainHyper& hyper, double loss);
  void restore_best();

  /// Loss and score of the mean answer on a part of the common data; where `of_members` is given
  /// (size() of them), also each member's own.
  [[nodiscard]] Evaluation evaluate(const Part& part, std::span<Evaluation> of_members = {});
  /// Mean output activation for n samples of common inputs; `out` has outputs·n values, and so has
  /// `deviation`, if given: the standard deviation over members (divided by their number), which is
  /// what they disagree by.
  void predict(const float* x, Index n, std::span<float> out, std::span<float> deviation = {});
  /// Output activations of one member for n samples of common inputs.
  void predict_member(int m, const float* x, Index n, std::span<float> out);

  /// Parameters of all members together, and their hash one member after another.
  [[nodiscard]] std::int64_t param_count() const;
  [[nodiscard]] std::uint64_t parameter_hash() const;

 private:
  struct Member {
    bool has_own_data = false;
    MemberData own;
    Trainer<float> trainer;
  };
  [[nodiscard]] Member& at(int m) { return members_[static_cast<std::size_t>(m)]; }
  [[nodiscard]] const Member& at(int m) const { return members_[static_cast<std::size_t>(m)]; }
  /// The rows of common inputs that are member m's.
  [[nodiscard]] const float* inputs_of(int m, const float* x, Index n);
  /// Mean of column `first` … of the members' answers over `count` values.
  void average(Index first, Index count, float* mean, float* deviation) const;
  [[nodiscard]] double loss_of_mean(const float* mean, const float* y, Index count);
  [[nodiscard]] Evaluation judged(double loss, std::span<const float> out, const Part& part) const;

  // Not a vector, so that members stay where they are: trainers point to their data.
  std::array<Member, kMaxMembers> members_;
  int size_ = 0;
  const PreparedData* data_ = nullptr;
  Index outputs_ = 0;
  Vector<float> x_;                      ///< one member's inputs of a chunk
  Matrix<float> answers_;                ///< of a part: (outputs · samples) × members
  Matrix<float> losses_;                 ///< of a chunk: (outputs · kChunk) × members
  std::vector<float> mean_, mean_loss_;  ///< of a part, of a chunk
};

}  // namespace bp
