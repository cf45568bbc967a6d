// The application: owns the settings as the user sees them, the runner, the views and the GL
// pictures. Platform code (web/platform) creates the window and the ImGui backends, feeds it time
// and size, and asks it for frames; it never draws itself.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/session/runner.h"
#include "engine/session/settings.h"
#include "web/app/saving.h"
#include "web/app/table_gate.h"
#include "web/views/ui_state.h"

namespace bp {

struct AppOptions {
  Settings settings;
  Notices notices;      ///< from reading the link
  std::string address;  ///< of the page, without its hash: what a shared link begins with
  bool system_is_dark = false;
  bool reduced_motion = false;
  bool touch = false;
  bool is_blind = false;  ///< see set_blind()
  /// Where tables come from; must outlive the application. Null: there are none.
  TableSource* tables = nullptr;
  Here (*is_here)(AnyFunction) = nullptr;         ///< UiState::is_here
  std::vector<std::string>* cut_texts = nullptr;  ///< UiState::cut_texts
  std::string language, words;  ///< the interface's: its tag, and its file of web/lang; or empty
};

class App {
 public:
  /// ImGui context and backends must exist; `headless` makes no GL objects (tests).
  App(AppOptions options, std::unique_ptr<Runner> runner, bool headless = false);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  /// Between ImGui::NewFrame() and ImGui::Render(): takes the newest snapshot, builds the whole
  /// interface in `width` × `height` points, posts commands. `budget_us` goes to the inline runner.
  void frame(float width, float height, float pixel_ratio, double now_seconds,
             std::int64_t budget_us);
  /// Whether another frame is needed without any input (training runs, snapshot under way, easing).
  [[nodiscard]] bool wants_frame() const;
  /// Seconds from the last frame until one is wanted though nothing happens; may be infinite.
  [[nodiscard]] double rest() const;

  /// As if the user had done it; settings follow at once, training as soon as the runner gets it.
  void post(const Command& command);
  [[nodiscard]] const Settings& settings() const;
  /// Commands that wait for a table; they are posted later, in order.
  [[nodiscard]] std::size_t held() const;
  /// Looks whether a table has arrived.
  void accept_tables();
  /// Tells a runner that starts anew everything it needs to know: tables, and the run that was, if
  /// its last snapshot had seen every command; else the settings.
  void resend(bool has_seen_all);
  /// Commands that bring a new session to where this one is, tables included; the run that was is
  /// among them if `has_seen_all`, else settings alone.
  [[nodiscard]] std::vector<Command> commands_so_far(bool has_seen_all) const;
  /// Keeps the run that is shown beside those to come; returns its place, or −1 if there is none.
  int pin();
  [[nodiscard]] const std::array<std::shared_ptr<const PinnedRun>, kMostPins>& pins() const;
  /// The newest snapshot shown.
  [[nodiscard]] const Snapshot& snapshot() const;
  /// What the maths panel shows, as JSON; "null" while it is not open or has nothing to show.
  [[nodiscard]] std::string maths() const;
  /// Where things that can be used were drawn in the last frame: name → [left, top, right, bottom].
  [[nodiscard]] std::string places() const;
  /// Text to put on the clipboard since the last call, or empty.
  [[nodiscard]] std::string take_clipboard();
  /// What was told of tables since the last call.
  [[nodiscard]] std::vector<std::string> take_notices();
  /// A message of the page for the notice bar.
  void tell(std::string text);
  /// What would be told, in the language of the interface.
  [[nodiscard]] std::string sentence(const Notice& notice) const;
  [[nodiscard]] std::string sentence(const Error& error) const;
  /// A file to save since the last call.
  [[nodiscard]] std::optional<SavedFile> take_file();
  /// The part of the frame just drawn that is wanted as a picture, once.
  [[nodiscard]] std::optional<PictureOrder> take_picture();
  /// As if the user had chosen it in the panel's menu; false if there is no such panel.
  bool order_picture(std::string_view panel);
  /// What a panel shows as CSV; empty if there is no such panel, or it has none.
  [[nodiscard]] std::string data(std::string_view panel) const;
  /// Says in passing what became of a file.
  void tell_saved(std::string_view name, SaveEnd end);
  void set_system_dark(bool is_dark);
  void set_touch(bool touch);
  void set_reduced_motion(bool reduced_motion);
  /// Somebody reads the metrics in words, whatever panels are open.
  void want_figures(bool wants);
  /// While there is no WebGL nothing is made by it; all else goes on.
  void set_blind(bool is_blind);
  /// Carries the unfolding panel's plane to a layer, 0 the inputs.
  void unfold_to(int layer);
  /// Puts the maths panel's cursor on its first cell, from where the arrow keys go on.
  void enter_maths();
  /// The language of the interface and its file of web/lang, which is empty for English.
  void set_language(std::string_view key, std::string words);

  /// After the WebGL context came back: all GL objects are made anew.
  void rebuild_gl();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bp
