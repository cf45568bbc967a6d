// Equal weights: units that start alike get equal gradients, and equal they stay, to the bit, in
// every runner. (In the browser's worker: tests/browser/training.test.mjs.)
#include "engine/session/runner.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cstring>
#include <string>
#include <thread>

#include "engine/session/codec.h"
#include "tests/engine/link_support.h"

namespace bp {
namespace {

constexpr std::int64_t kSteps = 10000;

std::int64_t now_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

/// 9 and 5 units: a full vector of rows and a remainder, which take different paths.
const std::string kLinks[] = {
    "init=constant&layers=9,5&act=tanh",
    "init=constant&layers=9,5:gelu&opt=adam&lr=0.01&norm=1&batch=30&l1=0.0001",
};

using bp_test::from_link;

/// The snapshot after kSteps steps.
Snapshot trained(Runner& runner) {
  runner.post({Command::Kind::Step, {}, {}, kSteps});
  const std::int64_t end_us = now_us() + 120'000'000;  // only ends a test that hangs
  while (now_us() < end_us) {
    runner.tick(8000);
    const Snapshot* s = runner.latest();
    if (s && s->step >= kSteps) return *s;
    if (!s) std::this_thread::yield();
  }
  return {};
}

/// Whether all units of a layer have the same bits for weights and bias.
bool is_one_unit(const Snapshot& s, const LayerShape& layer) {
  const float* W = s.params.data() + layer.weight_offset;
  const float* b = s.params.data() + layer.bias_offset;
  for (std::uint32_t i = 1; i < layer.units; ++i) {
    if (std::memcmp(b, b + i, sizeof(float)) != 0) return false;
    for (std::uint32_t j = 0; j < layer.inputs; ++j) {
      const float* column = W + layer.units * j;
      if (std::memcmp(column, column + i, sizeof(float)) != 0) return false;
    }
  }
  return true;
}

void check_run(Runner& runner, const Settings& settings) {
  const Snapshot s = trained(runner);
  REQUIRE(s.step == kSteps);
  REQUIRE(s.layers.size() == 3);
  CHECK(is_one_unit(s, s.layers[0]));
  CHECK(is_one_unit(s, s.layers[1]));
  // They did move.
  CHECK(s.params[s.layers[0].weight_offset] != settings.init_scale);
}

TEST_CASE("Equal weights stay equal for ten thousand steps in the inline runner") {
  for (const std::string& link : kLinks) {
    CAPTURE(link);
    const Settings settings = from_link(link);
    check_run(*make_inline_runner(settings, now_us), settings);
  }
}

#ifdef BP_SOURCE_DIR  // natively: on the web there are no threads

TEST_CASE("Equal weights stay equal for ten thousand steps in the thread runner") {
  for (const std::string& link : kLinks) {
    CAPTURE(link);
    const Settings settings = from_link(link);
    check_run(*make_thread_runner(settings, now_us), settings);
  }
}

#endif

}  // namespace
}  // namespace bp
