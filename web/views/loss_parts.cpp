#include "web/views/loss_parts.h"

#include <algorithm>

#include "engine/session/page_parts.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

// "best: epoch 34", right of its line or, where that is too near the end, left.
struct BestName {
  Phrase phrase;
  NumberText number;
  std::string_view text;
  ImVec2 min, size;
};

void place_name(const UiState& ui, const Snapshot& s, const Plot& plot, BestName& out) {
  out.text = fill(out.phrase, word(ui, Word::best_epoch), {format_count(out.number, s.best_epoch)});
  out.size = measure(ui, Face::Regular, TextSize::Small, out.text);
  const float x = plot.px(static_cast<double>(s.best_epoch)), gap = dp(ui, 5);
  const bool fits_right = x + gap + out.size.x <= plot.max.x;
  out.min = {snap(ui, fits_right ? x + gap : x - gap - out.size.x), plot.min.y};
}

}  // namespace

TotalLoss::TotalLoss(const std::vector<std::vector<float>>& channels) {
  if (channels.size() <= kPenalty) return;
  const std::vector<float>&data = channels[kTrainLoss], &penalty = channels[kPenalty];
  const std::size_t n = std::min({data.size(), penalty.size(), kMost});
  if (std::none_of(penalty.begin(), penalty.end(), [](float p) { return p > 0; })) return;
  for (; count_ < n; ++count_) sum_[count_] = data[count_] + penalty[count_];
}

bool shows_penalty(const Snapshot& snapshot, const Settings& settings) {
  const Field* const field = find_field("losspen");
  const bool is_of_use = field != nullptr && field->is_relevant(settings);
  return is_of_use && settings.loss_penalty && snapshot.loss_curve.mean.size() > kPenalty;
}

bool best_button(const Snapshot& s, const Settings& settings, UiState& ui, const Plot& plot,
                 CommandSink& sink) {
  const TimelinePart& t = s.timeline;
  const bool can_go = s.best_step >= t.first && s.best_step <= t.last && t.is_replaying == 0;
  if (s.best_epoch < 0 || !can_go || !is_free(settings, PagePart::Timeline)) return false;
  BestName name;
  place_name(ui, s, plot, name);
  ImGui::SetCursorScreenPos({name.min.x, name.min.y - dp(ui, 3)});
  if (ImGui::InvisibleButton("best", {name.size.x, name.size.y + dp(ui, 6)})) {
    sink.post(Command::Kind::Seek, s.best_step);
  }
  const bool is_hovered = ImGui::IsItemHovered();
  if (is_hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  Phrase phrase;
  NumberText step, loss;
  const Word which = shows_validation(s, settings) ? Word::validation : Word::test;
  help_tooltip(
      ui,
      fill(phrase, word(ui, Word::best_help),
           {word(ui, which), format_number(loss, s.best_loss), format_count(step, s.best_step)}),
      name.text);
  return is_hovered;
}

void draw_best(const UiState& ui, ImDrawList& draw, const Plot& plot, const Snapshot& s,
               const Settings& settings, bool is_hovered) {
  if (s.best_epoch < 0) return;
  const bool is_validation = shows_validation(s, settings);
  const ImU32 color = is_validation ? ui.theme->validation : ui.theme->test;
  const float x = snap(ui, plot.px(static_cast<double>(s.best_epoch)));
  const float y = std::clamp(plot.py(s.best_loss), plot.min.y, plot.max.y);
  const float step = dp(ui, 6), width = 1.0F / ui.pixel_ratio;
  for (float from = plot.min.y; from < plot.max.y; from += step) {
    draw.AddRectFilled({x, from}, {x + width, std::min(from + step / 2, plot.max.y)},
                       ui.theme->secondary);
  }
  draw.AddCircleFilled({x, y}, dp(ui, 4), ui.theme->raised, 16);
  draw.AddCircle({x, y}, dp(ui, 4), color, 16, dp(ui, 1.5F));
  BestName name;
  place_name(ui, s, plot, name);
  draw_text(ui, draw, name.min, ui.theme->accent, Face::Regular, TextSize::Small, name.text);
  if (!is_hovered) return;
  const float under = snap(ui, name.min.y + name.size.y);
  hairline_h(ui, draw, name.min.x, name.min.x + name.size.x, under);
}

}  // namespace bp
