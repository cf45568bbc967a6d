// The page's instance of the program: window, ImGui backends, the application, and what the page's
// script asks about it. Created once by bp_start(); web_main.cpp exports it.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "web/app/app.h"
#include "web/platform/web_worker_runner.h"

struct GLFWwindow;

namespace bp {

class JsonWriter;

struct PageOptions {
  std::string link;
  std::string address;          ///< of the page, without its hash
  std::string language, words;  ///< AppOptions
  bool system_is_dark = false;
  bool reduced_motion = false;
  bool touch = false;
  bool has_worker = true;
  bool is_mac = false;  ///< ⌘ instead of Ctrl in text fields
  /// There is no WebGL 2: nothing is drawn, all else works, and the script tells it in words.
  bool is_blind = false;
};

/// What happened in a frame; bits of Page::frame()'s result, the same in web/embed/boot.js.
enum FrameBits : std::uint32_t {
  kWantsFrame = 1,
  kSettingsChanged = 2,
  kNewSnapshot = 4,
  kWantsText = 8,  ///< a text field is being edited
  kClipboard = 16,
  kDrawn = 32,
  kPicture = 64,     ///< a panel's picture was taken
  kFile = 128,       ///< there is a file to save
  kCursorShift = 8,  ///< bits 8 to 14: ImGuiMouseCursor + 1
  kNotices = 1U << 15,
  kRestShift = 16,  ///< bits 16 to 30: in how many ms a frame is wanted anyway; 0: in none
};

/// The backend's clipboard functions are stubs here: what is copied is handed to the script after
/// the frame; what is pasted comes from the DOM as typed characters.
struct Clipboard {
  std::string text;
  bool is_new = false;
};

/// The script's tables: fetched, picked or dropped.
class PageTables final : public TableSource {
 public:
  void request(std::string_view key) override;
  std::optional<Arrival> arrival() override;
  void add(Arrival arrival) { arrivals_.push_back(std::move(arrival)); }

 private:
  std::deque<Arrival> arrivals_;
};

class Page {
 public:
  /// Null if there is no WebGL 2, unless it is to do without.
  static std::unique_ptr<Page> create(const PageOptions& options);
  ~Page();
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  /// Draws once and returns FrameBits.
  std::uint32_t frame(double now_seconds);
  /// Of the last frame: the time of drawing itself, which is the graphics driver's.
  [[nodiscard]] double gl_ms() const { return gl_ms_; }
  void resize(int width, int height);
  /// Until it comes back nothing is drawn; training and its snapshots go on.
  void context_lost();
  void context_restored();

  /// Carries a command line out; {"notices":[…]} or {"error":"…"}.
  std::string command(const char* line);
  [[nodiscard]] std::string snapshot_json() const;
  /// The pinned runs: {"pins":[…]}; with `pins_now`, the present one is pinned first, and "pinned"
  /// is its letter or empty.
  std::string pins_json(bool pins_now);
  /// The answer to a request, or a table nobody asked for (kDroppedTable).
  void add_table(TableSource::Arrival arrival);
  /// Commands given so far, also those that wait for a table.
  [[nodiscard]] std::uint32_t posted() const;
  [[nodiscard]] App& app() { return *app_; }
  [[nodiscard]] WorkerRunner& runner() { return *runner_; }
  /// What had to be said about the link the page was opened with, as a list of sentences.
  [[nodiscard]] std::string link_notices_json() const;
  /// What had to be said about tables in the frames so far, once.
  std::string take_notices_json();

  /// The picture's {"name","width","height","at"}, `at` the address of its RGBA rows from the top,
  /// valid until the next one; the file's {"name","text"}.
  [[nodiscard]] std::string picture_json() const;
  [[nodiscard]] std::string file_json() const;

  /// What was copied since the last call, or empty.
  [[nodiscard]] std::string take_clipboard();

  /// Text kept for the script until the next such call.
  const char* keep(std::string text);

 private:
  Page() = default;
  void write_notices(const Notices& notices, JsonWriter& json) const;
  bool open_window();
  void start_imgui();
  void start_backends();
  /// The frame begins; `draws` says whether WebGL is there.
  void begin_frame(bool draws);
  std::uint32_t take_bits();
  void hand_over();
  void read_picture(int width, int height);

  GLFWwindow* window_ = nullptr;
  PageTables tables_;
  WorkerRunner* runner_ = nullptr;  ///< owned by app_
  std::unique_ptr<App> app_;
  Notices link_notices_;
  Settings told_settings_;
  std::uint32_t told_sequence_ = 0;
  std::string kept_;
  Clipboard clipboard_;
  double gl_ms_ = 0;
  SavedFile file_;
  std::string picture_name_;
  std::vector<std::string> notices_;
  PixelRect picture_;
  std::vector<std::uint8_t> pixels_;
  bool is_lost_ = false;
};

}  // namespace bp
