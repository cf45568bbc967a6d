// Regularizers at work: on the network, the plane, the loss plot, and in their own panel.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/session/codec.h"
#include "engine/session/options.h"
#include "tests/engine/link_support.h"
#include "tests/views/plot_handmade.h"
#include "tests/views/support.h"
#include "web/app/wants.h"
#include "web/views/boundary_moved.h"
#include "web/views/csv.h"
#include "web/views/loss_parts.h"
#include "web/views/network_dropout.h"
#include "web/views/regularizers.h"

namespace bp {
namespace {

using bp_test::from_link;

// What clicks on a grid over a view post.
std::vector<Command> clicked(const Snapshot& s, const Settings& settings, View view, float width,
                             float height, float below) {
  test::Stage stage(width, height);
  std::vector<Command> out;
  for (float y = 4; y < below; y += 8) {
    for (float x = 4; x < width; x += 12) {
      stage.click(x, y, [&] { view(s, settings, stage.ui, stage.sink); });
      for (const Command& command : stage.sink.commands()) out.push_back(command);
      stage.sink.clear();
    }
  }
  return out;
}

bool holds(const std::vector<Command>& all, Command::Kind kind, std::string_view key,
           std::string_view value, std::int64_t count) {
  return std::any_of(all.begin(), all.end(), [&](const Command& c) {
    return c.kind == kind && c.key == key && c.value == value && c.count == count;
  });
}

int drawn(const Snapshot& s, const Settings& settings, View view, float width = 640,
          float height = 480) {
  test::Stage stage(width, height);
  const auto body = [&] { view(s, settings, stage.ui, stage.sink); };
  stage.frame(body);
  return stage.frame(body);
}

}  // namespace

TEST_CASE("silent units are those of the last batch's mask; in evaluation all are scaled") {
  Settings settings = from_link("dropout=50&layers=5,4&mode=train&dropconv=lecture");
  Snapshot s = test::snapshot_of(settings, 3);
  REQUIRE(s.masks.size() == 9);
  CHECK(has_dropout(s, settings));
  for (int u = 0; u < 5; ++u) {
    CHECK(unit_factor(s, settings, 0, u) == s.masks[static_cast<std::size_t>(u)]);
  }
  CHECK(unit_factor(s, settings, 1, 3) == s.masks[8]);
  CHECK(std::isnan(unit_factor(s, settings, 2, 0)));  // an output
  CHECK(std::isnan(unit_factor(s, settings, -1, 0)));
  CHECK(std::isnan(unit_factor(s, settings, 0, 5)));
  settings.network_mode = 0;
  CHECK(unit_factor(s, settings, 1, 3) == 0.5F);
  settings.dropout_convention = 0;  // inverted
  CHECK(unit_factor(s, settings, 1, 3) == 1);
  settings.dropout = 0;
  CHECK_FALSE(has_dropout(s, settings));
}

TEST_CASE("the network's switch between training and evaluation is there with dropout only") {
  Settings settings = from_link("dropout=50&layers=5,4");
  const Snapshot s = test::snapshot_of(settings, 3);
  const auto posted = clicked(s, settings, network_view, 640, 480, 70);
  CHECK(holds(posted, Command::Kind::Set, "mode", "train", 1));
  settings.dropout = 0;
  for (const Command& command : clicked(s, settings, network_view, 640, 480, 70)) {
    CHECK(command.key != "mode");
  }
}

TEST_CASE("the penalty stands on the training loss, and can be hidden") {
  Settings settings = from_link("l2=0.05");
  Snapshot s = test::handmade({4, 1});
  s.loss_curve.mean.resize(4, s.loss_curve.mean[0]);
  s.loss_curve.mean[3].assign(s.loss_curve.at.size(), 0.25F);
  const TotalLoss total(s.loss_curve.mean);
  REQUIRE(total.values().size() == s.loss_curve.at.size());
  CHECK(total.values().back() == s.loss_curve.mean[0].back() + 0.25F);
  CHECK(shows_penalty(s, settings));
  const int with = drawn(s, settings, loss_view, 380, 260);
  const auto posted = clicked(s, settings, loss_view, 380, 260, 30);
  CHECK(holds(posted, Command::Kind::Set, "losspen", "0", 1));
  settings.loss_penalty = false;
  CHECK_FALSE(shows_penalty(s, settings));
  CHECK(drawn(s, settings, loss_view, 380, 260) < with);
  settings = from_link("");
  CHECK_FALSE(shows_penalty(s, settings));
  s.loss_curve.mean[3].assign(s.loss_curve.at.size(), 0);
  CHECK(TotalLoss(s.loss_curve.mean).values().empty());
}

TEST_CASE("the best epoch's name in the loss plot goes back to its step") {
  Settings settings = from_link("patience=10");
  Snapshot s = test::handmade({4, 1});
  s.best_epoch = 20;
  s.best_step = 260;
  s.best_loss = 0.5;
  s.timeline.last = 650;
  CHECK(holds(clicked(s, settings, loss_view, 380, 260, 60), Command::Kind::Seek, "", "", 260));
  CHECK(holds(clicked(s, settings, regularizers_view, 640, 260, 200), Command::Kind::Seek, "", "",
              260));
  s.timeline.last = 100;  // not a step of the run there is
  CHECK_FALSE(
      holds(clicked(s, settings, loss_view, 380, 260, 60), Command::Kind::Seek, "", "", 260));
}

TEST_CASE("moved points are drawn and saved with the places they come from") {
  Settings settings = from_link("jitter=10");
  const Snapshot s = test::snapshot_of(settings, 3);
  CHECK(shows_moved(s, settings));
  const int with = drawn(s, settings, boundary_view, 400, 520);
  UiState ui;
  std::string csv;
  boundary_csv(s, settings, ui, csv);
  CHECK(csv.find("\nmoved from,") != std::string::npos);
  CHECK(csv.find("\nmoved to,") != std::string::npos);
  const auto posted = clicked(s, settings, boundary_view, 400, 520, 520);
  CHECK(holds(posted, Command::Kind::Set, "moved", "0", 1));
  settings.show_moved = false;
  CHECK(drawn(s, settings, boundary_view, 400, 520) < with);
  csv.clear();
  boundary_csv(s, settings, ui, csv);
  CHECK(csv.find("moved") == std::string::npos);
}

TEST_CASE("a unit under batch normalisation: the batch's own statistics make its mean beta") {
  const Settings settings = from_link("norm=1&layers=6,5&batch=64");
  const Snapshot s = test::snapshot_of(settings, 40);
  for (std::size_t l = 0; l < 2; ++l) {
    REQUIRE(has_norm(s, l));
    for (std::size_t u = 0; u < s.layers[l].units; ++u) {
      const NormedUnit unit = normed_unit(s, settings, l, u);
      CHECK(unit.train_mean == unit.beta);
      // ε = 1e-5 beside variances above 0.01: at most 5e-4 of |γ| is missing.
      CHECK(unit.train_deviation == doctest::Approx(std::abs(unit.gamma)).epsilon(1e-3));
      CHECK(unit.batch_deviation > 0);
      CHECK(unit.running_deviation > 0);
      // Evaluation of a batch with the running statistics' own mean and deviation would be β, |γ|.
      const float slope = unit.gamma / std::sqrt(unit.running_deviation * unit.running_deviation +
                                                 settings.norm_epsilon);
      CHECK(unit.eval_mean == doctest::Approx(static_cast<double>(
                                  slope * (unit.batch_mean - unit.running_mean) + unit.beta)));
    }
  }
  CHECK_FALSE(has_norm(s, 2));
  CHECK_FALSE(has_norm(test::handmade({4, 1}), 0));
}

TEST_CASE("batch norm shows how a layer's values are spread, before and after, and saves it") {
  const Settings settings = from_link("norm=1&layers=6,5&batch=64&reg=norm");
  Session session(settings, test::now_us);
  session.apply({Command::Kind::Step, {}, {}, 1});
  while (session.advance(100000)) {
  }
  Snapshot bare, s;
  session.publish(bare);
  session.apply({Command::Kind::Want, "details", {}, 1});
  session.publish(s);
  for (const auto& [width, height] : {std::pair{620.F, 220.F}, {358.F, 300.F}}) {
    CHECK(drawn(s, settings, regularizers_view, width, height) >
          drawn(bare, settings, regularizers_view, width, height));
  }
  test::Stage stage(620, 220);
  stage.frame([&] { regularizers_view(s, settings, stage.ui, stage.sink); });
  CHECK(stage.ui.requests.wants_details);
  std::string csv;
  regularizers_csv(s, settings, UiState{}, csv);
  for (const char* what : {"before", "normalised by batch", "normalised by running"}) {
    const std::string start = std::string(what) + ": values in bin,2,";
    double values = 0;
    for (std::size_t at = csv.find(start); at != std::string::npos; at = csv.find(start, at + 1)) {
      values += std::stod(csv.substr(csv.find(',', at + start.size()) + 1));
    }
    CHECK(values == 5 * 64);  // of all units and samples
  }
}

TEST_CASE("members' maps are asked for only while their picture is shown") {
  Settings settings = from_link("members=3&reg=members");
  const Snapshot s = test::snapshot_of(settings, 3);
  test::Stage stage(640, 260);
  stage.frame([&] { regularizers_view(s, settings, stage.ui, stage.sink); });
  CHECK(stage.ui.requests.wants_members);
  CHECK(wants_of(stage.ui.requests, settings, s).members == 32);
  stage.ui.requests.wants_members = false;
  settings.regularizer = 0;
  stage.frame([&] { regularizers_view(s, settings, stage.ui, stage.sink); });
  CHECK_FALSE(stage.ui.requests.wants_members);
  CHECK(wants_of(stage.ui.requests, settings, s).members == 0);
}

TEST_CASE("the panel of regularizers draws whatever is at work, in any size") {
  for (const char* link :
       {"", "l1=0.001&l2=0.01&budget=l2&radius=3&maxnorm=2", "dropout=30&smooth=10&jitter=5",
        "norm=1&reg=norm", "reg=norm", "reg=members", "members=5&reg=members",
        "members=10&data=spirals&reg=members", "members=3&data=fn_sine&reg=members",
        "norm=1&layers=512,2&reg=norm", "patience=10&members=2"}) {
    CAPTURE(link);
    Notices notices;
    const Settings settings = decode_link(link, notices);
    Session session(settings, test::now_us);
    session.apply({Command::Kind::Want, "members", {}, 32});
    session.apply({Command::Kind::Want, "field", {}, 32});
    session.apply({Command::Kind::Epoch, {}, {}, 2});
    while (session.advance(100000)) {
    }
    Snapshot s;
    session.publish(s);
    for (const Snapshot& shown : {s, Snapshot{}}) {
      for (const auto& [width, height] : {std::pair{620.F, 220.F}, {358.F, 300.F}, {60.F, 40.F}}) {
        test::Stage stage(width, height);
        for (int i = 0; i < 6; ++i) {
          ImGui::GetIO().AddMousePosEvent(0.17F * static_cast<float>(i) * width, 0.6F * height);
          CHECK(stage.frame([&] { regularizers_view(shown, settings, stage.ui, stage.sink); }) <
                60000);
        }
        CHECK(stage.sink.commands().empty());
      }
    }
    UiState ui;
    std::string csv;
    regularizers_csv(s, settings, ui, csv);
    CHECK(csv.starts_with("what,layer or member,unit or cell,value\ntraining loss,,,"));
  }
}

TEST_CASE("the saved data of an ensemble hold every member's map") {
  const Settings settings = from_link("members=3");
  Session session(settings, test::now_us);
  session.apply({Command::Kind::Want, "members", {}, 16});
  session.apply({Command::Kind::Want, "field", {}, 16});
  Snapshot s;
  session.publish(s);
  UiState ui;
  std::string csv;
  regularizers_csv(s, settings, ui, csv);
  const auto count = [&](std::string_view line) {
    int n = 0;
    for (auto at = csv.find(line); at != std::string::npos; at = csv.find(line, at + 1)) ++n;
    return n;
  };
  CHECK(count("\nmember output,3,") == 16 * 16);
  CHECK(count("\nmember output,4,") == 0);
  CHECK(count("\nmember test loss,") == 3);
  CHECK(count("\ndisagreement,") == static_cast<int>(s.disagreement.values.size()));
}

}  // namespace bp
