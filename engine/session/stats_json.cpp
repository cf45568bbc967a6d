#include "engine/session/stats_json.h"

namespace bp {

std::string_view health_key(Health health) {
  switch (health) {
    case Health::Fine:
      return "fine";
    case Health::Vanishing:
      return "vanishing";
    case Health::Exploding:
      return "exploding";
    case Health::Dead:
      return "dead";
    case Health::Saturated:
      return "saturated";
    case Health::NotLearning:
      return "not learning";
    case Health::Symmetric:
      return "symmetric";
  }
  return {};
}

void write_stats(const LayerStats& s, Health health, JsonWriter& json) {
  json.key("stats").begin_object();
  json.member("norm_w", s.norm_w).member("norm_b", s.norm_b);
  json.member("norm_dw", s.norm_dw).member("norm_db", s.norm_db);
  json.member("norm_da", s.norm_da).member("norm_dz", s.norm_dz);
  json.member("mean_dw", s.mean_dw).member("mean_db", s.mean_db);
  json.member("mean_da", s.mean_da).member("mean_dz", s.mean_dz);
  json.member("distinct", static_cast<int>(s.distinct));
  json.member("max_dw", s.max_dw).member("update_ratio", s.update_ratio);
  json.member("dead_share", s.dead_share).member("saturated_share", s.saturated_share);
  json.member("health", health_key(health)).end_object();
}

}  // namespace bp
