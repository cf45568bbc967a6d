#include "engine/session/weights_json.h"

#include <optional>

#include "engine/session/json_reader.h"

namespace bp {
namespace {

constexpr const char* kRemedy =
    " Weights need the layers they were trained with: a report's \"link\" has them.";

std::string shape_text(Index rows, Index cols) {
  return std::to_string(rows) + " × " + std::to_string(cols);
}

/// Copies what the file holds of one layer into a network.
template <class T>
class LayerReader {
 public:
  LayerReader(const JsonValue& layer, Index number, Network<T>& net)
      : layer_(layer), number_(number), net_(net) {}
  std::optional<Error> read();

 private:
  using Values = std::vector<JsonValue>;
  std::optional<Error> read_matrix(const ParamBlock& block);
  std::optional<Error> read_vector(const char* name, std::span<T> out);
  std::optional<Error> read_norm();
  std::optional<Error> read_numbers(const Values& from, T* out, Index stride, const char* name);
  [[nodiscard]] Result<Values> array(const char* name) const;
  [[nodiscard]] Error error(const std::string& what) const {
    return Error{"Layer " + std::to_string(number_ + 1) + ": " + what};
  }
  [[nodiscard]] Error misfit(const char* name, const std::string& needed,
                             const std::string& given) const {
    return error(std::string(name) + " must be " + needed + ", but is " + given + "." + kRemedy);
  }
  [[nodiscard]] std::span<T> span_of(const ParamBlock& block) {
    return net_.params().subspan(static_cast<std::size_t>(block.offset),
                                 static_cast<std::size_t>(block.size()));
  }

  const JsonValue& layer_;
  Index number_;
  Network<T>& net_;
};

template <class T>
Result<std::vector<JsonValue>> LayerReader<T>::array(const char* name) const {
  const std::optional<JsonValue> value = layer_.member(name);
  if (!value) return error(std::string("there is no \"") + name + "\".");
  if (!value->is(JsonValue::Kind::Array)) {
    return error(std::string("\"") + name + "\" must be an array (" + value->place() + ").");
  }
  return value->elements();
}

template <class T>
std::optional<Error> LayerReader<T>::read_numbers(const Values& from, T* out, Index stride,
                                                  const char* name) {
  for (const JsonValue& value : from) {
    const std::optional<T> number = value.template number<T>();
    if (!number) {
      return error(std::string(name) + " holds what is no finite number (" + value.place() + ").");
    }
    *out = *number;
    out += stride;
  }
  return std::nullopt;
}

template <class T>
std::optional<Error> LayerReader<T>::read_matrix(const ParamBlock& block) {
  const Result<Values> rows = array("W");
  if (!rows) return rows.error();
  const std::string needed = shape_text(block.rows, block.cols) + " (units × inputs)";
  const auto height = static_cast<Index>(rows.value().size());
  const Index width = height > 0 ? static_cast<Index>(rows.value().front().elements().size()) : 0;
  if (height != block.rows || width != block.cols) {
    return misfit("W", needed, shape_text(height, width));
  }
  for (Index i = 0; i < height; ++i) {
    const Values row = rows.value()[static_cast<std::size_t>(i)].elements();
    if (static_cast<Index>(row.size()) != width) {
      return misfit("W", needed,
                    std::to_string(row.size()) + " wide in row " + std::to_string(i + 1));
    }
    T* out = net_.params().data() + block.offset + i;
    if (std::optional<Error> error = read_numbers(row, out, height, "W")) return error;
  }
  return std::nullopt;
}

template <class T>
std::optional<Error> LayerReader<T>::read_vector(const char* name, std::span<T> out) {
  const Result<Values> values = array(name);
  if (!values) return values.error();
  if (values.value().size() != out.size()) {
    return misfit(name, std::to_string(out.size()) + " long",
                  std::to_string(values.value().size()));
  }
  return read_numbers(values.value(), out.data(), 1, name);
}

template <class T>
std::optional<Error> LayerReader<T>::read_norm() {
  const auto writable = [this](std::span<const T> part) {
    const auto first = static_cast<std::size_t>(part.data() - net_.running().data());
    return net_.running().subspan(first, part.size());
  };
  const std::span<T> mean = writable(net_.running_mean(number_));
  const std::span<T> variance = writable(net_.running_variance(number_));
  if (auto e = read_vector("gamma", span_of(net_.gamma_block(number_)))) return e;
  if (auto e = read_vector("beta", span_of(net_.beta_block(number_)))) return e;
  if (auto e = read_vector("running_mean", mean)) return e;
  if (auto e = read_vector("running_variance", variance)) return e;
  for (const T v : variance) {
    if (v < 0) return error("a running variance is negative.");
  }
  return std::nullopt;
}

template <class T>
std::optional<Error> LayerReader<T>::read() {
  if (auto e = read_matrix(net_.weight_block(number_))) return e;
  if (auto e = read_vector("b", span_of(net_.bias_block(number_)))) return e;
  const bool has_norm = net_.spec().layers[static_cast<std::size_t>(number_)].has_norm;
  if (has_norm) return read_norm();
  if (!layer_.member("gamma")) return std::nullopt;
  return error(std::string("the file has batch normalisation, the network has none.") + kRemedy);
}

}  // namespace

template <class T>
Result<Network<T>> read_weights(std::string_view json, const NetworkSpec& spec) {
  const Result<JsonDocument> document = parse_json(json);
  if (!document) return document.error();
  const JsonValue root = document.value().root();
  const JsonValue list = root.member("layers").value_or(root);
  if (!list.is(JsonValue::Kind::Array)) {
    return Error{
        "There are no weights in this file: it needs \"layers\", an array of objects with "
        "\"W\" and \"b\", as playground-cli train --json writes it."};
  }
  const std::vector<JsonValue> layers = list.elements();
  if (static_cast<Index>(layers.size()) != spec.layer_count()) {
    return Error{"The file has " + std::to_string(layers.size()) + " layers, the network has " +
                 std::to_string(spec.layer_count()) + " (the output layer counts)." + kRemedy};
  }
  Network<T> net;
  net.configure(spec);
  for (Index l = 0; l < spec.layer_count(); ++l) {
    LayerReader<T> reader(layers[static_cast<std::size_t>(l)], l, net);
    if (std::optional<Error> error = reader.read()) return std::move(*error);
  }
  return net;
}

template Result<Network<float>> read_weights<float>(std::string_view, const NetworkSpec&);
template Result<Network<double>> read_weights<double>(std::string_view, const NetworkSpec&);

}  // namespace bp
