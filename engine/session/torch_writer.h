// How torch_program() writes: lines with indentation, and templates with names in braces.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/number.h"
#include "engine/session/torch_program.h"

namespace bp {

using Replacements = std::initializer_list<std::pair<std::string_view, std::string>>;

/// `text` with each name in braces ("{lr}") replaced; others stay.
[[nodiscard]] std::string fill_in(std::string_view text, Replacements values);

class ProgramWriter {
 public:
  /// One or more lines ('\n' between them) at the present indentation.
  void add(std::string_view text) { add_lines(text, {}); }
  void add(Phase phase, std::string_view text) { add_lines(text, phase); }
  /// Adds `remark` behind the last line.
  void remark(std::string_view remark);
  /// So many empty lines, at least.
  void space(int lines);
  void indent() { depth_ += 1; }
  void outdent() { depth_ -= 1; }
  [[nodiscard]] std::vector<ProgramLine> take() { return std::move(lines_); }

 private:
  void add_lines(std::string_view text, std::optional<Phase> phase);

  std::vector<ProgramLine> lines_;
  int depth_ = 0;
};

}  // namespace bp
