// The loss panel: curves of any shape, the log switch, the empty state.
#include <doctest/doctest.h>

#include <limits>

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
