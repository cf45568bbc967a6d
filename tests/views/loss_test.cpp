// The loss panel: curves of any shape, the log switch, the empty state.
#include <doctest/doctest.h>

#include <limits>

#include "engine/optim/schedules.h"
#include "engine/session/options.h"
#include "tests/views/plot_handmade.h"
#include "tests/views/support.h"
#include "web/views/views.h"

namespace bp {

TEST_CASE("a click on log switches the axis") {
  for (const bool is_log : {false, true}) {
    test::Stage stage(380, 260);
    const Snapshot s = test::handmade({4, 1});
    Settings settings = default_settings();
    settings.loss_log = is_log;
    for (float x = 376; x > 300 && stage.sink.commands().empty(); x -= 4) {
      stage.click(x, 16, [&] { loss_view(s, settings, stage.ui, stage.sink); });
    }
    REQUIRE(stage.sink.commands().size() == 1);
    CHECK(stage.sink.commands()[0].key == "losslog");
    CHECK(stage.sink.commands()[0].value == (is_log ? "0" : "1"));
  }
}

TEST_CASE("validation is shown where something is chosen by it, and it has samples") {
  Snapshot s = test::handmade({4, 1});
  s.validation_count = 80;
  Settings settings = default_settings();
  CHECK_FALSE(shows_validation(s, settings));
  settings.patience = 10;
  CHECK(shows_validation(s, settings));
  settings.watch = kWatchesTest;
  CHECK_FALSE(shows_validation(s, settings));
  settings.watch = 0;
  s.validation_count = 0;
  CHECK_FALSE(shows_validation(s, settings));
  settings.patience = 0;
  s.validation_count = 80;
  for (std::size_t i = 0; i < schedules().size(); ++i) {
    settings.schedule = static_cast<int>(i);
    CHECK(shows_validation(s, settings) == schedules()[i].watches_loss);
  }
}

TEST_CASE("the best epoch adds its mark, a third curve its line") {
  Snapshot s = test::handmade({4, 1});
  s.validation_count = 80;
  Settings settings = default_settings();
  const auto drawn = [&] {
    test::Stage stage(380, 260);
    const auto body = [&] { loss_view(s, settings, stage.ui, stage.sink); };
    stage.frame(body);
    return stage.frame(body);
  };
  const int two_curves = drawn();
  settings.patience = 10;
  const int three_curves = drawn();
  CHECK(three_curves > two_curves);
  s.best_epoch = 20;
  s.best_loss = 0.5;
  CHECK(drawn() > three_curves + 40);
}

TEST_CASE("curves of any shape draw, linear and logarithmic, in any size") {
  Snapshot diverged = test::handmade({4, 1});
  diverged.loss_curve.mean[0].back() = std::numeric_limits<float>::infinity();
  diverged.loss_curve.mean[1].back() = std::numeric_limits<float>::quiet_NaN();
  Snapshot flat = test::handmade({4, 1});
  flat.loss_curve.mean[0].assign(flat.loss_curve.at.size(), 0);
  flat.loss_curve.mean[1].clear();
  for (const Snapshot& s : {Snapshot{}, test::handmade({1}, 0), test::handmade({1}, 1),
                            test::handmade({4, 1}, 3000), diverged, flat}) {
    for (const bool is_log : {false, true}) {
      Settings settings = default_settings();
      settings.loss_log = is_log;
      for (const auto& [width, height] : {std::pair{368.F, 250.F}, {358.F, 120.F}, {80.F, 40.F}}) {
        test::Stage stage(width, height);
        for (int i = 0; i < 4; ++i) {
          ImGui::GetIO().AddMousePosEvent(0.3F * static_cast<float>(i) * width, 0.5F * height);
          stage.frame([&] { loss_view(s, settings, stage.ui, stage.sink); });
        }
        CHECK(stage.sink.commands().empty());
      }
    }
  }
}

}  // namespace bp
