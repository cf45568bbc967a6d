// The plane's modes, its contour lines, and points chosen on it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/session/options.h"
#include "tests/views/plot_handmade.h"
#include "tests/views/support.h"
#include "web/views/boundary_contours.h"
#include "web/views/theme.h"
#include "web/views/views.h"

namespace bp {

TEST_CASE("contour lines are at round outputs, without the decision's own line") {
  const auto levels = [](const Snapshot& s) {
    const ContourLevels all = contour_levels(s);
    return std::vector<float>(all.at.begin(), all.at.begin() + all.count);
  };
  CHECK(levels(test::handmade({3, 1})) == std::vector<float>{0.1F, 0.3F, 0.7F, 0.9F});
  CHECK(levels(test::handmade({3, 4}, 20, "blobs")) == std::vector<float>{0.5F, 0.7F, 0.9F});
  Snapshot hinge = test::handmade({3, 1});
  hinge.output_min = -1;
  hinge.decision_level = 0;
  const std::vector<float> margins = levels(hinge);
  CHECK(std::ranges::find(margins, 0.5F) != margins.end());
  CHECK(std::ranges::find(margins, 0.0F) == margins.end());
}

TEST_CASE("an error is the distance to the target in the answer's own range") {
  Snapshot s = test::handmade({3, 1});
  CHECK(point_error(s, 1, 0.75F) == doctest::Approx(0.25));
  CHECK(point_error(s, 0, 0.75F) == doctest::Approx(0.75));
  CHECK(largest_error(s) == 1);
  s.output_min = -1;  // the hinge's targets are −1 and 1: half the way is 1
  CHECK(point_error(s, 1, 0) == doctest::Approx(0.5));
  Snapshot values = test::handmade({3, 1}, 20, "bumps");
  values.class_names.clear();
  values.output_min = -4;
  values.output_max = 4;
  CHECK(point_error(values, 1, 3) * largest_error(values) == doctest::Approx(2));
}

TEST_CASE("where the true function is known the error is known at every place") {
  for (const char* link : {"v=1&data=circles", "v=1&data=bumps", "v=1&data=blobs&classes=4"}) {
    CAPTURE(link);
    Notices notices;
    const Snapshot s = test::snapshot_of(decode_link(link, notices), 30);
    for (std::size_t i = 0; i < s.train.x.size(); i += 17) {
      const float x = (s.train.x[i] - s.x_axis.min) / (s.x_axis.max - s.x_axis.min);
      const float y = (s.train.y[i] - s.y_axis.min) / (s.y_axis.max - s.y_axis.min);
      if (x < 0 || x > 1 || y < 0 || y > 1) continue;
      const float error = place_error(s, x, y);
      CHECK(error >= 0);
      if (class_count(s) > 0) CHECK(error <= 1);
      if (class_count(s) != 2) continue;
      const float p = value_at(s.field, 0, x, y);
      CHECK((error == doctest::Approx(p) || error == doctest::Approx(1 - p)));
    }
  }
}

TEST_CASE("every mode draws for every kind of data, with contour labels") {
  for (const Dataset& set : datasets()) {
    CAPTURE(set.key);
    const Snapshot s = test::handmade({3, 1}, 20, set.key);
    Settings settings = default_settings();
    settings.show_contours = true;
    int with_labels = 0;
    for (settings.boundary_mode = 0; settings.boundary_mode < 4; ++settings.boundary_mode) {
      test::Stage stage(400, 480);
      with_labels = stage.frame([&] { boundary_view(s, settings, stage.ui, stage.sink); });
      CHECK(with_labels > 0);
    }
  }
}

TEST_CASE("links of the switch that the mode once was still mean the same") {
  Notices notices;
  CHECK(decode_link("v=1&disc=1", notices).boundary_mode == kShowsClasses);
  CHECK(decode_link("v=1&disc=0", notices).boundary_mode == 0);
  CHECK(decode_link("v=1&disc=error", notices).boundary_mode == kShowsError);
  CHECK(notices.empty());
  // Values have no classes: the mode is kept for another set, and not shown.
  const Snapshot s = test::handmade({3, 1}, 20, "bumps");
  Settings settings = default_settings();
  settings.boundary_mode = kShowsConfidence;
  if (s.class_names.empty()) CHECK(boundary_mode(s, settings) == 0);
}

}  // namespace bp
