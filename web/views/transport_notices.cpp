// Sentences about a run that stopped and about values that were given: what happened, why, what
// to do.
#include <array>

#include "engine/optim/full_batch.h"
#include "engine/session/options.h"
#include "engine/session/page_parts.h"
#include "web/views/text.h"
#include "web/views/theme.h"
#include "web/views/transport.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

Word divergence_word(const Snapshot& snapshot) {
  const bool is_output = snapshot.divergence_layer + 1 == static_cast<int>(snapshot.layers.size());
  if (snapshot.divergence_layer < 0) return Word::diverged_loss;
  if (snapshot.divergence_exploded) {
    return is_output ? Word::diverged_exploded_output : Word::diverged_exploded;
  }
  return is_output ? Word::diverged_output : Word::diverged_layer;
}

std::string_view divergence_text(const UiState& ui, const Snapshot& snapshot,
                                 const Settings& settings, Phrase& out) {
  NumberText layer, step, rate;
  Phrase what_text, why_text;
  const std::string_view what = fill(what_text, word(ui, divergence_word(snapshot)),
                                     {format_count(step, snapshot.divergence_step),
                                      format_count(layer, snapshot.divergence_layer + 1)});
  const std::string_view why =
      fill(why_text, word(ui, Word::diverged_why),
           {format_setting(rate, static_cast<double>(settings.learning_rate))});
  return fill(out, "{0} {1}", {what, why});
}

}  // namespace

void run_notice_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                     CommandSink& sink) {
  Phrase phrase;
  const std::array reset = {word(ui, Word::reset)};
  const std::span buttons(reset.data(), is_free(settings, PagePart::Reset) ? std::size_t{1} : 0);
  if (snapshot.state == RunState::Diverged) {
    const std::string_view text = divergence_text(ui, snapshot, settings, phrase);
    if (notice_bar(ui, "diverged", text, buttons) == 0) sink.post(Command::Kind::Reset);
  } else if (snapshot.state == RunState::Finished) {
    NumberText epochs;
    const bool is_early = snapshot.finish_reason == FinishReason::Patience;
    const std::int64_t epoch = is_early ? snapshot.best_epoch : snapshot.epoch;
    const std::string_view text =
        fill_count(phrase, ui, is_early ? Word::stopped_early : Word::finished, epoch,
                   {format_count(epochs, epoch),
                    word(ui, settings.watch == kWatchesTest ? Word::test : Word::validation)});
    if (notice_bar(ui, "finished", text, buttons, false) == 0) sink.post(Command::Kind::Reset);
  }
}

void notices_view(const Snapshot&, const Settings&, UiState& ui, CommandSink&) {
  if (ui.notices.empty()) return;
  Phrase all, more_text;
  NumberText count;
  std::string_view text = ui.notices.front();
  if (ui.notices.size() > 1) {
    const auto others = static_cast<long long>(ui.notices.size()) - 1;
    text = fill(all, "{0} {1}",
                {text, others == 1 ? std::string_view(ui.notices[1])
                                   : fill(more_text, word(ui, Word::notices_more),
                                          {format_count(count, others)})});
  }
  const std::array buttons = {word(ui, Word::dismiss)};
  if (notice_bar(ui, "notices", text, buttons) == 0) ui.notices.clear();
}

std::string notice_sentence(const UiState& ui, const Notice& notice) {
  const Field* const field = find_field(notice.key);
  const std::string_view name = field ? label(ui, *field) : std::string_view(notice.key);
  const auto sentence = [&](Word pattern, std::initializer_list<std::string_view> parts) {
    Phrase phrase;
    return std::string(fill(phrase, word(ui, pattern), parts));
  };
  switch (notice.kind) {
    case Notice::Kind::Clamped:
      return sentence(Word::notice_clamped, {name, notice.given, notice.used});
    case Notice::Kind::Unusable:
      return sentence(Word::notice_unusable, {name, notice.given, notice.used});
    case Notice::Kind::UnknownKey:
      return sentence(Word::notice_unknown, {notice.key});
    case Notice::Kind::Adjusted:
      return sentence(Word::notice_adjusted, {name, notice.given, notice.used});
    case Notice::Kind::TooManyParams: {
      NumberText most;
      return sentence(Word::notice_too_many_params,
                      {name, notice.given, notice.used, format_count(most, kMaxFullBatchParams)});
    }
    case Notice::Kind::NotWithNorm:
      return sentence(Word::notice_not_with_norm, {name, notice.given, notice.used});
    case Notice::Kind::TooLong:
      return sentence(Word::notice_too_long, {});
    case Notice::Kind::NewerLink:
      return sentence(Word::notice_newer, {notice.given});
    case Notice::Kind::MissingTable:
      return sentence(Word::notice_missing_table, {notice.given, notice.used});
    case Notice::Kind::TooLarge: {
      const Field* const most = find_field(notice.smaller);
      return sentence(Word::notice_too_large,
                      {name, notice.given, notice.needed, notice.limit, notice.used,
                       most ? label(ui, *most) : std::string_view(notice.smaller)});
    }
    case Notice::Kind::BadTable:
    case Notice::Kind::BadGoal:
      return error_sentence(ui, notice.why);
    case Notice::Kind::UnknownPart:
      return sentence(Word::notice_unknown_part, {name, notice.given});
  }
  return {};
}

}  // namespace bp
