// The experiment as a short PyTorch program: data, model, loss, optimizer, regularizers and
// schedule as the settings have them, with the lecture's loop. What a row of a table is in PyTorch
// stands in that row; here is only how the rows make a program.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/data/prepared.h"
#include "engine/session/settings.h"
#include "engine/train/trainer.h"

namespace bp {

/// What the program must know of the data beside the settings.
struct ProgramShape {
  int inputs = 2;
  int classes = 2;        ///< 0: a regression
  int table_columns = 0;  ///< of a table, whatever the network is given
  bool operator==(const ProgramShape&) const = default;
};

struct ProgramLine {
  std::string text;            ///< without its line end
  std::optional<Phase> phase;  ///< of the loop, where the line is part of it
};

[[nodiscard]] std::vector<ProgramLine> torch_program(const Settings& settings,
                                                     const ProgramShape& shape);
[[nodiscard]] std::string program_text(const std::vector<ProgramLine>& program);

/// The file the program reads: a line a sample, its part ("train", "validation" or "test"), raw
/// inputs, target (a value, or the number of the class), in the order of the parts. Numbers are the
/// shortest texts of the floats the engine works with.
[[nodiscard]] std::string program_data(const PreparedData& data);

}  // namespace bp
