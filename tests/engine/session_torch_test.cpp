// The PyTorch program and its data. That the programs run, and learn as the engine does, is tested
// where PyTorch is installed: tests/torch/program_test.py.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>

#include "engine/core/number.h"
#include "engine/data/augmentations.h"
#include "engine/data/features.h"
#include "engine/session/codec.h"
#include "engine/session/plan.h"
#include "engine/session/torch_program.h"

namespace {

using namespace bp;

Settings settings_of(const std::string& link) {
  Notices notices;
  const Settings settings = decode_link(link, notices);
  CHECK(notices.empty());
  return settings;
}

std::string program(const std::string& link, const ProgramShape& shape = {}) {
  return program_text(torch_program(settings_of(link), shape));
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the program has the model, the loss and the optimizer of the settings") {
  const std::string text =
      program("layers=5:relu,3&loss=mse&opt=adam&lr=0.02&batch=7&stop=9&seed=3");
  CHECK(has(text, "nn.Linear(2, 5), nn.ReLU(),"));
  CHECK(has(text, "nn.Linear(5, 3), nn.Tanh(),"));
  CHECK(has(text, "nn.Linear(3, 1), nn.Sigmoid(),"));
  CHECK(has(text, "loss_fn = nn.MSELoss()"));
  CHECK(has(text, "torch.optim.Adam(model.parameters(), lr=0.02, betas=(0.9, 0.999))"));
  CHECK(has(text, "torch.randperm(len(x)).split(7)"));
  CHECK(has(text, "for epoch in range(9):"));
  CHECK(has(text, "torch.manual_seed(3)"));
}

TEST_CASE("a loss that takes pre-activations has no output activation before it") {
  CHECK(has(program("layers=4&loss=bce"), "nn.Linear(4, 1),\n)"));
  CHECK(has(program("data=blobs&layers=4&loss=softmax_ce", {2, 3, 0}), "nn.Linear(4, 3),\n)"));
}

TEST_CASE("the lines of the loop know their phase, in the loop's order") {
  for (const char* link : {"", "opt=lbfgs&layers=4", "sched=cosine&clipnorm=1&l2=0.01&maxnorm=2"}) {
    CAPTURE(link);
    int last = -1;
    std::array<int, 5> lines{};
    for (const ProgramLine& line : torch_program(settings_of(link), {})) {
      if (!line.phase) continue;
      const auto phase = static_cast<int>(*line.phase);
      CHECK(phase >= last);
      last = phase;
      ++lines[static_cast<std::size_t>(phase)];
    }
    CHECK(std::ranges::all_of(lines, [](int count) { return count > 0; }));
  }
}

TEST_CASE("every row says what it is in PyTorch, and no name in braces is left in a program") {
  for (const Activation& row : activations()) CHECK((row.key == "linear") == row.torch.empty());
  for (const Loss& row : losses()) {
    CHECK(!row.torch.empty());
    CHECK(!row.torch_curvature.empty());
  }
  for (const Initializer& row : initializers()) CHECK(has(std::string(row.torch), "_(w"));
  for (const Optimizer& row : optimizers()) CHECK(!row.torch.empty());
  for (const Schedule& row : schedules()) {
    CHECK(row.torch.empty() == (row.watches_loss || !row.has_parameters));
  }
  for (const Budget& row : budgets())
    CHECK(row.is_on == has(std::string(row.torch), "def project("));
  for (const Feature& row : features()) CHECK(!row.torch.empty());
  for (const Augmentation& row : augmentations()) CHECK(!row.torch_image.empty());
  for (const char* link :
       {"opt=lm&layers=3&l1=0.01&l2=0.01", "opt=guess", "dropout=20&dropconv=lecture",
        "jitter=5&rotate=10&flip=1", "members=3&vary=features", "sched=step", "budget=l1&radius=2",
        "init=normal&scale=0.3&bias=0.1"}) {
    const std::string text = program(link);
    for (const char* name : {"{p}", "{lr}", "{mu}", "{beta2}", "{T}", "{g}", "{scale}", "{amount}",
                             "{centre}", "{unit}", "{side}", "{#}", "{x}"}) {
      CAPTURE(name);
      CHECK(!has(text, name));
    }
  }
}

TEST_CASE("the program's data are the run's samples in their parts, to the bit") {
  const Settings settings = settings_of("samples=60");
  const PreparedData data = prepared_data(settings, {});
  const std::string text = program_data(data);
  CHECK(text.starts_with("part,\"x₁\",\"x₂\",\"y\"\n"));
  CHECK(std::ranges::count(text, '\n') == 61);
  const std::string first = "train," + number_text(data.train.raw(0, 0)) + "," +
                            number_text(data.train.raw(1, 0)) + "," +
                            number_text(data.train.raw_y(0)) + "\n";
  CHECK(has(text, first));
}
