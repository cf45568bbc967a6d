// From raw points to what the network sees: features, split, standardisation, targets.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "engine/core/math.h"
#include "engine/data/features.h"
#include "engine/data/prepared.h"
#include "tests/engine/data_support.h"

using namespace bp;

namespace {

PrepareOptions options_for(const Dataset& set) {
  PrepareOptions options;
  options.dataset = &set;
  options.params = {201, set.default_noise};
  options.seed = 5;
  return options;
}

/// A point as something that can be counted; generated coordinates hardly ever coincide.
using Key = std::pair<float, float>;

std::multiset<Key> keys(const Part& part) {
  std::multiset<Key> found;
  for (Index i = 0; i < part.count(); ++i) {
    found.emplace(part.raw(0, i), part.raw.rows() == 2 ? part.raw(1, i) : part.raw_y(i));
  }
  return found;
}

std::multiset<Key> join(std::multiset<Key> a, const std::multiset<Key>& b) {
  a.insert(b.begin(), b.end());
  return a;
}

bool contains(const std::multiset<Key>& all, const std::multiset<Key>& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

}  // namespace

TEST_CASE("Every feature is the function its label names") {
  const float x = 0.7F, y = -1.3F;
  const auto value = [&](int i) { return features()[static_cast<std::size_t>(i)].value(x, y); };
  REQUIRE(features().size() == 7);
  CHECK(value(0) == x);
  CHECK(value(1) == y);
  CHECK(value(2) == x * x);
  CHECK(value(3) == y * y);
  CHECK(value(4) == x * y);
  CHECK(value(5) == math::sin(x));
  CHECK(value(6) == math::sin(y));
  // A feature that is said not to need the second coordinate must not depend on it.
  for (const Feature& feature : features()) {
    CHECK(feature.needs_second == (feature.value(x, y) != feature.value(x, 2 * y)));
  }
}

TEST_CASE("The split is disjoint and complete and keeps the asked share") {
  for (const Dataset& set : generated_sets()) {
    CAPTURE(std::string(set.key));
    PrepareOptions options = options_for(set);
    RawData raw;
    Rng rng(options.seed, static_cast<std::uint64_t>(Stream::Data));
    set.generate(options.params, rng, raw);
    std::multiset<Key> all;
    for (Index i = 0; i < raw.y.size(); ++i) {
      all.emplace(raw.X(0, i), set.dims == 2 ? raw.X(1, i) : raw.y(i));
    }
    for (const float share : {0.1F, 0.5F, 0.8F}) {
      options.train_share = share;
      const PreparedData data = prepare(options);
      CHECK(data.train.count() == std::lround(share * 201));
      CHECK(data.train.count() + data.test.count() == 201);
      CHECK(join(keys(data.train), keys(data.test)) == all);
    }
  }
}

TEST_CASE("Both sides of the split have the classes in the same proportion") {
  for (const Dataset& set : generated_sets()) {
    if (set.task != Task::Classification) continue;
    for (const float share : {0.13F, 0.5F, 0.77F}) {
      CAPTURE(std::string(set.key));
      PrepareOptions options = options_for(set);
      options.train_share = share;
      const PreparedData data = prepare(options);
      for (int k = 0; k < data.classes; ++k) {
        const auto count = [k](const Part& part) {
          return static_cast<float>((part.raw_y.array() == static_cast<float>(k)).count());
        };
        const float all = count(data.train) + count(data.test);
        const auto train = static_cast<float>(data.train.count());
        // Rounding to whole samples moves each count by half a sample; dealing to several classes
        // in turn, by less than one.
        CHECK(std::fabs(count(data.train) - all * train / 201) <= (data.classes > 2 ? 1 : 0.5F));
      }
    }
  }
}

TEST_CASE("Each side keeps at least one sample") {
  for (const Index samples : {2, 3, 5}) {
    for (const float share : {0.001F, 0.5F, 0.999F}) {
      PrepareOptions options = options_for(dataset("river"));
      options.params.samples = samples;
      options.train_share = share;
      const PreparedData data = prepare(options);
      CHECK(data.train.count() >= 1);
      CHECK(data.test.count() >= 1);
      CHECK(data.train.count() + data.test.count() == samples);
    }
  }
}

TEST_CASE("A larger training share only moves samples from test to train") {
  for (const Dataset& set : generated_sets()) {
    CAPTURE(std::string(set.key));
    PrepareOptions options = options_for(set);
    std::multiset<Key> before;
    for (int percent = 5; percent < 100; percent += 5) {
      options.train_share = static_cast<float>(percent) / 100;
      const std::multiset<Key> now = keys(prepare(options).train);
      CHECK(contains(now, before));
      before = now;
    }
  }
}

TEST_CASE("The largest data set splits as a small one does, where an index has 32 bits too") {
  PrepareOptions options = options_for(dataset("river"));
  options.params.samples = 100000;
  const PreparedData data = prepare(options);
  CHECK(data.train.count() == 50000);
  CHECK(data.test.count() == 50000);
  CHECK(data.train.raw_y.sum() == 20000);  // two fifths are water, on either side
  CHECK(data.test.raw_y.sum() == 20000);
}

TEST_CASE("Noise does not change which samples are on which side") {
  PrepareOptions options = options_for(dataset("circles"));
  options.params.noise = 0;
  const PreparedData clean = prepare(options);
  options.params.noise = 0.01F;
  const PreparedData noisy = prepare(options);
  REQUIRE(clean.train.count() == noisy.train.count());
  CHECK(clean.train.raw_y == noisy.train.raw_y);
  // 0.01 % of half the box of 3 is 3e-4; a normal draw stays within 6 deviations.
  CHECK((clean.train.raw - noisy.train.raw).array().abs().maxCoeff() < 2e-3F);
  CHECK((clean.test.raw - noisy.test.raw).array().abs().maxCoeff() < 2e-3F);
}

TEST_CASE("Prepared data have the same bits for the same options") {
  for (const Dataset& set : generated_sets()) {
    const PreparedData a = prepare(options_for(set)), b = prepare(options_for(set));
    CHECK(a.train.X == b.train.X);
    CHECK(a.test.X == b.test.X);
    CHECK(a.train.Y == b.train.Y);
  }
}

TEST_CASE("The standardiser is fitted on the training part only") {
  PrepareOptions options = options_for(dataset("v"));
  options.feature_mask = 0b1111111;
  const PreparedData data = prepare(options);
  REQUIRE(data.inputs() == 7);
  const auto n = static_cast<double>(data.train.count());
  for (Index row = 0; row < data.inputs(); ++row) {
    const Eigen::ArrayXd x = data.train.X.row(row).transpose().cast<double>().array();
    // Float inputs of size 1: rounding leaves 1e-7 a value, and means of them less.
    CHECK(std::fabs(x.mean()) < 1e-6);
    CHECK(x.square().sum() / n == doctest::Approx(1).epsilon(1e-5));
  }
  // The test part uses the training part's numbers, so its own mean is not zero.
  CHECK(std::fabs(data.test.X.row(0).mean()) > 1e-3F);
  Matrix<float> again(7, data.test.count());
  data.to_inputs(data.test.raw.data(), data.test.count(), again.data());
  CHECK(again == data.test.X);
}

TEST_CASE("Without standardisation the network sees the features themselves") {
  PrepareOptions options = options_for(dataset("river"));
  options.standardise = false;
  options.feature_mask = 0b0010001;
  const PreparedData data = prepare(options);
  REQUIRE(data.inputs() == 2);
  CHECK(data.feature_rows == std::vector<int>{0, 4});
  for (Index i = 0; i < data.train.count(); ++i) {
    CHECK(data.train.X(0, i) == data.train.raw(0, i));
    CHECK(data.train.X(1, i) == data.train.raw(0, i) * data.train.raw(1, i));
  }
}

TEST_CASE("A feature without spread keeps deviation 1") {
  Standardiser standardiser;
  Matrix<float> X(2, 7);
  X.row(0).setConstant(0.1F);
  X.row(1).setLinSpaced(-1, 1);
  standardiser.fit(X);
  CHECK(standardiser.deviation(0) == 1);
  standardiser.apply(X.data(), 7);
  CHECK(X.row(0).isZero(0));
  // Population deviation of −1, −2/3, …, 1 is 2/3.
  CHECK(X(1, 6) == doctest::Approx(1.5));
}

TEST_CASE("One-dimensional data drop features of the second coordinate") {
  PrepareOptions options = options_for(dataset("fn_sine"));
  options.feature_mask = 0b1111111;
  CHECK(prepare(options).feature_rows == std::vector<int>{0, 2, 5});
  options.feature_mask = 0b0001010;  // nothing is left
  CHECK(prepare(options).feature_rows == std::vector<int>{0});
  options.feature_mask = 0xFFFFFF80;  // bits without a feature
  CHECK(prepare(options).feature_rows == std::vector<int>{0});
}

TEST_CASE("Targets are encoded as the loss wants them") {
  Loss hinge{};
  hinge.negative_target = -1;
  hinge.positive_target = 1;
  PreparedData data = prepare(options_for(dataset("xor")));
  CHECK(data.train.Y.row(0) == data.train.raw_y.transpose());
  encode_targets(data, hinge);
  for (const Part* part : {&data.train, &data.test}) {
    REQUIRE(part->Y.cols() == part->count());
    for (Index i = 0; i < part->count(); ++i) CHECK(part->Y(0, i) == 2 * part->raw_y(i) - 1);
  }
  PreparedData line = prepare(options_for(dataset("fn_abs")));
  encode_targets(line, hinge);
  CHECK(line.train.Y.row(0) == line.train.raw_y.transpose());
}

TEST_CASE("The validation part is taken from the test side and leaves training alone") {
  for (const Dataset& set : generated_sets()) {
    CAPTURE(std::string(set.key));
    PrepareOptions options = options_for(set);
    const PreparedData without = prepare(options);
    CHECK(without.validation.count() == 0);
    options.validation_share = 0.2F;
    const PreparedData with = prepare(options);
    CHECK(with.train.X == without.train.X);
    CHECK(with.validation.count() == 40);
    CHECK(join(keys(with.validation), keys(with.test)) == keys(without.test));
    CHECK(with.validation.X.cols() == 40);
  }
}

TEST_CASE("However large the shares, one sample is left for the test") {
  PrepareOptions options = options_for(dataset("river"));
  options.train_share = 0.9F;
  options.validation_share = 0.8F;
  const PreparedData data = prepare(options);
  CHECK(data.test.count() == 1);
  CHECK(data.train.count() + data.validation.count() == 200);
}

TEST_CASE("A table is split by class and standardised like any data set") {
  const Table table = made_up_table(5, 150, 3);
  PrepareOptions options = options_for(dataset("own_classes"));
  options.table = &table;
  options.train_share = 0.6F;
  const PreparedData data = prepare(options);
  CHECK(data.classes == 3);
  CHECK(data.class_names == table.class_names);
  CHECK(data.input_names == table.feature_names);
  CHECK(data.train.count() == 90);
  for (int k = 0; k < 3; ++k) {
    CHECK((data.train.raw_y.array() == static_cast<float>(k)).count() == 30);
  }
  for (Index row = 0; row < 5; ++row) CHECK(std::fabs(data.train.X.row(row).mean()) < 1e-5F);
  CHECK(data.raw_axes[2].min == table.X.row(2).minCoeff());
}

TEST_CASE("A table's values are standardised for training and known in their own units") {
  const Table table = made_up_table(5, 80, 0);
  PrepareOptions options = options_for(dataset("own_values"));
  options.table = &table;
  PreparedData data = prepare(options);
  encode_targets(data, loss("mse"));
  CHECK(std::fabs(data.train.Y.mean()) < 1e-6F);
  CHECK(data.train.Y.squaredNorm() / static_cast<float>(data.train.count()) ==
        doctest::Approx(1).epsilon(1e-5));
  for (Index i = 0; i < data.test.count(); ++i) {
    CHECK(data.in_target_units(data.test.Y(0, i)) ==
          doctest::Approx(data.test.raw_y(i)).epsilon(1e-4));
  }
  options.standardise = false;
  data = prepare(options);
  encode_targets(data, loss("mse"));
  CHECK(data.train.Y.row(0) == data.train.raw_y.transpose());
}

TEST_CASE("Only the chosen columns of a table are inputs, and all of them can be drawn") {
  const Table table = made_up_table(5, 60, 0);
  PrepareOptions options = options_for(dataset("own_values"));
  options.table = &table;
  options.standardise = false;
  options.columns.set(1).set(4).set(900);
  const PreparedData data = prepare(options);
  CHECK(data.classes == 0);
  CHECK(data.feature_rows == std::vector<int>{1, 4});
  CHECK(data.train.X.row(1) == data.train.raw.row(4));
  CHECK(data.train.raw.rows() == 5);
  CHECK(data.target_min == table.y.minCoeff());
  options.columns.reset().set(900);  // none that there is
  CHECK(prepare(options).feature_rows == std::vector<int>{0});
}

TEST_CASE("More than two classes, and softmax, have a target each") {
  const Table table = made_up_table(3, 40, 3);
  PrepareOptions options = options_for(dataset("own_classes"));
  options.table = &table;
  PreparedData data = prepare(options);
  for (const char* key : {"softmax_ce", "bce", "hinge", "mse"}) {
    encode_targets(data, loss(key));
    REQUIRE(data.train.Y.rows() == 3);
    for (Index i = 0; i < data.train.count(); ++i) {
      for (Index k = 0; k < 3; ++k) {
        const bool is_own = data.train.raw_y(i) == static_cast<float>(k);
        CHECK(data.train.Y(k, i) ==
              (is_own ? loss(key).positive_target : loss(key).negative_target));
      }
    }
  }
  PreparedData two = prepare(options_for(dataset("xor")));
  encode_targets(two, loss("softmax_ce"));
  CHECK(two.train.Y.rows() == 2);
  CHECK(two.train.Y.row(1) == two.train.raw_y.transpose());
}
