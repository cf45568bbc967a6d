// What a person does to a network by hand: one weight set, one unit looked at, the gradients
// checked.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "engine/core/base64.h"
#include "engine/core/number.h"
#include "engine/core/text.h"
#include "engine/session/link_state.h"
#include "engine/session/session_impl.h"

namespace bp {
namespace {

constexpr float kLargestEdit = 1e4F;

/// "layer.unit.input" as the position of a parameter, or −1.
Index param_of(std::string_view key, const Network<float>& net) {
  std::array<Index, 3> at{};
  for (std::size_t part = 0; part < at.size(); ++part) {
    const std::size_t end = part < 2 ? key.find('.') : key.size();
    const std::optional<double> number = parse_number(key.substr(0, end));
    if (!number || *number != std::floor(*number) || std::fabs(*number) > 1e6) return -1;
    at[part] = static_cast<Index>(*number);
    key.remove_prefix(std::min(key.size(), end == std::string_view::npos ? end : end + 1));
  }
  const auto [layer, unit, input] = at;
  if (layer < 1 || layer > net.layer_count()) return -1;
  const ParamBlock& W = net.weight_block(layer - 1);
  if (unit < 1 || unit > W.rows || input < 0 || input > W.cols) return -1;
  if (input == 0) return net.bias_block(layer - 1).offset + unit - 1;
  return W.offset + unit - 1 + W.rows * (input - 1);
}

/// Hands out `values` in the order of all_weights(); false if there are more or fewer.
bool spread(std::span<const float> values, const Network<float>& net, Weights<float>& out) {
  const auto take = [&values](float& to) {
    to = values.front();
    values = values.subspan(1);
  };
  if (static_cast<Index>(values.size()) != out.params.size() + out.running.size()) return false;
  const auto take_all = [&](float* to, Index n) {
    for (Index i = 0; i < n; ++i) take(to[i]);
  };
  for (Index l = 0; l < net.layer_count(); ++l) {
    const ParamBlock& W = net.weight_block(l);
    for (Index i = 0; i < W.rows; ++i) {
      for (Index j = 0; j < W.cols; ++j) take(out.params[W.offset + i + W.rows * j]);
    }
    take_all(out.params.data() + net.bias_block(l).offset, W.rows);
    if (!net.spec().layers[static_cast<std::size_t>(l)].has_norm) continue;
    take_all(out.params.data() + net.gamma_block(l).offset, W.rows);
    take_all(out.params.data() + net.beta_block(l).offset, W.rows);
    take_all(out.running.data() + (net.running_mean(l).data() - net.running().data()), W.rows);
    take_all(out.running.data() + (net.running_variance(l).data() - net.running().data()), W.rows);
  }
  return true;
}

/// Numbers as all_weights() has them, or none where that is not what the text is.
std::vector<float> numbers_of(std::string_view text) {
  const auto bytes = from_base64url(text);
  if (!bytes || bytes->size() % 4 != 0) return {};
  std::vector<float> values(bytes->size() / 4);
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::uint32_t bits = 0;
    for (std::size_t k = 4; k-- > 0;) bits = bits << 8 | (*bytes)[4 * i + k];
    values[i] = std::bit_cast<float>(bits);
    if (!std::isfinite(values[i])) return {};
  }
  return values;
}

}  // namespace

/// All weights at once, between two steps; the optimizer's moments stay.
bool Session::Impl::apply_all(std::string_view text) {
  const std::vector<float> values = numbers_of(text);
  if (trainer.phases_done() > 0 || ensemble.divergence()) return false;
  TrainerState<float> next;
  trainer.save(next);
  if (values.size() > kMaxPublishedParams || !spread(values, trainer.network(), next.now)) {
    return false;
  }
  branch();
  note_event(RunEvent::Kind::Edit, kEditAll, text);
  trainer.restore(next);
  return true;
}

/// As a live setting: training goes on from it, another way than before.
void Session::Impl::apply_edit(const Command& command) {
  if (command.key == kEditAll) {
    if (apply_all(command.value)) return note_edit();
    notices.push_back(
        {Notice::Kind::Unusable, "weights", printable(command.value, 20), "what it was"});
    return;
  }
  const Index param = param_of(command.key, trainer.network());
  const std::optional<float> value = parse_float(command.value);
  if (param < 0 || !value || std::fabs(*value) > kLargestEdit) {
    const float now = param < 0 ? 0 : trainer.network().params()[static_cast<std::size_t>(param)];
    notices.push_back({param < 0 ? Notice::Kind::UnknownKey : Notice::Kind::Unusable, command.key,
                       command.value, number_text(now)});
    return;
  }
  branch();
  note_event(RunEvent::Kind::Edit, command.key, command.value);
  trainer.set_param(param, *value);
  note_edit();
}

void Session::Impl::note_edit() {
  note_change();
  forget_evaluations();
  if (state != RunState::Running) state = RunState::Paused;
  is_dirty = true;
}

void Session::Impl::note_change() {
  changed_step = trainer.steps();
  changed_phases = trainer.phases_done();
}

void Session::Impl::make_unit(UnitPart& out) {
  const Network<float>& net = trainer.network();
  out.step = parts.unit.step = trainer.steps();
  const Index layer = std::clamp<Index>(settings.inspected_layer - 1, 0, net.layer_count() - 1);
  const Index last = net.spec().layers[static_cast<std::size_t>(layer)].units - 1;
  const Index unit = std::clamp<Index>(settings.inspected_unit - 1, 0, last);
  out.layer = static_cast<std::uint32_t>(layer);
  out.unit = static_cast<std::uint32_t>(unit);
  const bool is_small = net.spec().param_count() <= kMaxPublishedParams;
  const Index n = is_small ? seen_batch.X.cols() : 0;
  out.z.resize(static_cast<std::size_t>(n));
  if (n == 0) return;
  if (parts.unit_ws_of != network_version) {
    parts.unit_ws.configure(net.spec(), kMaxBatchPoints, false);
    parts.unit_ws_of = network_version;
  }
  forward(net, ensemble.inputs_of(0, seen_batch.X.data(), n), n, parts.unit_ws);
  const ConstMatrixMap<float> Z = parts.unit_ws.Z(layer);
  for (Index i = 0; i < n; ++i) out.z[static_cast<std::size_t>(i)] = Z(unit, i);
}

void Session::Impl::check() {
  CheckPart& out = current.check;
  out = {.step = trainer.steps(), .count = out.count + 1, .layers = {}};
  out.end = check_layers(out);
  is_dirty = true;
}

/// Of the last step, at the weights it began with; or of the present one, if only its update is
/// still to come.
CheckEnd Session::Impl::check_layers(CheckPart& out) const {
  const Workspace<float>& ws = trainer.workspace();
  const bool is_before_update = trainer.next_phase() == Phase::Step;
  const bool is_between = trainer.next_phase() == Phase::Predict;
  const std::span<const float> params =
      is_before_update ? trainer.network().params() : trainer.previous_params();
  const bool is_whole = is_before_update || (is_between && !params.empty());
  // The first phase of the step that left these gradients, and the last.
  const std::int64_t step = trainer.steps() - (is_between ? 1 : 0);
  const bool was_changed = (changed_step == step && changed_phases > 0) || changed_step == step + 1;
  if (!is_whole || ws.samples() == 0 || was_changed) return CheckEnd::NoBatch;
  const auto samples = static_cast<Index>(trainer.batch_indices().size());
  if (samples != ws.samples()) return CheckEnd::InPieces;
  ShownStep shown{
      trainer.network(),       ws,     params, ws.grads(), trainer.loss(), trainer.batch_inputs(),
      trainer.batch_targets(), samples};
  shown.averaged_over =
      averaging_count(trainer.loss(), trainer.network().spec().outputs(), samples);
  for (std::size_t r = 0; r < shown.lambda.size(); ++r) {
    if (trainer.is_in_loss(hyper, r)) shown.lambda[r] = static_cast<double>(hyper.lambda[r]);
  }
  shown.penalises_biases = hyper.penalises_biases;
  if (!is_before_update && trainer.clips()) {
    shown.clip_value = static_cast<double>(hyper.clip_value);
    shown.scale = trainer.gradient_scale();
  }
  out.samples = static_cast<std::uint32_t>(samples);
  out.layers.resize(static_cast<std::size_t>(trainer.network().layer_count()));
  check_shown(shown, out.layers);
  return CheckEnd::Done;
}

}  // namespace bp
