#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "engine/data/batches.h"

using namespace bp;

namespace {

std::vector<std::uint32_t> one_epoch(BatchOrder& order, Index batch_size) {
  std::vector<std::uint32_t> seen;
  do {
    const auto batch = order.next(batch_size);
    seen.insert(seen.end(), batch.begin(), batch.end());
  } while (!order.at_epoch_end());
  return seen;
}

}  // namespace

TEST_CASE("An epoch visits every sample once") {
  for (const Index batch_size : {1, 7, 16, 50, 1000}) {
    CAPTURE(batch_size);
    BatchOrder order;
    order.configure(50, 3);
    for (int epoch = 0; epoch < 3; ++epoch) {
      CHECK(order.epoch() == epoch);
      std::vector<std::uint32_t> seen = one_epoch(order, batch_size);
      std::sort(seen.begin(), seen.end());
      REQUIRE(seen.size() == 50);
      for (std::uint32_t i = 0; i < 50; ++i) CHECK(seen[i] == i);
    }
    CHECK(order.epoch() == 3);
  }
}

TEST_CASE("The last partial batch is a batch of its own size") {
  BatchOrder order;
  order.configure(50, 3);
  CHECK_FALSE(order.at_epoch_end());
  for (int i = 0; i < 3; ++i) {
    CHECK(order.next(16).size() == 16);
    CHECK_FALSE(order.at_epoch_end());
  }
  CHECK(order.epoch() == 0);
  CHECK(order.next(16).size() == 2);
  CHECK(order.at_epoch_end());
  CHECK(order.epoch() == 1);
  CHECK(order.next(16).size() == 16);
  CHECK_FALSE(order.at_epoch_end());
  CHECK(order.epoch() == 1);
}

TEST_CASE("Every epoch has a new order, and the seed decides all of them") {
  BatchOrder a, b, c;
  a.configure(50, 3);
  b.configure(50, 3);
  c.configure(50, 4);
  const auto first = one_epoch(a, 16), second = one_epoch(a, 16);
  CHECK(first != second);
  // The batch size cuts the order differently and does not change it.
  CHECK(one_epoch(b, 5) == first);
  CHECK(one_epoch(b, 50) == second);
  CHECK(one_epoch(c, 16) != first);
  a.configure(50, 3);
  CHECK(one_epoch(a, 16) == first);
}

TEST_CASE("The batch size can change in the middle of an epoch") {
  BatchOrder order;
  order.configure(10, 1);
  CHECK(order.next(4).size() == 4);
  CHECK(order.next(1).size() == 1);
  CHECK(order.next(100).size() == 5);
  CHECK(order.at_epoch_end());
}

TEST_CASE("A single sample is an epoch") {
  BatchOrder order;
  order.configure(1, 1);
  for (int epoch = 1; epoch <= 3; ++epoch) {
    CHECK(order.next(16).size() == 1);
    CHECK(order.epoch() == epoch);
  }
}
