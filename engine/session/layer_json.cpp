#include "engine/session/layer_json.h"

namespace bp {
namespace {

/// What the flat array has for a layer.
template <class T>
LayerNumbers<T> numbers_of(const Network<T>& net, std::span<const T> flat, Index layer) {
  const auto part = [flat](const ParamBlock& block) {
    return flat.subspan(static_cast<std::size_t>(block.offset),
                        static_cast<std::size_t>(block.size()));
  };
  const ParamBlock& W = net.weight_block(layer);
  LayerNumbers<T> n{W.rows, W.cols, part(W), part(net.bias_block(layer)), {}, {}};
  if (!net.spec().layers[static_cast<std::size_t>(layer)].has_norm) return n;
  n.gamma = part(net.gamma_block(layer));
  n.beta = part(net.beta_block(layer));
  return n;
}

}  // namespace

template <class T>
void write_numbers(std::string_view prefix, const LayerNumbers<T>& n, JsonWriter& json) {
  const auto key = [&](std::string_view name) { json.key(std::string(prefix).append(name)); };
  key("W");
  json.begin_array();
  for (Index i = 0; i < n.units; ++i) {
    json.begin_array();
    for (Index j = 0; j < n.inputs; ++j) {
      json.value(n.W[static_cast<std::size_t>(i + n.units * j)]);
    }
    json.end_array();
  }
  json.end_array();
  key("b");
  json.array(n.b);
  if (n.gamma.empty()) return;
  key("gamma");
  json.array(n.gamma);
  key("beta");
  json.array(n.beta);
}

template <class T>
void write_weights(const Network<T>& net, Index layer, JsonWriter& json) {
  write_numbers("", numbers_of(net, net.params(), layer), json);
  if (!net.spec().layers[static_cast<std::size_t>(layer)].has_norm) return;
  json.key("running_mean").array(net.running_mean(layer));
  json.key("running_variance").array(net.running_variance(layer));
}

template <class T>
void write_gradients(const Network<T>& net, std::span<const T> grads, Index layer,
                     JsonWriter& json) {
  write_numbers("d", numbers_of(net, grads, layer), json);
}

template void write_numbers(std::string_view, const LayerNumbers<float>&, JsonWriter&);
template void write_numbers(std::string_view, const LayerNumbers<double>&, JsonWriter&);
template void write_weights(const Network<float>&, Index, JsonWriter&);
template void write_weights(const Network<double>&, Index, JsonWriter&);
template void write_gradients(const Network<float>&, std::span<const float>, Index, JsonWriter&);
template void write_gradients(const Network<double>&, std::span<const double>, Index, JsonWriter&);

}  // namespace bp
