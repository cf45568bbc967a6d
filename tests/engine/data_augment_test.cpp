// Augmentation: what each row does to a sample, and that batches see it wherever they are run.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/core/registry.h"
#include "engine/data/augmented_inputs.h"
#include "engine/data/image.h"
#include "engine/session/session.h"

namespace bp {
namespace {

const Augmentation& augmentation(std::string_view key) {
  return augmentations()[static_cast<std::size_t>(index_of(augmentations(), key))];
}

AugmentAmounts only(std::string_view key, float amount) {
  AugmentAmounts amounts{};
  amounts[static_cast<std::size_t>(index_of(augmentations(), key))] = amount;
  return amounts;
}

RawSpace plane() { return {RawShape::Plane, 0, 1, Vector<float>::Constant(2, 4)}; }

/// The point (3, 2) moved `n` times, about the centre (1, 1).
std::vector<std::array<float, 2>> moved(std::string_view key, float amount, int n) {
  Rng rng(5);
  float scratch[2];
  std::vector<std::array<float, 2>> points(static_cast<std::size_t>(n), {3, 2});
  for (auto& p : points) augmentation(key).apply(amount, plane(), rng, p, scratch);
  return points;
}

}  // namespace

TEST_CASE("each augmentation is offered where it keeps the sample a sample") {
  const auto rows_for = [](RawShape shape) {
    std::string keys;
    for (const Augmentation& row : augmentations()) {
      if (row.applies(shape)) keys += std::string(row.key) + " ";
    }
    return keys;
  };
  CHECK(rows_for(RawShape::Line) == "jitter ");
  CHECK(rows_for(RawShape::Table) == "jitter ");
  CHECK(rows_for(RawShape::Plane) == "flip rotate jitter ");
  CHECK(rows_for(RawShape::Image) == "flip rotate shift jitter ");
}

TEST_CASE("flips mirror each coordinate about the centre, one time in two") {
  int right = 0, up = 0;
  constexpr int kN = 4000;
  for (const auto& [x, y] : moved("flip", 1, kN)) {
    CHECK((x == 3 || x == -1));
    CHECK((y == 2 || y == 0));
    right += x == 3 ? 1 : 0;
    up += y == 2 ? 1 : 0;
  }
  // The deviation of the count is √n/2 = 32; four of them.
  CHECK(std::abs(right - kN / 2) < 128);
  CHECK(std::abs(up - kN / 2) < 128);
}

TEST_CASE("rotation keeps the distance from the centre and stays within its angle") {
  const float start = std::atan2(1.0F, 2.0F);
  float least = 9, most = -9;
  for (const auto& [x, y] : moved("rotate", 30, 2000)) {
    CHECK(std::hypot(x - 1, y - 1) == doctest::Approx(std::sqrt(5.0)).epsilon(1e-6));  // of a float
    const float turn = std::atan2(y - 1, x - 1) - start;
    least = std::min(least, turn);
    most = std::max(most, turn);
  }
  constexpr float kLimit = 30 * 3.14159265F / 180;
  // Of 2000 uniform draws the outermost is within 1 % of the end, but for one run in 2·10⁴.
  CHECK(least >= doctest::Approx(-kLimit));
  CHECK(least < -0.98F * kLimit);
  CHECK(most <= doctest::Approx(kLimit));
  CHECK(most > 0.98F * kLimit);
}

TEST_CASE("jitter is normal noise in percent of its unit") {
  double sum = 0, squares = 0;
  constexpr int kN = 20000;
  for (const auto& [x, y] : moved("jitter", 10, kN)) {
    sum += static_cast<double>(x - 3);
    squares += static_cast<double>((y - 2) * (y - 2));
  }
  // 10 % of 4. The mean of n draws deviates by σ/√n, their deviation by σ/√2n; four of each.
  CHECK(std::abs(sum / kN) < 4 * 0.4 / std::sqrt(kN));
  CHECK(std::sqrt(squares / kN) == doctest::Approx(0.4).epsilon(4 / std::sqrt(2.0 * kN)));
}

TEST_CASE("pictures are mirrored, moved and turned") {
  const std::vector<float> image = {1, 2, 3,  //
                                    4, 5, 6,  //
                                    7, 8, 9};
  std::vector<float> out = image;
  mirror_image(3, out.data());
  CHECK(out == std::vector<float>{3, 2, 1, 6, 5, 4, 9, 8, 7});
  shift_image(3, 1, -1, image.data(), out.data());
  CHECK(out == std::vector<float>{0, 4, 5, 0, 7, 8, 0, 0, 0});
  rotate_image(3, 0, image.data(), out.data());
  CHECK(out == image);
  const auto quarter = std::vector<float>{7, 4, 1, 8, 5, 2, 9, 6, 3};
  rotate_image(3, 3.14159265F / 2, image.data(), out.data());
  for (std::size_t i = 0; i < 9; ++i) CHECK(out[i] == doctest::Approx(quarter[i]).epsilon(1e-5));
  rotate_image(3, 3.14159265F / 4, image.data(), out.data());
  CHECK(out[4] == 5);
  // An eighth of a turn brings the place (1 − s, 1 − s) between the upper left four to (0, 1).
  const float s = std::sqrt(0.5F);
  const float expected = s * (s * 1 + (1 - s) * 2) + (1 - s) * (s * 4 + (1 - s) * 5);
  CHECK(out[1] == doctest::Approx(expected).epsilon(1e-6));
}

TEST_CASE("shifts of pictures go every way up to the limit and lose nothing within it") {
  const RawSpace space{RawShape::Image, 5, 0, Vector<float>::Ones(25)};
  Rng rng(3);
  std::vector<float> image, scratch(25);
  std::vector<int> seen(25, 0);
  for (int i = 0; i < 1000; ++i) {
    image.assign(25, 0.0F);
    image[12] = 1;  // the middle
    augmentation("shift").apply(2, space, rng, image, scratch.data());
    CHECK(std::count(image.begin(), image.end(), 1.0F) == 1);
    ++seen[static_cast<std::size_t>(std::find(image.begin(), image.end(), 1.0F) - image.begin())];
  }
  // 40 each; the deviation is 6.2, five of them.
  for (const int count : seen) CHECK(std::abs(count - 40) < 31);
}

TEST_CASE("jitter's unit is the box of a plane, the deviation of a column, that of all pixels") {
  Dataset set{};
  PreparedData data;
  data.dataset = &set;
  data.train.raw.resize(4, 2);
  data.train.raw << 1, 3,  //
      0, 0,                //
      -5, 5,               //
      0, 0;
  set.dims = 4;
  CHECK(raw_space(data).unit == Vector<float>{{1, 0, 5, 0}});
  set.image_side = 2;
  // Mean ½, mean square 60/8.
  CHECK(raw_space(data).unit(3) == doctest::Approx(std::sqrt(60.0 / 8 - 0.25)));
  set = {};
  set.dims = 2;
  set.box_min = -1;
  set.box_max = 5;
  data.train.raw.resize(2, 1);
  CHECK(raw_space(data).unit == Vector<float>{{3, 3}});
  CHECK(raw_space(data).centre == 2);
}

TEST_CASE("a batch of moved points goes through features and standardiser, and starts over alike") {
  PrepareOptions options;
  options.dataset = &dataset("xor");
  options.params.samples = 40;
  options.feature_mask = 0b111;
  const PreparedData data = prepare(options);
  AugmentedInputs inputs;
  inputs.configure(data, 7);
  inputs.set(only("rotate", 90));
  inputs.start_batch();
  REQUIRE(inputs.is_on());
  const std::vector<std::uint32_t> batch = {3, 11, 3, 0};
  Matrix<float> x(3, 4), again(3, 4), expected(3, 4);
  inputs.gather(batch, x.data());
  const Matrix<float> seen = inputs.seen();
  REQUIRE(seen.cols() == 4);
  CHECK(seen.col(0) != seen.col(2));  // the same sample, moved anew
  for (Index i = 0; i < 4; ++i) {
    const float r = data.train.raw.col(batch[static_cast<std::size_t>(i)]).norm();
    CHECK(seen.col(i).norm() == doctest::Approx(r).epsilon(1e-6));
  }
  data.to_inputs(seen.data(), 4, expected.data());
  CHECK(x == expected);
  // In two pieces, as chunks are.
  inputs.start_over();
  inputs.gather(std::span(batch).first(1), again.data());
  inputs.gather(std::span(batch).subspan(1), again.col(1).data());
  CHECK(again == x);
  CHECK(inputs.seen() == seen);
  inputs.start_batch();
  inputs.gather(batch, again.data());
  CHECK(again != x);
}

TEST_CASE("what does not apply to the data is not drawn") {
  PrepareOptions options;
  options.dataset = &dataset("fn_sine");
  options.feature_mask = 0b1;
  options.params.samples = 20;
  const PreparedData data = prepare(options);
  AugmentedInputs inputs;
  inputs.configure(data, 7);
  inputs.set({1, 30, 2, 0});
  inputs.start_batch();
  CHECK_FALSE(inputs.is_on());
  CHECK(inputs.seen().cols() == 0);
}

namespace {

Snapshot after(const std::string& link, Command::Kind kind, std::int64_t count) {
  Notices notices;
  Session session(decode_link(link, notices));
  CHECK(notices.empty());
  session.apply({kind, {}, {}, count});
  while (session.advance(0)) {
  }
  Snapshot s;
  session.publish(s);
  return s;
}

}  // namespace

TEST_CASE("whole steps and single phases see the same moved points, in chunks too") {
  for (const std::string link :
       {"jitter=10&rotate=30&flip=1", "samples=6000&batch=2500&rotate=45&jitter=3"}) {
    CAPTURE(link);
    constexpr int kPhasesAStep = 4 + 3;  // three layers
    const Snapshot whole = after(link, Command::Kind::Step, 2);
    const Snapshot phases = after(link, Command::Kind::Phase, 2 * kPhasesAStep);
    CHECK(whole.step == phases.step);
    CHECK(whole.param_hash == phases.param_hash);
    CHECK(whole.batch.x == phases.batch.x);
    CHECK(whole.param_hash != after("", Command::Kind::Step, 2).param_hash);
  }
}

TEST_CASE("a snapshot shows the last batch where the network saw it, with its own targets") {
  const Snapshot plain = after("batch=5", Command::Kind::Step, 1);
  const Snapshot moved = after("batch=5&flip=1", Command::Kind::Step, 1);
  REQUIRE(plain.batch.x.size() == 5);
  CHECK(moved.batch.target == plain.batch.target);
  for (std::size_t i = 0; i < 5; ++i) {
    // The river's box lies about the origin.
    CHECK(std::abs(moved.batch.x[i]) == std::abs(plain.batch.x[i]));
    CHECK(std::abs(moved.batch.y[i]) == std::abs(plain.batch.y[i]));
  }
  CHECK((moved.batch.x != plain.batch.x || moved.batch.y != plain.batch.y));
  CHECK(after("batch=100000&samples=6000&jitter=1", Command::Kind::Step, 1).batch.x.size() ==
        static_cast<std::size_t>(kMaxBatchPoints));
  CHECK(after("", Command::Kind::Step, 1).batch.x.size() == 16);
  // Of a function only the input moves.
  const Snapshot line = after("data=fn_sine&batch=7&jitter=20", Command::Kind::Step, 1);
  CHECK(line.batch.y == line.batch.target);
  CHECK(line.batch.x != after("data=fn_sine&batch=7", Command::Kind::Step, 1).batch.x);
}

TEST_CASE("augmentation changes from the next batch on and leaves the batches' order alone") {
  Notices notices;
  Session session(decode_link("samples=4000&batch=1500&rotate=20", notices));
  session.apply({Command::Kind::Phase, {}, {}, 1});
  Snapshot before, after_set;
  session.publish(before);
  session.apply({Command::Kind::Set, "rotate", "0", 1});
  session.apply({Command::Kind::Phase, {}, {}, 3});  // loss, zero, all of backward
  session.publish(after_set);
  CHECK(after_set.batch.x == before.batch.x);  // the second pass saw them once more
  session.apply({Command::Kind::Phase, {}, {}, 5});
  session.publish(after_set);
  CHECK(after_set.batch.target ==
        after("samples=4000&batch=1500", Command::Kind::Step, 2).batch.target);
}

}  // namespace bp
