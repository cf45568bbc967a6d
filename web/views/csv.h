// What the panels show as comma-separated values: a line of names, then rows of numbers. English
// whatever the language of the interface: programs read it. Numbers are the shortest text that
// reads back to the same bits.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "web/views/views.h"

namespace bp {

/// Appends to a text, cell by cell.
class CsvText {
 public:
  explicit CsvText(std::string& out) : out_(out) {}
  CsvText& cell(std::string_view text);  ///< in quotes where it must be
  CsvText& cell(float value);            ///< empty where it is no number
  CsvText& cell(double value);
  CsvText& cell(std::int64_t value);
  CsvText& names(std::initializer_list<std::string_view> texts);
  void end_row();

 private:
  void separate();
  std::string& out_;
  bool is_first_ = true;
};

/// "layer 1" … "output"
[[nodiscard]] std::string layer_text(const Snapshot& snapshot, std::size_t layer);

void gradients_csv(const Snapshot&, const Settings&, const UiState&, std::string&);
void loss_csv(const Snapshot&, const Settings&, const UiState&, std::string&);
/// The field's cells, then the points: `kind` says which.
void boundary_csv(const Snapshot&, const Settings&, const UiState&, std::string&);
/// One row a weight or bias, as far as the network is published whole.
void network_csv(const Snapshot&, const Settings&, const UiState&, std::string&);
/// One row a bin of the chosen quantity, for each recorded step and layer.
void histograms_csv(const Snapshot&, const Settings&, const UiState&, std::string&);
void report_csv(const Snapshot&, const Settings&, const UiState&, std::string&);
/// Each matrix of the shown layer once: a line with its name and size, then a line a row.
void maths_csv(const Snapshot&, const Settings&, const UiState&, std::string&);
/// The data the program reads; empty for a table, whose file is its own.
void code_csv(const Snapshot&, const Settings&, const UiState&, std::string&);
/// One row a pinned run, and the present one.
void compare_csv(const Snapshot&, const Settings&, const UiState&, std::string&);
/// Each layer's lattice, then the points that are shown: `kind` says which.
void unfold_csv(const Snapshot&, const Settings&, const UiState&, std::string&);
/// One row a pair of units of a layer.
void unit_csv(const Snapshot&, const Settings&, const UiState&, std::string&);
void symmetry_csv(const Snapshot&, const Settings&, const UiState&, std::string&);
/// What is at work now: penalty, masks, statistics, best epoch, members; and while they are shown,
/// the members' maps.
void regularizers_csv(const Snapshot&, const Settings&, const UiState&, std::string&);
/// One row a place of the interval: each unit's part, the bias and their sum.
void function_csv(const Snapshot&, const Settings&, const UiState&, std::string&);
void metrics_csv(const Snapshot&, const Settings&, const UiState&, std::string&);

}  // namespace bp
