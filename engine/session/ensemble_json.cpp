#include "engine/session/ensemble_json.h"

#include "engine/data/variations.h"
#include "engine/session/options.h"

namespace bp {

void write_ensemble(const Snapshot& s, const Settings& settings, JsonWriter& json) {
  if (s.members < 2) return;
  const std::string_view score = class_count(s) > 0 ? "accuracy" : "r2";
  json.key("ensemble").begin_object();
  json.member("vary", at(variations(), settings.vary).key);
  json.member("loss", s.test_loss).member(score, s.test_score);
  json.key("members").begin_array();
  for (std::size_t m = 0; m < s.member_loss.size(); ++m) {
    json.begin_object().member("loss", s.member_loss[m]);
    json.member(score, s.member_score[m]).end_object();
  }
  json.end_array().end_object();
}

}  // namespace bp
