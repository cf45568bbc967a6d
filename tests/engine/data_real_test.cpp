// The real data sets: what scikit-learn ships, with its names, and something to learn in each.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/data/datasets.h"
#include "engine/session/session.h"
#include "tools/data/real_data.h"

namespace bp {
namespace {

using Names = std::vector<std::string>;

/// Mean of a feature, and how often a class occurs: facts that scikit-learn's user guide states.
double mean_of(const Table& table, const std::string& name) {
  const auto it = std::ranges::find(table.feature_names, name);
  REQUIRE(it != table.feature_names.end());
  const auto row = static_cast<Index>(it - table.feature_names.begin());
  double sum = 0;
  for (Index i = 0; i < table.count(); ++i) sum += static_cast<double>(table.X(row, i));
  return sum / static_cast<double>(table.count());
}

Index count_of(const Table& table, float class_index) {
  return static_cast<Index>(std::ranges::count(table.y, class_index));
}

}  // namespace

TEST_CASE("every data set that needs a table and is not a person's own has one that fits") {
  const Tables tables = real_tables();
  int found = 0;
  for (const Dataset& row : datasets()) {
    if (!row.is_table() || row.columns == 0) continue;
    CAPTURE(std::string(row.key));
    const Table* table = tables.find(row.key);
    REQUIRE(table != nullptr);
    CHECK(table->X.rows() == row.columns);
    CHECK(table->task == row.task);
    CHECK(static_cast<int>(table->class_names.size()) == row.classes);
    CHECK(table->X.allFinite());
    ++found;
  }
  CHECK(found == 5);
  CHECK(real_data("river").empty());
}

TEST_CASE("names and counts are scikit-learn's") {
  const Tables tables = real_tables();
  const Table& cancer = *tables.find("breast_cancer");
  CHECK(cancer.class_names == Names{"malignant", "benign"});
  CHECK(count_of(cancer, 0) == 212);
  CHECK(count_of(cancer, 1) == 357);
  CHECK(cancer.feature_names.front() == "mean radius");
  CHECK(cancer.feature_names.back() == "worst fractal dimension");
  const Table& iris = *tables.find("iris");
  CHECK(iris.class_names == Names{"setosa", "versicolor", "virginica"});
  for (const float k : {0.0F, 1.0F, 2.0F}) CHECK(count_of(iris, k) == 50);
  const Table& wine = *tables.find("wine");
  CHECK(count_of(wine, 0) == 59);
  CHECK(count_of(wine, 1) == 71);
  CHECK(count_of(wine, 2) == 48);
  const Table& digits = *tables.find("digits");
  CHECK(digits.count() == 1797);
  CHECK(digits.class_names.front() == "0");
  CHECK(digits.class_names.back() == "9");
  CHECK(digits.X.minCoeff() == 0);
  CHECK(digits.X.maxCoeff() == 16);
  const Table& diabetes = *tables.find("diabetes");
  CHECK(diabetes.count() == 442);
  CHECK(diabetes.y.minCoeff() == 25);
  CHECK(diabetes.y.maxCoeff() == 346);
}

TEST_CASE("means are those of the data sets' descriptions, which cut them to two digits") {
  const Tables tables = real_tables();
  const auto agrees = [](double mean, double stated) { return std::fabs(mean - stated) < 0.01; };
  const Table& iris = *tables.find("iris");
  CHECK(agrees(mean_of(iris, "sepal length (cm)"), 5.84));
  CHECK(agrees(mean_of(iris, "sepal width (cm)"), 3.05));  // 3.0573
  CHECK(agrees(mean_of(iris, "petal length (cm)"), 3.76));
  CHECK(agrees(mean_of(iris, "petal width (cm)"), 1.20));
  const Table& wine = *tables.find("wine");
  CHECK(agrees(mean_of(wine, "malic_acid"), 2.34));
  CHECK(agrees(mean_of(wine, "hue"), 0.96));
}

TEST_CASE("networks learn the real data sets") {
  const Tables tables = real_tables();
  struct Goal {
    const char* link;
    double score;  ///< on the test part; what a linear model reaches, or a little less
  };
  for (const Goal& goal :
       {Goal{"data=breast_cancer&opt=adam&lr=0.01", 0.94}, Goal{"data=iris&opt=adam&lr=0.01", 0.9},
        Goal{"data=wine&opt=adam&lr=0.01", 0.93},
        Goal{"data=digits&layers=32&act=relu&opt=adam&lr=0.01", 0.93},
        Goal{"data=diabetes&layers=&lr=0.01", 0.35}}) {
    CAPTURE(std::string(goal.link));
    Notices notices;
    Session session(decode_link(goal.link, notices), nullptr, tables);
    session.apply({Command::Kind::Epoch, {}, {}, 40});
    while (session.advance(0)) {
    }
    Snapshot now;
    session.publish(now);
    CHECK(notices.empty());
    CHECK(now.test_score > goal.score);
  }
}

}  // namespace bp
