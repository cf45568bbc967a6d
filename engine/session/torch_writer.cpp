#include "engine/session/torch_writer.h"

#include <algorithm>

namespace bp {

std::string fill_in(std::string_view text, Replacements values) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto* const hit =
        std::ranges::find(values, name, &std::pair<std::string_view, std::string>::first);
    if (close == std::string_view::npos || hit == values.end()) {
      out += '{';
      text.remove_prefix(open + 1);
      continue;
    }
    out += hit->second;
    text.remove_prefix(close + 1);
  }
  return out;
}

void ProgramWriter::add_lines(std::string_view text, std::optional<Phase> phase) {
  for (;;) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const auto indentation = line.empty() ? std::size_t{0} : static_cast<std::size_t>(4 * depth_);
    lines_.push_back({std::string(indentation, ' ').append(line), phase});
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

void ProgramWriter::remark(std::string_view remark) {
  lines_.back().text.append("  # ").append(remark);
}

void ProgramWriter::space(int lines) {
  int present = 0;
  for (auto line = lines_.rbegin(); line != lines_.rend() && line->text.empty(); ++line) ++present;
  for (; present < lines; ++present) lines_.push_back({});
}

}  // namespace bp
