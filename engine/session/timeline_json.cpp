#include "engine/session/timeline_json.h"

namespace bp {

void write_changes(const TimelinePart& timeline, std::int64_t step, JsonWriter& json) {
  json.key("changes");
  json.begin_array();
  for (const TimelineMark& mark : timeline.marks) {
    if (mark.step > step) break;
    json.begin_object();
    json.member("step", mark.step).member("key", mark.key).member("value", mark.value);
    json.end_object();
  }
  json.end_array();
}

void write_timeline(const TimelinePart& t, JsonWriter& json) {
  json.key("timeline");
  json.begin_object();
  json.member("first", t.first).member("last", t.last).member("target", t.target);
  json.member("replaying", t.is_replaying != 0).member("start", t.start);
  write_changes(t, t.last, json);
  json.end_object();
}

}  // namespace bp
