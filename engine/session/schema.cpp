#include "engine/session/schema.h"

#include <algorithm>
#include <array>
#include <bit>

#include "engine/core/registry.h"
#include "engine/data/datasets.h"
#include "engine/data/features.h"
#include "engine/nn/activations.h"
#include "engine/nn/dropout.h"
#include "engine/nn/initializers.h"
#include "engine/nn/losses.h"
#include "engine/optim/budgets.h"
#include "engine/optim/optimizers.h"
#include "engine/optim/regularizers.h"
#include "engine/optim/schedules.h"
#include "engine/session/options.h"

namespace bp {
namespace {

const Dataset& chosen_data(const Settings& s) { return at(datasets(), s.data); }
const Optimizer& chosen_optimizer(const Settings& s) { return at(optimizers(), s.optimizer); }

bool loss_suits_task(const Settings& s, int i) {
  const Loss& row = at(losses(), i);
  return chosen_data(s).task == Task::Classification ? row.for_classification : row.for_regression;
}
bool data_has_feature(const Settings& s, int i) {
  return chosen_data(s).dims > 1 || !at(features(), i).needs_second;
}
bool is_trainable_hidden(const Settings&, int i) { return !at(activations(), i).is_output_only; }
bool has_hidden_layers(const Settings& s) { return s.hidden.count > 0; }
bool init_has_scale(const Settings& s) { return at(initializers(), s.initializer).uses_scale; }
/// Batches, learning rate, schedule and clipping are for first-order rules.
bool is_first_order(const Settings& s) { return !chosen_optimizer(s).is_full_batch(); }
bool has_momentum(const Settings& s) { return chosen_optimizer(s).uses_momentum; }
bool has_beta2(const Settings& s) { return chosen_optimizer(s).uses_beta2; }
bool has_schedule(const Settings& s) {
  return is_first_order(s) && at(schedules(), s.schedule).has_parameters;
}
bool has_dropout(const Settings& s) { return has_hidden_layers(s) && s.dropout > 0; }
bool has_budget(const Settings& s) { return at(budgets(), s.budget).is_on; }
bool has_penalty(const Settings& s) { return s.l1 > 0 || s.l2 > 0 || has_budget(s); }
bool is_classification(const Settings& s) { return chosen_data(s).task == Task::Classification; }

constexpr std::array kFields = {
    Field{"data", "Data set", "", "The problem to learn. Changing it starts anew.", Group::Data,
          Effect::Regenerate, ChoiceKind{&Settings::data, table_options<datasets>(), nullptr},
          nullptr},
    Field{
        "noise", "Noise", "",
        "How far points are moved after they got their class, or values after they were computed, "
        "in percent of the plane's half-width or the targets' range.",
        Group::Data, Effect::Regenerate,
        RealKind{&Settings::noise, 0, 50, Scale::Linear, false, "%"}, nullptr},
    Field{"samples", "Samples", "N", "Number of points, training and test together.", Group::Data,
          Effect::Regenerate, IntKind{&Settings::samples, 20, 100000, Scale::Log, false}, nullptr,
          true},
    Field{"share", "Training share", "",
          "Share of the points the network learns from; the rest only tests it.", Group::Data,
          Effect::Regenerate, RealKind{&Settings::train_share, 10, 90, Scale::Linear, false, "%"},
          nullptr},
    Field{"seed", "Seed", "",
          "Start of all random numbers: points, split, initial weights, batches. The same seed and "
          "settings give the same run, bit for bit.",
          Group::Data, Effect::Regenerate,
          IntKind{&Settings::seed, 0, 999999, Scale::Linear, false}, nullptr},
    Field{"std", "Standardise", "",
          "Each feature minus its mean, divided by its standard deviation, both taken from the "
          "training part only.",
          Group::Data, Effect::Regenerate, FlagKind{&Settings::standardise}, nullptr, true},
    Field{"features", "Features", "",
          "What the network is given of a point. With x₁² and x₂² even no hidden layer separates "
          "circles.",
          Group::Features, Effect::Reinit,
          SetKind{&Settings::features, table_options<features>(), data_has_feature}, nullptr},
    Field{"layers", "Hidden layers", "",
          "Units of each hidden layer; none gives a linear model. Up to 10 layers of 512.",
          Group::Model, Effect::Reinit,
          LayersKind{&Settings::hidden, table_options<activations>(), is_trainable_hidden},
          nullptr},
    Field{"act", "Activation", "f",
          "Function of every hidden unit, a = f(z), where a layer does not choose its own.",
          Group::Model, Effect::Reinit,
          ChoiceKind{&Settings::activation, table_options<activations>(), is_trainable_hidden},
          has_hidden_layers},
    Field{
        "init", "Initial weights", "",
        "How weights start; biases have a start of their own. Equal weights make a layer one unit: "
        "symmetry.",
        Group::Model, Effect::Reinit,
        ChoiceKind{&Settings::initializer, table_options<initializers>(), nullptr}, nullptr},
    Field{"scale", "Initial scale", "σ",
          "Standard deviation, half-width or the constant itself of the initial weights.",
          Group::Model, Effect::Reinit,
          RealKind{&Settings::init_scale, 1e-3F, 100, Scale::Log, false, ""}, init_has_scale},
    Field{"bias", "Initial biases", "b", "The constant every bias starts from; 0 is usual.",
          Group::Model, Effect::Reinit,
          RealKind{&Settings::init_bias, -2, 2, Scale::Linear, false, ""}, nullptr, true},
    Field{"loss", "Loss", "L", "What training makes small: the mean over the batch's samples.",
          Group::Model, Effect::Reinit,
          ChoiceKind{&Settings::loss, table_options<losses>(), loss_suits_task}, nullptr},
    Field{"opt", "Optimizer", "",
          "How the gradient becomes a step. Changing it keeps the weights; its moments start at 0. "
          "The last three take all samples at once and find their own step; "
          "Levenberg–Marquardt and L-BFGS are for up to 500 parameters, the former without batch "
          "norm.",
          Group::Training, Effect::Live,
          ChoiceKind{&Settings::optimizer, table_options<optimizers>(), nullptr}, nullptr},
    Field{"lr", "Learning rate", "α", "Length of a step: w ← w − α ∂L/∂w.", Group::Training,
          Effect::Live, RealKind{&Settings::learning_rate, 1e-5F, 10, Scale::Log, false, ""},
          is_first_order},
    Field{"sched", "Schedule", "",
          "How the learning rate changes while training; time is counted in epochs. What is shown "
          "as α is the start, or for the warm-up the end.",
          Group::Training, Effect::Live,
          ChoiceKind{&Settings::schedule, table_options<schedules>(), nullptr}, is_first_order,
          true},
    Field{"period", "Schedule length", "T",
          "Epochs the schedule takes, or lies between two of its steps; on a plateau, the epochs "
          "without progress it waits for.",
          Group::Training, Effect::Live,
          IntKind{&Settings::schedule_period, 1, 10000, Scale::Log, false}, has_schedule},
    Field{"factor", "Schedule factor", "γ",
          "What the schedule multiplies α by: at each step, in T epochs, at the end (cosine) or at "
          "the start (warm-up).",
          Group::Training, Effect::Live,
          RealKind{&Settings::schedule_factor, 1e-3F, 1, Scale::Log, false, ""}, has_schedule},
    Field{"momentum", "Momentum", "β₁",
          "Share of the last direction that is kept: v ← β₁ v + g (in Adam (1 − β₁) g is added).",
          Group::Training, Effect::Live,
          RealKind{&Settings::momentum, 0, 0.999F, Scale::Linear, false, ""}, has_momentum},
    Field{"beta2", "Second moment", "β₂",
          "Share of the running mean of squared gradients that is kept: s ← β₂ s + (1 − β₂) g².",
          Group::Training, Effect::Live,
          RealKind{&Settings::beta2, 0, 0.9999F, Scale::Linear, false, ""}, has_beta2},
    Field{"batch", "Batch size", "",
          "Samples a step looks at; more than there are means all. Small batches make noisy steps, "
          "and the noise regularizes.",
          Group::Training, Effect::Live,
          IntKind{&Settings::batch_size, 1, 100000, Scale::Log, false}, is_first_order},
    Field{"clip", "Clip values", "",
          "Cuts each component of the gradient, penalties included, to between ± this value "
          "(PyTorch: clip_grad_value_).",
          Group::Training, Effect::Live,
          RealKind{&Settings::clip_value, 1e-3F, 100, Scale::Log, true, ""}, is_first_order, true},
    Field{"clipnorm", "Clip norm", "",
          "Shortens the gradient of all parameters together, penalties included, to this length: "
          "g ← g · min(1, c / ‖g‖) (PyTorch: clip_grad_norm_). Its direction stays.",
          Group::Training, Effect::Live,
          RealKind{&Settings::clip_norm, 1e-3F, 100, Scale::Log, true, ""}, is_first_order, true},
    Field{"stop", "Stop after epochs", "",
          "Training pauses when so many passes over the training part are done; 0 is never.",
          Group::Training, Effect::Live,
          IntKind{&Settings::stop_epochs, 0, 100000, Scale::Log, true}, nullptr, true},
    Field{"speed", "Speed", "", "Steps a second at most.", Group::View, Effect::Live,
          ChoiceKind{&Settings::speed, speed_options(), nullptr}, nullptr},
    Field{"l1", "L1", "λ₁",
          "Adds λ₁ Σ|w| to the loss (weights only, not biases): pulls weights to exactly 0.",
          Group::Regularization, Effect::Live,
          RealKind{&Settings::l1, 1e-6F, 10, Scale::Log, true, ""}, nullptr},
    Field{"l2", "L2", "λ₂",
          "Adds λ₂ Σ w² to the loss (weights only), gradient 2λ₂w: weight_decay = 2λ₂ in PyTorch. "
          "AdamW instead shrinks the weights themselves: w ← w − α 2λ₂ w.",
          Group::Regularization, Effect::Live,
          RealKind{&Settings::l2, 1e-6F, 10, Scale::Log, true, ""}, nullptr},
    Field{"dropout", "Dropout", "p",
          "Share of the hidden units that are silent for a sample, drawn anew for each sample and "
          "step; the same mask forward and backward. Off in evaluation: losses, plane and points.",
          Group::Regularization, Effect::Live,
          RealKind{&Settings::dropout, 0, 90, Scale::Linear, false, "%"}, has_hidden_layers},
    Field{"dropconv", "Dropout scaling", "",
          "What makes up for silent units: inverted, kept ones count 1/(1 − p) times in training; "
          "or the lecture's, all count (1 − p) times in evaluation.",
          Group::Regularization, Effect::Live,
          ChoiceKind{&Settings::dropout_convention, table_options<dropout_conventions>(), nullptr},
          has_dropout},
    Field{
        "norm", "Batch norm", "",
        "Normalises W a + b of every hidden unit over the batch, then γ û + β with γ, β trained; "
        "in evaluation by running statistics (momentum 0.1, ε 1e-5, as PyTorch). γ and β carry no "
        "penalty.",
        Group::Regularization, Effect::Reinit, FlagKind{&Settings::batch_norm}, has_hidden_layers,
        true},
    Field{"budget", "Hard budget", "",
          "After each step all weights together are projected onto the nearest ones within the "
          "radius. A larger radius means less regularization, a larger λ more.",
          Group::Regularization, Effect::Live,
          ChoiceKind{&Settings::budget, table_options<budgets>(), nullptr}, nullptr, true},
    Field{"radius", "Budget radius", "r", "What Σ|w| (diamond) or √Σw² (ball) may be at most.",
          Group::Regularization, Effect::Live,
          RealKind{&Settings::radius, 0.01F, 1000, Scale::Log, false, ""}, has_budget},
    Field{
        "biases", "Biases too", "",
        "Penalties, AdamW's decay and the budget include the biases, as the lecture's budget does.",
        Group::Regularization, Effect::Live, FlagKind{&Settings::penalises_biases}, has_penalty},
    Field{"maxnorm", "Max norm", "c",
          "After each step a unit's incoming weights are shortened to this length if they are "
          "longer (biases are not counted).",
          Group::Regularization, Effect::Live,
          RealKind{&Settings::max_norm, 0.01F, 100, Scale::Log, true, ""}, nullptr, true},
    Field{"patience", "Early stopping", "",
          "Patience: training stops when the test loss has not fallen for so many epochs, and goes "
          "back to the weights of the best one. Choosing by the test part makes its loss look "
          "better than it is.",
          Group::Regularization, Effect::Live,
          IntKind{&Settings::patience, 0, 1000, Scale::Log, true}, nullptr, true},
    Field{
        "smooth", "Label smoothing", "ε",
        "Training targets become (1 − ε) y + ε/2 for classes 0 and 1, so that no output has to be "
        "extreme. Losses shown for the training and test part use the true targets.",
        Group::Regularization, Effect::Live,
        RealKind{&Settings::smoothing, 0, 50, Scale::Linear, false, "%"}, is_classification, true},
    Field{"theme", "Theme", "", "Light, dark, or as the system says.", Group::View,
          Effect::ViewOnly, ChoiceKind{&Settings::theme, theme_options(), nullptr}, nullptr},
    Field{"links", "Links show", "",
          "What the lines between units show: weights, their gradients, or the last update.",
          Group::View, Effect::ViewOnly, ChoiceKind{&Settings::links, link_options(), nullptr},
          nullptr},
    Field{"panel", "Lower panel", "", "The panel under the network.", Group::View, Effect::ViewOnly,
          ChoiceKind{&Settings::panel, panel_options(), nullptr}, nullptr},
    Field{"disc", "Classes only", "",
          "Colours the plane by the predicted class instead of its probability.", Group::View,
          Effect::ViewOnly, FlagKind{&Settings::discretise}, is_classification},
    Field{"test", "Show test points", "", "Draws the points the network never learns from.",
          Group::View, Effect::ViewOnly, FlagKind{&Settings::show_test}, nullptr},
    Field{"edge", "Show the truth", "",
          "Overlays the true edge or function the points were made from: prediction against "
          "reality.",
          Group::View, Effect::ViewOnly, FlagKind{&Settings::show_truth}, nullptr},
    Field{"losslog", "Logarithmic loss", "", "Loss curves on a logarithmic axis.", Group::View,
          Effect::ViewOnly, FlagKind{&Settings::loss_log}, nullptr},
};
static_assert(keys_are_unique(kFields));

}  // namespace

std::span<const Field> schema() { return kFields; }

const Field* find_field(std::string_view key) {
  const int i = index_of(schema(), key);
  return i < 0 ? nullptr : &kFields[static_cast<std::size_t>(i)];
}

std::string_view group_label(Group group) {
  switch (group) {
    case Group::Data:
      return "Data";
    case Group::Features:
      return "Features";
    case Group::Model:
      return "Model";
    case Group::Training:
      return "Training";
    case Group::Regularization:
      return "Regularize";
    case Group::View:
      return "View";
  }
  return {};
}

Settings default_settings(int dataset) {
  Settings s;
  s.data = std::clamp(dataset, 0, static_cast<int>(datasets().size()) - 1);
  const Dataset& row = chosen_data(s);
  s.noise = row.default_noise;
  s.samples = 400;
  s.train_share = 50;
  s.seed = 42;
  s.standardise = true;
  s.features = row.dims > 1 ? 0b11U : 0b1U;
  s.hidden.count = 2;
  s.activation = index_of(activations(), "tanh");
  s.initializer = index_of(initializers(), "xavier");
  s.init_scale = 0.5F;
  s.loss = index_of(losses(), row.default_loss);
  s.optimizer = index_of(optimizers(), "sgd");
  s.learning_rate = 0.1F;
  s.schedule_period = 50;
  s.schedule_factor = 0.1F;
  s.momentum = 0.9F;
  s.beta2 = 0.999F;
  s.batch_size = 16;
  s.radius = 5;
  s.speed = kWatchableSpeed;
  s.show_test = true;
  return s;
}

namespace {

/// Why the chosen optimizer cannot train the network; it is then replaced by one that can.
void normalise_optimizer(Settings& s, Notices& notices) {
  const Optimizer& row = chosen_optimizer(s);
  const auto params = static_cast<Index>(parameter_count(s));
  const bool has_norm = s.batch_norm && has_hidden_layers(s);
  const bool is_too_large = !row.takes(params);
  if (!is_too_large && (!has_norm || row.takes_batch_norm())) return;
  const std::string_view better = optimizer("lbfgs").takes(params) ? "lbfgs" : "adam";
  notices.push_back({is_too_large ? Notice::Kind::TooLarge : Notice::Kind::NotWithNorm, "opt",
                     std::string(row.key), std::string(better)});
  s.optimizer = index_of(optimizers(), better);
}

}  // namespace

void normalise(Settings& s, Notices& notices) {
  const Dataset& row = chosen_data(s);
  if (!loss_suits_task(s, s.loss)) {
    const int better = index_of(losses(), row.default_loss);
    notices.push_back({Notice::Kind::Adjusted, "loss", std::string(at(losses(), s.loss).key),
                       std::string(at(losses(), better).key)});
    s.loss = better;
  }
  std::uint32_t possible = 0;
  for (int i = 0; i < static_cast<int>(features().size()); ++i) {
    if (data_has_feature(s, i)) possible |= 1U << i;
  }
  s.features &= possible;
  if (s.features == 0) s.features = possible & 0b11U;
  normalise_optimizer(s, notices);
}

long long parameter_count(const Settings& s) {
  long long inputs = std::popcount(s.features);
  long long total = 0;
  for (int l = 0; l < s.hidden.count; ++l) {
    const long long units = s.hidden.layers[static_cast<std::size_t>(l)].units;
    total += units * (inputs + 1 + (s.batch_norm ? 2 : 0));
    inputs = units;
  }
  return total + inputs + 1;
}

std::string notice_text(const Notice& n) {
  const Field* field = find_field(n.key);
  const std::string name = field ? std::string(field->label) : n.key;
  switch (n.kind) {
    case Notice::Kind::Clamped:
      return name + ": " + n.given + " is out of range, " + n.used + " is used instead.";
    case Notice::Kind::Unusable:
      return name + ": \"" + n.given + "\" cannot be used here, it stays " + n.used + ".";
    case Notice::Kind::UnknownKey:
      return "\"" + n.key + "\" is not a setting of this version and was ignored.";
    case Notice::Kind::Adjusted:
      return name + ": " + n.given + " does not suit this data set, " + n.used +
             " is used instead.";
    case Notice::Kind::TooLarge:
      return name + ": " + n.given + " is for networks of up to " +
             std::to_string(kMaxFullBatchParams) + " parameters, " + n.used + " is used instead.";
    case Notice::Kind::NotWithNorm:
      return name + ": " + n.given +
             " needs samples that do not depend on one another, and batch normalisation ties them "
             "together; " +
             n.used + " is used instead.";
    case Notice::Kind::TooLong:
      return "The link is too long and was cut; some settings may be missing.";
    case Notice::Kind::NewerLink:
      return "The link was made by a newer version (" + n.given +
             "); what this version does not know was ignored.";
  }
  return {};
}

}  // namespace bp
