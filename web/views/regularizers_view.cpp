// The panel "Regularizers": each of them and what it does now; batch normalisation and ensembles as
// pictures.
#include "web/views/regularizers.h"

#include <algorithm>
#include <cmath>

#include "engine/session/options.h"
#include "engine/session/page_parts.h"
#include "web/views/marks.h"
#include "web/views/network_dropout.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kHead = 30, kName = 128, kRowGap = 9, kWidest = 640;

// Rows of a name and a sentence; what is off is only named, at the end.
struct Rows {
  UiState& ui;
  ImDrawList& draw;
  ImVec2 at;
  float width;
  TextLine off{};

  [[nodiscard]] std::string_view name(const char* key) const {
    const Field* const field = find_field(key);
    return field == nullptr ? std::string_view{} : label(ui, *field);
  }
  void skip(std::string_view title) { off << (off.view().empty() ? "" : ", ") << title; }
  void add(std::string_view title, std::string_view text) {
    const bool is_beside = width >= dp(ui, 320);
    const float left = is_beside ? dp(ui, kName) : 0;
    draw_text(ui, draw, at, ui.theme->text, Face::Semibold, TextSize::Label, title);
    if (!is_beside) at.y += line_height(ui, TextSize::Label);
    at.y += std::max(draw_wrapped(ui, &draw, {at.x + left, at.y}, width - left, ui.theme->secondary,
                                  Face::Regular, TextSize::Label, text),
                     line_height(ui, TextSize::Label)) +
            dp(ui, kRowGap);
  }
};

void penalty_row(Rows& rows, const Snapshot& s, const Settings& settings) {
  for (const auto& [key, lambda] : {std::pair{"l1", settings.l1}, {"l2", settings.l2}}) {
    if (!(lambda > 0)) rows.skip(rows.name(key));
  }
  if (!(settings.l1 > 0 || settings.l2 > 0)) return;
  Phrase phrase;
  TextLine title;
  if (settings.l1 > 0) title << rows.name("l1");
  if (settings.l2 > 0) title << (settings.l1 > 0 ? " + " : "") << rows.name("l2");
  NumberText penalty, loss, share;
  const double total = s.train_loss + s.penalty;
  rows.add(title.view(), fill(phrase, word(rows.ui, Word::reg_penalty),
                              {format_number(penalty, s.penalty), format_number(loss, s.train_loss),
                               format_percent(share, total > 0 ? s.penalty / total : 0)}));
}

void budget_rows(Rows& rows, const Snapshot& s, const Settings& settings) {
  const UiState& ui = rows.ui;
  Phrase phrase;
  NumberText size, radius, lambda;
  if (!at(budgets(), settings.budget).is_on) {
    rows.skip(rows.name("budget"));
  } else {
    const Word what = s.budget_lambda > 0 ? Word::reg_budget : Word::reg_budget_free;
    rows.add(rows.name("budget"),
             fill(phrase, word(ui, what),
                  {format_number(size, s.budget_size),
                   format_setting(radius, static_cast<double>(settings.radius)),
                   format_number(lambda, s.budget_lambda)}));
  }
  if (!(settings.max_norm > 0)) return rows.skip(rows.name("maxnorm"));
  rows.add(rows.name("maxnorm"),
           fill(phrase, word(ui, Word::reg_max_norm),
                {format_setting(radius, static_cast<double>(settings.max_norm))}));
}

void dropout_row(Rows& rows, const Snapshot& s, const Settings& settings) {
  if (!has_dropout(s, settings)) return rows.skip(rows.name("dropout"));
  Phrase phrase;
  NumberText silent, all;
  const auto count = std::count(s.masks.begin(), s.masks.end(), 0.0F);
  const auto units = static_cast<long long>(s.masks.size());
  rows.add(rows.name("dropout"),
           s.masks.empty() ? word(rows.ui, Word::dropout_no_batch)
                           : fill_count(phrase, rows.ui, Word::reg_dropout, units,
                                        {format_count(silent, count), format_count(all, units)}));
}

void norm_row(Rows& rows, const Snapshot& s, const Settings& settings) {
  if (!settings.batch_norm || s.layers.size() < 2) return rows.skip(rows.name("norm"));
  Phrase phrase;
  NumberText momentum;
  rows.add(rows.name("norm"),
           fill(phrase, word(rows.ui, Word::reg_norm),
                {format_setting(momentum, static_cast<double>(settings.norm_momentum))}));
}

void stopping_row(Rows& rows, const Snapshot& s, const Settings& settings, CommandSink& sink) {
  if (settings.patience <= 0) return rows.skip(rows.name("patience"));
  UiState& ui = rows.ui;
  Phrase phrase;
  NumberText epoch, loss, since, patience;
  const std::string_view which =
      word(ui, settings.watch == kWatchesTest ? Word::test : Word::validation);
  if (s.best_epoch < 0) {
    return rows.add(rows.name("patience"),
                    fill_count(phrase, ui, Word::reg_stopping_none, settings.patience,
                               {which, format_count(patience, settings.patience)}));
  }
  rows.add(rows.name("patience"),
           fill_count(phrase, ui, Word::reg_stopping, settings.patience,
                      {which, format_number(loss, s.best_loss), format_count(epoch, s.best_epoch),
                       format_count(since, s.epoch - s.best_epoch),
                       format_count(patience, settings.patience)}));
  const bool can_go = s.best_step >= s.timeline.first && s.best_step <= s.timeline.last;
  if (!can_go || s.step == s.best_step || is_hidden(settings, PagePart::Timeline)) return;
  const std::string_view go =
      fill(phrase, word(ui, Word::reg_go_to_best), {format_count(epoch, s.best_epoch)});
  const float left = rows.width >= dp(ui, 320) ? dp(ui, kName) : 0;
  ImGui::SetCursorScreenPos({rows.at.x + left, rows.at.y - dp(ui, 3)});
  const ImVec2 min = ImGui::GetCursorScreenPos(), size = chip_size(ui, go);
  const bool was_locked = begin_lock(ui, is_locked(settings, PagePart::Timeline));
  if (chip(ui, "best", go, false)) sink.post(Command::Kind::Seek, s.best_step);
  help_tooltip(ui, word(ui, Word::reg_go_to_best_help));
  end_lock(ui, was_locked, min, {min.x + size.x, min.y + size.y}, LockSign::AtCorner);
  rows.at.y += size.y + dp(ui, kRowGap - 3);
}

void augmentation_row(Rows& rows, const Snapshot& s, const Settings& settings) {
  const Field* const moved = find_field("moved");
  if (moved == nullptr || !moved->is_relevant(settings))
    return rows.skip(word(rows.ui, Word::reg_augmentation));
  const UiState& ui = rows.ui;
  Phrase phrase;
  NumberText number;
  const auto count = static_cast<long long>(s.batch_before.x.size());
  rows.add(word(ui, Word::reg_augmentation),
           count == 0
               ? word(ui, Word::reg_augmentation_none)
               : fill_count(phrase, ui, Word::reg_augmented, count, {format_count(number, count)}));
}

void smoothing_row(Rows& rows, const Settings& settings) {
  if (!(settings.smoothing > 0)) return rows.skip(rows.name("smooth"));
  Phrase phrase;
  NumberText number;
  rows.add(rows.name("smooth"),
           fill(phrase, word(rows.ui, Word::reg_smoothing),
                {format_setting(number, static_cast<double>(settings.smoothing))}));
}

void members_row(Rows& rows, const Snapshot& s) {
  if (s.members < 2 || s.member_loss.size() < s.members) return rows.skip(rows.name("members"));
  double mean = 0;
  for (const double loss : s.member_loss) mean += loss / static_cast<double>(s.members);
  Phrase phrase;
  NumberText count, single, all;
  rows.add(rows.name("members"), fill(phrase, word(rows.ui, Word::reg_members),
                                      {format_count(count, s.members), format_number(single, mean),
                                       format_number(all, s.test_loss)}));
}

void at_work(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink) {
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float width = std::min(ImGui::GetContentRegionAvail().x, dp(ui, kWidest));
  Rows rows{ui, *ImGui::GetWindowDrawList(), start, width};
  penalty_row(rows, s, settings);
  budget_rows(rows, s, settings);
  dropout_row(rows, s, settings);
  norm_row(rows, s, settings);
  stopping_row(rows, s, settings, sink);
  augmentation_row(rows, s, settings);
  smoothing_row(rows, settings);
  members_row(rows, s);
  if (!rows.off.view().empty()) rows.add(word(ui, Word::reg_off), rows.off.view());
  ImGui::SetCursorScreenPos(start);
  ImGui::Dummy({1, rows.at.y - start.y});
}

}  // namespace

void regularizers_view(const Snapshot& s, const Settings& settings, UiState& ui,
                       CommandSink& sink) {
  ImGui::PushID("regularizers");
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (const Field* const field = find_field("reg")) choice_segmented(ui, settings, *field, sink);
  const ImVec2 below(at.x, at.y + dp(ui, finger(ui, kHead)));
  ImGui::SetCursorScreenPos(below);
  ImGui::Dummy({1, 1});  // a picture that is on its way leaves nothing
  ImGui::SetCursorScreenPos(below);
  if (settings.regularizer == kShowsNorm) {
    norm_picture(s, settings, ui, sink);
  } else if (settings.regularizer == kShowsMembers) {
    members_picture(s, settings, ui, sink);
  } else {
    at_work(s, settings, ui, sink);
  }
  ImGui::PopID();
}

}  // namespace bp
