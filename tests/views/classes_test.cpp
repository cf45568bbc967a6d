// Several classes: which is largest where, how their maps are packed, colours, symbols, legend.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>

#include "tests/views/plot_handmade.h"
#include "tests/views/support.h"
#include "web/views/boundary_legend.h"
#include "web/views/boundary_maps.h"
#include "web/views/boundary_plane.h"
#include "web/views/class_maps.h"
#include "web/views/marks.h"
#include "web/views/views.h"

namespace bp {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// A snapshot of a trained session with this loss.
Snapshot trained(std::string_view data, int classes, std::string_view loss_key) {
  Settings settings = default_settings(static_cast<int>(test::dataset_row(data)));
  settings.classes = classes;
  for (std::size_t i = 0; i < losses().size(); ++i) {
    if (losses()[i].key == loss_key) settings.loss = static_cast<int>(i);
  }
  return test::snapshot_of(settings, 3);
}

}  // namespace

TEST_CASE("classes are ranked by their output at a place, equal ones in their order") {
  // One row of two cells, three classes.
  const Grid field{2, 1, 3, {0.2F, 0.1F, 0.5F, 0.1F, 0.3F, 0.8F}};
  RankedClasses ranked;
  REQUIRE(rank_classes(field, 0, 0, ranked) == 3);
  CHECK(ranked[0].index == 1);
  CHECK(ranked[0].value == doctest::Approx(0.5));
  CHECK(ranked[1].index == 2);
  CHECK(ranked[2].index == 0);
  REQUIRE(rank_classes(field, 1, 0, ranked) == 3);
  CHECK(ranked[0].index == 2);
  CHECK(ranked[1].index == 0);  // 0.1 as class 1
  REQUIRE(rank_classes(field, 0.5F, 0, ranked) == 3);
  CHECK(ranked[0].index == 2);  // (0.3 + 0.8) / 2
  const Grid broken{1, 1, 2, {0.5F, kNan}};
  CHECK(rank_classes(broken, 0.5F, 0.5F, ranked) == 0);
  CHECK(rank_classes({}, 0.5F, 0.5F, ranked) == 0);
}

TEST_CASE("of several classes, wrong is another class; an answer is a class's index") {
  Snapshot s = test::handmade({4, 4}, 20, "blobs");
  REQUIRE(class_count(s) == 4);
  CHECK(answered_class(s, 3) == 3);
  CHECK(is_wrong(s, 3, 1));
  CHECK(is_wrong(s, 0, 1));
  CHECK_FALSE(is_wrong(s, 0, 0));
  CHECK_FALSE(is_wrong(s, 3, 3));
}

TEST_CASE("the scale of the outputs follows the loss") {
  CHECK(class_scale(trained("blobs", 4, "softmax_ce")) == ClassScale::Softmax);
  CHECK(class_scale(trained("blobs", 4, "bce")) == ClassScale::Probability);
  CHECK(class_scale(trained("blobs", 4, "hinge")) == ClassScale::Value);
  CHECK(has_class_maps(trained("blobs", 5, "softmax_ce")));
  CHECK_FALSE(has_class_maps(trained("river", 3, "softmax_ce")));
  CHECK_FALSE(has_class_maps(trained("plane", 3, "mse")));
}

TEST_CASE("maps are packed four classes a texel, in the scale in which they are smooth") {
  Grid maps{2, 1, 5, {}};
  for (int i = 0; i < 10; ++i) maps.values.push_back(0.1F * static_cast<float>(i));
  std::vector<float> out;
  pack_class_maps(maps, ClassScale::Value, out);
  REQUIRE(out.size() == 2 * 2 * 4);  // two blocks of two texels
  CHECK(out[0] == maps.values[0]);
  CHECK(out[3] == maps.values[6]);   // class 3, first cell
  CHECK(out[4] == maps.values[1]);   // class 0, second cell
  CHECK(out[8] == maps.values[8]);   // class 4, first cell, second block
  CHECK(out[12] == maps.values[9]);  // its second cell

  const Grid sure{1, 1, 3, {1, 0, 0}};
  pack_class_maps(sure, ClassScale::Softmax, out);
  CHECK(out[0] == 0.0F);  // log 1
  CHECK(out[1] < -60);    // log 0, kept finite
  CHECK(std::isfinite(out[1]));
  pack_class_maps(sure, ClassScale::Probability, out);
  CHECK(out[0] > 15);  // 1 − 1e-7 is the largest p that a float tells from 1
  CHECK(out[1] < -15);
}

TEST_CASE("a cell that is not a number is undecided, one that is infinite stays drawable") {
  const float inf = std::numeric_limits<float>::infinity();
  std::vector<float> out;
  for (const ClassScale scale : {ClassScale::Softmax, ClassScale::Probability, ClassScale::Value}) {
    pack_class_maps({2, 1, 3, {0.7F, 0.2F, kNan, 0.2F, 0.1F, 0.6F}}, scale, out);
    CHECK(out[0] == 0);
    CHECK(out[1] == 0);
    CHECK(out[2] == 0);
    CHECK(out[4 + 2] > out[4]);
    pack_class_maps({1, 1, 3, {inf, -inf, 0}}, scale, out);
    for (const float value : out) CHECK(std::isfinite(value));
    CHECK(out[0] > out[2]);
  }
}

TEST_CASE("the borders of a map of class indices lie between the cells") {
  // Class 0 left of column 10, 1 right of it, 2 above row 12.
  Grid indices{24, 24, 1, {}};
  for (int j = 0; j < 24; ++j) {
    for (int i = 0; i < 24; ++i) {
      indices.values.push_back(j >= 12 ? 2.0F : i >= 10 ? 1.0F : 0.0F);
    }
  }
  const Grid shares = smooth_shares(indices, 3);
  REQUIRE(shares.maps == 3);
  const auto share = [&](std::size_t k, std::size_t i, std::size_t j) {
    return shares.values[k * 576 + j * 24 + i];
  };
  for (std::size_t j = 0; j < 24; ++j) {
    for (std::size_t i = 0; i < 24; ++i) {
      const float sum = share(0, i, j) + share(1, i, j) + share(2, i, j);
      CHECK(sum == doctest::Approx(1));
    }
  }
  CHECK(share(0, 2, 2) == doctest::Approx(1));
  CHECK(share(2, 20, 20) == doctest::Approx(1));
  // Half-way between cells 9 and 10, what one loses the other gains.
  CHECK(share(0, 9, 3) == doctest::Approx(share(1, 10, 3)));
  CHECK(share(0, 9, 3) > share(1, 9, 3));
  CHECK(smooth_shares({}, 3).maps == 0);
}

TEST_CASE("outputs of classes have their class's colour scale, a single output has none") {
  std::vector<MapRange> ranges;
  const Snapshot several = test::handmade({4, 5}, 20, "spirals");
  unit_ranges(several, ranges);
  CHECK(ranges[2].tint == -1);  // a hidden unit
  CHECK(ranges[6].tint == 0);
  CHECK(ranges[10].tint == 4);
  unit_ranges(test::handmade({4, 1}), ranges);
  CHECK(ranges.back().tint == -1);
  unit_ranges(test::handmade({4, 1}, 20, "plane"), ranges);
  CHECK(ranges.back().tint == -1);
}

TEST_CASE("each of ten classes has a symbol of its own") {
  std::set<Symbol> symbols;
  for (int k = 0; k < kMaxClasses; ++k) symbols.insert(class_symbol(k));
  CHECK(symbols.size() == static_cast<std::size_t>(kMaxClasses));
  CHECK(class_symbol(0) == Symbol::Square);  // as ever
  CHECK(class_symbol(1) == Symbol::Circle);
  test::Stage stage(200, 60);
  for (const bool is_filled : {true, false}) {
    for (const float ratio : {1.0F, 2.0F}) {
      stage.ui.pixel_ratio = ratio;
      for (int k = 0; k < kMaxClasses; ++k) {
        const int vertices = stage.frame([&] {
          PointLook look = class_look(*stage.ui.theme, k);
          look.is_filled = is_filled;
          draw_point(stage.ui, *ImGui::GetWindowDrawList(), {50, 30}, look);
        });
        CHECK(vertices > 8);
      }
    }
  }
}

TEST_CASE("a legend flows into rows and shortens names only where it must") {
  const std::vector<float> few(5, 10.0F);
  LegendLayout layout = legend_layout(few, 14, 12, 368, 15, 2);
  CHECK(layout.rows == 1);
  CHECK(layout.text_width == 10);
  CHECK(layout.at[1].x == 36);

  const std::vector<float> many(10, 40.0F);
  layout = legend_layout(many, 14, 12, 368, 15, 2);
  CHECK(layout.rows == 2);
  CHECK(layout.text_width == 40);

  for (const float room : {368.0F, 200.0F, 120.0F}) {
    std::vector<float> texts;
    for (int i = 0; i < 10; ++i) texts.push_back(30.0F + 25.0F * static_cast<float>(i));
    layout = legend_layout(texts, 14, 12, room, 15, 2);
    CHECK(layout.rows == 2);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const float end = layout.at[i].x + 14 + std::min(texts[i], layout.text_width);
      CHECK(end <= room + 0.01F);
      const bool has_right = i + 1 < texts.size() && layout.at[i + 1].y == layout.at[i].y;
      if (has_right) CHECK(end + 12 <= layout.at[i + 1].x + 0.01F);
    }
  }
  CHECK(legend_layout({}, 14, 12, 100, 15, 2).rows == 1);
}

TEST_CASE("names of two classes are the data set's own words, others the table's") {
  test::Stage stage;
  CHECK(class_name(stage.ui, test::handmade({4, 1}), 1) == "river");
  CHECK(class_name(stage.ui, test::handmade({4, 1}), 0) == "bank");
  CHECK(class_name(stage.ui, test::handmade({4, 2}, 20, "breast_cancer"), 1) == "class 1");
  CHECK(class_name(stage.ui, test::handmade({4, 10}, 20, "digits"), 9) == "class 9");
  CHECK(class_name(stage.ui, test::handmade({4, 1}, 20, "plane"), 0).empty());
}

TEST_CASE("planes of several classes draw in every size, hovered everywhere") {
  for (const char* data : {"blobs", "spirals", "rings", "iris", "wine", "digits"}) {
    const Dataset& set = datasets()[test::dataset_row(data)];
    const auto outputs = static_cast<std::uint32_t>(set.classes > 0 ? set.classes : 6);
    const Snapshot s = test::handmade({3, outputs}, 20, data);
    CAPTURE(data);
    Settings settings = default_settings(static_cast<int>(s.dataset));
    settings.show_truth = true;
    for (const auto& [width, height] : {std::pair{400.F, 480.F}, {358.F, 400.F}, {60.F, 40.F}}) {
      test::Stage stage(width, height);
      for (int i = 0; i < 5; ++i) {
        ImGui::GetIO().AddMousePosEvent(0.25F * static_cast<float>(i) * width, 0.5F * height);
        stage.frame([&] { boundary_view(s, settings, stage.ui, stage.sink); });
        stage.frame([&] { network_view(s, settings, stage.ui, stage.sink); });
      }
      CHECK(stage.sink.commands().empty());
    }
  }
}

}  // namespace bp
