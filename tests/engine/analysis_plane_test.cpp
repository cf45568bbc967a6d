// The drawn plane: columns, held values, principal components.
#include "engine/analysis/plane.h"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/engine/data_support.h"

using namespace bp;

namespace {

PreparedData data_of(const Table& table, bool standardise = true) {
  PrepareOptions options;
  options.dataset = &dataset(table.class_names.empty() ? "own_values" : "own_classes");
  options.table = &table;
  options.standardise = standardise;
  return prepare(options);
}

/// Samples along (3, 4)/5 with deviation 5, across with deviation 1, and a third column apart.
Table tilted_table() {
  Table table;
  Rng rng(4);
  table.feature_names = {"a", "b", "c"};
  table.X.resize(3, 400);
  table.y.setZero(400);
  for (Index i = 0; i < 400; ++i) {
    const float along = 5 * rng.normal(), across = rng.normal();
    table.X.col(i) << 0.6F * along - 0.8F * across, 0.8F * along + 0.6F * across,
        0.1F * rng.normal();
    table.y(i) = along;
  }
  return table;
}

}  // namespace

TEST_CASE("The plane of a data set in the plane is its own box") {
  PrepareOptions options;
  options.dataset = &dataset("river");
  const PreparedData data = prepare(options);
  DataPlane plane;
  plane.configure(data, {});
  CHECK(plane.dims() == 2);
  CHECK(plane.x().name == "x₁");
  CHECK(plane.x().min == -3);
  CHECK(plane.y().max == 3);
  CHECK(plane.place(data.train, 5).v == data.train.raw(1, 5));
}

TEST_CASE("Two columns of a table move and the others stay at their mean") {
  const Table table = made_up_table(5, 80, 0);
  const PreparedData data = data_of(table);
  DataPlane plane;
  plane.configure(data, {PlaneOptions::Kind::Columns, 3, 1, -1});
  CHECK(plane.x().name == "column 4");
  CHECK(plane.y().name == "column 2");
  CHECK(plane.x().min < data.train.raw.row(3).minCoeff());
  Matrix<float> point(2, 1), inputs;
  point << 12, 7;
  plane.to_inputs(data, point, inputs);
  REQUIRE(inputs.rows() == 5);
  const Standardiser& s = data.standardiser;
  CHECK(inputs(3, 0) == doctest::Approx((12 - s.mean(3)) / s.deviation(3)));
  CHECK(inputs(1, 0) == doctest::Approx((7 - s.mean(1)) / s.deviation(1)));
  for (const Index row : {0, 2, 4}) CHECK(std::fabs(inputs(row, 0)) < 1e-5F);  // the mean
}

TEST_CASE("The others can be held at a sample, whose own place then has its own inputs") {
  const Table table = made_up_table(5, 80, 3);
  const PreparedData data = data_of(table);
  DataPlane plane;
  plane.configure(data, {PlaneOptions::Kind::Columns, 0, 2, 7});
  const DataPlane::Place place = plane.place(data.train, 7);
  Matrix<float> point(2, 1), inputs;
  point << place.u, place.v;
  plane.to_inputs(data, point, inputs);
  CHECK(inputs.col(0) == data.train.X.col(7));
}

TEST_CASE("Axes and samples out of range are taken to the last there is") {
  const Table table = made_up_table(3, 40, 0);
  const PreparedData data = data_of(table);
  DataPlane plane;
  plane.configure(data, {PlaneOptions::Kind::Columns, 99, -5, 9999});
  CHECK(plane.x().name == "column 3");
  CHECK(plane.y().name == "column 1");
}

TEST_CASE("Principal components find the long direction, and points map there and back") {
  const Table table = tilted_table();
  const PreparedData data = data_of(table, false);
  DataPlane plane;
  plane.configure(data, {PlaneOptions::Kind::Components, 0, 1, -1});
  CHECK(plane.x().name == "PC 1");
  const Vector<float> mean = data.train.X.rowwise().mean();
  const Matrix<float> V = principal_directions(data.train.X, mean, 2);
  // 200 samples whose spreads are 5 and 1: the angle's deviation is about 0.2/√200 = 0.014.
  CHECK(V(0, 0) == doctest::Approx(0.6).epsilon(0.1));
  CHECK(V(1, 0) == doctest::Approx(0.8).epsilon(0.1));
  CHECK(std::fabs(V.col(0).dot(V.col(1))) < 1e-6F);
  CHECK(V.col(1).norm() == doctest::Approx(1));
  Matrix<float> point(2, 1), inputs;
  const DataPlane::Place place = plane.place(data.train, 3);
  point << place.u, place.v;
  plane.to_inputs(data, point, inputs);
  // What is lost is the third direction, of spread 0.1.
  CHECK((inputs.col(0) - data.train.X.col(3)).norm() < 0.5F);
}

TEST_CASE("Directions are orthonormal also where the data have none") {
  const Matrix<float> X = Matrix<float>::Constant(4, 10, 2);
  const Matrix<float> V = principal_directions(X, X.col(0), 2);
  CHECK((V.transpose() * V - Matrix<float>::Identity(2, 2)).norm() < 1e-6F);
}
