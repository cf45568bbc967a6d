// What web/embed calls on the page's side. Every function takes the Page that bp_start() made;
// texts that are returned stay valid until the next call that returns one.
#include <emscripten.h>

#include "engine/session/codec.h"
#include "engine/session/goal_json.h"
#include "engine/session/json.h"
#include "engine/session/page_parts.h"
#include "engine/session/report.h"
#include "web/platform/web_page.h"

using bp::Page;

namespace {

/// Bits of bp_start()'s `flags`; the same in web/embed/boot.js.
enum StartFlags : std::uint32_t {
  kDark = 1,
  kReducedMotion = 2,
  kTouch = 4,
  kWorker = 8,
  kMac = 16,
  kBlind = 32
};

}  // namespace

/// The script drives everything; nothing runs by itself.
int main() { return 0; }

extern "C" {

/// Null if there is no WebGL 2 and it is not to do without. The canvas is Module.canvas. `words` is
/// the language's file.
EMSCRIPTEN_KEEPALIVE Page* bp_start(const char* link, const char* address, const char* language,
                                    const char* words, std::uint32_t flags) {
  bp::PageOptions options;
  options.link = link;
  options.address = address;
  options.language = language;
  options.words = words;
  options.system_is_dark = (flags & kDark) != 0;
  options.reduced_motion = (flags & kReducedMotion) != 0;
  options.touch = (flags & kTouch) != 0;
  options.has_worker = (flags & kWorker) != 0;
  options.is_mac = (flags & kMac) != 0;
  options.is_blind = (flags & kBlind) != 0;
  return Page::create(options).release();
}

/// Draws once; returns FrameBits.
EMSCRIPTEN_KEEPALIVE std::uint32_t bp_frame(Page* page, double now_seconds) {
  return page->frame(now_seconds);
}

EMSCRIPTEN_KEEPALIVE void bp_resize(Page* page, int width, int height) {
  page->resize(width, height);
}
EMSCRIPTEN_KEEPALIVE void bp_context_lost(Page* page) { page->context_lost(); }
EMSCRIPTEN_KEEPALIVE void bp_context_restored(Page* page) { page->context_restored(); }
EMSCRIPTEN_KEEPALIVE void bp_system_dark(Page* page, bool is_dark) {
  page->app().set_system_dark(is_dark);
}
EMSCRIPTEN_KEEPALIVE void bp_touch(Page* page, bool is_touch) { page->app().set_touch(is_touch); }
EMSCRIPTEN_KEEPALIVE void bp_reduced_motion(Page* page, bool is_reduced) {
  page->app().set_reduced_motion(is_reduced);
}
EMSCRIPTEN_KEEPALIVE void bp_language(Page* page, const char* key, const char* words) {
  page->app().set_language(key, words);
}
EMSCRIPTEN_KEEPALIVE void bp_worker_died(Page* page) {
  const bool has_seen_all = page->runner().is_answered();
  page->runner().move_inline(page->app().settings());
  page->app().resend(has_seen_all);
}

/// Carries out a line as engine/session/command.h reads it; {"notices":[…]} or {"error":"…"}.
EMSCRIPTEN_KEEPALIVE const char* bp_command(Page* page, const char* line) {
  return page->keep(page->command(line));
}
/// RunState of the last snapshot, and how many commands it has seen.
EMSCRIPTEN_KEEPALIVE std::uint32_t bp_state(Page* page) {
  return static_cast<std::uint32_t>(page->app().snapshot().state);
}
EMSCRIPTEN_KEEPALIVE std::uint32_t bp_answered(Page* page) { return page->runner().answered(); }
/// Milliseconds of the last frame that went into handing the picture over to the graphics driver.
EMSCRIPTEN_KEEPALIVE double bp_gl_ms(Page* page) { return page->gl_ms(); }
/// Number of commands posted; a snapshot's `commands` says how many it has seen.
EMSCRIPTEN_KEEPALIVE std::uint32_t bp_posted(Page* page) { return page->posted(); }
/// A data set's table as CSV: what requestTable() asked for, or "own" for a file that was dropped.
EMSCRIPTEN_KEEPALIVE void bp_table(Page* page, const char* key, const char* csv) {
  page->add_table({key, csv, {}, false});
}
/// It could not be had; an empty message is nobody's fault (a file picker was closed).
EMSCRIPTEN_KEEPALIVE void bp_table_failed(Page* page, const char* key, const char* message) {
  page->add_table({key, {}, message, message[0] == 0});
}

/// Command lines that bring another page to where this one is, as a JSON list.
EMSCRIPTEN_KEEPALIVE const char* bp_run(Page* page) {
  bp::JsonWriter json;
  json.begin_array();
  for (const bp::Command& command : page->app().commands_so_far(page->runner().is_answered())) {
    json.value(bp::to_text(command));
  }
  json.end_array();
  return page->keep(json.take());
}
EMSCRIPTEN_KEEPALIVE const char* bp_settings(Page* page) {
  return page->keep(bp::settings_json(page->app().settings()));
}
/// What of the schema the settings leave open; open_fields_json().
EMSCRIPTEN_KEEPALIVE const char* bp_open_fields(Page* page) {
  return page->keep(bp::open_fields_json(page->app().settings()));
}
/// The metrics, which the script wants from the first call on until it calls with false.
EMSCRIPTEN_KEEPALIVE const char* bp_figures(Page* page, bool wants) {
  page->app().want_figures(wants);
  return page->keep(bp::figures_json(page->app().snapshot()));
}
/// Where two panels' own cursors go that have no setting: the unfolded layer, and the first cell of
/// the maths for −1.
EMSCRIPTEN_KEEPALIVE void bp_enter(Page* page, int layer) {
  if (layer < 0) {
    page->app().enter_maths();
  } else {
    page->app().unfold_to(layer);
  }
}
EMSCRIPTEN_KEEPALIVE const char* bp_link(Page* page) {
  return page->keep(bp::encode_link(page->app().settings()));
}
EMSCRIPTEN_KEEPALIVE const char* bp_schema(Page* page) { return page->keep(bp::schema_json()); }
EMSCRIPTEN_KEEPALIVE const char* bp_snapshot(Page* page) {
  return page->keep(page->snapshot_json());
}
EMSCRIPTEN_KEEPALIVE const char* bp_report(Page* page) {
  return page->keep(bp::report_json(page->app().snapshot(), page->app().settings()));
}
/// How often a goal was reached, while it is in the present run; else 0.
EMSCRIPTEN_KEEPALIVE std::uint32_t bp_goals(Page* page) {
  const bp::GoalPart& goal = page->app().snapshot().goal;
  return goal.is_reached != 0 ? goal.count : 0;
}
/// The proof that it was reached, as JSON; null before.
EMSCRIPTEN_KEEPALIVE const char* bp_goal(Page* page) {
  return page->keep(bp::goal_proof(page->app().snapshot(), page->app().settings()));
}
/// Whether a person may change a field: it is neither hidden nor locked.
EMSCRIPTEN_KEEPALIVE bool bp_is_free(Page* page, const char* key) {
  const bp::Field* const field = bp::find_field(key);
  return field != nullptr && bp::is_free(page->app().settings(), *field);
}
/// What these texts of `hide` and `lock` take away, as lists of names.
EMSCRIPTEN_KEEPALIVE const char* bp_access(Page* page, const char* hide, const char* lock) {
  bp::Settings settings;
  bp::UnknownNames unknown;
  settings.hide = bp::parse_parts(hide, unknown);
  settings.lock = bp::parse_parts(lock, unknown);
  return page->keep(bp::access_json(settings));
}
/// The pinned runs as JSON; see Page::pins_json().
EMSCRIPTEN_KEEPALIVE const char* bp_pins(Page* page) { return page->keep(page->pins_json(false)); }
EMSCRIPTEN_KEEPALIVE const char* bp_pin(Page* page) { return page->keep(page->pins_json(true)); }
/// What the maths panel shows, or null.
EMSCRIPTEN_KEEPALIVE const char* bp_maths(Page* page) { return page->keep(page->app().maths()); }
EMSCRIPTEN_KEEPALIVE const char* bp_places(Page* page) { return page->keep(page->app().places()); }
/// What had to be said about the link the page was opened with, as a JSON list of texts.
EMSCRIPTEN_KEEPALIVE const char* bp_link_notices(Page* page) {
  return page->keep(page->link_notices_json());
}
EMSCRIPTEN_KEEPALIVE const char* bp_take_notices(Page* page) {
  return page->keep(page->take_notices_json());
}
/// Begins to take a panel's picture, which comes with kPicture after some frames; false if there is
/// no such panel.
EMSCRIPTEN_KEEPALIVE bool bp_order_picture(Page* page, const char* panel) {
  return page->app().order_picture(panel);
}
EMSCRIPTEN_KEEPALIVE const char* bp_picture(Page* page) { return page->keep(page->picture_json()); }
/// What a panel shows as CSV, or empty.
EMSCRIPTEN_KEEPALIVE const char* bp_data(Page* page, const char* panel) {
  return page->keep(page->app().data(panel));
}
EMSCRIPTEN_KEEPALIVE const char* bp_file(Page* page) { return page->keep(page->file_json()); }
/// A message for the notice bar.
EMSCRIPTEN_KEEPALIVE void bp_tell(Page* page, const char* text) { page->app().tell(text); }
/// What became of a file: a SaveEnd.
EMSCRIPTEN_KEEPALIVE void bp_saved(Page* page, const char* name, int end) {
  page->app().tell_saved(name, static_cast<bp::SaveEnd>(end));
}
EMSCRIPTEN_KEEPALIVE const char* bp_take_clipboard(Page* page) {
  return page->keep(page->take_clipboard());
}

}  // extern "C"
