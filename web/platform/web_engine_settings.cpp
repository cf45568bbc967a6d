// Settings from a program, which wants to hear of a mistake where a page goes on with a notice.
#include "engine/core/number.h"
#include "engine/session/json.h"
#include "engine/session/options.h"
#include "engine/session/plan.h"
#include "web/platform/web_engine.h"

namespace bp::web_engine {
namespace {

std::string keys_of(const OptionTable& table) {
  std::string out;
  for (int i = 0; i < table.count(); ++i) {
    if (i > 0) out += i + 1 < table.count() ? ", " : " or ";
    out += table.at(i).key;
  }
  return out;
}

/// What a field takes.
struct TakesText {
  std::string operator()(const IntKind& k) const {
    return "a whole number from " + std::to_string(k.min) + " to " + std::to_string(k.max);
  }
  std::string operator()(const RealKind& k) const {
    return std::string(k.zero_is_off ? "0 or " : "") + "a number from " + number_text(k.min) +
           " to " + number_text(k.max);
  }
  std::string operator()(const FlagKind&) const { return "true or false"; }
  std::string operator()(const ChoiceKind& k) const { return keys_of(k.options); }
  std::string operator()(const SetKind& k) const { return "some of " + keys_of(k.options); }
  std::string operator()(const LayersKind&) const { return "units layer by layer, as [8, 4]"; }
  std::string operator()(const ColumnsKind&) const { return "\"all\" or as \"1-4,7\""; }
  std::string operator()(const LayoutKind&) const {
    return "a layout as a link of the page has it";
  }
  std::string operator()(const PartsKind&) const { return "names of parts of the page"; }
  std::string operator()(const GoalKind&) const { return "conditions as \"test.loss<=0.05\""; }
};

std::optional<Error> mistake_in(const Notices& notices) {
  for (const Notice& n : notices) {
    const Field* field = find_field(n.key);
    if (n.kind == Notice::Kind::UnknownKey) {
      return Error{"There is no setting \"" + n.key + "\"; Engine.schema() lists them all."};
    }
    if (n.kind == Notice::Kind::Unusable && field) {
      return Error{"Setting " + n.key + ": \"" + n.given + "\" cannot be used. It takes " +
                   std::visit(TakesText{}, field->kind) + "."};
    }
    if (n.kind == Notice::Kind::MissingTable) {
      return Error{"The data set " + n.given +
                   " is a table: give it as data: {X, Y} or data: {csv}."};
    }
    if (n.kind == Notice::Kind::TooLong) return Error{"The settings are too long for a link."};
  }
  return std::nullopt;
}

std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

void write_names(std::string_view name, const std::vector<std::string>& names, JsonWriter& json) {
  json.key(name).begin_array();
  for (const std::string& n : names) json.value(std::string_view(n));
  json.end_array();
}

void write_blocks(const Network<float>& net, Index l, JsonWriter& json) {
  const LayerSpec& layer = net.spec().layers[static_cast<std::size_t>(l)];
  const auto offset = [](const ParamBlock& b) { return static_cast<std::int64_t>(b.offset); };
  json.begin_object().member("units", static_cast<int>(layer.units));
  json.member("inputs", static_cast<int>(net.spec().inputs_of(l)));
  json.member("activation", layer.activation->key);
  json.member("W", offset(net.weight_block(l))).member("b", offset(net.bias_block(l)));
  if (layer.has_norm) {
    json.member("gamma", offset(net.gamma_block(l))).member("beta", offset(net.beta_block(l)));
  }
  json.end_object();
}

}  // namespace

Result<Settings> read_link(std::string_view link, Notices& notices) {
  Settings settings = decode_link(link, notices);
  if (std::optional<Error> mistake = mistake_in(notices)) return std::move(*mistake);
  return settings;
}

std::optional<Error> change(std::string_view pairs, Session& session) {
  Settings tried = session.settings();
  std::vector<Command> commands;
  while (!pairs.empty()) {
    const std::string key(next_line(pairs)), value(next_line(pairs));
    Notices notices;
    (void)change_setting(key, value, tried, notices);
    if (std::optional<Error> mistake = mistake_in(notices)) return mistake;
    const bool is_new_data = tried.data != session.settings().data;
    if (is_new_data && at(datasets(), tried.data).is_table()) {
      return Error{"A table needs an engine of its own: Engine.create({settings, data})."};
    }
    commands.push_back({Command::Kind::Set, key, value, 1});
  }
  for (const Command& command : commands) session.apply(command);
  return std::nullopt;
}

std::string notices_json(const Notices& notices) {
  JsonWriter json;
  json.begin_array();
  for (const Notice& n : notices) json.value(std::string_view(notice_text(n)));
  json.end_array();
  return json.take();
}

std::string layout_json(const Session& session) {
  const PreparedData& data = session.data();
  const Network<float>& net = session.trainer().network();
  JsonWriter json;
  json.begin_object();
  write_names("inputs", data.input_names, json);
  write_names("classes", data.class_names, json);
  std::vector<std::string> columns;
  for (const RawAxis& axis : data.raw_axes) columns.push_back(axis.name);
  write_names("columns", columns, json);
  json.member("target", data.target_name);
  json.member("outputs", static_cast<int>(net.spec().outputs()));
  json.member("members", session.ensemble().size());
  json.member("parameters", static_cast<std::int64_t>(net.params().size()));
  json.key("layers").begin_array();
  for (Index l = 0; l < net.layer_count(); ++l) write_blocks(net, l, json);
  json.end_array().end_object();
  return json.take();
}

}  // namespace bp::web_engine
