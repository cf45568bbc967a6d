#include "engine/analysis/layer_detail.h"

#include <cassert>

namespace bp {
namespace {

std::span<const float> part_of(std::span<const float> flat, const ParamBlock& block) {
  return flat.subspan(static_cast<std::size_t>(block.offset),
                      static_cast<std::size_t>(block.size()));
}

std::span<const float> values_of(const ConstMatrixMap<float>& map) {
  return {map.data(), static_cast<std::size_t>(map.size())};
}

}  // namespace

Index first_with_gradients(const Trainer<float>& trainer) {
  const Index layers = trainer.network().layer_count();
  if (trainer.workspace().samples() == 0 || trainer.divergence()) return layers;
  switch (trainer.next_phase()) {
    case Phase::Predict:
    case Phase::Step:
      return 0;
    case Phase::Loss:
    case Phase::ZeroGrad:
      return layers;
    case Phase::Backward:
      return trainer.next_layer() + 1;
  }
  return layers;
}

void layer_details(const Network<float>& net, const Workspace<float>& ws,
                   Index first_with_gradients, std::span<LayerDetail> out) {
  assert(static_cast<Index>(out.size()) == net.layer_count());
  for (Index l = 0; l < net.layer_count(); ++l) {
    LayerDetail detail;
    const auto describe = [&detail](Quantity q, std::span<const float> values) {
      detail.all[static_cast<std::size_t>(q)] = distribution_of(values);
    };
    const ParamBlock& weights = net.weight_block(l);
    const ParamBlock& biases = net.bias_block(l);
    describe(Quantity::W, part_of(net.params(), weights));
    describe(Quantity::b, part_of(net.params(), biases));
    describe(Quantity::Z, values_of(ws.Z(l)));
    describe(Quantity::A, values_of(ws.A(l)));
    if (l >= first_with_gradients) {
      describe(Quantity::dW, part_of(ws.grads(), weights));
      describe(Quantity::db, part_of(ws.grads(), biases));
      describe(Quantity::dA, values_of(ws.dA(l)));
      describe(Quantity::dZ, values_of(ws.dZ(l)));
    }
    out[static_cast<std::size_t>(l)] = detail;
  }
}

}  // namespace bp
