// The maths panel: the equations hold entry by entry, every configuration has its own, cells
// explain themselves, and nothing is drawn or said that was not computed.
#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <string>
#include <utility>

#include "engine/session/codec.h"
#include "tests/views/support.h"
#include "web/views/maths_explain.h"
#include "web/views/maths_export.h"
#include "web/views/maths_layout.h"
#include "web/views/maths_model.h"
#include "web/views/views.h"

namespace bp {
namespace {

struct Run {
  Settings settings;
  Session session;
  explicit Run(const std::string& link) : settings(read(link)), session(settings, test::now_us) {
    session.apply({Command::Kind::Want, "matrices", {}, 1});
  }
  static Settings read(const std::string& link) {
    Notices notices;
    Settings settings = decode_link(link, notices);
    REQUIRE(notices.empty());
    return settings;
  }
  void steps(int count) {
    session.apply({Command::Kind::Step, {}, {}, count});
    while (session.advance(100000)) {
    }
  }
  void phases(int count) { session.apply({Command::Kind::Phase, {}, {}, count}); }
  [[nodiscard]] Snapshot snapshot() {
    Snapshot s;
    session.publish(s);
    return s;
  }
};

double at(const MathsEquation& e, int term, int i, int j) {
  return static_cast<double>(e.terms[static_cast<std::size_t>(term)].matrix.at(i, j));
}

// Sums of up to a few dozen products in float: some roundings of 6e-8 relative to their terms,
// which cancel to results some times smaller; `largest` is the largest entry of what is summed or
// made.
doctest::Approx near(double value, float largest) {
  return doctest::Approx(value).epsilon(2e-6).scale(static_cast<double>(largest));
}

double product(const MathsEquation& e, int i, int j) {
  const MathsMatrix& left = e.terms[1].matrix;
  double sum = 0;
  for (int k = 0; k < left.columns(); ++k) sum += at(e, 1, i, k) * at(e, 2, k, j);
  return sum;
}

double row_sum(const MathsEquation& e, int i) {
  double sum = 0;
  for (int k = 0; k < e.terms[1].matrix.columns(); ++k) sum += at(e, 1, i, k);
  return sum;
}

/// What the equation says its result's entry is, from the other matrices shown.
double expected(const Maths& maths, const MathsEquation& e, int i, int j) {
  switch (e.kind) {
    case MathsKind::Product:
      return product(e, i, j) + (e.count > 3 ? at(e, 3, i, 0) : 0);
    case MathsKind::Outer:
      return product(e, i, j);
    case MathsKind::Masked:
      return product(e, i, j) * at(e, 3, i, j);
    case MathsKind::Hadamard:
      return at(e, 1, i, j) * at(e, 2, i, j);
    case MathsKind::Residual:
      return (at(e, 1, i, j) - at(e, 2, i, j)) / maths.averaged_over;
    case MathsKind::Normalise:
      return (at(e, 1, i, j) - at(e, 2, i, 0)) / std::sqrt(at(e, 3, i, 0) + maths.norm_epsilon);
    case MathsKind::Rescale:
      return at(e, 1, i, 0) * at(e, 2, i, j) + at(e, 3, i, 0);
    case MathsKind::Penalty: {
      const double w = at(e, 2, i, j), sign = w > 0 ? 1 : w < 0 ? -1 : 0;
      return maths.clip_scale * (at(e, 1, i, j) + maths.lambda[0] * sign + 2 * maths.lambda[1] * w);
    }
    case MathsKind::Update:
      return at(e, 1, i, j) - maths.alpha * at(e, 2, i, j);
    case MathsKind::Change:
      return at(e, 1, i, j) + at(e, 2, i, j);
    case MathsKind::NormParams: {
      double sum = 0;
      for (int k = 0; k < e.terms[2].matrix.columns(); ++k) sum += at(e, 2, i, k) * at(e, 3, i, k);
      return sum;
    }
    case MathsKind::NormGrad: {
      // γ/√(σ²+ε) (g − mean g − û mean(g û)) needs Û, which stands in the next equation.
      const MathsEquation& p =
          maths.equations[static_cast<std::size_t>(&e - &maths.equations[0]) + 1];
      const int n = e.terms[3].matrix.columns();
      double mean = 0, along = 0;
      for (int k = 0; k < n; ++k) {
        mean += at(e, 3, i, k) / n;
        along += at(e, 3, i, k) * at(p, 3, i, k) / n;
      }
      return at(e, 1, i, 0) / std::sqrt(at(e, 2, i, 0) + maths.norm_epsilon) *
             (at(e, 3, i, j) - mean - at(p, 3, i, j) * along);
    }
    case MathsKind::Function:
    case MathsKind::Columnwise:
    case MathsKind::LossGrad:
    case MathsKind::Loss:
      break;
  }
  return std::nan("");
}

/// Checks every equation that is a formula of the matrices shown; returns how many entries.
int check_equations(const Maths& maths) {
  int checked = 0;
  for (int q = 0; q < maths.count; ++q) {
    const MathsEquation& e = maths.equations[static_cast<std::size_t>(q)];
    const MathsMatrix& result = e.terms[0].matrix;
    CAPTURE(q);
    CAPTURE(static_cast<int>(e.kind));
    for (int i = 0; i < result.rows(); ++i) {
      for (int j = 0; j < result.columns(); ++j) {
        const double want = expected(maths, e, i, j);
        if (std::isnan(want)) continue;
        CAPTURE(i);
        CAPTURE(j);
        REQUIRE(at(e, 0, i, j) == near(want, result.largest()));
        ++checked;
      }
      if (e.kind != MathsKind::Outer || e.count <= 3) continue;
      // Behind batch normalisation these sums are 0 but for the roundings of their terms.
      REQUIRE(at(e, 3, i, 0) == near(row_sum(e, i), e.terms[1].matrix.largest()));
    }
  }
  return checked;
}

const MathsEquation* find(const Maths& maths, MathsKind kind) {
  for (int q = 0; q < maths.count; ++q) {
    const MathsEquation& e = maths.equations[static_cast<std::size_t>(q)];
    if (e.kind == kind) return &e;
  }
  return nullptr;
}

/// Configurations with equations of their own.
const std::initializer_list<const char*> kLinks = {
    "",
    "layers=1&features=x",
    "layers=",
    "layers=8,4&augment=1",
    "layers=6,6&dropout=30",
    "layers=6,6&dropout=30&dropconv=lecture",
    "layers=6,5&norm=1",
    "layers=6,5&norm=1&dropout=20&l2=0.01",
    "layers=5&l2=0.01&l1=0.003",
    "layers=5&l2=0.01&clipnorm=0.05&augment=1",
    "layers=5&opt=adam",
    "layers=5&opt=adamw&l2=0.1",
    "layers=5&opt=momentum&maxnorm=0.5",
    "layers=4&loss=mse",
    "layers=4&loss=hinge",
    "layers=4&loss=softmax_ce",
    "data=fn_sine&layers=6",
    "data=rings&layers=6",
    "layers=4&members=3",
    "layers=5&smooth=20",
};

}  // namespace

TEST_CASE("every equation holds, entry by entry, in every configuration") {
  for (const char* link : kLinks) {
    CAPTURE(link);
    Notices notices;
    (void)decode_link(link, notices);
    if (!notices.empty()) MESSAGE("notice: " << notice_text(notices[0]));
    REQUIRE(notices.empty());
    Run run(link);
    run.steps(3);
    const Snapshot s = run.snapshot();
    for (int layer = 0; layer < static_cast<int>(s.layers.size()); ++layer) {
      CAPTURE(layer);
      Maths maths;
      build_maths(s, run.settings, layer, maths);
      REQUIRE(maths.pass != nullptr);
      CHECK(check_equations(maths) > 0);
      CHECK(find(maths, MathsKind::Outer) != nullptr);
      CHECK(maths.count < kMostEquations);
      CHECK(maths.equations[static_cast<std::size_t>(maths.count) - 1].phase == Phase::Step);
    }
  }
}

TEST_CASE("between phases what is not computed yet is not there") {
  Run run("layers=4,3");
  run.steps(1);
  run.phases(1);  // predict
  Maths maths;
  const Snapshot shown = run.snapshot();
  build_maths(shown, run.settings, 1, maths);
  const MathsEquation* outer = find(maths, MathsKind::Outer);
  REQUIRE(outer != nullptr);
  CHECK(maths.equations[0].terms[0].matrix.is_there());
  CHECK_FALSE(outer->terms[0].matrix.is_there());
  CHECK(outer->terms[0].matrix.all_rows() == 3);
  run.phases(3);  // loss, zero_grad, backward of the output
  Snapshot s = run.snapshot();
  build_maths(s, run.settings, 2, maths);
  CHECK(find(maths, MathsKind::Outer)->terms[0].matrix.is_there());
  CHECK(check_equations(maths) > 0);
  build_maths(s, run.settings, 1, maths);
  CHECK(find(maths, MathsKind::Hadamard)->terms[1].matrix.is_there());  // ∂L/∂A from ahead
  CHECK_FALSE(find(maths, MathsKind::Hadamard)->terms[0].matrix.is_there());
  CHECK_FALSE(find(maths, MathsKind::Update)->terms[0].matrix.is_there());
  run.phases(3);  // backward twice, step
  const Snapshot after = run.snapshot();
  build_maths(after, run.settings, 0, maths);
  CHECK(find(maths, MathsKind::Update)->terms[0].matrix.is_there());
}

TEST_CASE("the numbers are the ones of the run: gradients and weights, bit for bit") {
  Run run("layers=5&l2=0.01");
  run.steps(7);
  const Snapshot s = run.snapshot();
  Maths maths;
  build_maths(s, run.settings, 0, maths);
  const MathsEquation* penalty = find(maths, MathsKind::Penalty);
  const MathsEquation* update = find(maths, MathsKind::Update);
  REQUIRE(penalty != nullptr);
  REQUIRE(update != nullptr);
  const LayerShape& layer = s.layers[0];
  for (int i = 0; i < 5; ++i) {
    for (int j = 0; j < 2; ++j) {
      const std::size_t k = layer.weight_offset + static_cast<std::size_t>(i + 5 * j);
      CHECK(penalty->terms[0].matrix.at(i, j) == s.grads[k]);
      CHECK(update->terms[0].matrix.at(i, j) == s.params[k]);
      CHECK(update->terms[0].matrix.at(i, j) - update->terms[1].matrix.at(i, j) == s.updates[k]);
    }
  }
}

TEST_CASE("the lecture's form has the bias as w_i0 and a 1 leading the input") {
  Run run("layers=4&augment=1");
  run.steps(2);
  Maths maths;
  const Snapshot shown = run.snapshot();
  build_maths(shown, run.settings, 0, maths);
  const MathsEquation& e = maths.equations[0];
  CHECK(e.count == 3);
  CHECK(e.terms[1].matrix.columns() == 3);
  CHECK(e.terms[2].matrix.rows() == 3);
  CHECK(e.terms[2].matrix.at(0, 5) == 1);
  TextLine name;
  append_entry(e.terms[1], 2, 0, name);
  CHECK(name.view() == "*w*^{(1)}_{3,0}");
}

TEST_CASE("a product's cell lights its row and its column, and says the sum") {
  Run run("layers=4");
  run.steps(2);
  Maths maths;
  const Snapshot shown = run.snapshot();
  build_maths(shown, run.settings, 0, maths);
  const MathsEquation& e = maths.equations[0];
  CHECK(lit_entries(e, 0, 2, 5, 1).covers(2, 0));
  CHECK(lit_entries(e, 0, 2, 5, 1).covers(2, 1));
  CHECK_FALSE(lit_entries(e, 0, 2, 5, 1).covers(1, 0));
  CHECK(lit_entries(e, 0, 2, 5, 2).covers(0, 5));
  CHECK_FALSE(lit_entries(e, 0, 2, 5, 2).covers(0, 4));
  CHECK(lit_entries(e, 0, 2, 5, 3).covers(2, 0));
  // A weight is used by its unit's row of the result, for every sample.
  CHECK(lit_entries(e, 1, 2, 1, 0).covers(2, 9));
  CHECK(lit_entries(e, 1, 2, 1, 2).covers(1, 9));
  test::Stage stage;
  stage.frame([&] {
    MathsExplanation text;
    explain_cell(stage.ui, maths, {0, 0, 2, 5}, 600, text);
    CHECK(text.value.view().find("*z*^{(1)}_{3,6} = ") == 0);
    CHECK(text.sum.view().find("·") != std::string_view::npos);
    CHECK(text.sum.view().find("more terms") == std::string_view::npos);
    explain_cell(stage.ui, maths, {0, 0, 2, 5}, 60, text);
    CHECK(text.sum.view().find("more terms") != std::string_view::npos);
  });
}

TEST_CASE("every cell of every configuration can be pointed at, in any size") {
  for (const char* link : kLinks) {
    CAPTURE(link);
    Run run(link);
    run.steps(2);
    run.phases(2);
    const Snapshot s = run.snapshot();
    for (const auto& [width, height] : {std::pair{648.F, 232.F}, {358.F, 300.F}, {1200.F, 700.F}}) {
      test::Stage stage(width, height);
      const auto body = [&] { maths_view(s, run.settings, stage.ui, stage.sink); };
      for (int layer = 0; layer < static_cast<int>(s.layers.size()); ++layer) {
        stage.ui.selected_layer = layer;
        for (int i = 0; i < 12; ++i) {
          ImGui::GetIO().AddMousePosEvent(static_cast<float>(i) / 12 * width, 0.5F * height);
          stage.frame(body);
        }
      }
    }
  }
}

TEST_CASE("layers of 512 units and snapshots without a batch are drawn") {
  Run wide("layers=512,512&batch=64");
  test::Stage stage(648, 232);
  for (int steps = 0; steps < 2; ++steps) {
    const Snapshot s = wide.snapshot();
    const auto body = [&] { maths_view(s, wide.settings, stage.ui, stage.sink); };
    stage.ui.selected_layer = 1;
    for (int i = 0; i < 3; ++i) stage.frame(body);
    stage.click(300, 120, body);
    wide.steps(1);
  }
  const Snapshot none;
  stage.frame([&] { maths_view(none, default_settings(), stage.ui, stage.sink); });
  CHECK(maths_json(none, default_settings(), 0) == "null");
}

TEST_CASE("matrices stay within the room there is") {
  Run run("layers=12,12");
  run.steps(1);
  const Snapshot s = run.snapshot();
  Maths maths;
  build_maths(s, run.settings, 1, maths);
  for (const float width : {340.F, 620.F, 1000.F}) {
    test::Stage stage(width, 400);
    stage.frame([&] {
      for (int q = 0; q < maths.count; ++q) {
        const MathsEquation& e = maths.equations[static_cast<std::size_t>(q)];
        const MathsLayout layout = layout_equation(stage.ui, e, {}, {0, 0}, {width, 150});
        CAPTURE(q);
        CAPTURE(width);
        CHECK(layout.right <= width + 1);
        for (int i = 0; i < e.count; ++i) {
          const MathsSlot& slot = layout.slots[static_cast<std::size_t>(i)];
          CHECK(slot.columns > 0);
          CHECK(slot.rows > 0);
          CHECK(slot.max.x <= width + 1);
        }
      }
    });
  }
}

TEST_CASE("a tap chooses a cell, arrows walk on, Escape lets go") {
  Run run("layers=4");
  run.steps(2);
  const Snapshot s = run.snapshot();
  test::Stage stage(648, 260);
  const auto body = [&] { maths_view(s, run.settings, stage.ui, stage.sink); };
  for (int i = 0; i < 3; ++i) stage.frame(body);
  float x = 30;
  for (; x < 600 && !stage.ui.maths.chosen.is_some(); x += 12) stage.click(x, 100, body);
  REQUIRE(stage.ui.maths.chosen.is_some());
  const MathsCell before = stage.ui.maths.chosen;
  ImGui::GetIO().AddKeyEvent(ImGuiKey_DownArrow, true);
  stage.frame(body);
  ImGui::GetIO().AddKeyEvent(ImGuiKey_DownArrow, false);
  stage.frame(body);
  CHECK(stage.ui.maths.chosen.row == before.row + 1);
  ImGui::GetIO().AddKeyEvent(ImGuiKey_Escape, true);
  stage.frame(body);
  CHECK_FALSE(stage.ui.maths.chosen.is_some());
}

TEST_CASE("the export has each matrix once, with the panel's numbers") {
  Run run("layers=3");
  run.steps(2);
  const Snapshot s = run.snapshot();
  Maths maths;
  build_maths(s, run.settings, 0, maths);
  const std::string csv = maths_csv(maths);
  const std::size_t weights = csv.find("\nW,3,2\n");
  CHECK(weights != std::string::npos);
  CHECK(csv.find("\nW,3,2\n", weights + 1) == std::string::npos);
  CHECK(csv.find("dZ,3,16\n") != std::string::npos);
  const std::string json = maths_json(s, run.settings, 0);
  CHECK(json.find("\"key\":\"dW_data\"") != std::string::npos);
  CHECK(json.find("\"weights\":\"before\"") != std::string::npos);
}

}  // namespace bp
