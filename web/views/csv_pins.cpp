// Data of the pinned runs beside the present one.
#include "engine/core/number.h"
#include "engine/session/codec.h"
#include "web/views/csv.h"
#include "web/views/pins.h"

namespace bp {
namespace {

void run_row(std::string_view name, const Snapshot& s, const Settings& settings, CsvText& csv) {
  csv.cell(name).cell(s.step).cell(s.epoch).cell(s.train_loss).cell(s.test_loss);
  csv.cell(s.train_score).cell(s.test_score).cell(hash_text(s.param_hash));
  csv.cell(encode_link(settings)).end_row();
}

}  // namespace

void compare_csv(const Snapshot& s, const Settings& settings, const UiState& ui, std::string& out) {
  CsvText csv(out);
  const std::string_view score = class_count(s) > 0 ? "accuracy" : "r2";
  csv.names({"run", "step", "epoch", "train_loss", "test_loss"});
  csv.cell("train_" + std::string(score)).cell("test_" + std::string(score));
  csv.names({"hash", "link"}).end_row();
  run_row("present", s, settings, csv);
  for (std::size_t i = 0; i < ui.pins.size(); ++i) {
    if (ui.pins[i]) run_row(pin_letter(i), ui.pins[i]->shown, ui.pins[i]->settings, csv);
  }
}

}  // namespace bp
