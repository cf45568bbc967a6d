// The report: its parts, the threshold along its curves, the cells that light points up.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/session/options.h"
#include "tests/views/support.h"
#include "web/views/boundary_chosen.h"
#include "web/views/csv.h"
#include "web/views/report_parts.h"
#include "web/views/views.h"

namespace bp {
namespace {

Snapshot reported(const Settings& settings, int steps = 60) {
  Session session(settings, test::now_us);
  session.apply({Command::Kind::Want, "metrics", {}, 1});
  session.apply({Command::Kind::Want, "field", {}, 24});
  session.apply({Command::Kind::Step, {}, {}, steps});
  while (session.advance(100000)) {
  }
  Snapshot snapshot;
  session.publish(snapshot);
  return snapshot;
}

Settings of(const char* link) {
  Notices notices;
  return decode_link(link, notices);
}

std::string set_by(const CommandSink& sink, std::string_view key) {
  std::string value;
  for (const Command& command : sink.commands()) {
    if (command.kind == Command::Kind::Set && command.key == key) value = command.value;
  }
  return value;
}

}  // namespace

TEST_CASE("the report draws for every kind of data and each part, in every width") {
  for (const char* link : {"v=1&data=river", "v=1&data=blobs&classes=10", "v=1&data=bumps",
                           "v=1&data=circles&loss=hinge", "v=1&data=sine"}) {
    CAPTURE(link);
    Settings settings = of(link);
    const Snapshot s = reported(settings);
    for (settings.report_part = 0; settings.report_part < 3; ++settings.report_part) {
      for (const float width : {1000.F, 640.F, 340.F}) {
        test::Stage stage(width, 500);
        CHECK(stage.frame([&] { report_view(s, settings, stage.ui, stage.sink); }) > 300);
        CHECK(stage.ui.requests.wants_metrics);
      }
    }
  }
}

TEST_CASE("a threshold on the curve counts exactly the samples up to its point") {
  const Snapshot s = reported(of("v=1&data=river&noise=20"));
  const PartMetrics& m = s.metrics.test;
  const double others = m.report.rows[0].support, ours = m.report.rows[1].support;
  const auto above = [&](float threshold, float cls) {
    int count = 0;
    for (std::size_t i = 0; i < s.test.output.size(); ++i) {
      count += s.test.output[i] > threshold && s.test.target[i] == cls ? 1 : 0;
    }
    return count;
  };
  int checked = 0;
  for (std::size_t i = 0; i + 1 < m.roc.points.size(); ++i) {
    const float threshold = threshold_at(s, m, m.roc, i);
    // Where the curve was thinned out, points that lie between are passed over: only the ends of
    // straight pieces have to be hit.
    const double x = above(threshold, 0) / others, y = above(threshold, 1) / ours;
    const double left = static_cast<double>(m.roc.points[i].x);
    const double low = static_cast<double>(m.roc.points[i].y);
    CHECK(x >= left - 1e-6);
    CHECK(y >= low - 1e-6);
    CHECK(x <= static_cast<double>(m.roc.points[i + 1].x) + 1e-6);
    CHECK(y <= static_cast<double>(m.roc.points[i + 1].y) + 1e-6);
    ++checked;
  }
  CHECK(checked > 4);
  CHECK(threshold_at(s, m, m.roc, 0) == 1);
  CHECK(threshold_at(s, m, m.roc, m.roc.points.size() - 1) == 0);
}

TEST_CASE("dragging on a curve moves the threshold, a button takes it back to one half") {
  Settings settings = of("v=1&data=river&noise=20");
  settings.threshold = 0.7F;
  const Snapshot s = reported(settings);
  test::Stage stage(1000, 500);
  const auto draw = [&] { report_view(s, settings, stage.ui, stage.sink); };
  std::string moved, back;
  for (float y = 8; y < 300 && (moved.empty() || back.empty()); y += 14) {
    for (float x = 8; x < 990; x += 22) {
      stage.sink.clear();
      stage.click(x, y, draw);
      const std::string value = set_by(stage.sink, "threshold");
      if (value == "0.5") {
        back = value;
      } else if (!value.empty() && y > 60) {
        moved = value;
      }
    }
  }
  CHECK(back == "0.5");
  CHECK(!moved.empty());
}

TEST_CASE("a click on a cell lights its points up, another click puts them out") {
  const Settings settings = of("v=1&data=river&noise=20");
  const Snapshot s = reported(settings);
  test::Stage stage(1000, 500);
  const auto draw = [&] { report_view(s, settings, stage.ui, stage.sink); };
  float x = 0, y = 60;
  for (; y < 200 && stage.ui.lit.part < 0; y += 20) {
    for (x = 8; x < 250; x += 20) {
      stage.click(x, y, draw);
      if (stage.ui.lit.part >= 0) break;
    }
  }
  REQUIRE(stage.ui.lit.part == kReportsTest);
  // As many points are lit as the cell counts.
  const LitPoints lit = stage.ui.lit;
  CHECK(are_lit(stage.ui, s));
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < s.test.output.size(); ++i) {
    const bool is_one =
        is_lit(stage.ui, s, settings, kReportsTest, s.test.target[i], s.test.output[i]);
    count += is_one ? 1U : 0U;
  }
  const auto cell = static_cast<std::size_t>(lit.predicted + 2 * lit.actual);
  CHECK(count == s.metrics.test.report.confusion[cell]);
  stage.click(x, y - 20, draw);
  CHECK(stage.ui.lit.part == -1);
}

TEST_CASE("the report's data is that of the part it shows, with curves and calibration") {
  Settings settings = of("v=1&data=river");
  const Snapshot s = reported(settings);
  test::Stage stage;
  std::string test_part, train_part;
  report_csv(s, settings, stage.ui, test_part);
  settings.report_part = kReportsTrain;
  report_csv(s, settings, stage.ui, train_part);
  CHECK(test_part != train_part);
  for (const char* row : {"\nroc,", "\nprecision by recall,", "\ncalibration,"}) {
    CHECK(test_part.find(row) != std::string::npos);
  }
}

TEST_CASE("a click near a training point chooses it, elsewhere the place, and again lets go") {
  Settings settings = of("v=1&data=river&test=0");
  const Snapshot s = test::snapshot_of(settings, 20);
  const Plane plane{{0, 0}, {300, 300}, {s.x_axis.min, s.x_axis.max}, {s.y_axis.min, s.y_axis.max}};
  CommandSink sink;
  const ImVec2 at = plane.to_screen(s.train.x[7], s.train.y[7]);
  choose_point(s, settings, sink, plane, at, 3);
  CHECK(set_by(sink, "sample") == "7");
  CHECK(set_by(sink, "pass") == "sample");
  CHECK(set_by(sink, "panel") == "maths");
  settings.sample = 7;
  settings.shown_pass = kShowsSample;
  const ChosenPoint chosen = chosen_point(s, settings);
  CHECK(chosen.x == s.train.x[7]);
  sink.clear();
  choose_point(s, settings, sink, plane, at, 3);
  CHECK(set_by(sink, "pass") == "batch");
  sink.clear();
  choose_point(s, settings, sink, plane, {at.x + 4, at.y + 250}, 0);
  CHECK(set_by(sink, "pass") == "place");
  const float x = std::stof(set_by(sink, "placex"));
  CHECK(x == doctest::Approx(plane.x_at(at.x + 4)).epsilon(1e-4));
  CHECK_FALSE(chosen_point(s, default_settings()).is_some);
}

TEST_CASE("what is chosen is marked on the plane of every kind of data") {
  for (const char* link : {"v=1&data=river", "v=1&data=blobs&classes=4", "v=1&data=bumps"}) {
    Settings settings = of(link);
    const Snapshot s = test::snapshot_of(settings, 20);
    test::Stage stage(400, 480);
    const auto draw = [&] { boundary_view(s, settings, stage.ui, stage.sink); };
    const int before = stage.frame(draw);
    settings.sample = 2;
    settings.shown_pass = kShowsSample;
    CHECK(stage.frame(draw) > before);
    settings.shown_pass = kShowsPlace;
    CHECK(stage.frame(draw) > before);
  }
}

}  // namespace bp
