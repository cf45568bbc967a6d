// A fully connected network in one flat parameter vector, and the batch's workspace.
//
//   Z⁽ˡ⁾ = W⁽ˡ⁾ A⁽ˡ⁻¹⁾ + b⁽ˡ⁾     A⁽ˡ⁾ = f(Z⁽ˡ⁾)
//   W⁽ˡ⁾ (units × inputs of the layer), b⁽ˡ⁾ (units), A⁽ˡ⁾, Z⁽ˡ⁾ (units × n), A⁽⁰⁾ = X (inputs × n)
//
// With batch normalisation Z⁽ˡ⁾ = γ Û⁽ˡ⁾ + β, where Û⁽ˡ⁾ is W⁽ˡ⁾ A⁽ˡ⁻¹⁾ + b⁽ˡ⁾ normalised
// (batch_norm.h): Z is what f sees in any case. With dropout the next layer sees H⁽ˡ⁾ = A⁽ˡ⁾ ⊙ M⁽ˡ⁾
// instead of A⁽ˡ⁾ (dropout.h).
//
// Layers are counted l = 0 … L−1 in code (layer 1 … L on screen). Parameters are laid out layer by
// layer: W⁽ˡ⁾ column-major, then b⁽ˡ⁾, then γ⁽ˡ⁾ and β⁽ˡ⁾ where there are any.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/types.h"
#include "engine/nn/activations.h"
#include "engine/nn/batch_norm.h"
#include "engine/nn/dropout.h"
#include "engine/nn/losses.h"

namespace bp {

struct LayerSpec {
  Index units = 0;
  const Activation* activation = nullptr;
  bool has_norm = false;  ///< batch normalisation between W A + b and f
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
  /// Of all layers, the output layer included.
  [[nodiscard]] Index unit_count() const;
  [[nodiscard]] bool has_norm() const;
};

/// One block of the flat parameter vector.
struct ParamBlock {
  enum class Kind { Weight, Bias, Gamma, Beta };
  Kind kind;
  Index layer, offset, rows, cols;
  [[nodiscard]] Index size() const { return rows * cols; }
};

/// Training has dropout's masks and the batch's statistics; evaluation has neither.
enum class Mode { Evaluate, Train };

template <class T>
class Network {
 public:
  void configure(const NetworkSpec& spec);
  /// What configure() allocates.
  [[nodiscard]] static std::int64_t bytes(const NetworkSpec& spec);
  [[nodiscard]] const NetworkSpec& spec() const { return spec_; }
  [[nodiscard]] Index layer_count() const { return spec_.layer_count(); }
  [[nodiscard]] std::span<const ParamBlock> blocks() const { return blocks_; }
  [[nodiscard]] const ParamBlock& weight_block(Index l) const;
  [[nodiscard]] const ParamBlock& bias_block(Index l) const;
  /// Of layers with batch normalisation only.
  [[nodiscard]] const ParamBlock& gamma_block(Index l) const;
  [[nodiscard]] const ParamBlock& beta_block(Index l) const;

  /// One a hidden layer; may change at any time. None after configure().
  void set_dropout(std::span<const Dropout> layers);
  /// Of hidden layer l.
  [[nodiscard]] const Dropout& dropout(Index l) const {
    return dropout_[static_cast<std::size_t>(l)];
  }
  /// Whether any layer has a rate above 0.
  [[nodiscard]] bool has_dropout() const;
  /// Of all layers with batch normalisation; may change at any time. The default after configure().
  void set_norm(const NormHyper& norm) { norm_ = norm; }
  [[nodiscard]] const NormHyper& norm_hyper() const { return norm_; }

  [[nodiscard]] std::span<T> params();
  [[nodiscard]] std::span<const T> params() const;
  [[nodiscard]] MatrixMap<T> W(Index l);
  [[nodiscard]] ConstMatrixMap<T> W(Index l) const;
  [[nodiscard]] VectorMap<T> b(Index l);
  [[nodiscard]] ConstVectorMap<T> b(Index l) const;

  /// Running statistics of the layers with batch normalisation, layer by layer: means, variances.
  /// Not trained, but part of what the network answers.
  [[nodiscard]] std::span<T> running();
  [[nodiscard]] std::span<const T> running() const;
  [[nodiscard]] std::span<const T> running_mean(Index l) const;
  [[nodiscard]] std::span<const T> running_variance(Index l) const;

 private:
  void reset_norms();

  NetworkSpec spec_;
  std::vector<Dropout> dropout_;
  NormHyper norm_;
  std::vector<ParamBlock> blocks_;
  std::vector<std::size_t> first_block_;  ///< of each layer
  std::vector<Index> running_offset_;     ///< of each layer
  Vector<T> params_, running_;
};

/// Buffers for batches of up to `max_batch` samples and the flat gradient vector, laid out like the
/// parameters. Nothing is allocated after configure().
template <class T>
class Workspace {
 public:
  /// `with_gradients = false` leaves out everything backward needs.
  void configure(const NetworkSpec& spec, Index max_batch, bool with_gradients);
  /// What that allocates; with gradients, masks (allow_masks()) included.
  [[nodiscard]] static std::int64_t bytes(const NetworkSpec& spec, Index max_batch,
                                          bool with_gradients);
  [[nodiscard]] Index max_batch() const { return max_batch_; }

  /// units × n views of the current batch (n = samples given to the last forward()).
  [[nodiscard]] ConstMatrixMap<T> Z(Index l) const;
  [[nodiscard]] ConstMatrixMap<T> A(Index l) const;
  [[nodiscard]] ConstMatrixMap<T> dZ(Index l) const;
  [[nodiscard]] ConstMatrixMap<T> dA(Index l) const;
  /// The output layer's activation and pre-activation, n columns.
  [[nodiscard]] ConstMatrixMap<T> output() const { return A(layer_count_ - 1); }

  /// Makes room for masks, once; without it the workspace cannot train with dropout.
  void allow_masks();
  /// units × n factors of a hidden layer in Mode::Train; to be filled (draw_masks()) before.
  [[nodiscard]] MatrixMap<T> mask(Index l, Index n);
  [[nodiscard]] ConstMatrixMap<T> mask(Index l) const;
  /// Whether Mode::Train uses the masks.
  void use_masks(bool is_on) { uses_masks_ = is_on; }
  [[nodiscard]] bool uses_masks() const { return uses_masks_; }

  /// Statistics that the last pass normalised layer l by, if they were its batch's own.
  [[nodiscard]] bool has_batch_statistics() const { return norm_is_own_ && n_ > 0; }
  [[nodiscard]] std::span<const T> batch_mean(Index l) const;
  [[nodiscard]] std::span<const T> batch_variance(Index l) const;
  /// units × n of a layer with batch normalisation, with gradients: dU⁽ˡ⁾ once its backward is done
  /// (before, Û⁽ˡ⁾).
  [[nodiscard]] ConstMatrixMap<T> dU(Index l) const;

  [[nodiscard]] std::span<T> grads();
  [[nodiscard]] std::span<const T> grads() const;
  [[nodiscard]] Index samples() const { return n_; }
  /// After a pass in blocks (block_pass.h): lays hidden layers out as the views above want them;
  /// until then only output(), Z of the output layer, and gradients may be looked at.
  void settle();
  /// Holds no batch any more; gradients are zero.
  void forget() {
    n_ = 0;
    grads_.setZero();
  }

 private:
  friend bool block_forward(const Network<float>&, const float*, Index, Workspace<float>&, Mode);
  friend void block_backward(const Network<float>&, bool, Workspace<float>&);
  template <class U>
  friend void forward(const Network<U>&, const U*, Index, Workspace<U>&, Mode);
  template <class U>
  friend void output_gradient(const Network<U>&, const Loss&, const U*, U, Workspace<U>&);
  template <class U>
  friend void backward_layer(const Network<U>&, const U*, Index, Workspace<U>&);
  template <class U>
  friend void track_statistics(Network<U>&, const Workspace<U>&);
  template <class U>
  friend void output_curvature(const Network<U>&, const Loss&, Index, const U*, Workspace<U>&);
  template <class U>
  friend void sample_gradients(const Network<U>&, const U*, Index, Index, const Workspace<U>&,
                               double*);
  void norm_forward(const Network<T>& net, Index l, Mode mode);

  /// What layer l + 1 saw of hidden layer l.
  [[nodiscard]] const T* seen_of(std::size_t l) const {
    return uses_masks_ ? h_[l].data() : a_[l].data();
  }

  Index layer_count_ = 0, max_batch_ = 0, n_ = 0;
  bool output_dz_is_ready_ = false;  ///< output_gradient() has written the fused dZ⁽ᴸ⁾
  std::vector<Index> units_;
  bool uses_masks_ = false;
  std::vector<Vector<T>> z_, a_, dz_, da_;
  bool has_norm_ = false, is_in_blocks_ = false, has_block_gradients_ = false;
  Vector<T> input_blocks_, output_blocks_, scratch_;  ///< of passes in blocks, float only
  std::vector<Vector<T>> mask_, h_;                   ///< of hidden layers, once masks are allowed
  bool norm_is_own_ = false;  ///< the last pass normalised by its batch's statistics
  std::vector<Vector<T>> u_hat_, batch_mean_, batch_variance_, inverse_std_;
  Vector<T> grads_;
};

/// Fills the masks for the next forward pass over n samples in training, layer by layer, each with
/// its own rate, and has them used; where the rate is 0, draws nothing.
template <class T>
void draw_masks(const Network<T>& net, Index n, Rng& rng, Workspace<T>& ws);

/// Predict: fills Z and A of every layer from X (inputs × n, column-major). In evaluation A of
/// hidden layers holds the scale that the dropout's convention asks for. Batch normalisation takes
/// the batch's statistics in training and the running ones in evaluation, as for a training batch
/// of one sample, which has no spread (PyTorch refuses it).
template <class T>
void forward(const Network<T>& net, const T* x, Index n, Workspace<T>& ws,
             Mode mode = Mode::Evaluate);

/// One layer of forward() in evaluation, from n columns of what it sees: Z, then A, units × n each,
/// to the same bits. `scratch` has units values.
template <class T>
void evaluate_layer(const Network<T>& net, Index l, const T* previous, Index n, T* z, T* a,
                    T* scratch);

/// After a forward pass in training: lets the running statistics follow the batch's.
template <class T>
void track_statistics(Network<T>& net, const Workspace<T>& ws);

/// The loss's part of the backward pass: ∂L/∂A⁽ᴸ⁾ of the output layer, and ∂L/∂Z⁽ᴸ⁾ where the loss
/// has a fused form with its output activation. `y` is outputs × n; `scale` is 1/(samples of the
/// whole batch · outputs), so that chunks of a batch add up.
template <class T>
void output_gradient(const Network<T>& net, const Loss& loss, const T* y, T scale,
                     Workspace<T>& ws);

/// One layer of the backward pass, from dA⁽ˡ⁾ (left by layer l+1 or by the loss):
/// dZ⁽ˡ⁾ = dA⁽ˡ⁾ ⊙ f′(Z⁽ˡ⁾), dW⁽ˡ⁾ += dZ⁽ˡ⁾ A⁽ˡ⁻¹⁾ᵀ, db⁽ˡ⁾ += Σ dZ⁽ˡ⁾, dA⁽ˡ⁻¹⁾ = W⁽ˡ⁾ᵀ dZ⁽ˡ⁾; with
/// dropout H⁽ˡ⁻¹⁾ stands for A⁽ˡ⁻¹⁾, and dA⁽ˡ⁻¹⁾ is W⁽ˡ⁾ᵀ dZ⁽ˡ⁾ ⊙ M⁽ˡ⁻¹⁾, the forward pass's mask.
/// With batch normalisation dγ⁽ˡ⁾ and dβ⁽ˡ⁾ are added too, and W, b and A⁽ˡ⁻¹⁾ see dU⁽ˡ⁾ instead of
/// dZ⁽ˡ⁾. Gradients are added to ws.grads(); the caller zeroes them (zero_grad).
template <class T>
void backward_layer(const Network<T>& net, const T* x, Index l, Workspace<T>& ws);

/// Sum of the pointwise loss over the n samples in the workspace, as double (fixed order).
/// `scratch` holds at least outputs·n values.
template <class T>
double loss_sum(const Network<T>& net, const Loss& loss, const T* y, const Workspace<T>& ws,
                std::span<T> scratch);

}  // namespace bp
