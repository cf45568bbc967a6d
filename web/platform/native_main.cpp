// The desktop program: the same application with a thread for training, for debugging.
#include <imgui.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "engine/session/codec.h"
#include "engine/session/options.h"
#include "engine/session/report.h"
#include "web/app/app.h"
#include "web/platform/native_png.h"
#include "web/platform/native_tables.h"
#include "web/platform/native_window.h"
#include "web/platform/native_words.h"

namespace {

constexpr double kIdleWait = 0.25;      // seconds; any event ends it
constexpr double kRest = 0.02;          // between the last frames after a change
constexpr double kSettleSeconds = 120;  // a picture is taken then at the latest
constexpr int kFramesAfterEvent = 3;    // ImGui needs a few to settle
constexpr double kSettled = 0.3;        // seconds without a change: the picture is final

std::int64_t now_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

double now_seconds() { return static_cast<double>(now_us()) * 1e-6; }

// The tag of the language that is asked for: by the settings, else by the system, as gettext reads
// it.
std::string spoken_language(const bp::Settings& settings) {
  const bp::Option& chosen = bp::kLanguages[static_cast<std::size_t>(settings.language)];
  if (chosen.key != "auto") return std::string(chosen.key);
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* const value = std::getenv(name);
    if (value && *value) return std::string(value).substr(0, 2);
  }
  return {};
}

// Says once where a run stopped being numbers.
struct DivergenceTrap {
  bool is_told = false;
  void look(const bp::Snapshot& s) {
    const bool is_diverged = s.state == bp::RunState::Diverged;
    if (is_diverged && !is_told) {
      std::fprintf(stderr, "diverged at step %lld in layer %d (0: the loss): %s\n",
                   static_cast<long long>(s.divergence_step), s.divergence_layer + 1,
                   s.divergence_exploded ? "exploded" : "NaN or infinity");
    }
    is_told = is_diverged;
  }
};

bool write_text(const std::string& path, const std::string& text) {
  std::FILE* const out = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
  if (!out) return false;
  const bool is_written =
      std::fwrite(text.data(), 1, text.size(), out) == text.size() && std::fputc('\n', out) != EOF;
  return (out == stdout ? std::fflush(out) : std::fclose(out)) == 0 && is_written;
}

bp::SaveEnd end_of(bool is_written) {
  return is_written ? bp::SaveEnd::Saved : bp::SaveEnd::Failed;
}

// Draws until the window is closed, the frames are done, or (for pictures) nothing moves.
class Program {
 public:
  Program(const bp::NativeOptions& options, bp::NativeWindow& window, bp::App& app)
      : options_(options), window_(window), app_(app), start_(now_seconds()) {}

  int run() {
    while (!is_done()) {
      window_.wait(options_.is_batch() || app_.wants_frame() ? 0
                   : frames_left_ > 0                        ? kRest
                                                             : kIdleWait);
      draw();
      frames_left_ = app_.wants_frame() ? kFramesAfterEvent : frames_left_ - 1;
      if (frames_left_ < 0) frames_left_ = kFramesAfterEvent;  // woken
    }
    return finish();
  }

 private:
  void draw(std::vector<std::uint8_t>* pixels = nullptr) {
    if (const std::string wanted = spoken_language(app_.settings()); wanted != language_) {
      language_ = wanted;
      app_.set_language(wanted, std::string(bp::words_of(wanted)));
    }
    size_ = window_.begin_frame();
    const ImVec2 points = ImGui::GetIO().DisplaySize;
    app_.frame(points.x, points.y, size_.ratio, now_seconds(), 0);
    if (const std::string text = app_.take_clipboard(); !text.empty()) {
      ImGui::SetClipboardText(text.c_str());
    }
    if (ImGui::IsKeyPressed(ImGuiKey_D, false) && !ImGui::GetIO().WantTextInput) {
      write_text("-", bp::report_json(app_.snapshot(), app_.settings()));
    }
    if (const std::optional<bp::SavedFile> file = app_.take_file()) {
      app_.tell_saved(file->name, end_of(write_text(file->name, file->text)));
    }
    const std::optional<bp::PictureOrder> order = app_.take_picture();
    std::vector<std::uint8_t> whole;
    window_.end_frame(size_, order ? &whole : pixels);
    if (order) save_picture(*order, whole);
    if (order && pixels) *pixels = std::move(whole);
    trap_.look(app_.snapshot());
    ++frame_;
    if (app_.wants_frame()) moved_ = now_seconds();
  }

  // The part of the window that a panel's picture is; beside the current folder's other files.
  void save_picture(const bp::PictureOrder& order, const std::vector<std::uint8_t>& whole) {
    const bp::PixelRect r = bp::pixel_rect(order, size_.width, size_.height, size_.ratio);
    std::vector<std::uint8_t> part;
    for (int row = 0; row < r.height; ++row) {
      const auto from = (static_cast<std::size_t>(size_.height - r.y - r.height + row) *
                             static_cast<std::size_t>(size_.width) +
                         static_cast<std::size_t>(r.x)) *
                        3;
      const auto begin = whole.begin() + static_cast<std::ptrdiff_t>(from);
      part.insert(part.end(), begin, begin + std::ptrdiff_t{r.width} * 3);
    }
    app_.tell_saved(order.name, end_of(bp::write_png(order.name, r.width, r.height, part)));
  }

  [[nodiscard]] bool is_done() const {
    if (window_.is_closed()) return true;
    if (options_.frames > 0) return frame_ >= options_.frames;
    const double now = now_seconds();
    return options_.is_batch() && (now - moved_ > kSettled || now - start_ > kSettleSeconds);
  }

  int finish() {
    bool is_fine = window_.gl_errors() == 0;
    if (!options_.screenshot.empty()) {
      std::vector<std::uint8_t> pixels;
      draw(&pixels);
      is_fine &= bp::write_png(options_.screenshot, size_.width, size_.height, pixels);
    }
    if (!options_.dump.empty()) {
      is_fine &= write_text(options_.dump, bp::report_json(app_.snapshot(), app_.settings()));
    }
    return is_fine ? EXIT_SUCCESS : EXIT_FAILURE;
  }

  const bp::NativeOptions& options_;
  bp::NativeWindow& window_;
  bp::App& app_;
  bp::Framebuffer size_;
  DivergenceTrap trap_;
  double start_, moved_ = start_;
  std::string language_;
  int frame_ = 0, frames_left_ = kFramesAfterEvent;
};

}  // namespace

int main(int argc, char** argv) {
  const bp::Result<bp::NativeOptions> options = bp::parse_native_options(argc, argv);
  if (!options) {
    std::fprintf(stderr, "%s\n", options.error().message.c_str());
    return 2;
  }
  if (options.value().wants_help) {
    std::fputs(bp::native_usage(), stdout);
    return EXIT_SUCCESS;
  }
  std::string error;
  const auto window = bp::NativeWindow::open(options.value(), error);
  if (!window) {
    std::fprintf(stderr, "%s\n", error.c_str());
    return EXIT_FAILURE;
  }
  bp::NativeTables tables;
  bp::AppOptions start;
  start.tables = &tables;
  start.settings = bp::decode_link(options.value().link, start.notices);
  if (!options.value().language.empty()) {
    bp::change_setting("lang", options.value().language, start.settings, start.notices);
  }
  start.language = spoken_language(start.settings);
  start.words = bp::words_of(start.language);
  auto runner = bp::make_thread_runner(start.settings, now_us);
  bp::App app(std::move(start), std::move(runner));
  for (const bp::Command& command : options.value().commands) app.post(command);
  return Program(options.value(), *window, app).run();
}
