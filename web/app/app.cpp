#include "web/app/app.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/session/codec.h"
#include "engine/session/json.h"
#include "engine/session/memory.h"
#include "engine/session/plan.h"
#include "engine/session/timeline.h"
#include "web/app/permits.h"
#include "web/app/screen.h"
#include "web/app/wants.h"
#include "web/gl/field_painter.h"
#include "web/views/maths_export.h"
#include "web/views/panels.h"
#include "web/views/pins.h"
#include "web/views/text.h"
#include "web/views/theme.h"
#include "web/views/transport.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

// The key of the option chosen for a field, e.g. "dark" for "theme".
std::string_view chosen_key(std::string_view field_key, const Settings& settings) {
  const Field* const field = find_field(field_key);
  const auto* const kind = field ? std::get_if<ChoiceKind>(&field->kind) : nullptr;
  return kind ? kind->options.at(settings.*kind->member).key : std::string_view{};
}

// Anti-aliasing fringes and curve tolerances are given in points; what counts are pixels.
void set_draw_density(float pixel_ratio) {
  ImGui::GetCurrentContext()->DrawListSharedData.InitialFringeScale = 1 / pixel_ratio;
  ImGuiStyle& style = ImGui::GetStyle();
  style.CircleTessellationMaxError = 0.2F / pixel_ratio;
  style.CurveTessellationTol = 1 / pixel_ratio;
}

}  // namespace

struct App::Impl {
  explicit Impl(TableSource* tables) : gate(tables) {}

  Settings settings;
  std::unique_ptr<Runner> runner;
  std::unique_ptr<FieldPainter> painter;
  const Snapshot* shown = nullptr;  ///< the runner's newest, valid until it gives a newer one
  Snapshot empty;
  UiState ui;
  CommandSink sink;
  TableGate gate;
  std::string loading;  ///< key of the data set whose table is awaited
  Requests painted_requests;
  Wants wants;
  std::string clipboard;
  std::vector<std::string> of_tables;  ///< notices since take_notices()
  PictureTaker pictures;
  std::unique_ptr<const Language> language;
  std::optional<SavedFile> file;
  float applied_scale = 0;
  std::uint32_t brought_settings = 0;  ///< TimelinePart::settings_version that was taken over
  bool system_is_dark = false;
  bool needs_frame = true;
  bool wants_figures = false;
  bool is_blind = false;

  [[nodiscard]] const Snapshot& snapshot() const { return shown ? *shown : empty; }
  void create_painter();
  void tell(const Notices& notices);
  void choose_theme();
  void post_wants();
  void post_all();
  void carry_out(const Command& command);
  void show_loading();
  void bring_settings();
  void say(std::string_view passing);
  void save(ImVec2 size);
};

void App::Impl::create_painter() {
  const std::string error = painter->create();
  if (error.empty()) return;
  Phrase phrase;
  ui.notices.emplace_back(fill(phrase, word(ui, Word::no_gl), {error}));
}

void App::Impl::tell(const Notices& notices) {
  for (const Notice& notice : notices) ui.notices.push_back(notice_sentence(ui, notice));
}

void App::Impl::choose_theme() {
  const std::string_view key = chosen_key("theme", settings);
  const bool is_dark = key == "auto" ? system_is_dark : key == "dark";
  const bool is_projected = key == "projector";
  const Theme& theme = is_projected ? projector_theme() : is_dark ? dark_theme() : light_theme();
  ui.scale = is_projected ? kProjectorScale : 1;
  if (&theme == ui.theme && applied_scale == ui.scale) return;
  ui.theme = &theme;
  applied_scale = ui.scale;
  apply_theme(theme, ui.scale);
}

void App::Impl::post_wants() {
  // A command is answered for by its number: none may overtake those that wait.
  if (gate.held() > 0) return;
  const Wants next = wants_of(ui.requests, settings, snapshot());
  if (next.field != wants.field) {
    runner->post({Command::Kind::Want, "field", {}, next.field});
  }
  if (next.units != wants.units) {
    runner->post({Command::Kind::Want, "units", {}, next.units});
  }
  if (next.members != wants.members) {
    runner->post({Command::Kind::Want, "members", {}, next.members});
  }
  if (next.metrics != wants.metrics) {
    runner->post({Command::Kind::Want, "metrics", {}, next.metrics ? 1 : 0});
  }
  if (next.matrices != wants.matrices) {
    runner->post({Command::Kind::Want, "matrices", {}, next.matrices ? 1 : 0});
  }
  if (next.details != wants.details) {
    runner->post({Command::Kind::Want, "details", {}, next.details ? 1 : 0});
  }
  if (next.unit != wants.unit) {
    runner->post({Command::Kind::Want, "unit", {}, next.unit ? 1 : 0});
  }
  if (next.unfold != wants.unfold) {
    runner->post({Command::Kind::Want, "unfold", {}, next.unfold});
  }
  wants = next;
}

void App::Impl::post_all() {
  for (const Command& command : sink.commands()) gate.push(command);
  sink.clear();
  const auto tell_text = [this](const Error& text) {
    ui.notices.push_back(error_sentence(ui, text));
    of_tables.push_back(ui.notices.back());
  };
  while (const std::optional<Command> command = gate.next(settings, tell_text)) {
    carry_out(*command);
  }
  show_loading();
}

/// While a table is on its way the page says so.
void App::Impl::show_loading() {
  constexpr double kForever = 1e9;
  const bool was_loading = !loading.empty();
  if (loading == gate.awaited()) return;
  loading = gate.awaited();
  needs_frame = true;
  ui.toast.clear();
  if (was_loading) ui.toast_until = 0;
  if (loading.empty()) return;
  Phrase phrase;
  ui.toast = fill(phrase, word(ui, Word::loading), {dataset_label(ui, dataset(loading))});
  ui.toast_until = kForever;
}

void App::Impl::say(std::string_view passing) {
  say_briefly(ui, passing);
  needs_frame = true;
}

void App::Impl::save(ImVec2 size) {
  if (const int panel = std::exchange(ui.save.copied, -1); panel >= 0) {
    clipboard += tabs_of_csv(panel_data(panel, snapshot(), settings, ui));
    say(word(ui, Word::data_copied));
  }
  if (const int panel = std::exchange(ui.save.data, -1); panel >= 0) {
    file =
        SavedFile{file_name(panel, snapshot(), "csv"), panel_data(panel, snapshot(), settings, ui)};
  }
  if (ui.save.picture < 0) return;
  needs_frame = true;
  if (panel_code(ui, panel_row(ui.save.picture)) == Here::Coming) return;
  pictures.look(snapshot(), ui, size, runner->is_busy());
}

void App::Impl::carry_out(const Command& command) {
  Notices notices;
  const Settings before = settings;
  if (command.kind == Command::Kind::Set) {
    change_setting(command.key, command.value, settings, notices);
    const TableShape table = gate.shape(settings);
    fit_to_table(settings, table, notices);
    if (!fits_memory(command.key, before, settings, table, notices)) settings = before;
  } else if (command.kind == Command::Kind::Load) {
    settings = decode_link(command.value, notices);
    fit_memory(settings, gate.shape(settings), notices);
  } else if (command.kind == Command::Kind::Table) {
    fit_memory(settings, gate.shape(settings), notices);
  }
  tell(notices);
  runner->post(command);
  needs_frame = true;
}

/// Going to a step brought its settings back. What was set since has been told to the runner, but
/// may not be in the snapshot yet.
void App::Impl::bring_settings() {
  const TimelinePart& t = snapshot().timeline;
  if (t.settings_version == brought_settings || t.is_replaying != 0) return;
  if (!runner->is_answered() || gate.held() > 0) return;
  brought_settings = t.settings_version;
  Notices notices;
  take_training_fields(decode_link(t.settings, notices), settings);
}

App::App(AppOptions options, std::unique_ptr<Runner> runner, bool headless)
    : impl_(std::make_unique<Impl>(options.tables)) {
  Impl& a = *impl_;
  a.settings = options.settings;
  // The runner, made from the same settings, starts with other data too until the table has come.
  Notices missing;
  replace_missing_data(a.settings, {}, missing);
  if (!missing.empty() && options.tables != nullptr) {
    a.gate.push({Command::Kind::Load, {}, encode_link(options.settings), 1});
  } else {
    options.notices.insert(options.notices.end(), missing.begin(), missing.end());
  }
  a.runner = std::move(runner);
  a.system_is_dark = options.system_is_dark;
  a.ui.address = options.address;
  a.ui.reduced_motion = options.reduced_motion;
  a.ui.touch = options.touch;
  a.ui.is_here = options.is_here;
  a.is_blind = options.is_blind;
  a.ui.cut_texts = options.cut_texts;
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags &= ~ImGuiConfigFlags_NavEnableKeyboard;
  a.ui.fonts = load_fonts();
  set_language(options.language, std::move(options.words));
  a.choose_theme();
  a.tell(options.notices);
  if (!headless) {
    a.painter = std::make_unique<FieldPainter>();
    a.create_painter();
  }
  a.post_all();
}

App::~App() = default;

void App::frame(float width, float height, float pixel_ratio, double now_seconds,
                std::int64_t budget_us) {
  Impl& a = *impl_;
  a.needs_frame = false;
  a.ui.wants_frames = a.ui.is_dragging_value = false;
  a.ui.wakes_at = UiState::kNever;
  a.ui.now = now_seconds;
  a.ui.pixel_ratio = pixel_ratio;
  a.runner->tick(budget_us);
  if (const Snapshot* newest = a.runner->latest()) a.shown = newest;
  a.bring_settings();
  a.choose_theme();
  set_font_density(a.ui.fonts, pixel_ratio);
  set_draw_density(pixel_ratio);
  if (a.painter && !a.is_blind) {
    a.painter->update(a.snapshot(), a.settings, *a.ui.theme, a.ui.requests, a.ui.pictures);
    a.painter->compare(a.snapshot(), a.settings, a.ui);
  }
  const Requests before = a.ui.requests;
  a.ui.requests.wants_metrics = a.wants_figures;
  a.ui.requests.wants_matrices = false;
  a.ui.requests.wants_details = a.ui.requests.wants_unit = false;
  a.ui.requests.wants_members = false;
  a.ui.requests.unfold = 0;
  a.ui.requests.compared_px = a.ui.requests.surface_px = 0;
  a.ui.places.clear();
  a.ui.requests.unit_size = 0;
  const ImVec2 size{width, height};
  a.pictures.prepare(a.ui);
  draw_screen(a.snapshot(), a.settings, a.ui, a.sink, size);
  keyboard_shortcuts(a.snapshot(), a.settings, a.ui, a.sink);
  const bool is_restricted = !a.settings.hide.is_empty() || !a.settings.lock.is_empty();
  if (is_restricted) keep_permitted(a.settings, a.sink);
  if (before != a.ui.requests) a.needs_frame = true;
  a.clipboard += std::exchange(a.ui.clipboard_request, {});
  a.post_all();
  a.post_wants();
  a.save(size);
}

bool App::wants_frame() const {
  // ImGui hands out queued input over several frames: a key must not wait for the next one.
  const bool has_input = ImGui::GetCurrentContext()->InputEventsQueue.Size > 0;
  return has_input || impl_->needs_frame || impl_->ui.wants_frames || impl_->runner->is_busy();
}

double App::rest() const { return std::max(0.0, impl_->ui.wakes_at - impl_->ui.now); }

void App::post(const Command& command) {
  impl_->sink.post(command);
  impl_->post_all();
}

std::size_t App::held() const { return impl_->gate.held(); }

void App::accept_tables() { impl_->post_all(); }

std::vector<Command> App::commands_so_far(bool has_seen_all) const {
  const Impl& a = *impl_;
  const Snapshot& s = a.snapshot();
  const TimelinePart& t = s.timeline;
  std::vector<Command> out = a.gate.tables();
  if (!has_seen_all || t.is_whole == 0 || s.layers.empty()) {
    out.push_back({Command::Kind::Load, {}, encode_link(a.settings), 1});
    return out;
  }
  const std::int64_t step = t.is_replaying != 0 ? t.target : s.step;
  for (Command& command : commands_to_repeat(t, step, t.last, a.settings)) {
    out.push_back(std::move(command));
  }
  if (s.state == RunState::Running) out.push_back({Command::Kind::Play, {}, {}, 1});
  return out;
}

void App::resend(bool has_seen_all) {
  impl_->brought_settings = 0;
  for (const Command& command : commands_so_far(has_seen_all)) impl_->runner->post(command);
}

int App::pin() {
  impl_->needs_frame = true;
  return pin_run(impl_->snapshot(), impl_->settings, impl_->ui);
}

const std::array<std::shared_ptr<const PinnedRun>, kMostPins>& App::pins() const {
  return impl_->ui.pins;
}

const Settings& App::settings() const { return impl_->settings; }
const Snapshot& App::snapshot() const { return impl_->snapshot(); }
std::string App::places() const {
  JsonWriter json;
  json.begin_object();
  for (const NotedPlace& place : impl_->ui.places) {
    std::string name(place.name);
    if (place.panel >= 0) (name += ' ') += panel_row(place.panel).key;
    json.key(name).begin_array();
    json.value(place.min.x).value(place.min.y).value(place.max.x).value(place.max.y).end_array();
  }
  json.end_object();
  return json.take();
}

std::string App::maths() const {
  return maths_json(impl_->snapshot(), impl_->settings, impl_->ui.selected_layer);
}
std::string App::sentence(const Notice& notice) const { return notice_sentence(impl_->ui, notice); }
std::string App::sentence(const Error& error) const { return error_sentence(impl_->ui, error); }
void App::tell(std::string text) {
  impl_->ui.notices.push_back(std::move(text));
  impl_->needs_frame = true;
}
std::vector<std::string> App::take_notices() { return std::exchange(impl_->of_tables, {}); }
std::string App::take_clipboard() { return std::exchange(impl_->clipboard, {}); }

std::optional<SavedFile> App::take_file() { return std::exchange(impl_->file, std::nullopt); }
std::optional<PictureOrder> App::take_picture() { return impl_->pictures.take(); }

bool App::order_picture(std::string_view panel) {
  impl_->ui.save.picture = panel_index(panel);
  impl_->needs_frame = true;
  return impl_->ui.save.picture >= 0;
}

std::string App::data(std::string_view panel) const {
  const int index = panel_index(panel);
  return index < 0 ? std::string() : panel_data(index, snapshot(), settings(), impl_->ui);
}

void App::tell_saved(std::string_view name, SaveEnd end) {
  constexpr std::array kWords = {Word::not_saved, Word::saved_as, Word::copied_instead,
                                 Word::shown_instead, Word::copy_refused};
  const auto i = std::min(static_cast<std::size_t>(end), kWords.size() - 1);
  Phrase phrase;
  impl_->say(fill(phrase, word(impl_->ui, kWords[i]), {name}));
}

void App::set_system_dark(bool is_dark) {
  impl_->system_is_dark = is_dark;
  impl_->needs_frame = true;
}

void App::set_language(std::string_view key, std::string words) {
  Impl& a = *impl_;
  a.language = words.empty() ? nullptr : read_language(key, std::move(words));
  a.ui.language = a.language.get();
  a.needs_frame = true;
}

void App::set_touch(bool touch) { impl_->ui.touch = touch; }

void App::set_reduced_motion(bool reduced_motion) { impl_->ui.reduced_motion = reduced_motion; }

void App::want_figures(bool wants) {
  impl_->wants_figures = wants;
  impl_->needs_frame = true;
}

void App::set_blind(bool is_blind) { impl_->is_blind = is_blind; }

void App::unfold_to(int layer) {
  UnfoldState& state = impl_->ui.unfold;
  state.from = state.shown;
  state.target = std::max(layer, 0);
  state.left_at = impl_->ui.now;
  impl_->needs_frame = true;
}

void App::enter_maths() {
  impl_->ui.maths.chosen = {0, 0, 0, 0};
  impl_->needs_frame = true;
}

void App::rebuild_gl() {
  if (!impl_->painter) return;
  impl_->painter->forget();
  impl_->ui.pictures = {};
  impl_->create_painter();
  impl_->needs_frame = true;
}

}  // namespace bp
