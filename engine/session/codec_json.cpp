// Settings and schema as JSON: for host pages, the command line and the DOM mirror.
#include "engine/session/codec.h"
#include "engine/session/json.h"
#include "engine/session/page_parts.h"

namespace bp {
namespace {

std::string_view effect_key(Effect effect) {
  switch (effect) {
    case Effect::Live:
      return "live";
    case Effect::Reinit:
      return "reinit";
    case Effect::Regenerate:
      return "regenerate";
    case Effect::ViewOnly:
      return "view";
  }
  return {};
}

std::string_view scale_key(Scale scale) { return scale == Scale::Log ? "log" : "linear"; }

/// A field's value as the JSON type a host page expects.
class ValueWriter {
 public:
  ValueWriter(const Field& field, const Settings& settings, JsonWriter& json)
      : field_(field), s_(settings), json_(json) {}
  void operator()(const IntKind& k) const { json_.value(s_.*k.member); }
  void operator()(const RealKind& k) const { json_.value(s_.*k.member); }
  void operator()(const FlagKind& k) const { json_.value(s_.*k.member); }
  void operator()(const ChoiceKind&) const { json_.value(to_text(field_, s_)); }
  void operator()(const SetKind&) const { json_.value(to_text(field_, s_)); }
  void operator()(const LayersKind&) const { json_.value(to_text(field_, s_)); }
  void operator()(const ColumnsKind&) const { json_.value(to_text(field_, s_)); }
  void operator()(const LayoutKind&) const { json_.value(to_text(field_, s_)); }
  void operator()(const PartsKind&) const { json_.value(to_text(field_, s_)); }
  void operator()(const GoalKind&) const { json_.value(to_text(field_, s_)); }

 private:
  const Field& field_;
  const Settings& s_;
  JsonWriter& json_;
};

class KindWriter {
 public:
  explicit KindWriter(JsonWriter& json) : json_(json) {}
  void operator()(const IntKind& k) const {
    json_.member("kind", "integer").member("min", k.min).member("max", k.max);
    json_.member("scale", scale_key(k.scale));
  }
  void operator()(const RealKind& k) const {
    json_.member("kind", "real").member("min", k.min).member("max", k.max);
    json_.member("scale", scale_key(k.scale)).member("zero_is_off", k.zero_is_off);
    if (!k.unit.empty()) json_.member("unit", k.unit);
  }
  void operator()(const FlagKind&) const { json_.member("kind", "flag"); }
  void operator()(const ChoiceKind& k) const {
    json_.member("kind", "choice");
    write(k.options);
  }
  void operator()(const SetKind& k) const {
    json_.member("kind", "set");
    write(k.options);
  }
  void operator()(const LayersKind& k) const {
    json_.member("kind", "layers").member("max_layers", kMaxHiddenLayers);
    json_.member("max_units", kMaxUnits).member("max_dropout", kMaxDropout);
    write(k.activations);
  }
  void operator()(const ColumnsKind&) const {
    json_.member("kind", "columns").member("max_columns", static_cast<int>(kMaxTableColumns));
  }
  void operator()(const LayoutKind&) const {
    json_.member("kind", "layout").key("presets").begin_array();
    for (const LayoutPreset& row : layout_presets()) {
      json_.begin_object().member("key", row.key).member("label", row.label);
      json_.member("help", row.help).member("text", row.text).end_object();
    }
    json_.end_array();
  }
  void operator()(const PartsKind&) const {
    json_.member("kind", "parts").key("names").begin_array();
    for (int i = 0; i < name_count(); ++i) json_.value(name_of(i));
    json_.end_array();
  }
  void operator()(const GoalKind&) const {
    json_.member("kind", "goal").member("most", kMostConditions).key("metrics").begin_array();
    for (const GoalMetric& row : goal_metrics()) {
      json_.begin_object().member("key", row.key).member("label", row.label).end_object();
    }
    json_.end_array();
  }

 private:
  void write(const OptionTable& table) const {
    json_.key("choices").begin_array();
    for (int i = 0; i < table.count(); ++i) {
      const Option option = table.at(i);
      json_.begin_object().member("key", option.key).member("label", option.label);
      if (!option.help.empty()) json_.member("help", option.help);
      json_.end_object();
    }
    json_.end_array();
  }
  JsonWriter& json_;
};

}  // namespace

void write_settings(const Settings& settings, JsonWriter& json) {
  json.begin_object();
  for (const Field& field : schema()) {
    json.key(field.key);
    std::visit(ValueWriter(field, settings, json), field.kind);
  }
  json.end_object();
}

std::string settings_json(const Settings& settings) {
  JsonWriter json;
  write_settings(settings, json);
  return json.take();
}

std::string schema_json() {
  const Settings defaults = default_settings();
  JsonWriter json;
  json.begin_object().member("version", kLinkVersion).key("fields").begin_array();
  for (const Field& field : schema()) {
    json.begin_object().member("key", field.key).member("label", field.label);
    if (!field.symbol.empty()) json.member("symbol", field.symbol);
    json.member("help", field.help).member("group", group_label(field.group));
    json.member("group_key", group_key(field.group));
    json.member("effect", effect_key(field.effect));
    if (field.is_rare) json.member("rare", true);
    std::visit(KindWriter(json), field.kind);
    json.key("default");
    std::visit(ValueWriter(field, defaults, json), field.kind);
    json.end_object();
  }
  json.end_array().end_object();
  return json.take();
}

namespace {

/// Keys of the choices that go with the other settings; only that a field has an effect, if all do.
class OpenWriter {
 public:
  OpenWriter(const Settings& settings, JsonWriter& json) : s_(settings), json_(json) {}
  template <class K>
  void operator()(const K& kind) const {
    if constexpr (requires {
                    kind.options;
                    kind.is_allowed;
                  }) {
      write(kind.options, kind.is_allowed);
    } else if constexpr (requires { kind.activations; }) {
      write(kind.activations, kind.is_allowed);
    } else {
      json_.value(true);
    }
  }

 private:
  void write(const OptionTable& table, bool (*is_allowed)(const Settings&, int)) const {
    if (is_allowed == nullptr) return void(json_.value(true));
    json_.begin_array();
    for (int i = 0; i < table.count(); ++i) {
      if (is_allowed(s_, i)) json_.value(table.at(i).key);
    }
    json_.end_array();
  }
  const Settings& s_;
  JsonWriter& json_;
};

}  // namespace

std::string open_fields_json(const Settings& settings) {
  JsonWriter json;
  json.begin_object();
  for (const Field& field : schema()) {
    json.key(field.key);
    if (field.is_relevant != nullptr && !field.is_relevant(settings)) {
      json.value(false);
    } else {
      std::visit(OpenWriter(settings, json), field.kind);
    }
  }
  json.end_object();
  return json.take();
}

}  // namespace bp
