#include "engine/data/prepared.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/data/features.h"
#include "engine/data/split.h"

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

/// Inputs without standardisation.
void compute_inputs(const DataDescription& data, const float* raw, Index n, float* x) {
  const auto dims = static_cast<Index>(data.raw_axes.size());
  const std::span<const Feature> table = features();
  for (Index i = 0; i < n; ++i, raw += dims) {
    if (data.dataset->is_table()) {
      for (const int row : data.feature_rows) *x++ = raw[row];
      continue;
    }
    const float x2 = dims == 2 ? raw[1] : 0.0F;
    for (const int row : data.feature_rows) {
      *x++ = table[static_cast<std::size_t>(row)].value(raw[0], x2);
    }
  }
}

void take(const Matrix<float>& X, const Vector<float>& y, std::span<const Index> which,
          Part& part) {
  const auto n = static_cast<Index>(which.size());
  part.raw.resize(X.rows(), n);
  part.raw_y.resize(n);
  for (Index i = 0; i < n; ++i) {
    part.raw.col(i) = X.col(which[static_cast<std::size_t>(i)]);
    part.raw_y(i) = y(which[static_cast<std::size_t>(i)]);
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

void Standardiser::fit_together(const Matrix<float>& X) {
  Standardiser all;
  all.fit(Eigen::Map<const Matrix<float>>(X.data(), 1, X.size()));
  mean.setConstant(X.rows(), all.mean(0));
  deviation.setConstant(X.rows(), all.deviation(0));
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

void DataDescription::to_inputs(const float* raw, Index n, float* x) const {
  compute_inputs(*this, raw, n, x);
  standardiser.apply(x, n);
}

namespace {

void describe_plane(const PrepareOptions& options, PreparedData& data) {
  const Dataset& set = *options.dataset;
  data.classes = set.classes == Dataset::kChosen ? options.params.classes : set.classes;
  if (data.classes == 2)
    data.class_names = {std::string(set.negative_name), std::string(set.positive_name)};
  for (int k = 0; data.classes > 2 && k < data.classes; ++k) {
    data.class_names.emplace_back(1, static_cast<char>('A' + k));
  }
  for (int d = 0; d < set.dims; ++d) {
    data.raw_axes.push_back({d == 0 ? "x₁" : "x₂", set.box_min, set.box_max});
  }
  data.target_min = set.target_min;
  data.target_max = set.target_max;
  data.feature_rows = chosen_features(options.feature_mask, set.dims);
  for (const int row : data.feature_rows) {
    data.input_names.emplace_back(features()[static_cast<std::size_t>(row)].label);
  }
}

void describe_table(const PrepareOptions& options, PreparedData& data) {
  const Table& table = *options.table;
  data.classes = static_cast<int>(table.class_names.size());
  data.class_names = table.class_names;
  data.target_name = table.target_name;
  data.target_min = table.y.minCoeff();
  data.target_max = table.y.maxCoeff();
  for (Index row = 0; row < table.X.rows(); ++row) {
    const auto i = static_cast<std::size_t>(row);
    data.raw_axes.push_back(
        {table.feature_names[i], table.X.row(row).minCoeff(), table.X.row(row).maxCoeff()});
    if (options.columns.none() || options.columns.test(i)) {
      data.feature_rows.push_back(static_cast<int>(row));
    }
  }
  // Columns this table does not have were asked for: better one input than none.
  if (data.feature_rows.empty()) data.feature_rows.push_back(0);
  for (const int row : data.feature_rows) {
    data.input_names.push_back(table.feature_names[static_cast<std::size_t>(row)]);
  }
}

}  // namespace

namespace {

void standardise_target(PreparedData& data) {
  Standardiser target;
  target.fit(data.train.raw_y.transpose());
  data.target_mean = target.mean(0);
  data.target_deviation = target.deviation(0);
}

Split split_of(const PrepareOptions& options, int classes, const Vector<float>& y) {
  const Table* table = options.table;
  if (table && table->given_train > 0) {
    return split_in_order(y.size(), table->given_train, table->given_validation);
  }
  return split_samples(classes > 0 ? y : Vector<float>::Zero(y.size()).eval(), std::max(1, classes),
                       options.train_share, options.validation_share, options.seed);
}

}  // namespace

PreparedData prepare(const PrepareOptions& options) {
  assert(options.dataset != nullptr);
  const Dataset& set = *options.dataset;
  assert(set.is_table() == (options.table != nullptr));
  RawData generated;
  PreparedData data;
  data.dataset = &set;
  data.params = options.params;
  if (set.is_table()) {
    describe_table(options, data);
  } else {
    Rng rng(options.seed, static_cast<std::uint64_t>(Stream::Data));
    set.generate(options.params, rng, generated);
    describe_plane(options, data);
  }
  const Matrix<float>& X = set.is_table() ? options.table->X : generated.X;
  const Vector<float>& y = set.is_table() ? options.table->y : generated.y;
  const Split split = split_of(options, data.classes, y);
  take(X, y, split.train, data.train);
  take(X, y, split.validation, data.validation);
  take(X, y, split.test, data.test);

  data.standardiser.identity(data.inputs());
  for (Part* part : {&data.train, &data.validation, &data.test}) {
    part->X.resize(data.inputs(), part->raw.cols());
    compute_inputs(data, part->raw.data(), part->count(), part->X.data());
    part->Y = part->raw_y.transpose();
  }
  if (options.standardise) {
    if (set.image_side > 0) {
      data.standardiser.fit_together(data.train.X);
    } else {
      data.standardiser.fit(data.train.X);
    }
    if (set.is_table() && data.classes == 0) standardise_target(data);
  }
  for (Part* part : {&data.train, &data.validation, &data.test}) {
    data.standardiser.apply(part->X.data(), part->count());
  }
  return data;
}

void encode_targets(PreparedData& data, const Loss& loss) {
  const Index outputs = output_count(loss, data.classes);
  for (Part* part : {&data.train, &data.validation, &data.test}) {
    part->Y.resize(outputs, part->count());
    for (Index i = 0; i < part->count(); ++i) {
      const float y = part->raw_y(i);
      if (data.classes == 0) {
        part->Y(0, i) = (y - data.target_mean) / data.target_deviation;
        continue;
      }
      for (Index k = 0; k < outputs; ++k) {
        const float wanted = outputs == 1 ? 1.0F : static_cast<float>(k);
        part->Y(k, i) = y == wanted ? loss.positive_target : loss.negative_target;
      }
    }
  }
}

}  // namespace bp
