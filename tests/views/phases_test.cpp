// The loop's strip: where a run is, and running on to a place.
#include <doctest/doctest.h>

#include "tests/views/plot_handmade.h"
#include "tests/views/support.h"
#include "web/views/phases.h"

namespace bp {

TEST_CASE("the places of the loop are the lecture's, layers counting down") {
  CHECK(loop_length(3) == 7);
  CHECK(loop_place(3, 0) == LoopPlace{Phase::Predict, -1});
  CHECK(loop_place(3, 2) == LoopPlace{Phase::ZeroGrad, -1});
  CHECK(loop_place(3, 3) == LoopPlace{Phase::Backward, 2});
  CHECK(loop_place(3, 5) == LoopPlace{Phase::Backward, 0});
  CHECK(loop_place(3, 6) == LoopPlace{Phase::Step, -1});
}

TEST_CASE("a snapshot's place is where the session is, phase by phase, around the loop") {
  Settings settings = default_settings();
  Session session(settings, test::now_us);
  Snapshot s;
  session.publish(s);
  CHECK(last_place(s) == -1);
  const int length = loop_length(static_cast<int>(s.layers.size()));
  for (int i = 0; i < 2 * length; ++i) {
    CHECK(next_place(s) == i % length);
    session.apply({Command::Kind::Phase, {}, {}, 1});
    session.publish(s);
    CHECK(last_place(s) == i % length);
  }
  for (int place = 0; place < length; ++place) {
    session.apply({Command::Kind::Phase, {}, {}, phases_until(s, place)});
    session.publish(s);
    CHECK(last_place(s) == place);
  }
}

TEST_CASE("the strip runs up to the place that is clicked, in every width") {
  for (const auto& [units, width] :
       {std::pair{1, 1280.F}, {3, 640.F}, {3, 390.F}, {10, 390.F}, {10, 1280.F}}) {
    Snapshot s = test::handmade({4, 1});
    while (static_cast<int>(s.layers.size()) < units) s.layers.push_back(s.layers.back());
    test::Stage stage(width, 100);
    stage.ui.step_kind = 2;
    const auto body = [&] { phase_strip_view(s, default_settings(), stage.ui, stage.sink); };
    for (int i = 0; i < 3; ++i) stage.frame(body);
    stage.click(30, 24, body);
    REQUIRE(stage.sink.commands().size() == 1);
    CHECK(stage.sink.commands()[0].kind == Command::Kind::Phase);
    CHECK(stage.sink.commands()[0].count == 1);
  }
}

TEST_CASE("a new phase chooses the layer it works on, once") {
  Snapshot s = test::handmade({4, 4, 1});
  UiState ui;
  ui.step_kind = 2;
  s.next_phase = static_cast<std::uint32_t>(Phase::Backward);
  s.next_layer = 1;
  follow_phase(s, ui);
  CHECK(ui.selected_layer == 2);  // the output's backward ran last
  CHECK(ui.maths.scroll_to == static_cast<int>(Phase::Backward));
  ui.selected_layer = 0;
  follow_phase(s, ui);
  CHECK(ui.selected_layer == 0);
  s.state = RunState::Running;
  s.next_layer = 0;
  follow_phase(s, ui);
  CHECK(ui.selected_layer == 0);
}

}  // namespace bp
