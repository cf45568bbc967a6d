// The gradients panel: bars, verdicts in words, histories of any shape.
#include <doctest/doctest.h>

#include <limits>

#include "tests/views/plot_handmade.h"
#include "tests/views/support.h"
#include "web/views/gradients_bars.h"
#include "web/views/gradients_health.h"
#include "web/views/views.h"

namespace bp {

TEST_CASE("a verdict names the layer it is measured against") {
  UiState ui;
  Phrase phrase;
  Snapshot s = test::handmade({4, 4, 1});
  CHECK(health_verdict(ui, s, 0, phrase).empty());
  s.health[0] = Health::Vanishing;
  s.stats[0].rms_dw = 1e-6F;
  s.stats[1].rms_dw = 9e-4F;
  s.stats[2].rms_dw = 1e-5F;
  const std::string by_layer(health_verdict(ui, s, 0, phrase));
  CHECK(by_layer.find("900") != std::string::npos);
  CHECK(by_layer.find("layer 2") != std::string::npos);
  s.stats[2].rms_dw = 1;
  CHECK(health_verdict(ui, s, 0, phrase).find("output") != std::string_view::npos);
  s.stats[0].rms_dw = 0;
  CHECK_FALSE(health_verdict(ui, s, 0, phrase).empty());
}

TEST_CASE("every verdict has a word, a reason and a remedy") {
  UiState ui;
  Phrase phrase;
  Snapshot s = test::handmade({4, 1});
  s.stats[0].dead_share = 0.75F;
  s.stats[0].norm_dw = std::numeric_limits<float>::infinity();
  for (const Health health : {Health::Vanishing, Health::Exploding, Health::Dead, Health::Saturated,
                              Health::NotLearning, Health::Symmetric}) {
    s.health[0] = health;
    CHECK_FALSE(health_verdict(ui, s, 0, phrase).empty());
    CHECK_FALSE(health_word(ui, health).empty());
    CHECK_FALSE(health_reason(ui, health).empty());
    CHECK_FALSE(health_remedy(ui, health).empty());
  }
  s.health[0] = Health::Dead;
  CHECK(health_verdict(ui, s, 0, phrase).find("3 of 4") != std::string_view::npos);
  CHECK(health_of(s, 99) == Health::Fine);
}

TEST_CASE("bars keep inside their rectangle") {
  test::Stage stage;
  for (const std::size_t layers : {1U, 3U, 6U, 11U}) {
    for (const float width : {252.F, 358.F, 600.F}) {
      const BarLayout layout = bar_layout(stage.ui, layers, {0, 0}, {width, 180});
      CAPTURE(layers);
      CAPTURE(width);
      CHECK(layout.bar_width > 0);
      CHECK(layout.bar_x + layout.bar_width <= width);
      CHECK(layout.value_right <= width);
      CHECK(layout.ratio_x < width);
      CHECK(layout.row_height * static_cast<float>(layers) <= 181);
    }
  }
}

TEST_CASE("a hovered row is told to the network, and forgotten") {
  test::Stage stage(640, 220);
  const Snapshot s = test::handmade({4, 4, 1});
  const auto body = [&] { gradients_view(s, default_settings(), stage.ui, stage.sink); };
  ImGui::GetIO().AddMousePosEvent(60, 60);
  for (int i = 0; i < 3; ++i) stage.frame(body);
  CHECK(stage.ui.hovered_layer == 0);
  CHECK(stage.ui.hovered_unit == -1);
  ImGui::GetIO().AddMousePosEvent(638, 218);
  stage.frame(body);
  stage.frame(body);
  CHECK(stage.ui.hovered_layer == -2);
}

TEST_CASE("gradients of any run draw in any size") {
  Snapshot strange = test::handmade({4, 4, 1});
  strange.gradient_curve.mean[0].assign(50, 0);
  strange.gradient_curve.mean[1].assign(50, std::numeric_limits<float>::quiet_NaN());
  strange.gradient_curve.mean[2].resize(3);
  strange.stats[1].norm_dw = std::numeric_limits<float>::infinity();
  strange.health = {Health::Dead, Health::Exploding, Health::Vanishing};
  for (const Snapshot& s :
       {test::handmade({1}), test::handmade({8, 8, 1}, 0), test::handmade({8, 8, 1}, 1),
        test::handmade({8, 8, 1}, 1000), test::handmade({8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 1}), strange,
        Snapshot{}}) {
    for (const auto& [width, height] :
         {std::pair{616.F, 220.F}, {358.F, 280.F}, {616.F, 90.F}, {100.F, 50.F}}) {
      test::Stage stage(width, height);
      for (int i = 0; i < 8; ++i) {
        ImGui::GetIO().AddMousePosEvent(0.125F * static_cast<float>(i) * width, 0.6F * height);
        stage.frame([&] { gradients_view(s, default_settings(), stage.ui, stage.sink); });
      }
      CHECK(stage.sink.commands().empty());
    }
  }
}

}  // namespace bp
