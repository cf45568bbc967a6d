// A fully connected network in one flat parameter vector, and the batch's workspace.
//
//   Z⁽ˡ⁾ = W⁽ˡ⁾ A⁽ˡ⁻¹⁾ + b⁽ˡ⁾     A⁽ˡ⁾ = f(Z⁽ˡ⁾)
//   W⁽ˡ⁾ (units × inputs of the layer), b⁽ˡ⁾ (units), A⁽ˡ⁾, Z⁽ˡ⁾ (units × n), A⁽⁰⁾ = X (inputs × n)
//
// Layers are counted l = 0 … L−1 in code (layer 1 … L on screen). Parameters are laid out layer by
// layer: W⁽ˡ⁾ column-major, then b⁽ˡ⁾.
#pragma once

#include <vector>

#include "engine/core/types.h"
#include "engine/nn/activations.h"
#include "engine/nn/losses.h"

namespace bp {

struct LayerSpec {
  Index units = 0;
  const Activation* activation = nullptr;
  bool operator==(const LayerSpec&) const = default;
};

/// The last layer is the output layer.
struct NetworkSpec {
  Index inputs = 0;
  std::vector<LayerSpec> layers;
  bool operator==(const NetworkSpec&) const = default;
  [[nodiscard]] Index layer_count() const { return static_cast<Index>(layers.size()); }
  [[nodiscard]] Index inputs_of(Index l) const {
    return l == 0 ? inputs : layers[static_cast<std::size_t>(l - 1)].units;
  }
  [[nodiscard]] Index outputs() const { return layers.back().units; }
  [[nodiscard]] Index param_count() const;
};

/// One block of the flat parameter vector.
struct ParamBlock {
  enum class Kind { Weight, Bias };
  Kind kind;
  Index layer, offset, rows, cols;
  [[nodiscard]] Index size() const { return rows * cols; }
};

template <class T>
class Network {
 public:
  void configure(const NetworkSpec& spec);
  [[nodiscard]] const NetworkSpec& spec() const { return spec_; }
  [[nodiscard]] Index layer_count() const { return spec_.layer_count(); }
  [[nodiscard]] std::span<const ParamBlock> blocks() const { return blocks_; }
  [[nodiscard]] const ParamBlock& weight_block(Index l) const;
  [[nodiscard]] const ParamBlock& bias_block(Index l) const;

  [[nodiscard]] std::span<T> params();
  [[nodiscard]] std::span<const T> params() const;
  [[nodiscard]] MatrixMap<T> W(Index l);
  [[nodiscard]] ConstMatrixMap<T> W(Index l) const;
  [[nodiscard]] VectorMap<T> b(Index l);
  [[nodiscard]] ConstVectorMap<T> b(Index l) const;

 private:
  NetworkSpec spec_;
  std::vector<ParamBlock> blocks_;
  Vector<T> params_;
};

/// Buffers for batches of up to `max_batch` samples and the flat gradient vector, laid out like the
/// parameters. Nothing is allocated after configure().
template <class T>
class Workspace {
 public:
  /// `with_gradients = false` leaves out everything backward needs.
  void configure(const NetworkSpec& spec, Index max_batch, bool with_gradients);
  [[nodiscard]] Index max_batch() const { return max_batch_; }

  /// units × n views of the current batch (n = samples given to the last forward()).
  [[nodiscard]] ConstMatrixMap<T> Z(Index l) const;
  [[nodiscard]] ConstMatrixMap<T> A(Index l) const;
  [[nodiscard]] ConstMatrixMap<T> dZ(Index l) const;
  [[nodiscard]] ConstMatrixMap<T> dA(Index l) const;
  /// The output layer's activation and pre-activation, n columns.
  [[nodiscard]] ConstMatrixMap<T> output() const { return A(layer_count_ - 1); }

  [[nodiscard]] std::span<T> grads();
  [[nodiscard]] std::span<const T> grads() const;
  [[nodiscard]] Index samples() const { return n_; }

 private:
  template <class U>
  friend void forward(const Network<U>&, const U*, Index, Workspace<U>&);
  template <class U>
  friend void output_gradient(const Network<U>&, const Loss&, const U*, U, Workspace<U>&);
  template <class U>
  friend void backward_layer(const Network<U>&, const U*, Index, Workspace<U>&);

  Index layer_count_ = 0, max_batch_ = 0, n_ = 0;
  bool output_dz_is_ready_ = false;  ///< output_gradient() has written the fused dZ⁽ᴸ⁾
  std::vector<Index> units_;
  std::vector<Vector<T>> z_, a_, dz_, da_;
  Vector<T> grads_;
};

/// Predict: fills Z and A of every layer from X (inputs × n, column-major).
template <class T>
void forward(const Network<T>& net, const T* x, Index n, Workspace<T>& ws);

/// The loss's part of the backward pass: ∂L/∂A⁽ᴸ⁾ of the output layer, and ∂L/∂Z⁽ᴸ⁾ where the loss
/// has a fused form with its output activation. `y` is outputs × n; `scale` is 1/(samples of the
/// whole batch · outputs), so that chunks of a batch add up.
template <class T>
void output_gradient(const Network<T>& net, const Loss& loss, const T* y, T scale,
                     Workspace<T>& ws);

/// One layer of the backward pass, from dA⁽ˡ⁾ (left by layer l+1 or by the loss):
/// dZ⁽ˡ⁾ = dA⁽ˡ⁾ ⊙ f′(Z⁽ˡ⁾), dW⁽ˡ⁾ += dZ⁽ˡ⁾ A⁽ˡ⁻¹⁾ᵀ, db⁽ˡ⁾ += Σ dZ⁽ˡ⁾, dA⁽ˡ⁻¹⁾ = W⁽ˡ⁾ᵀ dZ⁽ˡ⁾.
/// Gradients are added to ws.grads(); the caller zeroes them (zero_grad).
template <class T>
void backward_layer(const Network<T>& net, const T* x, Index l, Workspace<T>& ws);

/// Sum of the pointwise loss over the n samples in the workspace, as double (fixed order).
/// `scratch` holds at least outputs·n values.
template <class T>
double loss_sum(const Network<T>& net, const Loss& loss, const T* y, const Workspace<T>& ws,
                std::span<T> scratch);

}  // namespace bp
