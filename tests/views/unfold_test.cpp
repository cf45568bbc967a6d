// Unfolding and symmetry: geometry, what they ask for, and both drawn without a window.
#include "web/views/unfold_shape.h"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/session/codec.h"
#include "engine/session/options.h"
#include "tests/views/support.h"
#include "web/views/csv.h"
#include "web/views/function_parts.h"
#include "web/views/panels.h"

namespace bp {
namespace {

using test::AppStage;
using test::Stage;

Settings from_link(const char* link) {
  Notices notices;
  const Settings s = decode_link(link, notices);
  REQUIRE(notices.empty());
  return s;
}

Snapshot unfolded_after(const Settings& settings, int steps) {
  Session session(settings, test::now_us);
  session.apply({Command::Kind::Want, "unfold", {}, unfold_request(chosen_axes(settings))});
  session.apply({Command::Kind::Want, "details", {}, 1});
  session.apply({Command::Kind::Step, {}, {}, steps});
  while (session.advance(100000)) {
  }
  Snapshot s;
  session.publish(s);
  return s;
}

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("A line is cut at the square's edges") {
  ImVec2 from, to;
  REQUIRE(clip_line(1, 0, 0.5F, from, to));
  CHECK(from.x == 0.5F);
  CHECK(std::abs(from.y) == 1);
  CHECK(from.y == -to.y);
  REQUIRE(clip_line(2, 2, 2, from, to));  // x + y = 1 from (1, 0) to (0, 1)
  CHECK(from.x + from.y == doctest::Approx(1));
  CHECK(std::abs(from.x - to.x) == doctest::Approx(1));
  CHECK_FALSE(clip_line(1, 0, 1.5F, from, to));
  CHECK_FALSE(clip_line(1, 1, 2.5F, from, to));
  CHECK_FALSE(clip_line(0, 0, 0, from, to));
  CHECK_FALSE(clip_line(std::nanf(""), 1, 0, from, to));
}

TEST_CASE("Points that are answered differently lie on different sides of the drawn line") {
  const Snapshot s = unfolded_after(from_link("#v=1&data=river&layers=8,2"), 1500);
  REQUIRE(has_unfolding(s));
  ImVec2 from, to;
  REQUIRE(shown_line(s.unfold.seen, from, to));
  const std::size_t lattice = s.unfold.seen.answers.size();
  float side_of_one = 0;
  for (std::size_t i = 0; i < s.unfold.seen.train; ++i) {
    const ImVec2 p = unfolded(s.unfold.seen, {2, 0}, lattice + i);
    const float cross = (to.x - from.x) * (p.y - from.y) - (to.y - from.y) * (p.x - from.x);
    const float answer = s.train.output[i] - s.decision_level;
    if (std::abs(answer) < 1e-3F) continue;  // on the line, but for rounding
    if (side_of_one == 0) side_of_one = answer * cross;
    CHECK(answer * cross * side_of_one > 0);
  }
}

TEST_CASE("Where no line meets the picture, the panel says so and on which side it is") {
  const Settings settings = from_link("#v=1&data=river&layers=8,2");
  Snapshot s = unfolded_after(settings, 300);
  SeparatingLine& line = s.unfold.seen.line;
  const UnfoldedLayer& layer = s.unfold.seen.layers.back();
  const auto vertices = [&] {
    Stage stage(900, 600);
    const auto body = [&] { unfold_view(s, settings, stage.ui, stage.sink); };
    stage.frame(body);
    return stage.frame(body);
  };
  ImVec2 from, to;
  REQUIRE(shown_line(s.unfold.seen, from, to));
  const int with_line = vertices();
  const float middle = line.u * layer.centre_u + line.v * layer.centre_v;
  const float reach = layer.half * (std::abs(line.u) + std::abs(line.v));
  line.level = middle + 3 * reach;
  CHECK_FALSE(shown_line(s.unfold.seen, from, to));
  CHECK_FALSE(is_all_above(s.unfold.seen));
  CHECK(vertices() > with_line);  // a sentence more, a line less
  line.level = middle - 3 * reach;
  CHECK(is_all_above(s.unfold.seen));
  line.u = line.v = 0;  // a layer that says nothing
  CHECK_FALSE(shown_line(s.unfold.seen, from, to));
  CHECK(vertices() > with_line);
  for (const auto kind : {SeparatingLine::Slice, SeparatingLine::Exact}) {
    line.kind = kind;
    CHECK(vertices() > with_line);
  }
}

TEST_CASE("Validation points are unfolded with the plane's switch, drawn and saved") {
  Settings settings = from_link("#v=1&data=river&layers=8,2&valid=1&test=0");
  const Snapshot s = unfolded_after(settings, 30);
  REQUIRE(s.validation_count > 0);
  CHECK(s.unfold.seen.validation == s.validation_count);
  const auto rows = [&](std::string_view kind) {
    std::string csv;
    unfold_csv(s, settings, UiState{}, csv);
    std::size_t count = 0;
    const std::string cell = "," + std::string(kind) + ",";
    for (std::size_t at = csv.find(cell); at != std::string::npos; at = csv.find(cell, at + 1))
      ++count;
    return count;
  };
  const auto vertices = [&] {
    Stage stage(900, 600);
    return stage.frame([&] { unfold_view(s, settings, stage.ui, stage.sink); });
  };
  const int shown = vertices();
  CHECK(rows("train") == s.layers.size() * s.train_count);
  CHECK(rows("validation") == s.layers.size() * s.validation_count);
  CHECK(rows("test") == 0);
  // Layer 0 is the plane itself, its inputs an affine map of x that is the same for all parts.
  const std::array parts = unfolded_parts(s, settings);
  const UnfoldedLayer& input = s.unfold.seen.layers[0];
  const auto u_of = [&](const UnfoldedPart& part, std::size_t k) {
    return input.centre_u + input.half * unfolded(s.unfold.seen, {0, 0}, part.first + k).x;
  };
  const UnfoldedPart& train = parts[2];
  const std::vector<float>& x = train.drawn.points.x;
  const float slope = (u_of(train, 1) - u_of(train, 0)) / (x[1] - x[0]);
  for (const UnfoldedPart& part : parts) {
    REQUIRE(part.count > 0);
    for (const std::size_t k : {std::size_t{0}, part.count - 1}) {
      const float expected = u_of(train, 0) + slope * (part.drawn.points.x[k] - x[0]);
      // The slope is one of two points whose distance is known to about six digits.
      CHECK(u_of(part, k) == doctest::Approx(expected).epsilon(1e-3));
    }
  }
  settings.show_validation = false;
  CHECK(vertices() < shown);
  CHECK(rows("validation") == 0);
  settings.show_test = true;
  CHECK(rows("test") == s.layers.size() * s.test_count);
}

TEST_CASE("With one class for all, the side that is told is that class") {
  // The output's bias decides alone: far above or below what two tanh units can turn.
  for (const auto& [bias, k] : {std::pair{"40", 1}, {"-40", 0}}) {
    const Settings settings = from_link("#v=1&data=river&layers=3,2&act=tanh");
    Session session(settings, test::now_us);
    session.apply({Command::Kind::Want, "unfold", {}, 1});
    session.apply({Command::Kind::Edit, "3.1.0", bias, 1});
    Snapshot s;
    session.publish(s);
    ImVec2 from, to;
    CHECK_FALSE(shown_line(s.unfold.seen, from, to));
    CHECK(is_all_above(s.unfold.seen) == (k == 1));
    for (const float answer : s.unfold.seen.answers) CHECK((answer > s.decision_level) == (k == 1));
  }
}

TEST_CASE("Between two layers every point is on the straight way from one to the other") {
  const Snapshot s = unfolded_after(from_link("#v=1&data=river&layers=8,2"), 10);
  for (const std::size_t i : {std::size_t{0}, std::size_t{100}, s.unfold.seen.count() - 1}) {
    const ImVec2 a = unfolded(s.unfold.seen, {0, 0}, i), b = unfolded(s.unfold.seen, {1, 0}, i);
    const ImVec2 m = unfolded(s.unfold.seen, {0, 0.25F}, i);
    CHECK(m.x == doctest::Approx(0.75F * a.x + 0.25F * b.x));
    CHECK(m.y == doctest::Approx(0.75F * a.y + 0.25F * b.y));
  }
}

TEST_CASE("The way to another layer takes 120 ms, and none with reduced motion") {
  UiState ui;
  ui.now = 10;
  CHECK(unfold_place(3, ui).layer == 2);  // where the line is
  ui.unfold.from = ui.unfold.shown;
  ui.unfold.target = 0;
  ui.unfold.left_at = 10;
  ui.now = 10.06;
  const UnfoldPlace half = unfold_place(3, ui);
  CHECK(static_cast<float>(half.layer) + half.t == doctest::Approx(1).epsilon(0.01));
  CHECK(ui.wants_frames);
  ui.wants_frames = false;
  ui.now = 10.121;
  CHECK(unfold_place(3, ui).layer == 0);
  CHECK_FALSE(ui.wants_frames);
  ui.unfold.target = 2;
  ui.unfold.left_at = ui.now;
  ui.reduced_motion = true;
  CHECK(unfold_place(3, ui).layer == 2);
  // A network that has become smaller.
  CHECK(unfold_place(1, ui).layer == 0);
}

TEST_CASE("Unfolding is drawn for every kind of data, at every layer, wherever the pointer is") {
  for (const char* link :
       {"#v=1&data=river&layers=8,2", "#v=1&data=river&layers=8,5&unfold=units&unfoldx=3&unfoldy=7",
        "#v=1&data=blobs", "#v=1&data=fn_sine&layers=8,2", "#v=1&data=river&layers=1",
        "#v=1&data=river&layers=", "#v=1&data=plane&layers=5", "#v=1&data=river&members=3"}) {
    CAPTURE(link);
    const Settings settings = from_link(link);
    const Snapshot s = unfolded_after(settings, 30);
    for (const auto& [w, h] :
         {std::pair{1280.F, 800.F}, {600.F, 260.F}, {360.F, 500.F}, {80.F, 60.F}}) {
      Stage stage(w, h);
      for (int layer = 0; layer < static_cast<int>(s.layers.size()); ++layer) {
        stage.ui.unfold.target = layer;
        for (int i = 0; i < 5; ++i) {
          const float t = (static_cast<float>(i) + 0.5F) / 5;
          ImGui::GetIO().AddMousePosEvent(t * w, t * h);
          CHECK(stage.frame([&] { unfold_view(s, settings, stage.ui, stage.sink); }) > 100);
        }
      }
      CHECK(stage.ui.requests.unfold == unfold_request(chosen_axes(settings)));
      CHECK(stage.sink.commands().empty());
    }
    std::string csv;
    const UiState ui;
    unfold_csv(s, settings, ui, csv);
    std::size_t shown = s.unfold.seen.answers.size();
    for (const UnfoldedPart& part : unfolded_parts(s, settings)) {
      if (part.drawn.is_shown) shown += part.count;
    }
    CHECK(lines_of(csv) == 1 + s.layers.size() * shown);
  }
}

TEST_CASE("Without its part the panel says so, and the application asks for it while it is open") {
  {
    Stage stage;
    const Settings settings = default_settings();
    const Snapshot none = test::snapshot_of(settings, 1);
    CHECK(stage.frame([&] { unfold_view(none, settings, stage.ui, stage.sink); }) > 50);
  }
  AppStage app;
  app.frames(3);
  CHECK(app.app.snapshot().unfold.step == -1);
  app.app.post({Command::Kind::Set, "panel", "unfold", 1});
  app.frames(4);
  CHECK(has_unfolding(app.app.snapshot()));
  app.app.post({Command::Kind::Set, "unfold", "units", 1});
  app.frames(4);
  CHECK(app.app.snapshot().unfold.seen.layers[1].is_components == 0);
  app.app.post({Command::Kind::Set, "panel", "symmetry", 1});
  app.frames(4);
  CHECK(app.app.snapshot().unfold.step == -1);
  CHECK(app.app.snapshot().details.step >= 0);
}

TEST_CASE("Symmetry: units from one constant stay one, others are as many as there are") {
  const Snapshot same = unfolded_after(from_link("#v=1&data=river&layers=8,2&init=constant"), 50);
  CHECK(same.details.similarity[0].distinct == 1);
  const Settings settings = from_link("#v=1&data=river&layers=8,40");
  const Snapshot s = unfolded_after(settings, 50);
  CHECK(s.details.similarity[0].distinct == 8);
  for (const Snapshot* shown : {&same, &s}) {
    for (const auto& [w, h] :
         {std::pair{1280.F, 800.F}, {600.F, 260.F}, {360.F, 500.F}, {80.F, 60.F}}) {
      Stage stage(w, h);
      for (int layer = 0; layer < 3; ++layer) {
        stage.ui.selected_layer = layer;
        for (int i = 0; i < 5; ++i) {
          const float t = (static_cast<float>(i) + 0.5F) / 5;
          ImGui::GetIO().AddMousePosEvent(t * w, t * h);
          CHECK(stage.frame([&] { symmetry_view(*shown, settings, stage.ui, stage.sink); }) > 50);
        }
      }
      CHECK(stage.ui.requests.wants_details);
    }
  }
  std::string csv;
  const UiState ui;
  symmetry_csv(same, settings, ui, csv);
  CHECK(lines_of(csv) == 1 + 8 * 8 + 2 * 2 + 1);
}

TEST_CASE("The parts of a function add up to the prediction") {
  const Settings settings = from_link("#v=1&data=fn_sine&layers=8,6");
  const Snapshot s = test::snapshot_of(settings, 200);
  const FunctionParts parts = function_parts(s);
  REQUIRE(parts.columns > 0);
  CHECK(parts.units == 6);
  const int output = map_index(s, 2, 0);
  for (std::size_t i = 0; i < parts.columns; ++i) {
    // The output of values is linear; seven floats of size 1 are added in another order.
    const float made = s.units.values[static_cast<std::size_t>(output) * parts.columns + i];
    CHECK(parts.sum(i) == doctest::Approx(made).epsilon(1e-5));
  }
  std::string csv;
  const UiState ui;
  function_csv(s, settings, ui, csv);
  CHECK(lines_of(csv) == 1 + parts.columns);
}

TEST_CASE("The function panel is drawn for one input, and says why not for others") {
  for (const char* link : {"#v=1&data=fn_sine", "#v=1&data=fn_sine&layers=", "#v=1&data=river",
                           "#v=1&data=fn_step&layers=64"}) {
    const Settings settings = from_link(link);
    const Snapshot s = test::snapshot_of(settings, 20);
    for (const auto& [w, h] : {std::pair{1280.F, 800.F}, {360.F, 500.F}, {80.F, 60.F}}) {
      Stage stage(w, h);
      for (int i = 0; i < 3; ++i) {
        const float t = (static_cast<float>(i) + 0.5F) / 3;
        ImGui::GetIO().AddMousePosEvent(t * w, t * h);
        stage.frame([&] { function_view(s, settings, stage.ui, stage.sink); });
      }
      CHECK(stage.ui.requests.unit_size == (s.dims == 1 ? kFunctionColumns : 0));
    }
  }
}

}  // namespace bp
