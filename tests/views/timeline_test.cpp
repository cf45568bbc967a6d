// Going back and forth in the run, and pinned runs beside it.
#include <doctest/doctest.h>

#include <cmath>

#include "engine/session/codec.h"
#include "tests/views/support.h"
#include "web/views/pins.h"
#include "web/views/timeline_view.h"
#include "web/views/views.h"

namespace bp {
namespace {

using test::AppStage;

/// Until nothing is under way.
const Snapshot& rested(AppStage& stage) {
  stage.frames(3);
  while (stage.app.wants_frame()) stage.frame(20000);
  return stage.app.snapshot();
}

void train(AppStage& stage, std::int64_t steps) {
  stage.app.post({Command::Kind::Step, {}, {}, steps});
  rested(stage);
}

// On the 1280 × 800 screen the strip lies under the bar; its track runs between these.
constexpr float kTrackLeft = 140, kTrackRight = 1020, kStripY = 66;

}  // namespace

TEST_CASE("keys go back, forth, to the start and to the newest step") {
  AppStage stage;
  stage.frames(2);
  train(stage, 30);
  const std::uint64_t newest = rested(stage).param_hash;
  stage.press(ImGuiKey_LeftArrow);
  CHECK(rested(stage).step == 29);
  stage.press(ImGuiKey_RightArrow);
  CHECK(rested(stage).step == 30);
  CHECK(stage.app.snapshot().param_hash == newest);
  stage.press(ImGuiKey_Home);
  CHECK(rested(stage).step == 0);
  CHECK(stage.app.snapshot().timeline.last == 30);
  stage.press(ImGuiKey_End);
  CHECK(rested(stage).step == 30);
  CHECK(stage.app.snapshot().param_hash == newest);
  stage.press(ImGuiKey_RightArrow);  // where there is nothing to go to, it trains
  CHECK(rested(stage).step == 31);
}

TEST_CASE("the track is dragged to a step, and the settings of then are shown") {
  AppStage stage;
  stage.frames(2);
  train(stage, 50);
  stage.app.post({Command::Kind::Set, "lr", "0.5", 1});
  train(stage, 50);
  const float before = default_settings().learning_rate;
  REQUIRE(stage.app.settings().learning_rate == 0.5F);
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(kTrackRight - 40, kStripY);
  stage.frames(2);
  io.AddMouseButtonEvent(0, true);
  stage.frames(2);
  io.AddMousePosEvent(0.5F * (kTrackLeft + 2 * kTrackLeft), kStripY);
  stage.frames(2);
  io.AddMouseButtonEvent(0, false);
  const Snapshot& s = rested(stage);
  CHECK(s.step > 0);
  CHECK(s.step < 25);
  CHECK(s.timeline.last == 100);
  CHECK(stage.app.settings().learning_rate == before);
  stage.press(ImGuiKey_End);
  CHECK(rested(stage).step == 100);
  CHECK(stage.app.settings().learning_rate == 0.5F);
}

TEST_CASE("a held track asks for one step at a time, and for the last one when it is let go") {
  Snapshot s = test::snapshot_of(default_settings(), 40);
  UiState ui;
  CommandSink sink;
  scrub(s, ui, sink, 10, false);
  scrub(s, ui, sink, 12, false);
  scrub(s, ui, sink, 15, false);
  REQUIRE(sink.commands().size() == 1);  // the first is not answered yet
  CHECK(sink.commands()[0].count == 10);
  CHECK(scrubbed_step(s, ui) == 15);
  s.step = 10;
  scrub(s, ui, sink, 15, false);
  REQUIRE(sink.commands().size() == 2);
  scrub(s, ui, sink, 900, true);
  REQUIRE(sink.commands().size() == 3);
  CHECK(sink.commands()[2].count == 40);
  CHECK_FALSE(ui.scrub.is_held);
}

TEST_CASE("a pinned run outlives what is changed, and can be gone back to, to the bit") {
  AppStage stage;
  stage.frames(2);
  train(stage, 20);
  stage.app.post({Command::Kind::Set, "lr", "0.4", 1});
  stage.app.post({Command::Kind::Set, "losslog", "1", 1});
  train(stage, 20);
  const std::uint64_t hash = rested(stage).param_hash;
  CHECK(stage.app.pin() == 0);
  stage.app.post({Command::Kind::Set, "layers", "3,3", 1});
  train(stage, 15);
  CHECK(stage.app.pin() == 1);
  CHECK(stage.app.pin() == 2);
  CHECK(stage.app.pin() == -1);
  REQUIRE(stage.app.pins()[0] != nullptr);
  const PinnedRun& pin = *stage.app.pins()[0];
  CHECK(pin.shown.param_hash == hash);
  CHECK(pin.settings.learning_rate == 0.4F);
  CHECK(is_reproducible(pin));
  CommandSink sink;
  go_back_to(pin, stage.app.settings(), sink);
  for (const Command& command : sink.commands()) stage.app.post(command);
  CHECK(rested(stage).param_hash == hash);
  CHECK(stage.app.snapshot().step == 40);
  CHECK(stage.app.settings() == pin.settings);
  stage.press(ImGuiKey_Home);
  CHECK(rested(stage).step == 0);
  CHECK(stage.app.settings().learning_rate == default_settings().learning_rate);
}

TEST_CASE("the comparison shows every kind of run, in any size") {
  for (const char* link : {"", "data=rings", "data=fn_sine", "data=fn_saddle", "members=3"}) {
    CAPTURE(link);
    Notices notices;
    const Settings settings = decode_link(link, notices);
    const Snapshot s = test::snapshot_of(settings, 10);
    for (const auto& [width, height] : {std::pair{648.F, 255.F}, {358.F, 270.F}, {80.F, 40.F}}) {
      test::Stage stage(width, height);
      const auto body = [&] { compare_view(s, settings, stage.ui, stage.sink); };
      stage.frame(body);
      const int empty = stage.frame(body);
      CHECK(stage.ui.requests.compared_px == 0);
      Settings other = default_settings();
      other.learning_rate = 0.7F;
      CHECK(pin_run(test::snapshot_of(other, 5), other, stage.ui) == 0);
      stage.frame(body);
      CHECK(stage.frame(body) > empty);
      CHECK(pin_run(s, settings, stage.ui) == 1);
      CHECK(pin_run(s, settings, stage.ui) == 2);
      stage.frame(body);
      CHECK(stage.ui.requests.compared_px > 0);
      CHECK(stage.sink.commands().empty());
    }
  }
}

TEST_CASE("what differs between pinned runs and the present settings is listed, view aside") {
  UiState ui;
  Settings now = default_settings();
  const Snapshot s = test::snapshot_of(now, 1);
  pin_run(s, now, ui);
  std::array<const Field*, 8> out{};
  now.loss_log = true;
  now.speed = 0;
  CHECK(differing_fields(ui, now, out) == 0);
  now.l2 = 0.1F;
  REQUIRE(differing_fields(ui, now, out) == 1);
  CHECK(out[0]->key == "l2");
  unpin(ui, 0);
  CHECK(differing_fields(ui, now, out) == 0);
}

TEST_CASE("the loss panel shows the future paler and pinned curves dashed") {
  Session session(default_settings());
  session.apply({Command::Kind::Epoch, {}, {}, 12});
  while (session.advance(0)) {
  }
  Snapshot s;
  session.publish(s);
  session.apply({Command::Kind::Seek, {}, {}, s.step / 2});
  while (session.advance(0)) {
  }
  session.publish(s);
  const auto drawn = [&](bool has_pin) {
    test::Stage stage(380, 260);
    if (has_pin) pin_run(s, default_settings(), stage.ui);
    const auto body = [&] { loss_view(s, default_settings(), stage.ui, stage.sink); };
    stage.frame(body);
    return stage.frame(body);
  };
  const int with_future = drawn(false);
  CHECK(drawn(true) > with_future);
  s.timeline.loss_at.clear();
  CHECK(drawn(false) < with_future);
}

}  // namespace bp
