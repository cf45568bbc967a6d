// Early stopping: patience, the best weights back, and how the session tells it.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "engine/session/session.h"
#include "tests/engine/train_fixture.h"

namespace {

using namespace bp;

TEST_CASE("Patience counts epochs since the lowest loss, and the best weights come back") {
  const bp_test::SmallTask task(Task::Classification, loss("bce"), 30);
  Trainer<float> trainer;
  trainer.configure(bp_test::make_plan({{{4, "tanh"}}}, Task::Classification, "bce", "adam"),
                    task.data());
  TrainHyper hyper;
  hyper.batch_size = 30;  // one step an epoch
  hyper.patience = 3;
  std::vector<float> best;
  const double losses[] = {0.9, 0.5, 0.6, 0.5, 0.7};  // equal is not better
  for (const double value : losses) {
    trainer.step(hyper);
    CHECK(trainer.end_epoch(hyper, value) == (value == 0.7));
    if (trainer.best_epoch()->step == trainer.steps()) {
      const std::span<const float> now = std::as_const(trainer).network().params();
      best.assign(now.begin(), now.end());
    }
  }
  CHECK(trainer.best_epoch()->epoch == 2);
  CHECK(trainer.best_epoch()->loss == 0.5);
  trainer.restore_best();
  CHECK(std::ranges::equal(best, std::as_const(trainer).network().params()));
  CHECK(trainer.steps() == 5);
  trainer.forget_best();
  trainer.step(hyper);
  CHECK_FALSE(trainer.end_epoch(hyper, 7));
  CHECK(trainer.best_epoch()->loss == 7);
}

/// Overfits soon: few noisy points, many units.
Settings overfitting() {
  Notices notices;
  const Settings s =
      decode_link("data=moons&noise=30&samples=60&layers=24,24&opt=adam&patience=10", notices);
  CHECK(notices.empty());
  return s;
}

TEST_CASE("A session stops early, shows the best weights and says why; play goes on from them") {
  Session session(overfitting());
  session.apply({Command::Kind::Want, "field", {}, 16});
  session.apply({Command::Kind::Play, {}, {}, 1});
  while (session.advance(0)) {
  }
  Snapshot s;
  session.publish(s);
  REQUIRE(s.state == RunState::Finished);
  CHECK(s.finish_reason == FinishReason::Patience);
  CHECK(s.epoch == s.best_epoch + 10);
  CHECK(s.validation_loss == s.best_loss);
  // The weights are those a run of best_epoch epochs has.
  Settings plain = overfitting();
  plain.patience = 0;
  Session reference(plain);
  reference.apply({Command::Kind::Want, "field", {}, 16});
  reference.apply({Command::Kind::Epoch, {}, {}, s.best_epoch});
  while (reference.advance(0)) {
  }
  Snapshot then;
  reference.publish(then);
  CHECK(then.param_hash == s.param_hash);
  CHECK(then.field.values == s.field.values);
  CHECK(then.best_epoch == -1);
  session.apply({Command::Kind::Epoch, {}, {}, 2});
  while (session.advance(0)) {
  }
  session.publish(s);
  CHECK(s.state == RunState::Paused);
  CHECK(s.finish_reason == FinishReason::None);
}

}  // namespace
