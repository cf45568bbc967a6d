// docs/MATHS.md derives every row of the tables it is about.
#include <doctest/doctest.h>

#ifdef BP_SOURCE_DIR

#include <fstream>
#include <iterator>
#include <string>

#include "engine/data/augmentations.h"
#include "engine/data/variations.h"
#include "engine/nn/dropout.h"
#include "engine/train/trainer.h"

namespace {

using namespace bp;

template <class Row>
void check_rows(const std::string& text, std::span<const Row> rows) {
  for (const Row& row : rows) {
    CAPTURE(row.key);
    CHECK(text.find("**" + std::string(row.label) + "**") != std::string::npos);
  }
}

TEST_CASE("Every row of the engine's tables is in docs/MATHS.md") {
  std::ifstream file(BP_SOURCE_DIR "/docs/MATHS.md");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  REQUIRE(text.size() > 1000);
  check_rows(text, activations());
  check_rows(text, losses());
  check_rows(text, initializers());
  check_rows(text, regularizers());
  check_rows(text, budgets());
  check_rows(text, optimizers());
  check_rows(text, schedules());
  check_rows(text, dropout_conventions());
  check_rows(text, augmentations());
  check_rows(text, variations());
}

}  // namespace

#endif
