// Every unit's own map of the plane, made in slices, so that the maps of a large network never hold
// its training up.
#pragma once

#include "engine/analysis/field.h"

namespace bp {

/// A round goes through the network as it was when the round began, layer after layer, a few points
/// at a time; a layer's maps are complete at once. Then the next round begins: the oldest maps are
/// always the next ones. Inputs do not change and have no turn.
class UnitMaps {
 public:
  /// The grid of FieldSampler, on which `spec` has the data's inputs `rows` (none: all). Allocates,
  /// besides the first begin().
  void configure(const PreparedData& data, const DataPlane& plane, const NetworkSpec& spec,
                 Index resolution, std::span<const Index> rows = {});
  [[nodiscard]] Index resolution() const { return resolution_; }
  [[nodiscard]] Index rows() const { return rows_; }
  /// What configure() and begin() allocate for so many points.
  [[nodiscard]] static std::int64_t bytes(const NetworkSpec& spec, Index points);

  /// Starts a round with these parameters, in evaluation; or, where `factors` has one value a
  /// hidden unit, layer by layer, with dropout as it was in training: each activation multiplied by
  /// it.
  void begin(const Network<float>& net, std::span<const float> factors = {});
  [[nodiscard]] bool is_under_way() const { return layer_ < net_.layer_count(); }
  /// Makes one slice; returns the layer that is complete with it, or −1.
  Index advance();

  /// inputs × points: what the network is given, standardised features.
  [[nodiscard]] const Matrix<float>& inputs() const { return inputs_; }
  /// Activations of the layer completed last, units × points.
  [[nodiscard]] ConstMatrixMap<float> values() const;

 private:
  void drop_units(Index units, Index n, float* a) const;
  /// Points of a slice: of the widest layers about 3 ms of work.
  static constexpr Index kSlice = 128;

  Index resolution_ = 0, rows_ = 0;
  Matrix<float> inputs_;
  Network<float> net_;            ///< of the round
  std::vector<float> factors_;    ///< of the round
  std::size_t first_factor_ = 0;  ///< of the layer that is made
  Index layer_ = 0, point_ = 0;   ///< the next slice
  Vector<float> previous_, now_;  ///< activations of the layer before and of this one
  Vector<float> z_, scratch_;     ///< of a slice, of a unit each
};

}  // namespace bp
