// The field of a network with known weights against its closed form.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/analysis/field.h"
#include "engine/analysis/unit_maps.h"

using namespace bp;

namespace {

PreparedData data_of(std::string_view key, std::uint32_t mask, bool standardise) {
  PrepareOptions options;
  options.dataset = &dataset(key);
  options.params = {60, 0};
  options.feature_mask = mask;
  options.standardise = standardise;
  return prepare(options);
}

NetworkSpec spec_of(const PreparedData& data, std::vector<Index> units) {
  NetworkSpec spec;
  spec.inputs = data.inputs();
  for (const Index n : units) spec.layers.push_back({n, &activation("linear")});
  return spec;
}

DataPlane plane_of(const PreparedData& data) {
  DataPlane plane;
  plane.configure(data, {});
  return plane;
}

float centre(const Dataset& set, Index i, Index resolution) {
  const float cell = (set.box_max - set.box_min) / static_cast<float>(resolution);
  return set.box_min + (static_cast<float>(i) + 0.5F) * cell;
}

}  // namespace

TEST_CASE("The field of one linear unit is its own plane, row 0 at the bottom") {
  const PreparedData data = data_of("v", 0b11, false);
  Network<float> net;
  net.configure(spec_of(data, {1}));
  net.W(0) << 2, -3;
  net.b(0) << 0.5F;
  // 40 × 40 = 1600 points are more than one chunk of 1024.
  for (const Index resolution : {1, 7, 32, 40}) {
    FieldSampler sampler;
    sampler.configure(data, plane_of(data), net.spec(), resolution);
    CHECK(sampler.resolution() == resolution);
    CHECK(sampler.rows() == resolution);
    std::vector<float> field(static_cast<std::size_t>(resolution * resolution));
    sampler.output(net, field);
    for (Index row = 0; row < resolution; ++row) {
      for (Index column = 0; column < resolution; ++column) {
        const float x = centre(*data.dataset, column, resolution);
        const float y = centre(*data.dataset, row, resolution);
        // Two products and two sums of size below 6: a few units in the last place.
        CHECK(field[static_cast<std::size_t>(row * resolution + column)] ==
              doctest::Approx(2 * x - 3 * y + 0.5F).epsilon(1e-6));
      }
    }
  }
}

TEST_CASE("The field standardises grid points like the data") {
  const PreparedData data = data_of("river", 0b101, true);  // x and x²
  REQUIRE(data.inputs() == 2);
  Network<float> net;
  net.configure(spec_of(data, {1}));
  net.W(0) << 1, 10;
  net.b(0) << 0;
  FieldSampler sampler;
  sampler.configure(data, plane_of(data), net.spec(), 9);
  std::vector<float> field(81);
  sampler.output(net, field);
  const Standardiser& s = data.standardiser;
  for (Index p = 0; p < 81; ++p) {
    const float x = centre(*data.dataset, p % 9, 9);
    const float wanted =
        (x - s.mean(0)) / s.deviation(0) + 10 * ((x * x - s.mean(1)) / s.deviation(1));
    CHECK(field[static_cast<std::size_t>(p)] == doctest::Approx(wanted).epsilon(1e-5));
  }
}

TEST_CASE("The field of one-dimensional data is one row") {
  const PreparedData data = data_of("fn_sine", 0b11, false);
  Network<float> net;
  net.configure(spec_of(data, {1}));
  net.W(0) << -2;
  net.b(0) << 1;
  FieldSampler sampler;
  sampler.configure(data, plane_of(data), net.spec(), 50);
  CHECK(sampler.rows() == 1);
  std::vector<float> field(50);
  sampler.output(net, field);
  for (Index i = 0; i < 50; ++i) {
    const float x = centre(*data.dataset, i, 50);
    CHECK(field[static_cast<std::size_t>(i)] == doctest::Approx(1 - 2 * x).epsilon(1e-6));
  }
}

TEST_CASE("Unit maps are the inputs, then every unit layer by layer") {
  const PreparedData data = data_of("v", 0b11, false);
  Network<float> net;
  net.configure(spec_of(data, {3, 1}));
  net.W(0) << 1, 0, 0, 1, 1, 1;  // units x, y, x + y
  net.b(0) << 0, 0, 0.25F;
  net.W(1) << 1, 2, -1;  // x + 2y − (x + y + 1/4) = y − 1/4
  net.b(1) << 0;
  constexpr Index kResolution = 36, kPoints = kResolution * kResolution;
  FieldSampler sampler;
  sampler.configure(data, plane_of(data), net.spec(), kResolution);
  std::vector<float> field(kPoints);
  sampler.output(net, field);
  UnitMaps units;
  units.configure(data, plane_of(data), net.spec(), kResolution);
  units.begin(net);
  Matrix<float> maps(6, kPoints);
  maps.topRows(2) = units.inputs();
  std::vector<Index> completed;
  while (units.is_under_way()) {
    const Index layer = units.advance();
    if (layer < 0) continue;
    completed.push_back(layer);
    maps.middleRows(layer == 0 ? 2 : 5, units.values().rows()) = units.values();
  }
  CHECK(completed == std::vector<Index>{0, 1});
  for (Index p = 0; p < kPoints; ++p) {
    const float x = centre(*data.dataset, p % kResolution, kResolution);
    const float y = centre(*data.dataset, p / kResolution, kResolution);
    const auto map = [&](Index m) { return maps(m, p); };
    CHECK(map(0) == x);
    CHECK(map(1) == y);
    CHECK(map(2) == x);
    CHECK(map(3) == y);
    // Sums of terms up to 3, some of which cancel, in float: 3e-7 each.
    CHECK(std::fabs(map(4) - (x + y + 0.25F)) < 1e-6F);
    CHECK(std::fabs(map(5) - (y - 0.25F)) < 1e-6F);
    CHECK(map(5) == field[static_cast<std::size_t>(p)]);
  }
}

TEST_CASE("A round of unit maps is of one network, however long it takes, to forward()'s bits") {
  const PreparedData data = data_of("river", 0b11, true);
  NetworkSpec spec = spec_of(data, {70, 30, 1});
  spec.layers[0].has_norm = true;
  Network<float> net;
  net.configure(spec);
  Rng rng(4);
  for (float& p : net.params()) p = rng.normal();
  for (float& r : net.running()) r = 0.5F + rng.uniform();
  const std::span<const DropoutConvention> conventions = dropout_conventions();
  const auto scaling =
      std::ranges::find_if_not(conventions, &DropoutConvention::scales_in_training);
  REQUIRE(scaling != conventions.end());  // the lecture's, which has a scale in evaluation
  net.set_dropout(std::array{Dropout{0.5F, &*scaling}, Dropout{0.2F, &*scaling}});
  UnitMaps units;
  units.configure(data, plane_of(data), spec, 20);
  Workspace<float> ws;
  ws.configure(spec, 400, false);
  forward(net, units.inputs().data(), 400, ws);
  units.begin(net);
  for (float& p : net.params()) p = 0;  // training goes on meanwhile
  for (Index layer = 0; layer < 3; ++layer) {
    while (units.advance() < 0) {
    }
    CHECK(units.values() == ws.A(layer));
  }
  CHECK_FALSE(units.is_under_way());
}

TEST_CASE("A sampler can be configured again for other data and another network") {
  FieldSampler sampler;
  for (const char* key : {"river", "fn_abs", "v"}) {
    const PreparedData data = data_of(key, 0b11, true);
    Network<float> net;
    net.configure(spec_of(data, {5, 1}));
    net.W(0).setConstant(0.1F);
    net.b(0).setZero();
    net.W(1).setConstant(0.1F);
    net.b(1).setConstant(2);
    sampler.configure(data, plane_of(data), net.spec(), 33);
    std::vector<float> field(static_cast<std::size_t>(sampler.rows() * sampler.resolution()));
    sampler.output(net, field);
    for (const float v : field) CHECK(std::isfinite(v));
  }
}
