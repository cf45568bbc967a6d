#include "engine/session/layer_json.h"

namespace bp {
namespace {

/// A matrix as one array a row (a unit).
template <class T>
void write_rows(std::string_view name, std::span<const T> flat, const ParamBlock& block,
                JsonWriter& json) {
  json.key(name).begin_array();
  for (Index i = 0; i < block.rows; ++i) {
    json.begin_array();
    for (Index j = 0; j < block.cols; ++j) {
      json.value(flat[static_cast<std::size_t>(block.offset + i + block.rows * j)]);
    }
    json.end_array();
  }
  json.end_array();
}

template <class T>
void write_vector(std::string_view name, std::span<const T> flat, const ParamBlock& block,
                  JsonWriter& json) {
  json.key(name).array(
      flat.subspan(static_cast<std::size_t>(block.offset), static_cast<std::size_t>(block.size())));
}

template <class T>
bool has_norm(const Network<T>& net, Index layer) {
  return net.spec().layers[static_cast<std::size_t>(layer)].has_norm;
}

}  // namespace

template <class T>
void write_weights(const Network<T>& net, Index layer, JsonWriter& json) {
  write_rows("W", net.params(), net.weight_block(layer), json);
  write_vector("b", net.params(), net.bias_block(layer), json);
  if (!has_norm(net, layer)) return;
  write_vector("gamma", net.params(), net.gamma_block(layer), json);
  write_vector("beta", net.params(), net.beta_block(layer), json);
  json.key("running_mean").array(net.running_mean(layer));
  json.key("running_variance").array(net.running_variance(layer));
}

template <class T>
void write_gradients(const Network<T>& net, std::span<const T> grads, Index layer,
                     JsonWriter& json) {
  write_rows("dW", grads, net.weight_block(layer), json);
  write_vector("db", grads, net.bias_block(layer), json);
  if (!has_norm(net, layer)) return;
  write_vector("dgamma", grads, net.gamma_block(layer), json);
  write_vector("dbeta", grads, net.beta_block(layer), json);
}

template void write_weights(const Network<float>&, Index, JsonWriter&);
template void write_weights(const Network<double>&, Index, JsonWriter&);
template void write_gradients(const Network<float>&, std::span<const float>, Index, JsonWriter&);
template void write_gradients(const Network<double>&, std::span<const double>, Index, JsonWriter&);

}  // namespace bp
