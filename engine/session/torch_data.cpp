// Of a PyTorch program: reading the data, what the network is given of it, augmentation.
#include "engine/data/features.h"
#include "engine/session/torch_experiment.h"

namespace bp {
namespace {

/// x → what the network is given, before standardisation; empty where that is x itself.
std::string features_of(const Experiment& e) {
  if (e.data.is_table()) {
    std::string columns;
    int count = 0;
    for (int c = 0; c < e.table_columns; ++c) {
      if (e.s.columns.any() && !e.s.columns.test(static_cast<std::size_t>(c))) continue;
      columns += (count++ > 0 ? ", " : "") + std::to_string(c);
    }
    return count == e.table_columns || count == 0 ? "" : "x[:, [" + columns + "]]";
  }
  const bool is_whole = e.s.features == (e.data.dims == 2 ? 0b11U : 0b1U);
  if (is_whole) return {};
  std::string list;
  for (std::size_t i = 0; i < features().size(); ++i) {
    if (((e.s.features >> i) & 1U) == 0) continue;
    list.append(list.empty() ? "" : ", ").append(features()[i].torch);
  }
  return "torch.stack([" + list + "], dim=1)";
}

void write_targets(ProgramWriter& w, const Experiment& e) {
  const bool is_signed = e.loss.negative_target < 0;
  if (e.classes > 0 && e.outputs() > 1) {
    const std::string one_hot =
        "nn.functional.one_hot(y[:, 0].long(), " + std::to_string(e.outputs()) + ").to(y.dtype)";
    w.add("y = " + (is_signed ? "2 * " + one_hot + " - 1" : one_hot));
  } else if (e.classes > 0 && is_signed) {
    w.add("y = 2 * y - 1");
  }
}

void write_load(ProgramWriter& w, const Experiment& e) {
  w.add(
      "def load(part):\n"
      "    rows = [r for r in csv.reader(open(\"data.csv\", encoding=\"utf-8\")) if r[0] == part]\n"
      "    values = torch.tensor([[float(v) for v in r[1:]] for r in rows])");
  w.indent();
  w.add("x, y = values[:, :-1], values[:, -1:]");
  write_targets(w, e);
  w.add("return x, y");
  w.outdent();
}

std::vector<std::string_view> parts_of(const Experiment& e) {
  std::vector<std::string_view> parts = {"", "test_"};
  if (e.watches() && e.s.watch != kWatchesTest) parts.push_back("validation_");
  return parts;
}

/// "x, test_x = f(x), f(test_x)": the same of each part's `name`; "#" in `formula` is the part's.
std::string for_parts(const Experiment& e, std::string_view name, std::string_view formula) {
  std::string left, right;
  for (const std::string_view part : parts_of(e)) {
    const std::string value = std::string(part).append(name);
    left.append(left.empty() ? "" : ", ").append(value);
    right.append(right.empty() ? "" : ", ").append(fill_in(formula, {{"#", value}}));
  }
  return left + " = " + right;
}

void write_spread(ProgramWriter& w, const Experiment& e, const std::string& x) {
  if (e.data.image_side > 0) {
    w.add("mean, std = " + x + ".mean(), " + x + ".std(unbiased=False)");
    return;
  }
  w.add("mean, std = " + x + ".mean(0), " + x + ".std(0, unbiased=False)");
  if (e.data.is_table()) w.add("std[std < 1e-7 * mean.abs()] = 1");
}

void write_parts(ProgramWriter& w, const Experiment& e) {
  w.space(2);
  w.add("x, y = load(\"train\")");
  for (const std::string_view part : parts_of(e)) {
    if (part.empty()) continue;
    w.add(fill_in("{part}_x, {part}_y = load(\"{part}\")",
                  {{"part", std::string(part.substr(0, part.size() - 1))}}));
  }
  if (e.data.is_table() && e.classes == 0 && e.s.standardise) {
    w.add("y_mean, y_std = y.mean(), y.std(unbiased=False)");
    w.add(for_parts(e, "y", "({#} - y_mean) / y_std"));
  }
}

/// Raw x → inputs: at once for all, or as a function where augmentation moves x each time.
void write_inputs(ProgramWriter& w, const Experiment& e) {
  const std::string features = features_of(e);
  if (!features.empty()) {
    w.space(2);
    w.add("def features(x):");
    w.indent();
    if (!e.data.is_table()) w.add(e.data.dims == 2 ? "x1, x2 = x[:, 0], x[:, 1]" : "x1 = x[:, 0]");
    w.add("return " + features);
    w.outdent();
  }
  write_parts(w, e);
  const std::string f = features.empty() ? "x" : "features(x)";
  if (!e.augments()) {
    if (!features.empty()) w.add(for_parts(e, "x", "features({#})"));
    if (e.s.standardise) write_spread(w, e, "x");
    if (e.s.standardise) w.add(for_parts(e, "x", "({#} - mean) / std"));
    return;
  }
  if (e.s.standardise) write_spread(w, e, f);
  w.space(2);
  w.add("def inputs(x):");
  w.indent();
  w.add("return " + (e.s.standardise ? "(" + f + " - mean) / std" : f));
  w.outdent();
}

}  // namespace

/// What the network is given of x.
std::string inputs_of(const Experiment& e, std::string_view x) {
  return e.augments() ? "inputs(" + std::string(x) + ")" : std::string(x);
}

void write_augmentation(ProgramWriter& w, const Experiment& e) {
  if (!e.augments()) return;
  const RawShape raw = raw_shape(e.data);
  const bool is_image = raw == RawShape::Image;
  const bool is_box = raw == RawShape::Line || raw == RawShape::Plane;
  std::string unit = number_text(0.5F * (e.data.box_max - e.data.box_min));
  if (!is_box) unit = is_image ? "x.std(unbiased=False)" : "x.std(0, unbiased=False)";
  w.space(2);
  if (!is_box) w.add("unit = " + unit);
  if (!is_box) w.space(2);
  w.add("def augment(x):");
  w.indent();
  for (std::size_t i = 0; i < e.amounts.size(); ++i) {
    const Augmentation& row = augmentations()[i];
    if (e.amounts[i] <= 0 || !row.applies(raw)) continue;
    w.add(fill_in(is_image ? row.torch_image : row.torch,
                  {{"amount", number_text(e.amounts[i])},
                   {"centre", number_text(0.5F * (e.data.box_min + e.data.box_max))},
                   {"unit", is_box ? unit : "unit"},
                   {"side", std::to_string(e.data.image_side)}}));
  }
  w.add("return x");
  w.outdent();
}

void write_data(ProgramWriter& w, const Experiment& e) {
  write_load(w, e);
  write_inputs(w, e);
}

}  // namespace bp
