#include "engine/train/ensemble.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/core/hash.h"
#include "engine/core/math.h"
#include "engine/core/reduce.h"
#include "engine/train/metrics.h"

namespace bp {
namespace {

/// Samples that are judged at once.
constexpr Index kChunk = Trainer<float>::kMaxChunk;

/// −log((1/M) Σ e^−ℓ), from the smallest ℓ, so that nothing overflows and log never sees 0.
float log_mean(const float* losses, Index members, Index stride) {
  float least = losses[0];
  for (Index m = 1; m < members; ++m) least = std::min(least, losses[m * stride]);
  float sum = 0;
  for (Index m = 0; m < members; ++m) sum += math::exp(least - losses[m * stride]);
  return least - math::log(sum / static_cast<float>(members));
}

}  // namespace

void Ensemble::configure(const TrainPlan& plan, const PreparedData& data, int members,
                         const Variation& variation) {
  assert(members >= 1 && members <= kMaxMembers);
  size_ = members;
  data_ = &data;
  outputs_ = plan.network.outputs();
  const bool draws = members > 1 && (variation.draws_samples || variation.draws_features);
  for (int m = 0; m < kMaxMembers; ++m) {
    Member& member = at(m);
    if (m >= members) {
      member = {};
      continue;
    }
    TrainPlan own = plan;
    own.seed = member_seed(plan.seed, m);
    member.has_own_data = draws;
    member.own = draws ? member_data(data, variation, own.seed) : MemberData{};
    own.network.inputs = this->data(m).inputs();
    member.trainer.configure(own, this->data(m));
  }
  const Index judged =
      members > 1 ? std::max({data.train.count(), data.validation.count(), data.test.count()}) : 0;
  const Index chunk = std::min(judged, kChunk);
  x_.setZero(data.inputs() * std::max(chunk, members > 1 ? kChunk : 0));
  answers_.setZero(outputs_ * std::max(judged, members > 1 ? kChunk : 0), members);
  losses_.setZero(outputs_ * chunk, members);
  mean_.assign(static_cast<std::size_t>(answers_.rows()), 0.0F);
  mean_loss_.assign(static_cast<std::size_t>(losses_.rows()), 0.0F);
}

const PreparedData& Ensemble::data(int m) const {
  return at(m).has_own_data ? at(m).own.data : *data_;
}

Phase Ensemble::run_phase(const TrainHyper& hyper) {
  const Phase phase = member(0).next_phase();
  if (divergence()) return phase;
  for_each([&](Trainer<float>& trainer) { (void)trainer.run_phase(hyper); });
  if (!divergence()) return phase;
  // The others complete their step, so that all have seen as many batches when training goes on.
  for_each([&](Trainer<float>& trainer) {
    if (trainer.next_phase() != Phase::Predict) trainer.step(hyper);
  });
  return phase;
}

void Ensemble::step(const TrainHyper& hyper) {
  if (divergence()) return;
  for_each([&](Trainer<float>& trainer) { trainer.step(hyper); });
}

std::optional<Ensemble::MemberDivergence> Ensemble::divergence() const {
  for (int m = 0; m < size_; ++m) {
    if (const std::optional<Divergence> what = member(m).divergence()) {
      return MemberDivergence{m, *what};
    }
  }
  return {};
}

bool Ensemble::end_epoch(const TrainHyper& hyper, double loss) {
  bool is_at_end = false;
  for_each([&](Trainer<float>& trainer) { is_at_end = trainer.end_epoch(hyper, loss); });
  return is_at_end;
}

void Ensemble::restore_best() {
  for_each([](Trainer<float>& trainer) { trainer.restore_best(); });
}

const float* Ensemble::inputs_of(int m, const float* x, Index n) {
  const std::vector<Index>& rows = at(m).own.inputs;
  if (rows.empty()) return x;
  float* to = x_.data();
  for (Index i = 0; i < n; ++i, x += data_->inputs()) {
    for (const Index row : rows) *to++ = x[row];
  }
  return x_.data();
}

void Ensemble::average(Index first, Index count, float* mean, float* deviation) const {
  for (Index i = 0; i < count; ++i) {
    double sum = 0;
    for (int m = 0; m < size_; ++m) sum += static_cast<double>(answers_(first + i, m));
    const double average = sum / size_;
    mean[i] = static_cast<float>(average);
    if (!deviation) continue;
    double squares = 0;
    for (int m = 0; m < size_; ++m) {
      const double miss = static_cast<double>(answers_(first + i, m)) - average;
      squares += miss * miss;
    }
    deviation[i] = static_cast<float>(std::sqrt(squares / size_));
  }
}

/// Of the chunk whose members' losses are in losses_.
double Ensemble::loss_of_mean(const float* mean, const float* y, Index count) {
  const Loss& loss = member(0).loss();
  if (loss.is_log_likelihood) {
    for (Index i = 0; i < count; ++i) {
      mean_loss_[static_cast<std::size_t>(i)] = log_mean(&losses_(i, 0), size_, losses_.rows());
    }
  } else {
    loss.f32.value(outputs_, count / outputs_, mean, mean, y, mean_loss_.data());
  }
  return sum(std::span<const float>(mean_loss_).first(static_cast<std::size_t>(count)));
}

Evaluation Ensemble::judged(double loss, std::span<const float> out, const Part& part) const {
  const std::span<const float> targets(part.Y.data(), out.size());
  const Loss& row = member(0).loss();
  return {loss / averaging_count(row, outputs_, part.count()),
          data_->classes > 0 ? accuracy(out, targets, outputs_, row.decision_level)
                             : r_squared(out, targets)};
}

Evaluation Ensemble::evaluate(const Part& part, std::span<Evaluation> of_members) {
  const Index n = part.count();
  if (size_ == 1) {
    const Evaluation only = member(0).evaluate(part);
    if (!of_members.empty()) of_members[0] = only;
    return only;
  }
  if (n == 0) return {};
  double total = 0;
  std::array<double, kMaxMembers> totals{};
  for (Index first = 0; first < n; first += kChunk) {
    const Index count = std::min(kChunk, n - first);
    const auto values = static_cast<std::size_t>(outputs_ * count);
    const float* y = part.Y.col(first).data();
    for (int m = 0; m < size_; ++m) {
      const std::span<float> losses(&losses_(0, m), values);
      member(m).judge(inputs_of(m, part.X.col(first).data(), count), y, count,
                      {&answers_(outputs_ * first, m), values}, losses);
      totals[static_cast<std::size_t>(m)] += sum(std::span<const float>(losses));
    }
    float* mean = mean_.data() + outputs_ * first;
    average(outputs_ * first, outputs_ * count, mean, nullptr);
    total += loss_of_mean(mean, y, outputs_ * count);
  }
  const auto values = static_cast<std::size_t>(outputs_ * n);
  for (std::size_t m = 0; m < of_members.size(); ++m) {
    of_members[m] = judged(totals[m], {&answers_(0, static_cast<Index>(m)), values}, part);
  }
  return judged(total, std::span<const float>(mean_).first(values), part);
}

void Ensemble::predict_member(int m, const float* x, Index n, std::span<float> out) {
  for (Index first = 0; first < n; first += kChunk) {
    const Index count = std::min(kChunk, n - first);
    member(m).predict(inputs_of(m, x + first * data_->inputs(), count), count,
                      out.subspan(static_cast<std::size_t>(outputs_ * first)));
  }
}

void Ensemble::predict(const float* x, Index n, std::span<float> out, std::span<float> deviation) {
  if (size_ == 1) {
    std::ranges::fill(deviation, 0.0F);
    return member(0).predict(x, n, out);
  }
  for (Index first = 0; first < n; first += kChunk) {
    const Index count = std::min(kChunk, n - first);
    for (int m = 0; m < size_; ++m) {
      predict_member(m, x + first * data_->inputs(), count,
                     {&answers_(0, m), static_cast<std::size_t>(outputs_ * count)});
    }
    float* to = deviation.empty() ? nullptr : deviation.data() + outputs_ * first;
    average(0, outputs_ * count, out.data() + outputs_ * first, to);
  }
}

std::int64_t Ensemble::param_count() const {
  std::int64_t count = 0;
  for (int m = 0; m < size_; ++m) count += member(m).network().spec().param_count();
  return count;
}

std::uint64_t Ensemble::parameter_hash() const {
  std::uint64_t hash = kHashStart;
  for (int m = 0; m < size_; ++m) {
    hash = bp::parameter_hash(member(m).network().params(), hash);
  }
  return hash;
}

}  // namespace bp
