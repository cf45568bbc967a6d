#include "engine/data/prepared.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "engine/data/features.h"

namespace bp {
namespace {

std::vector<int> chosen_features(std::uint32_t mask, int dims) {
  std::vector<int> rows;
  const std::span<const Feature> table = features();
  for (std::size_t i = 0; i < table.size(); ++i) {
    const bool is_offered = dims == 2 || !table[i].needs_second;
    if (((mask >> i) & 1U) != 0 && is_offered) rows.push_back(static_cast<int>(i));
  }
  if (rows.empty()) rows.push_back(0);  // a mask of second-coordinate features on 1-D data
  return rows;
}

/// How many of n samples go to the training side: the share, but one at least on each side.
Index train_count(Index n, float share) {
  const auto wanted =
      static_cast<Index>(std::floor(static_cast<double>(share) * static_cast<double>(n) + 0.5));
  return std::clamp<Index>(wanted, 1, n - 1);
}

/// How many of the training samples are of class 1, when `ones` of all n are: in proportion, and
/// monotonic in `train`, so that a growing share only ever adds samples to the training side.
Index ones_in_train(Index train, Index ones, Index n) {
  const std::int64_t product =
      2 * static_cast<std::int64_t>(train) * ones;  // Index has 32 bits in wasm
  return static_cast<Index>((product + n) / (2 * static_cast<std::int64_t>(n)));
}

struct Split {
  std::vector<Index> train, test;
};

/// Stratified by class for classification, plain for regression. Both sides keep the order in which
/// the samples were generated.
Split split_samples(const Dataset& set, const Vector<float>& y, float share, std::uint64_t seed) {
  std::vector<Index> zeros, ones;
  for (Index i = 0; i < y.size(); ++i) {
    const bool is_one = set.task == Task::Classification && y(i) > 0.5F;
    (is_one ? ones : zeros).push_back(i);
  }
  Rng rng(seed, static_cast<std::uint64_t>(Stream::Split));
  rng.shuffle(std::span(zeros));
  rng.shuffle(std::span(ones));
  const Index train = train_count(y.size(), share);
  const Index train_ones = ones_in_train(train, static_cast<Index>(ones.size()), y.size());
  Split split;
  const auto deal = [&split](const std::vector<Index>& from, Index count) {
    split.train.insert(split.train.end(), from.begin(), from.begin() + count);
    split.test.insert(split.test.end(), from.begin() + count, from.end());
  };
  deal(zeros, train - train_ones);
  deal(ones, train_ones);
  std::sort(split.train.begin(), split.train.end());
  std::sort(split.test.begin(), split.test.end());
  return split;
}

/// Features without standardisation.
void compute_features(std::span<const int> rows, int dims, const float* raw, Index n, float* x) {
  const std::span<const Feature> table = features();
  for (Index i = 0; i < n; ++i) {
    const float x1 = raw[i * dims];
    const float x2 = dims == 2 ? raw[i * dims + 1] : 0.0F;
    for (const int row : rows) *x++ = table[static_cast<std::size_t>(row)].value(x1, x2);
  }
}

void take(const RawData& raw, std::span<const Index> which, Part& part) {
  const auto n = static_cast<Index>(which.size());
  part.raw.resize(raw.X.rows(), n);
  part.raw_y.resize(n);
  for (Index i = 0; i < n; ++i) {
    part.raw.col(i) = raw.X.col(which[static_cast<std::size_t>(i)]);
    part.raw_y(i) = raw.y(which[static_cast<std::size_t>(i)]);
  }
}

}  // namespace

void Standardiser::fit(const Matrix<float>& X) {
  const Index n = X.cols();
  assert(n > 0);
  mean.resize(X.rows());
  deviation.resize(X.rows());
  for (Index row = 0; row < X.rows(); ++row) {
    double sum = 0;
    for (Index i = 0; i < n; ++i) sum += static_cast<double>(X(row, i));
    const double m = sum / static_cast<double>(n);
    double squares = 0;
    for (Index i = 0; i < n; ++i) {
      const double d = static_cast<double>(X(row, i)) - m;
      squares += d * d;
    }
    const double s = std::sqrt(squares / static_cast<double>(n));
    mean(row) = static_cast<float>(m);
    // Below the resolution of float at this mean, spread is rounding and must not be blown up.
    deviation(row) = s > 1e-7 * std::fabs(m) ? static_cast<float>(s) : 1.0F;
  }
}

void Standardiser::identity(Index features) {
  mean.setZero(features);
  deviation.setOnes(features);
}

void Standardiser::apply(float* x, Index n) const {
  for (Index i = 0; i < n; ++i) {
    for (Index row = 0; row < mean.size(); ++row, ++x) *x = (*x - mean(row)) / deviation(row);
  }
}

void PreparedData::to_inputs(const float* raw, Index n, float* x) const {
  compute_features(feature_rows, dataset->dims, raw, n, x);
  standardiser.apply(x, n);
}

PreparedData prepare(const PrepareOptions& options) {
  assert(options.dataset != nullptr && options.params.samples >= 2);
  const Dataset& set = *options.dataset;
  RawData raw;
  Rng rng(options.seed, static_cast<std::uint64_t>(Stream::Data));
  set.generate(options.params, rng, raw);

  PreparedData data;
  data.dataset = &set;
  data.feature_rows = chosen_features(options.feature_mask, set.dims);
  const Split split = split_samples(set, raw.y, options.train_share, options.seed);
  take(raw, split.train, data.train);
  take(raw, split.test, data.test);

  data.standardiser.identity(data.inputs());
  for (Part* part : {&data.train, &data.test}) {
    part->X.resize(data.inputs(), part->raw.cols());
    compute_features(data.feature_rows, set.dims, part->raw.data(), part->count(), part->X.data());
    part->Y.resize(1, part->count());
    part->Y.row(0) = part->raw_y.transpose();
  }
  if (options.standardise) {
    data.standardiser.fit(data.train.X);
    data.standardiser.apply(data.train.X.data(), data.train.count());
    data.standardiser.apply(data.test.X.data(), data.test.count());
  }
  return data;
}

void encode_targets(PreparedData& data, const Loss& loss) {
  const bool is_classification = data.dataset->task == Task::Classification;
  for (Part* part : {&data.train, &data.test}) {
    part->Y.resize(1, part->count());
    for (Index i = 0; i < part->count(); ++i) {
      const float y = part->raw_y(i);
      const float encoded = y > 0.5F ? loss.positive_target : loss.negative_target;
      part->Y(0, i) = is_classification ? encoded : y;
    }
  }
}

}  // namespace bp
