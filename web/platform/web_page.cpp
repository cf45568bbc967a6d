#include "web/platform/web_page.h"

#include <GLES3/gl3.h>
#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include <cfloat>
#include <cmath>
#include <utility>

#include "engine/session/json.h"
#include "engine/session/report.h"
#include "engine/session/timeline_json.h"
#include "web/platform/web_host.h"
#include "web/views/pins.h"

namespace bp {
namespace {

/// What the inline runner may take of a frame, so that 60 frames a second stay possible.
constexpr std::int64_t kInlineBudgetUs = 9000;
constexpr const char* kShaderHeader = "#version 300 es";

Clipboard& clipboard() {
  return *static_cast<Clipboard*>(ImGui::GetPlatformIO().Platform_ClipboardUserData);
}
void set_clipboard(ImGuiContext*, const char* text) { clipboard() = {text, true}; }
const char* get_clipboard(ImGuiContext*) { return clipboard().text.c_str(); }

/// What carrying out `command` under `settings` would tell; the application tells it on screen.
Notices preview(const Command& command, Settings settings) {
  Notices notices;
  if (command.kind == Command::Kind::Set) {
    change_setting(command.key, command.value, settings, notices);
  } else if (command.kind == Command::Kind::Load) {
    settings = decode_link(command.value, notices);
  }
  return notices;
}

void write_pin(std::size_t slot, const PinnedRun& pin, JsonWriter& json) {
  const Snapshot& s = pin.shown;
  json.begin_object();
  json.member("letter", pin_letter(slot)).member("link", encode_link(pin.settings));
  json.member("start", s.timeline.start);
  write_changes(s.timeline, s.step, json);
  json.member("reproducible", is_reproducible(pin));
  json.member("step", s.step).member("epoch", s.epoch).member("hash", hash_text(s.param_hash));
  json.member("train_loss", s.train_loss).member("test_loss", s.test_loss);
  const std::string_view score = s.class_names.empty() ? "r2" : "accuracy";
  json.member(score, s.test_score);
  json.end_object();
}

}  // namespace

std::unique_ptr<Page> Page::create(const PageOptions& options) {
  std::unique_ptr<Page> page(new Page);
  if (!options.is_blind && !page->open_window()) return nullptr;
  page->start_imgui();
  ImGui::GetIO().ConfigMacOSXBehaviors = options.is_mac;

  AppOptions app;
  app.settings = decode_link(options.link, page->link_notices_);
  app.notices = page->link_notices_;
  app.system_is_dark = options.system_is_dark;
  app.reduced_motion = options.reduced_motion;
  app.address = options.address;
  app.touch = options.touch;
  app.is_blind = options.is_blind;
  app.language = options.language;
  app.words = options.words;
  app.tables = &page->tables_;
  app.is_here = host::is_here;
  auto runner = std::make_unique<WorkerRunner>(app.settings, options.has_worker);
  page->runner_ = runner.get();
  page->told_settings_ = app.settings;
  page->app_ = std::make_unique<App>(std::move(app), std::move(runner), options.is_blind);
  return page;
}

Page::~Page() {
  app_.reset();
  if (ImGui::GetCurrentContext() != nullptr) {
    if (window_ != nullptr) {
      ImGui_ImplOpenGL3_Shutdown();
      ImGui_ImplGlfw_Shutdown();
    }
    ImGui::DestroyContext();
  }
  if (window_ != nullptr) glfwDestroyWindow(window_);
}

bool Page::open_window() {
  if (glfwInit() == GLFW_FALSE) return false;
  host::adopt_glfw();
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);  // else the framebuffer stays at ratio 1
  glfwWindowHint(GLFW_ALPHA_BITS, 0);  // opaque: blended edges must not show the page below
  glfwWindowHint(GLFW_DEPTH_BITS, 0);
  glfwWindowHint(GLFW_STENCIL_BITS, 0);
  window_ = glfwCreateWindow(320, 240, "Backprop Playground", nullptr, nullptr);
  if (window_ == nullptr) return false;
  glfwMakeContextCurrent(window_);
  return true;
}

void Page::start_imgui() {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  // Its code is large and not in the first download; unpaired calls are found by the tests'
  // asserts.
  io.ConfigErrorRecovery = false;
  // The script sets the cursor, and a blinking one would need frames for ever.
  io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  io.ConfigInputTextCursorBlink = false;
  io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  if (window_ != nullptr) {
    start_backends();
  } else {
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  }

  ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
  platform.Platform_SetClipboardTextFn = set_clipboard;
  platform.Platform_GetClipboardTextFn = get_clipboard;
  platform.Platform_ClipboardUserData = &clipboard_;
}

void Page::start_backends() {
  ImGui_ImplGlfw_InitForOpenGL(window_, false);
  glfwSetKeyCallback(window_, ImGui_ImplGlfw_KeyCallback);
  glfwSetCharCallback(window_, ImGui_ImplGlfw_CharCallback);
  // The backend would poll GLFW's last pointer position in every frame, also when the pointer has
  // left; told once that it is inside, it leaves the position to bp_pointer().
  ImGui_ImplGlfw_CursorEnterCallback(window_, GLFW_TRUE);
  ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  ImGui_ImplOpenGL3_Init(kShaderHeader);
}

void Page::begin_frame(bool draws) {
  ImGuiIO& io = ImGui::GetIO();
  if (draws) ImGui_ImplOpenGL3_NewFrame();
  if (window_ != nullptr) {
    ImGui_ImplGlfw_NewFrame();
  } else {
    constexpr float kFrameSeconds = 1.0F / 60;
    io.DisplaySize = {1280, 800};  // of a picture nobody sees
    io.DeltaTime = kFrameSeconds;
  }
  ImGui::NewFrame();
}

namespace {

/// As if they had been taken over: there is nobody to do it.
void accept_textures() {
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    const bool is_leaving = texture->Status == ImTextureStatus_WantDestroy;
    texture->SetTexID(is_leaving ? ImTextureID_Invalid : 1);
    texture->SetStatus(is_leaving ? ImTextureStatus_Destroyed : ImTextureStatus_OK);
  }
}

}  // namespace

std::uint32_t Page::frame(double now_seconds) {
  const bool draws = window_ != nullptr && !is_lost_;
  begin_frame(draws);
  const ImGuiIO& io = ImGui::GetIO();
  app_->frame(io.DisplaySize.x, io.DisplaySize.y, io.DisplayFramebufferScale.x, now_seconds,
              kInlineBudgetUs);
  ImGui::Render();
  if (window_ == nullptr) accept_textures();
  if (!draws) {
    // Who waits for a panel's data gets it; its picture is one black point.
    picture_ = app_->take_picture() ? PixelRect{0, 0, 1, 1} : PixelRect{};
    pixels_.assign(4, 0);
    return take_bits();
  }
  const std::int64_t start_us = host::now_us();
  hand_over();
  gl_ms_ = 1e-3 * static_cast<double>(host::now_us() - start_us);
  return kDrawn | take_bits();
}

void Page::hand_over() {
  int width = 0, height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  const ImVec4& background = ImGui::GetStyle().Colors[ImGuiCol_WindowBg];
  glViewport(0, 0, width, height);
  glClearColor(background.x, background.y, background.z, 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  read_picture(width, height);
}

// Only when somebody asked, and at once: after the frame the browser may clear the canvas.
void Page::read_picture(int width, int height) {
  picture_ = {};
  const std::optional<PictureOrder> order = app_->take_picture();
  if (!order) return;
  picture_name_ = order->name;
  const PixelRect& r = picture_ =
      pixel_rect(*order, width, height, ImGui::GetIO().DisplayFramebufferScale.x);
  const std::size_t row = static_cast<std::size_t>(r.width) * 4;
  pixels_.resize(row * static_cast<std::size_t>(r.height));
  glPixelStorei(GL_PACK_ALIGNMENT, 4);
  for (int y = 0; y < r.height; ++y) {  // OpenGL's rows begin at the bottom
    glReadPixels(r.x, height - 1 - r.y - y, r.width, 1, GL_RGBA, GL_UNSIGNED_BYTE,
                 pixels_.data() + row * static_cast<std::size_t>(y));
  }
}

std::uint32_t Page::take_bits() {
  std::uint32_t bits = 0;
  if (app_->wants_frame()) bits |= kWantsFrame;
  if (!(app_->settings() == told_settings_)) bits |= kSettingsChanged;
  if (app_->snapshot().sequence != told_sequence_) bits |= kNewSnapshot;
  if (ImGui::GetIO().WantTextInput) bits |= kWantsText;
  if (std::string text = app_->take_clipboard(); !text.empty()) {
    clipboard_ = {std::move(text), true};
  }
  if (clipboard_.is_new) bits |= kClipboard;
  if (picture_.width > 0) bits |= kPicture;
  if (std::optional<SavedFile> file = app_->take_file()) {
    file_ = std::move(*file);
    bits |= kFile;
  }
  for (std::string& text : app_->take_notices()) notices_.push_back(std::move(text));
  if (!notices_.empty()) bits |= kNotices;
  told_settings_ = app_->settings();
  told_sequence_ = app_->snapshot().sequence;
  constexpr double kMostRest_ms = 32767;
  const double rest_ms = std::ceil(app_->rest() * 1000);
  if (rest_ms <= kMostRest_ms) bits |= static_cast<std::uint32_t>(rest_ms) << kRestShift;
  return bits | static_cast<std::uint32_t>(ImGui::GetMouseCursor() + 1) << kCursorShift;
}

void Page::resize(int width, int height) {
  if (window_ != nullptr && width > 0 && height > 0) glfwSetWindowSize(window_, width, height);
}

void Page::context_lost() {
  is_lost_ = true;
  app_->set_blind(true);
}

void Page::context_restored() {
  is_lost_ = false;
  app_->set_blind(false);
  host::renew_gl();
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
  app_->rebuild_gl();
}

std::string Page::command(const char* line) {
  const Result<Command> command = parse_command(line);
  JsonWriter json;
  json.begin_object();
  if (command) {
    json.key("notices");
    write_notices(preview(command.value(), app_->settings()), json);
    app_->post(command.value());
  } else {
    json.member("error", app_->sentence(command.error()));
  }
  json.end_object();
  return json.take();
}

void Page::write_notices(const Notices& notices, JsonWriter& json) const {
  json.begin_array();
  for (const Notice& notice : notices) json.value(app_->sentence(notice));
  json.end_array();
}

std::string Page::link_notices_json() const {
  JsonWriter json;
  write_notices(link_notices_, json);
  return json.take();
}

std::string Page::take_notices_json() {
  JsonWriter json;
  json.begin_array();
  for (const std::string& text : std::exchange(notices_, {})) json.value(text);
  json.end_array();
  return json.take();
}

std::string Page::snapshot_json() const {
  return summary_json(app_->snapshot(), app_->settings(), runner_->answered());
}

std::string Page::pins_json(bool pins_now) {
  JsonWriter json;
  json.begin_object();
  if (pins_now) {
    const int slot = app_->pin();
    const bool is_kept = slot >= 0;
    json.member("pinned", is_kept ? pin_letter(static_cast<std::size_t>(slot)) : "");
  }
  json.key("pins");
  json.begin_array();
  for (std::size_t i = 0; i < app_->pins().size(); ++i) {
    if (app_->pins()[i]) write_pin(i, *app_->pins()[i], json);
  }
  json.end_array().end_object();
  return json.take();
}

void Page::add_table(TableSource::Arrival arrival) {
  tables_.add(std::move(arrival));
  app_->accept_tables();
}

std::uint32_t Page::posted() const {
  return runner_->posted() + static_cast<std::uint32_t>(app_->held());
}

void PageTables::request(std::string_view key) { host::request_table(std::string(key)); }

std::optional<TableSource::Arrival> PageTables::arrival() {
  if (arrivals_.empty()) return {};
  Arrival next = std::move(arrivals_.front());
  arrivals_.pop_front();
  return next;
}

std::string Page::take_clipboard() {
  if (!clipboard_.is_new) return {};
  clipboard_.is_new = false;
  return clipboard_.text;
}

std::string Page::picture_json() const {
  JsonWriter json;
  json.begin_object().member("name", picture_name_);
  json.member("width", picture_.width).member("height", picture_.height);
  json.member("at", static_cast<int>(reinterpret_cast<std::uintptr_t>(pixels_.data())));
  json.end_object();
  return json.take();
}

std::string Page::file_json() const {
  JsonWriter json;
  json.begin_object().member("name", file_.name).member("text", file_.text).end_object();
  return json.take();
}

const char* Page::keep(std::string text) {
  kept_ = std::move(text);
  return kept_.c_str();
}

}  // namespace bp
