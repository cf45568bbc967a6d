#include "web/views/maths_model.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bp {
namespace {

constexpr float kNowhere = std::numeric_limits<float>::quiet_NaN();

float entry(std::span<const float> values, const CutMatrix& m, int row, int column) {
  if (row < 0 || column < 0 || row >= static_cast<int>(m.rows) ||
      column >= static_cast<int>(m.columns)) {
    return kNowhere;
  }
  const std::size_t i = m.offset + static_cast<std::size_t>(row) +
                        std::size_t{m.rows} * static_cast<std::size_t>(column);
  return i < values.size() ? values[i] : kNowhere;
}

}  // namespace

int MathsMatrix::rows() const {
  const int leading = leads_ones ? 1 : 0, of_lead = lead.rows > 0 ? 1 : 0;
  return static_cast<int>(is_transposed ? main.columns : main.rows) +
         (is_transposed ? of_lead : leading);
}

int MathsMatrix::columns() const {
  const int leading = leads_ones ? 1 : 0, of_lead = lead.rows > 0 ? 1 : 0;
  return static_cast<int>(is_transposed ? main.rows : main.columns) +
         (is_transposed ? leading : of_lead);
}

int MathsMatrix::all_rows() const {
  return rows() + static_cast<int>(is_transposed ? main.all_columns - main.columns
                                                 : main.all_rows - main.rows);
}

int MathsMatrix::all_columns() const {
  return columns() + static_cast<int>(is_transposed ? main.all_rows - main.rows
                                                    : main.all_columns - main.columns);
}

float MathsMatrix::at(int row, int column) const {
  if (is_transposed) std::swap(row, column);
  if (leads_ones && row-- == 0) return 1;
  if (lead.rows > 0 && column-- == 0) return entry(values, lead, row, 0);
  const float value = entry(values, main, row, column);
  return minus.rows > 0 ? value - entry(values, minus, row, column) : value;
}

float MathsMatrix::largest() const {
  float largest = 0;
  for (int j = 0; j < columns(); ++j) {
    for (int i = 0; i < rows(); ++i) {
      const float value = std::abs(at(i, j));
      if (std::isfinite(value)) largest = std::max(largest, value);
    }
  }
  return largest;
}

MathsText& MathsText::operator<<(std::string_view text) {
  const std::size_t n = std::min(text.size(), buffer.size() - size);
  std::copy_n(text.data(), n, buffer.data() + size);  // an empty text may have no place
  size = static_cast<std::uint8_t>(size + n);
  return *this;
}

MathsText& MathsText::operator<<(int number) {
  NumberText text;
  return *this << format_count(text, number);
}

MathsText& MathsText::operator<<(double number) {
  NumberText text;
  return *this << format_setting(text, number);
}

namespace {

bool is_product(MathsKind kind) {
  return kind == MathsKind::Product || kind == MathsKind::Masked || kind == MathsKind::Outer;
}

// Terms of a product.
constexpr int kResult = 0, kLeft = 1, kRight = 2, kThird = 3;

/// What belongs to entry (row, column) of the column of sums, or of the added column.
MathsLit lit_by_third(MathsKind kind, int row, int column, int term) {
  if (kind == MathsKind::Masked) return term == kResult ? MathsLit{row, column} : MathsLit{};
  if (kind == MathsKind::Outer) return term == kLeft ? MathsLit{row, -1} : MathsLit{};
  return term == kResult ? MathsLit{row, -1} : MathsLit{};
}

MathsLit lit_in_product(MathsKind kind, int of, int row, int column, int term) {
  if (of == kThird) return lit_by_third(kind, row, column, term);
  switch (term) {
    case kResult:
      return of == kLeft ? MathsLit{row, -1} : MathsLit{-1, column};
    case kLeft:
      return of == kResult ? MathsLit{row, -1} : MathsLit{-1, row};
    case kRight:
      return of == kResult ? MathsLit{-1, column} : MathsLit{column, -1};
    case kThird:
      if (kind == MathsKind::Masked) return of == kResult ? MathsLit{row, column} : MathsLit{};
      if (of == kRight) return {};
      return (kind == MathsKind::Outer) == (of == kLeft) ? MathsLit{row, 0} : MathsLit{};
    default:
      return {};
  }
}

}  // namespace

MathsLit lit_entries(const MathsEquation& e, int of, int row, int column, int term) {
  if (term == of) return {row, column};
  if (e.first_of(of) != e.first_of(term)) return {};
  if (is_product(e.kind)) {
    return lit_in_product(e.kind, of, row, column, term);
  }
  const auto& to = e.terms[static_cast<std::size_t>(term)];
  const auto& from = e.terms[static_cast<std::size_t>(of)];
  if (e.kind == MathsKind::Columnwise) return {-1, column};
  if (to.column_axis == MathsAxis::Single) return {row, 0};
  return {row, from.column_axis == MathsAxis::Single ? -1 : column};
}

}  // namespace bp
