#include "engine/data/csv_reader.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/core/message.h"

namespace bp {
namespace {

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

Error error_on(Index line, Message what) { return said(what, {std::to_string(line)}); }

}  // namespace

bool CsvReader::at_cell_end() const {
  return position_ == text_.size() || text_[position_] == separator_ ||
         is_line_end(text_[position_]);
}

void CsvReader::skip_spaces() {
  while (!at_cell_end() && (text_[position_] == ' ' || text_[position_] == '\t')) ++position_;
}

/// False if a further cell of this row follows.
bool CsvReader::take_line_end() {
  if (position_ == text_.size()) return true;
  const char c = text_[position_++];
  if (c == separator_) return false;
  if (c == '\r' && position_ < text_.size() && text_[position_] == '\n') ++position_;
  ++next_line_;
  return true;
}

CsvCell CsvReader::plain_cell() {
  const std::size_t start = position_;
  while (!at_cell_end()) ++position_;
  return {trimmed(text_.substr(start, position_ - start)), false};
}

Result<CsvCell> CsvReader::quoted_cell() {
  const Index opened = next_line_;
  const std::size_t start = ++position_;
  CsvCell cell;
  for (; position_ < text_.size(); ++position_) {
    const char c = text_[position_];
    const char after = position_ + 1 < text_.size() ? text_[position_ + 1] : '\0';
    if (c == '\n' || (c == '\r' && after != '\n')) ++next_line_;
    if (c != '"') continue;
    if (after != '"') break;
    cell.has_doubled_quotes = true;
    ++position_;
  }
  if (position_ == text_.size()) {
    return error_on(opened, Message::csv_open_quote);
  }
  cell.raw = text_.substr(start, position_++ - start);
  skip_spaces();
  if (at_cell_end()) return cell;
  return error_on(next_line_, Message::csv_behind_quote);
}

Result<bool> CsvReader::next(CsvCells& cells, Index most) {
  while (position_ < text_.size()) {
    cells.clear();
    line_ = next_line_;
    bool is_blank = true;
    do {
      skip_spaces();
      if (static_cast<Index>(cells.size()) == most) {
        return said(Message::csv_many_columns, {std::to_string(line_), std::to_string(most)});
      }
      const bool is_quoted = position_ < text_.size() && text_[position_] == '"';
      Result<CsvCell> cell = is_quoted ? quoted_cell() : Result<CsvCell>(plain_cell());
      if (!cell) return cell.error();
      cells.push_back(cell.value());
      is_blank = is_blank && cells.back().raw.empty();
    } while (!take_line_end());
    if (!is_blank) return true;
  }
  return false;
}

char find_separator(std::string_view text) {
  constexpr std::array kSeparators = {',', ';', '\t'};
  std::array<Index, kSeparators.size()> counts{};
  bool is_quoted = false;
  bool is_blank = true;
  for (const char c : text) {
    if (c == '"') is_quoted = !is_quoted;
    if (is_line_end(c) && !is_quoted && !is_blank) break;
    is_blank = is_blank && (is_line_end(c) || c == ' ');
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += c == kSeparators[i] && !is_quoted;
  }
  return kSeparators[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

}  // namespace bp
