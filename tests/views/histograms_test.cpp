// The histograms panel: which steps are kept, what it draws, asks for and saves.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "engine/session/options.h"
#include "tests/views/support.h"
#include "web/views/csv.h"
#include "web/views/histogram_history.h"
#include "web/views/views.h"
#include "web/views/words.h"

namespace bp {
namespace {

Snapshot snapshot_with_details(int steps) {
  Session session(default_settings(), test::now_us);
  session.apply({Command::Kind::Want, "details", {}, 1});
  session.apply({Command::Kind::Step, {}, {}, steps});
  while (session.advance(100000)) {
  }
  Snapshot snapshot;
  session.publish(snapshot);
  return snapshot;
}

void take_step(HistogramHistory& history, Snapshot& s, std::int64_t step) {
  s.details.step = s.step = step;
  history.take(s);
}

}  // namespace

TEST_CASE("the kept histograms are few and spread over the run, the first among them") {
  Snapshot s = snapshot_with_details(1);
  HistogramHistory history;
  // Every 7th step: a picture does not come for each of them.
  for (std::int64_t step = 0; step < 7000; step += 7) {
    take_step(history, s, step);
    CHECK(history.steps().size() <= HistogramHistory::kMost);
  }
  const auto steps = history.steps();
  REQUIRE(steps.size() > HistogramHistory::kMost / 3);
  CHECK(steps.front().step == 0);
  std::int64_t least = 7000, most = 0;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    least = std::min(least, steps[i].step - steps[i - 1].step);
    most = std::max(most, steps[i].step - steps[i - 1].step);
  }
  CHECK(least > 0);
  CHECK(most <= 2 * least);  // thinning keeps every other one at most
}

TEST_CASE("going back takes back the histograms that came later, another network all") {
  Snapshot s = snapshot_with_details(1);
  HistogramHistory history;
  for (const std::int64_t step : {0, 1, 2, 3, 4}) take_step(history, s, step);
  take_step(history, s, 2);
  REQUIRE(history.steps().size() == 3);
  CHECK(history.steps().back().step == 2);
  ++s.network_version;
  take_step(history, s, 9);
  REQUIRE(history.steps().size() == 1);
  CHECK(history.steps().front().step == 9);
  s.details = {};
  history.take(s);
  CHECK(history.steps().size() == 1);
}

TEST_CASE("histograms are asked for while they are drawn, in any size and of any quantity") {
  Snapshot trained = snapshot_with_details(40), fresh = snapshot_with_details(0);
  for (const Snapshot& s : {trained, fresh, Snapshot{}}) {
    for (const auto& [width, height] :
         {std::pair{616.F, 260.F}, {358.F, 420.F}, {616.F, 120.F}, {150.F, 80.F}}) {
      test::Stage stage(width, height);
      Settings settings = default_settings();
      for (int i = 0; i < 16; ++i) {
        settings.histogram = i % static_cast<int>(kHistogramQuantities.size());
        Snapshot later = s;
        if (later.details.step >= 0) later.details.step += i;
        ImGui::GetIO().AddMousePosEvent(0.0625F * static_cast<float>(i) * width, 0.6F * height);
        stage.frame([&] { histograms_view(later, settings, stage.ui, stage.sink); });
      }
      CHECK(stage.ui.requests.wants_details);
      CHECK(stage.sink.commands().empty());
    }
  }
}

TEST_CASE("the details arrive when the panel of histograms is opened, and are kept over the run") {
  test::AppStage stage;
  stage.frames(2);
  CHECK(stage.app.snapshot().details.layers.empty());
  stage.app.post({Command::Kind::Set, "panel", "histograms", 1});
  stage.frames(4);
  CHECK(stage.app.snapshot().details.step == 0);
  CHECK(stage.app.snapshot().details.layers.size() == stage.app.snapshot().layers.size());
  stage.app.post({Command::Kind::Step, {}, {}, 1});
  stage.frames(4);
  const std::string csv = stage.app.data("histograms");
  CHECK(csv.find("1,layer 1,∂L/∂W,") != std::string::npos);
  stage.app.post({Command::Kind::Set, "hist", "w", 1});
  stage.frames(2);
  CHECK(stage.app.data("histograms").find("0,layer 1,W,") != std::string::npos);
}

TEST_CASE("a saved histogram counts every weight once") {
  const Snapshot s = snapshot_with_details(20);
  Settings settings = default_settings();
  settings.histogram = static_cast<int>(Quantity::W);
  std::string csv;
  histograms_csv(s, settings, UiState{}, csv);
  std::int64_t counted = 0, weights = 0;
  for (std::size_t at = csv.find('\n') + 1; at < csv.size();) {
    const std::size_t end = csv.find('\n', at);
    counted += std::stoll(csv.substr(csv.rfind(',', end) + 1));
    at = end + 1;
  }
  for (const LayerShape& layer : s.layers) weights += std::int64_t{layer.units} * layer.inputs;
  CHECK(counted == weights);
}

TEST_CASE("each choice of the histograms is the engine's quantity of that name") {
  for (std::size_t i = 0; i < kQuantityKeys.size(); ++i) {
    std::string key(kQuantityKeys[i]);
    std::transform(key.begin(), key.end(), key.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    CHECK(kHistogramQuantities[i].key == key);
  }
}

}  // namespace bp
