#include "web/views/maths_explain.h"

#include <cmath>

#include "web/views/text.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr int kDigits = 3;

void append_number(TextLine& out, double value, int digits = kDigits) {
  NumberText text;
  out << format_number(text, value, digits);
}

/// A factor: in brackets if it is negative.
void append_factor(TextLine& out, double value, int digits = 2) {
  if (value < 0) out << "(";
  append_number(out, value, digits);
  if (value < 0) out << ")";
}

/// A term of a sum, with its sign before it.
void append_signed(TextLine& out, double value, bool is_first, int digits = 2) {
  if (is_first) return append_number(out, value, digits);
  out << (value < 0 ? " \u2212 " : " + ");
  append_number(out, std::abs(value), digits);
}

struct Explainer {
  const UiState& ui;
  const Maths& maths;
  const MathsEquation& e;
  const MathsCell& cell;
  float width;
  MathsExplanation& out;

  [[nodiscard]] const MathsTerm& term(int i) const { return e.terms[static_cast<std::size_t>(i)]; }
  [[nodiscard]] double at(int i, int row, int column) const {
    const MathsMatrix& m = term(i).matrix;
    const int c = term(i).column_axis == MathsAxis::Single ? 0 : column;
    return static_cast<double>(m.at(row, c));
  }
  [[nodiscard]] double here(int i) const { return at(i, cell.row, cell.column); }
  void entry(int i, TextLine& to) const {
    const bool is_single = term(i).column_axis == MathsAxis::Single;
    append_entry(term(i), cell.row, is_single ? 0 : cell.column, to);
  }

  /// Σ_k value(k), as far as it is known and fits; `all`: how many terms there are.
  template <class Piece>
  void sum_of(int known, int all, float kept, Piece piece) const {
    int k = 0;
    for (; k < known; ++k) {
      TextLine next;
      piece(k, next);
      const float used = measure_math(ui, TextSize::Body, out.sum.view()).x +
                         measure_math(ui, TextSize::Body, next.view()).x;
      if (used > width - kept) break;
      out.sum << next.view();
    }
    if (k >= all) return;
    Phrase phrase;
    NumberText number;
    out.sum << " + "
            << fill_count(phrase, ui, Word::maths_more_terms, all - k,
                          {format_count(number, all - k)});
  }

  void product() const {
    const MathsMatrix &left = term(1).matrix, &right = term(2).matrix;
    const bool has_bias = e.kind == MathsKind::Product && e.count > 3;
    out.value << " = ∑_{*k*} " << term(1).entry.view() << "_{" << index(left, cell.row, true)
              << ",*k*} · " << term(2).entry.view() << "_{*k*," << index(right, cell.column, false)
              << "}";
    if (has_bias) {
      out.value << " + ";
      entry(3, out.value);
    }
    if (e.kind == MathsKind::Masked) {
      out.value << " · ";
      entry(3, out.value);
    }
    out.sum << "= ";
    if (e.kind == MathsKind::Masked) out.sum << "(";
    sum_of(left.columns(), left.all_columns(),
           measure_math(ui, TextSize::Body, "0.000 · (0.000) + 00 more terms").x,
           [&](int k, TextLine& piece) {
             append_signed(piece, static_cast<double>(left.at(cell.row, k)), k == 0);
             piece << "·";
             append_factor(piece, static_cast<double>(right.at(k, cell.column)));
           });
    if (has_bias) append_signed(out.sum, here(3), false);
    if (e.kind == MathsKind::Masked) {
      out.sum << ") · ";
      append_number(out.sum, here(3), 2);
    }
  }

  /// "3" of row 2, or of column 2; with the bias as a weight columns count from 0.
  [[nodiscard]] std::string_view index(const MathsMatrix& m, int at, bool is_row) const {
    const bool counts_from_0 = m.is_transposed ? (is_row ? m.lead.rows > 0 : m.leads_ones)
                                               : (is_row ? m.leads_ones : m.lead.rows > 0);
    constexpr std::array<std::string_view, 10> kDigitsOf = {"0", "1", "2", "3", "4",
                                                            "5", "6", "7", "8", "9"};
    const int number = at + (counts_from_0 ? 0 : 1);
    if (number < 10) return kDigitsOf[static_cast<std::size_t>(number)];
    NumberText& text = index_text[is_row ? 0 : 1];
    return format_count(text, number);
  }
  mutable std::array<NumberText, 2> index_text{};

  void row_sum() const {
    const MathsMatrix& left = term(1).matrix;
    out.value << " = ∑_{*k*} " << term(1).entry.view() << "_{" << index(left, cell.row, true)
              << ",*k*}";
    out.sum << "= ";
    sum_of(left.columns(), left.all_columns(),
           measure_math(ui, TextSize::Body, " + 00 more terms").x, [&](int k, TextLine& piece) {
             append_signed(piece, static_cast<double>(left.at(cell.row, k)), k == 0);
           });
  }

  /// Both factors of an entry.
  void factors(int a, int b) const {
    out.value << " = ";
    entry(a, out.value);
    out.value << " · ";
    entry(b, out.value);
    out.sum << "= ";
    append_number(out.sum, here(a));
    out.sum << " · ";
    append_factor(out.sum, here(b), kDigits);
  }

  void function() const {
    out.value << " = " << maths.activation << "(";
    entry(1, out.value);
    out.value << ")";
    out.sum << "= " << maths.activation << "(";
    append_number(out.sum, here(1));
    out.sum << ")";
    if (!e.formula.empty()) out.sum << "     " << e.formula;
  }

  void columnwise() const { out.sum << word(ui, Word::maths_columnwise); }

  void residual() const {
    out.value << " = (";
    entry(1, out.value);
    out.value << " \u2212 ";
    entry(2, out.value);
    out.value << ") / *n*";
    out.sum << "= (";
    append_number(out.sum, here(1));
    append_signed(out.sum, -here(2), false, kDigits);
    out.sum << ") / " << static_cast<long long>(maths.averaged_over);
  }

  void loss_gradient() const {
    out.value << " = " << e.formula;
    out.sum << "ŷ = ";
    entry(1, out.sum);
    out.sum << " = ";
    append_number(out.sum, here(1));
    out.sum << ",  y = ";
    append_number(out.sum, here(2));
    out.sum << ",  N = " << static_cast<long long>(maths.averaged_over);
  }

  void normalised() const {
    out.value << " = (*u* \u2212 *μ*) / √(*σ*² + *ε*)";
    out.sum << "= (";
    append_number(out.sum, here(1));
    append_signed(out.sum, -here(2), false, kDigits);
    out.sum << ") / √(";
    append_number(out.sum, here(3));
    out.sum << " + ";
    append_number(out.sum, maths.norm_epsilon, 1);
    out.sum << ")";
  }

  void rescaled() const {
    out.value << " = *γ* *û* + *β*";
    out.sum << "= ";
    append_number(out.sum, here(1));
    out.sum << " · ";
    append_factor(out.sum, here(2), kDigits);
    append_signed(out.sum, here(3), false, kDigits);
  }

  void norm_sums() const {
    const MathsMatrix &g = term(2).matrix, &u = term(3).matrix;
    out.value << (cell.term == 0 ? " = ∑_{*k*} ∂*L*/∂*z* · *û*" : " = ∑_{*k*} ∂*L*/∂*z*");
    out.sum << "= ";
    sum_of(g.columns(), g.all_columns(),
           measure_math(ui, TextSize::Body, "00.00·(00.00) + 00 more terms").x,
           [&](int k, TextLine& piece) {
             append_signed(piece, static_cast<double>(g.at(cell.row, k)), k == 0);
             if (cell.term != 0) return;
             piece << "·";
             append_factor(piece, static_cast<double>(u.at(cell.row, k)));
           });
  }

  void penalised() const {
    out.value << " = ";
    entry(1, out.value);
    const double w = here(2);
    out.sum << "= ";
    if (maths.clip_scale != 1) {
      append_number(out.sum, maths.clip_scale);
      out.sum << " · (";
    }
    append_number(out.sum, here(1));
    if (maths.lambda[0] != 0) {
      out.value << " + *λ*₁ sign *w*";
      append_signed(out.sum, w == 0 ? 0 : std::copysign(maths.lambda[0], w), false, kDigits);
    }
    if (maths.lambda[1] != 0) {
      out.value << " + 2 *λ*₂ *w*";
      out.sum << " + 2 · ";
      append_number(out.sum, maths.lambda[1], 2);
      out.sum << " · ";
      append_factor(out.sum, w, kDigits);
    }
    if (maths.clip_scale != 1) out.sum << ")";
  }

  void updated(int first) const {
    out.value << " = *w* \u2212 *α* ∂*L*/∂*w*";
    out.sum << "= ";
    append_number(out.sum, here(first + 1));
    out.sum << " \u2212 ";
    append_number(out.sum, maths.alpha, 2);
    out.sum << " · ";
    append_factor(out.sum, here(first + 2), kDigits);
  }

  void changed(int first) const {
    out.value << " = *w* + Δ*w*";
    out.sum << "= ";
    append_number(out.sum, here(first + 1));
    append_signed(out.sum, here(first + 2), false, kDigits);
    out.sum << "     " << e.formula;
  }

  /// Only what an equation computes has something behind it.
  void rule() const {
    const int first = e.first_of(cell.term);
    if (e.kind == MathsKind::Outer && cell.term == 3) return row_sum();
    if (e.kind == MathsKind::NormParams && cell.term <= 1) return norm_sums();
    if (cell.term != first) return;
    switch (e.kind) {
      case MathsKind::Product:
      case MathsKind::Outer:
      case MathsKind::Masked:
        return product();
      case MathsKind::Hadamard:
        return factors(1, 2);
      case MathsKind::Function:
        return function();
      case MathsKind::Columnwise:
        return columnwise();
      case MathsKind::Residual:
        return residual();
      case MathsKind::LossGrad:
        return loss_gradient();
      case MathsKind::Normalise:
        return normalised();
      case MathsKind::Rescale:
        return rescaled();
      case MathsKind::Penalty:
        return penalised();
      case MathsKind::Update:
        return updated(first);
      case MathsKind::Change:
        return changed(first);
      case MathsKind::Loss:
      case MathsKind::NormParams:
        return;
      case MathsKind::NormGrad:
        out.sum << e.formula;
        return;
    }
  }
};

}  // namespace

void append_entry(const MathsTerm& t, int row, int column, TextLine& out) {
  const MathsMatrix& m = t.matrix;
  if (m.is_transposed) std::swap(row, column);
  const int first_row = m.leads_ones ? 0 : 1, first_column = m.lead.rows > 0 ? 0 : 1;
  out << t.entry.view() << "_{" << static_cast<long long>(row) + first_row;
  if (t.column_axis != MathsAxis::Single) {
    out << "," << static_cast<long long>(column) + first_column;
  }
  out << "}";
}

void explain_cell(const UiState& ui, const Maths& maths, const MathsCell& cell, float width,
                  MathsExplanation& out) {
  out.value.clear();
  out.sum.clear();
  if (!cell.is_some() || cell.equation >= maths.count) return;
  const MathsEquation& e = maths.equations[static_cast<std::size_t>(cell.equation)];
  if (cell.term >= e.count) return;
  const MathsTerm& t = e.terms[static_cast<std::size_t>(cell.term)];
  append_entry(t, cell.row, cell.column, out.value);
  out.value << " = ";
  append_number(out.value, static_cast<double>(t.matrix.at(cell.row, cell.column)), 4);
  Explainer{ui, maths, e, cell, width, out}.rule();
}

}  // namespace bp
