#include "tools/cli/inputs.h"

#include <filesystem>
#include <fstream>

#include "engine/session/codec.h"
#include "engine/session/json_reader.h"
#include "engine/session/options.h"
#include "engine/session/plan.h"
#include "tools/data/real_data.h"

namespace cli {
namespace {

bp::Settings read_settings(const std::string& link) {
  bp::Notices notices;
  const bp::Settings settings = bp::decode_link(link, notices);
  for (const bp::Notice& n : notices) note(bp::notice_text(n));
  return settings;
}

const bp::Dataset& dataset_of(const bp::Settings& settings) {
  return bp::at(bp::datasets(), settings.data);
}

bool is_own(const bp::Dataset& row) { return row.is_table() && row.columns == 0; }

/// The key of the data set a file becomes: as the settings say, else as its target says.
bp::Result<std::string> own_key(const std::string& link, const bp::CsvOptions& options,
                                std::string_view text) {
  if (("&" + link).find("&data=") != std::string::npos) {
    bp::Notices ignored;
    const bp::Dataset& row = dataset_of(bp::decode_link(link, ignored));
    if (is_own(row)) return std::string(row.key);
    return bp::Error{"--data brings its own data set; leave out data=" + std::string(row.key)};
  }
  const bp::Result<bp::Table> table = bp::parse_csv(text, options);
  if (!table) return table.error();
  const bool is_class = table.value().task == bp::Task::Classification;
  return std::string(is_class ? "own_classes" : "own_values");
}

bp::Result<Inputs> read_own(const Arguments& arguments) {
  const bp::Result<std::string> text = read_file(arguments.data, bp::kMaxCsvBytes);
  if (!text) return text.error();
  const bp::CsvOptions options{.target = arguments.target,
                               .drop_incomplete = arguments.drop_incomplete};
  const auto in_file = [&](const bp::Error& error) {
    return bp::Error{arguments.data + ": " + error.message};
  };
  const bp::Result<std::string> key = own_key(arguments.link, options, text.value());
  if (!key) return in_file(key.error());
  Inputs inputs;
  inputs.settings = read_settings("data=" + key.value() + "&" + arguments.link);
  bp::Remarks remarks;
  bp::Result<bp::Table> table =
      bp::read_table(dataset_of(inputs.settings), text.value(), options, &remarks);
  if (!table) return in_file(table.error());
  for (const bp::Error& remark : remarks) note(remark.message);
  inputs.tables.add(key.value(), std::move(table).value());
  return inputs;
}

std::string text_member(const bp::JsonValue& root, std::string_view key) {
  const std::optional<bp::JsonValue> value = root.member(key);
  return value ? value->text() : std::string();
}

/// What the page exports (docs/API.md, "One file").
bp::Result<Inputs> read_export(const std::string& path) {
  bp::Result<std::string> text = read_file(path, bp::kMaxJsonBytes);
  if (!text) return text.error();
  const bp::Result<bp::JsonDocument> document = bp::parse_json(text.value());
  if (!document) return bp::Error{path + ": " + document.error().message};
  const bp::JsonValue root = document.value().root();
  if (text_member(root, "format") != "backprop-playground") {
    return bp::Error{path + ": no experiment of the playground; its \"format\" says so"};
  }
  Inputs inputs{read_settings(text_member(root, "link")), {}, {}};
  inputs.state.hash = text_member(root, "hash");
  inputs.state.has_state = true;
  const bp::Dataset& row = dataset_of(inputs.settings);
  if (is_own(row)) {
    const std::string csv = text_member(root, "table");
    bp::Result<bp::Table> table = bp::read_table(row, csv, {.drop_incomplete = true});
    if (!table) return bp::Error{path + ", \"table\": " + table.error().message};
    inputs.tables.add(row.key, std::move(table).value());
  } else if (row.is_table()) {
    inputs.tables = bp::real_tables();
  }
  if (root.member("layers")) inputs.weights_file = std::move(text).value();
  return inputs;
}

}  // namespace

bp::Result<std::string> read_file(const std::string& path, std::size_t most) {
  std::error_code problem;
  const bool is_folder = std::filesystem::is_directory(path, problem);
  std::ifstream file(path, std::ios::binary);
  if (is_folder || !file) return bp::Error{path + ": there is no such file, or it cannot be read"};
  std::string text(std::size_t{1} << 16, '\0');
  std::size_t size = 0;
  while (size <= most &&
         file.read(text.data() + size, static_cast<std::streamsize>(text.size() - size))) {
    size = text.size();
    text.resize(2 * size);
  }
  size += static_cast<std::size_t>(file.gcount());
  if (size > most) return bp::Error{path + ": larger than " + std::to_string(most >> 20) + " MB"};
  text.resize(size);
  return text;
}

bp::Result<Inputs> read_inputs(const Arguments& arguments) {
  if (!arguments.open.empty()) return read_export(arguments.open);
  if (!arguments.data.empty()) return read_own(arguments);
  bp::Result<bp::LinkState> state = bp::read_link_state(arguments.link);
  if (!state) return state.error();
  Inputs inputs{read_settings(state.value().settings), {}, std::move(state).value()};
  const bp::Dataset& row = dataset_of(inputs.settings);
  if (is_own(row)) {
    return bp::Error{"data=" + std::string(row.key) + " needs your table: give --data FILE.csv"};
  }
  if (row.is_table()) inputs.tables = bp::real_tables();
  return inputs;
}

}  // namespace cli
