// Of a PyTorch program: model, initial weights, optimizer.
#include <algorithm>

#include "engine/session/torch_experiment.h"

namespace bp {

// Sources of classes that PyTorch does not have, each once.
void write_classes(ProgramWriter& w, const Experiment& e) {
  std::vector<std::string_view> sources;
  const auto need = [&sources](std::string_view source) {
    if (source.empty() || std::ranges::find(sources, source) != sources.end()) return;
    sources.push_back(source);
  };
  for (const LayerSpec& layer : e.spec.layers) need(layer.activation->torch_class);
  for (const Dropout& layer : dropout_of(e.s)) {
    if (layer.rate > 0) need(layer.convention->torch_class);
  }
  need(e.optimizer.torch_class);
  if (e.budget.is_on) need(e.budget.torch);
  for (const std::string_view source : sources) {
    w.space(2);
    w.add(source);
  }
}

namespace {

std::string with_comma(std::string_view module) {
  return module.empty() ? "" : " " + std::string(module) + ",";
}

}  // namespace

void write_model(ProgramWriter& w, const Experiment& e, std::string_view first_inputs) {
  const std::vector<Dropout> dropouts = dropout_of(e.s);
  w.add("model = nn.Sequential(");
  w.indent();
  for (Index l = 0; l < e.spec.layer_count(); ++l) {
    const auto i = static_cast<std::size_t>(l);
    const LayerSpec& layer = e.spec.layers[i];
    const bool is_output = l == e.spec.layer_count() - 1;
    const std::string inputs =
        l == 0 ? std::string(first_inputs) : std::to_string(e.spec.inputs_of(l));
    const std::string units = std::to_string(layer.units);
    std::string line = fill_in("nn.Linear({in}, {out}),", {{"in", inputs}, {"out", units}});
    if (layer.has_norm) {
      line += " nn.BatchNorm1d(" + units + ", eps=" + number_text(e.s.norm_epsilon) +
              ", momentum=" + number_text(e.s.norm_momentum) + "),";
    }
    if (!is_output || !e.takes_logits()) line += with_comma(layer.activation->torch);
    if (!is_output && dropouts[i].rate > 0) {
      line += with_comma(
          fill_in(dropouts[i].convention->torch, {{"p", number_text(dropouts[i].rate)}}));
    }
    w.add(line);
  }
  w.outdent();
  w.add(")");
  w.add("linear = [layer for layer in model if isinstance(layer, nn.Linear)]");
  w.add("for layer in linear:");
  w.indent();
  std::string init =
      fill_in(at(initializers(), e.s.initializer).torch, {{"scale", number_text(e.s.init_scale)}});
  const std::size_t argument = init.find("(w");
  init.replace(argument, 2, "(layer.weight");
  w.add(init);
  w.add(e.s.init_bias == 0 ? std::string("nn.init.zeros_(layer.bias)")
                           : "nn.init.constant_(layer.bias, " + number_text(e.s.init_bias) + ")");
  w.outdent();
}

void write_optimizer(ProgramWriter& w, const Experiment& e) {
  const bool needs_weights = e.has_penalty() || e.has_decay() || e.budget.is_on;
  if (needs_weights) {
    const bool with_biases = e.s.penalises_biases;
    w.add(with_biases ? "weights = [w for layer in linear for w in layer.parameters()]"
                      : "weights = [layer.weight for layer in linear]");
  }
  std::string params = "model.parameters()";
  if (e.has_decay()) {
    w.add("others = [p for p in model.parameters() if all(p is not w for w in weights)]");
    w.add("groups = [{\"params\": weights, \"weight_decay\": 2 * " + number_text(e.s.l2) +
          "}, {\"params\": others, \"weight_decay\": 0}]");
    params = "groups";
  } else if (e.optimizer.decouples_decay) {
    params += ", weight_decay=0";
  }
  w.add("optimizer = " + fill_in(e.optimizer.torch, {{"p", params},
                                                     {"lr", number_text(e.s.learning_rate)},
                                                     {"mu", number_text(e.s.momentum)},
                                                     {"beta2", number_text(e.s.beta2)}}));
  if (e.has_plateau()) {
    w.add("plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=" +
          number_text(e.s.schedule_factor) + ", patience=" + std::to_string(e.s.schedule_period) +
          ")");
  }
}

}  // namespace bp
