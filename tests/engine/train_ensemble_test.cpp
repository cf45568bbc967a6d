// Ensembles: what members learn from, that they do not touch one another, and what their mean is.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <vector>

#include "engine/core/hash.h"
#include "engine/core/registry.h"
#include "engine/train/ensemble.h"
#include "tests/engine/train_fixture.h"

namespace bp {
namespace {

const Variation& variation(std::string_view key) {
  return variations()[static_cast<std::size_t>(index_of(variations(), key))];
}

PreparedData data_of(std::string_view key, std::string_view loss_key, Index samples = 100,
                     std::uint32_t features = 0b11) {
  PrepareOptions options;
  options.dataset = &dataset(key);
  options.params.samples = samples;
  options.feature_mask = features;
  options.seed = 3;
  PreparedData data = prepare(options);
  encode_targets(data, loss(loss_key));
  return data;
}

TrainPlan plan_of(const PreparedData& data, std::string_view loss_key) {
  const Task task = data.classes > 0 ? Task::Classification : Task::Regression;
  TrainPlan plan = bp_test::make_plan({{{6, "tanh"}, {4, "tanh"}}}, task, loss_key, "adam");
  plan.network.inputs = data.inputs();
  plan.network.layers.back().units = output_count(loss(loss_key), data.classes);
  return plan;
}

std::uint64_t hash_of(const Trainer<float>& trainer) {
  return parameter_hash(trainer.network().params());
}

/// All outputs of one member for a part.
std::vector<float> answers_of(Ensemble& ensemble, int m, const Part& part) {
  std::vector<float> out(static_cast<std::size_t>(part.Y.size()));
  ensemble.predict_member(m, part.X.data(), part.count(), out);
  return out;
}

}  // namespace

TEST_CASE("an ensemble of one is its network, to the bit") {
  const PreparedData data = data_of("moons", "bce");
  const TrainPlan plan = plan_of(data, "bce");
  for (const Variation& row : variations()) {
    Ensemble ensemble;
    Trainer<float> alone;
    ensemble.configure(plan, data, 1, row);
    alone.configure(plan, data);
    for (int i = 0; i < 20; ++i) {
      ensemble.step({});
      alone.step({});
    }
    CHECK(ensemble.parameter_hash() == hash_of(alone));
    CHECK(ensemble.evaluate(data.test).loss == alone.evaluate(data.test).loss);
    CHECK(ensemble.evaluate(data.test).score == alone.evaluate(data.test).score);
  }
}

TEST_CASE("bootstrap draws with replacement, reproducibly") {
  constexpr Index kN = 5000;
  Rng rng(1), again(1), other(2);
  const std::vector<std::uint32_t> drawn = bootstrap_indices(kN, rng);
  CHECK(drawn == bootstrap_indices(kN, again));
  CHECK(drawn != bootstrap_indices(kN, other));
  CHECK(drawn.size() == kN);
  CHECK(*std::ranges::max_element(drawn) < kN);
  const std::set<std::uint32_t> distinct(drawn.begin(), drawn.end());
  // 1 − 1/e of all, with a deviation of √(n (1/e − 2/e²)) = 22 samples; five of them.
  CHECK(std::abs(static_cast<double>(distinct.size()) - 0.63212 * kN) < 110);
}

TEST_CASE("a member of a bootstrap has the drawn columns of everything, and no other parts") {
  const PreparedData data = data_of("bumps", "mse");
  const MemberData member = member_data(data, variation("bootstrap"), 11);
  Rng rng(11, static_cast<std::uint64_t>(Stream::Members));
  const std::vector<std::uint32_t> drawn = bootstrap_indices(data.train.count(), rng);
  CHECK(member.inputs.empty());
  CHECK(member.samples == drawn);
  REQUIRE(member.data.train.count() == data.train.count());
  for (Index i = 0; i < data.train.count(); ++i) {
    const Index from = drawn[static_cast<std::size_t>(i)];
    CHECK(member.data.train.raw.col(i) == data.train.raw.col(from));
    CHECK(member.data.train.X.col(i) == data.train.X.col(from));
    CHECK(member.data.train.Y.col(i) == data.train.Y.col(from));
    CHECK(member.data.train.raw_y(i) == data.train.raw_y(from));
  }
  CHECK(member.data.test.count() == 0);
  CHECK(member.data.standardiser.mean == data.standardiser.mean);
}

TEST_CASE(
    "a member of random subspaces has half of the inputs, rounded up, as the others see them") {
  const PreparedData data = data_of("moons", "bce", 60, 0b1111111);
  std::set<std::vector<Index>> subsets;
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const MemberData member = member_data(data, variation("features"), seed);
    CHECK(member.inputs.size() == 4);  // of 7
    const auto not_ascending = std::ranges::greater_equal();
    CHECK(std::ranges::adjacent_find(member.inputs, not_ascending) == member.inputs.end());
    subsets.insert(member.inputs);
    Matrix<float> x(4, data.train.count());
    member.data.to_inputs(data.train.raw.data(), data.train.count(), x.data());
    CHECK(x == member.data.train.X);
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK(x.row(static_cast<Index>(i)) == data.train.X.row(member.inputs[i]));
      CHECK(member.data.input_names[i] ==
            data.input_names[static_cast<std::size_t>(member.inputs[i])]);
    }
  }
  CHECK(subsets.size() > 4);  // of 35 possible ones, eight draws seldom meet
  CHECK(member_data(data_of("fn_sine", "mse"), variation("features"), 1).inputs.size() == 1);
}

TEST_CASE("members share nothing: each is the network its seed and data make alone") {
  const PreparedData data = data_of("moons", "bce", 100, 0b11111);
  const TrainPlan plan = plan_of(data, "bce");
  for (const Variation& row : variations()) {
    CAPTURE(row.key);
    Ensemble ensemble;
    ensemble.configure(plan, data, 3, row);
    for (int i = 0; i < 15; ++i) ensemble.step({});
    (void)ensemble.evaluate(data.test);
    std::set<std::uint64_t> hashes;
    for (int m = 0; m < 3; ++m) {
      TrainPlan own = plan;
      own.seed = member_seed(plan.seed, m);
      const bool draws = row.draws_samples || row.draws_features;
      const MemberData view = draws ? member_data(data, row, own.seed) : MemberData{data, {}, {}};
      own.network.inputs = view.data.inputs();
      Trainer<float> alone;
      alone.configure(own, view.data);
      for (int i = 0; i < 15; ++i) alone.step({});
      CHECK(hash_of(ensemble.member(m)) == hash_of(alone));
      hashes.insert(hash_of(alone));
    }
    CHECK(hashes.size() == 3);
  }
}

TEST_CASE("the mean's squared error is the mean error minus the disagreement squared") {
  // Krogh & Vedelsby 1995; more samples than a chunk has.
  const PreparedData data = data_of("bumps", "mse", 3000);
  for (const Variation& row : variations()) {
    CAPTURE(row.key);
    Ensemble ensemble;
    ensemble.configure(plan_of(data, "mse"), data, 5, row);
    for (int i = 0; i < 60; ++i) ensemble.step({});
    std::array<Evaluation, 5> members;
    const Evaluation whole = ensemble.evaluate(data.test, members);
    double mean_error = 0;
    for (const Evaluation& member : members) mean_error += member.loss / 5;
    const auto n = static_cast<std::size_t>(data.test.count());
    std::vector<float> mean(n), deviation(n);
    ensemble.predict(data.test.X.data(), data.test.count(), mean, deviation);
    double disagreement = 0;
    for (const float s : deviation) {
      disagreement += static_cast<double>(s) * static_cast<double>(s) / static_cast<double>(n);
    }
    CHECK(disagreement > 1e-4);
    // Answers, errors and deviations are floats.
    CHECK(whole.loss == doctest::Approx(mean_error - disagreement).epsilon(1e-6));
    // And each member's own loss and score are those of the trainer that is asked.
    if (row.draws_features) continue;
    const Evaluation alone = ensemble.member(2).evaluate(data.test);
    CHECK(members[2].loss == doctest::Approx(alone.loss).epsilon(1e-12));
    CHECK(members[2].score == alone.score);
  }
}

TEST_CASE("mean, deviation and every loss of the mean are those of the members' answers") {
  struct Case {
    std::string_view data, loss;
  };
  for (const Case& c : {Case{"moons", "bce"}, Case{"moons", "softmax_ce"},
                        Case{"rings", "softmax_ce"}, Case{"rings", "bce"}, Case{"moons", "hinge"},
                        Case{"rings", "mse"}, Case{"bumps", "huber"}, Case{"bumps", "mae"}}) {
    const std::string_view key = c.data, loss_key = c.loss;
    CAPTURE(key);
    CAPTURE(loss_key);
    const PreparedData data = data_of(key, loss_key);
    Ensemble ensemble;
    ensemble.configure(plan_of(data, loss_key), data, 3, variation("bootstrap"));
    for (int i = 0; i < 30; ++i) ensemble.step({});
    const Part& part = data.test;
    std::vector<std::vector<float>> answers;
    for (int m = 0; m < 3; ++m) answers.push_back(answers_of(ensemble, m, part));
    const auto values = static_cast<std::size_t>(part.Y.size());
    std::vector<float> mean(values), deviation(values);
    ensemble.predict(part.X.data(), part.count(), mean, deviation);
    double total = 0;
    for (std::size_t i = 0; i < values; ++i) {
      double sum = 0, squares = 0;
      for (const auto& a : answers) sum += static_cast<double>(a[i]) / 3;
      for (const auto& a : answers) squares += std::pow(static_cast<double>(a[i]) - sum, 2) / 3;
      CHECK(static_cast<double>(mean[i]) == doctest::Approx(sum).epsilon(1e-6));
      CHECK(std::abs(static_cast<double>(deviation[i]) - std::sqrt(squares)) < 1e-6);
      const auto y = static_cast<double>(part.Y.data()[i]);
      const double e = std::abs(sum - y);
      if (loss_key == "bce") total -= std::log(y == 1 ? sum : 1 - sum);
      if (loss_key == "softmax_ce") total -= y * std::log(sum);
      if (loss_key == "hinge") total += std::max(0.0, 1 - y * sum);
      if (loss_key == "mse") total += e * e;
      if (loss_key == "mae") total += e;
      if (loss_key == "huber") total += e < 1 ? e * e / 2 : e - 0.5;
    }
    const Index outputs = part.Y.rows();
    // Probabilities are floats; the logarithm of a small one keeps their relative error.
    CHECK(ensemble.evaluate(part).loss ==
          doctest::Approx(total / averaging_count(loss(loss_key), outputs, part.count()))
              .epsilon(1e-5));
  }
}

TEST_CASE(
    "the cross entropy of the mean is finite and right where probabilities round to 0 and 1") {
  PreparedData data = data_of("moons", "bce");
  TrainPlan plan = plan_of(data, "bce");
  plan.network.layers.erase(plan.network.layers.begin(), plan.network.layers.end() - 1);
  plan.initializer = &initializer("zeros");
  Ensemble ensemble;
  ensemble.configure(plan, data, 2, variation("seed"));
  const auto set_bias = [&](int m, float z) { ensemble.member(m).network().b(0)(0) = z; };
  set_bias(0, 150);
  set_bias(1, 90);
  // Half of the test points are of class 0, for whom p = (e⁻¹⁵⁰ + e⁻⁹⁰)/2.
  CHECK(ensemble.evaluate(data.test).loss == doctest::Approx(0.5 * (90 + std::log(2))));
  set_bias(1, -150);
  CHECK(ensemble.evaluate(data.test).loss == doctest::Approx(std::log(2)));
}

TEST_CASE("the mean is no worse than its members on average, for every convex loss") {
  for (const Loss& row : losses()) {
    CAPTURE(row.key);
    const std::string_view key = row.for_classification ? "moons" : "bumps";
    const PreparedData data = data_of(key, row.key, 300);
    Ensemble ensemble;
    ensemble.configure(plan_of(data, row.key), data, 4, variation("bootstrap"));
    for (int i = 0; i < 40; ++i) ensemble.step({});
    std::array<Evaluation, 4> members;
    const Evaluation whole = ensemble.evaluate(data.test, members);
    double mean = 0;
    for (const Evaluation& member : members) mean += member.loss / 4;
    // Equal, to rounding, where the loss is straight between the answers (MAE on one side).
    CHECK(whole.loss <= mean * (1 + 1e-6));
    if (row.key != "mae" && row.key != "hinge") CHECK(whole.loss < mean * (1 - 1e-4));
  }
}

TEST_CASE("one member's divergence stops all and names it; the others have done their step") {
  const PreparedData data = data_of("moons", "bce");
  for (const bool in_phases : {false, true}) {
    CAPTURE(in_phases);
    Ensemble ensemble;
    ensemble.configure(plan_of(data, "bce"), data, 3, variation("seed"));
    const auto step = [&] {
      if (!in_phases) return ensemble.step({});
      while (!ensemble.divergence() && ensemble.run_phase({}) != Phase::Step) {
      }
    };
    for (int i = 0; i < 5; ++i) step();
    ensemble.member(1).network().params()[0] = std::numeric_limits<float>::quiet_NaN();
    step();
    REQUIRE(ensemble.divergence());
    CHECK(ensemble.divergence()->member == 1);
    CHECK(ensemble.divergence()->what.step == 5);
    CHECK(ensemble.member(0).steps() == 6);
    CHECK(ensemble.member(2).steps() == 6);
    const std::uint64_t hash = ensemble.parameter_hash();
    step();
    CHECK(ensemble.parameter_hash() == hash);
    ensemble.for_each([](Trainer<float>& member) { member.clear_divergence(); });
    step();
    CHECK_FALSE(ensemble.divergence());
    for (int m = 0; m < 3; ++m) {
      CHECK(ensemble.member(m).next_phase() == Phase::Predict);
      // Seven batches of 16 have been drawn from 50 samples, whatever became of them.
      CHECK(ensemble.member(m).epoch() == 1);
      CHECK(ensemble.member(m).batch_indices().size() == 16);
    }
  }
}

TEST_CASE("patience watches one loss, and all members go back to the same epoch") {
  const PreparedData data = data_of("moons", "bce", 40);
  Ensemble ensemble;
  ensemble.configure(plan_of(data, "bce"), data, 3, variation("bootstrap"));
  TrainHyper hyper;
  hyper.batch_size = 20;  // one step an epoch
  hyper.patience = 2;
  std::uint64_t best = 0;
  const double losses[] = {0.9, 0.5, 0.6, 0.7};
  for (const double value : losses) {
    ensemble.step(hyper);
    CHECK(ensemble.end_epoch(hyper, value) == (value == 0.7));
    if (value == 0.5) best = ensemble.parameter_hash();
  }
  CHECK(ensemble.parameter_hash() != best);
  ensemble.restore_best();
  CHECK(ensemble.parameter_hash() == best);
}

TEST_CASE("member seeds differ from one another and from those a person would try") {
  std::set<std::uint64_t> seeds;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    CHECK(member_seed(seed, 0) == seed);
    for (int m = 0; m < Ensemble::kMaxMembers; ++m) seeds.insert(member_seed(seed, m));
  }
  CHECK(seeds.size() == 1000);
}

}  // namespace bp
