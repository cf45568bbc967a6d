#include "engine/session/snapshot.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace bp {
namespace {

constexpr std::uint32_t kMagic = 0x53'50'42'31;  // "1BPS"
constexpr std::uint32_t kMaxItems = 1U << 26U;   // no vector of a real snapshot is longer

// The members, listed once, for packing and unpacking alike.
template <class Archive, class S>
void visit(Archive& ar, S& s) {
  ar(s.version, s.sequence, s.data_version, s.network_version, s.commands_applied);
  ar(s.state, s.step, s.epoch, s.next_phase, s.next_layer, s.steps_per_second, s.epochs_per_second,
     s.picture_share, s.learning_rate, s.gradient_scale);
  ar(s.dataset, s.input_names, s.class_names, s.target_name, s.column_names, s.dims);
  ar(s.train_count, s.validation_count, s.test_count);
  for (auto* axis : {&s.x_axis, &s.y_axis}) ar(axis->name, axis->min, axis->max);
  ar(s.decision_level, s.output_min, s.output_max);
  ar(s.train_loss, s.validation_loss, s.test_loss, s.penalty, s.batch_loss);
  ar(s.train_score, s.validation_score, s.test_score);
  ar(s.budget_size, s.budget_lambda, s.finish_reason, s.best_epoch, s.best_step, s.best_loss);
  ar(s.divergence_step, s.divergence_layer, s.divergence_exploded, s.divergence_member);
  ar(s.layers, s.param_count, s.param_hash, s.params, s.grads, s.updates, s.norm_batch,
     s.norm_running, s.masks, s.stats, s.health);
  ar(s.loss_curve.at, s.loss_curve.mean, s.loss_curve.min, s.loss_curve.max);
  ar(s.gradient_curve.at, s.gradient_curve.mean, s.gradient_curve.min, s.gradient_curve.max);
  ar(s.gradient_of, s.gradient_size, s.gradient_by_epoch);
  ar(s.members, s.member_loss, s.member_score);
  for (auto* grid : {&s.field, &s.units, &s.truth, &s.disagreement, &s.member_fields}) {
    ar(grid->columns, grid->rows, grid->maps, grid->values);
  }
  for (auto* points : {&s.train, &s.test, &s.validation, &s.batch, &s.batch_before}) {
    ar(points->x, points->y, points->target, points->output);
  }
  visit_timeline(ar, s.timeline);
  visit_goal(ar, s.goal);
  visit_parts(ar, s);
}

class Packer {
 public:
  explicit Packer(std::vector<std::uint8_t>& bytes) : bytes_(bytes) { bytes_.clear(); }
  template <class... T>
  void operator()(const T&... values) {
    (put(values), ...);
  }

 private:
  template <class T>
  void put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    append(&value, sizeof(T));
  }
  template <class T>
  void put(const std::vector<T>& values) {
    put(static_cast<std::uint32_t>(values.size()));
    if constexpr (std::is_trivially_copyable_v<T>) {
      append(values.data(), values.size() * sizeof(T));
    } else {
      for (const T& value : values) put(value);
    }
  }
  void put(const std::string& text) {
    put(static_cast<std::uint32_t>(text.size()));
    append(text.data(), text.size());
  }
  void put(const TimelineMark& mark) {
    put(mark.step);
    put(mark.key);
    put(mark.value);
  }
  void append(const void* data, std::size_t size) {
    if (size == 0) return;
    const std::size_t at = bytes_.size();
    bytes_.resize(at + size);
    std::memcpy(bytes_.data() + at, data, size);
  }
  std::vector<std::uint8_t>& bytes_;
};

class Unpacker {
 public:
  Unpacker(const std::uint8_t* bytes, std::size_t size) : bytes_(bytes), left_(size) {}
  template <class... T>
  void operator()(T&... values) {
    (get(values), ...);
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return left_ == 0; }

 private:
  template <class T>
  void get(T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    take(&value, sizeof(T));
  }
  template <class T>
  void get(std::vector<T>& values) {
    std::uint32_t count = 0;
    get(count);
    constexpr std::size_t kLeast = std::is_trivially_copyable_v<T> ? sizeof(T) : sizeof(count);
    if (count > kMaxItems || count > left_ / kLeast) ok_ = false;
    if (!ok_) return values.clear();
    values.resize(count);
    if constexpr (std::is_trivially_copyable_v<T>) {
      take(values.data(), count * sizeof(T));
    } else {
      for (T& value : values) get(value);
    }
  }
  void get(std::string& text) {
    std::uint32_t size = 0;
    get(size);
    if (size > left_) ok_ = false;
    text.resize(ok_ ? size : 0);
    take(text.data(), text.size());
  }
  void get(TimelineMark& mark) {
    get(mark.step);
    get(mark.key);
    get(mark.value);
  }
  void take(void* data, std::size_t size) {
    if (size > left_) ok_ = false;
    if (!ok_ || size == 0) return;
    std::memcpy(data, bytes_, size);
    bytes_ += size;
    left_ -= size;
  }
  const std::uint8_t* bytes_;
  std::size_t left_;
  bool ok_ = true;
};

}  // namespace

int map_index(const Snapshot& snapshot, int layer, int unit) {
  const auto published = [](std::size_t units) {
    return static_cast<int>(std::min<std::size_t>(units, kMaxMapsPerLayer));
  };
  if (layer >= static_cast<int>(snapshot.layers.size())) return -1;
  int first = 0;
  int count = published(snapshot.input_names.size());
  for (int l = 0; l <= layer; ++l) {
    first += count;
    count = published(snapshot.layers[static_cast<std::size_t>(l)].units);
  }
  if (unit < 0 || unit >= count || first + unit >= static_cast<int>(snapshot.units.maps)) return -1;
  return first + unit;
}

void pack(const Snapshot& snapshot, std::vector<std::uint8_t>& bytes) {
  Packer packer(bytes);
  packer(kMagic);
  visit(packer, snapshot);
}

bool unpack(const std::uint8_t* bytes, std::size_t size, Snapshot& snapshot) {
  Unpacker unpacker(bytes, size);
  std::uint32_t magic = 0;
  unpacker(magic);
  if (magic != kMagic) return false;
  visit(unpacker, snapshot);
  return unpacker.ok() && unpacker.at_end() && snapshot.version == kSnapshotVersion;
}

}  // namespace bp
