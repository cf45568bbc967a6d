#include "engine/session/schema.h"

#include <algorithm>
#include <array>
#include <bit>

#include "engine/core/registry.h"
#include "engine/data/augmentations.h"
#include "engine/data/datasets.h"
#include "engine/data/features.h"
#include "engine/data/variations.h"
#include "engine/nn/activations.h"
#include "engine/nn/dropout.h"
#include "engine/nn/initializers.h"
#include "engine/nn/losses.h"
#include "engine/optim/budgets.h"
#include "engine/optim/optimizers.h"
#include "engine/optim/regularizers.h"
#include "engine/optim/schedules.h"
#include "engine/session/options.h"
#include "engine/train/ensemble.h"

namespace bp {
namespace {

const Dataset& chosen_data(const Settings& s) { return at(datasets(), s.data); }
const Optimizer& chosen_optimizer(const Settings& s) { return at(optimizers(), s.optimizer); }

bool loss_suits_task(const Settings& s, int i) {
  const Loss& row = at(losses(), i);
  return chosen_data(s).task == Task::Classification ? row.for_classification : row.for_regression;
}
bool data_has_feature(const Settings& s, int i) {
  const int dims = chosen_data(s).dims;
  return dims > 1 || (dims == 1 && !at(features(), i).needs_second);
}
template <unsigned kKnob>
bool data_heeds(const Settings& s) {
  return chosen_data(s).heeds(kKnob);
}
bool is_table(const Settings& s) { return chosen_data(s).is_table(); }
bool is_plane(const Settings& s) { return !is_table(s); }
bool shows_columns(const Settings& s) { return is_table(s) && s.plane == 0; }
bool has_truth(const Settings& s) { return chosen_data(s).truth != nullptr; }
bool has_mode(const Settings& s, int mode) {
  const bool is_about_classes = mode == kShowsClasses || mode == kShowsConfidence;
  return !is_about_classes || chosen_data(s).task == Task::Classification;
}
bool makes_choices(const Settings& s) {
  return s.patience > 0 || at(schedules(), s.schedule).watches_loss;
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
bool has_batch_norm(const Settings& s) { return has_hidden_layers(s) && s.batch_norm; }
bool has_dropout(const Settings& s) {
  for (int l = 0; l < s.hidden.count; ++l) {
    if (s.dropout_of(l) > 0) return true;
  }
  return false;
}
bool has_budget(const Settings& s) { return at(budgets(), s.budget).is_on; }
bool has_augmentation(const Settings& s) {
  return s.jitter > 0 || s.rotate > 0 || s.flip || s.shift > 0;
}
bool has_lambda(const Settings& s) { return s.l1 > 0 || s.l2 > 0; }
bool has_penalty(const Settings& s) { return has_lambda(s) || has_budget(s); }
bool augments(const Settings& s, std::string_view key) {
  const int row = index_of(augmentations(), key);
  return row >= 0 && at(augmentations(), row).applies(raw_shape(chosen_data(s)));
}
bool can_jitter(const Settings& s) { return augments(s, "jitter"); }
bool can_rotate(const Settings& s) { return augments(s, "rotate"); }
bool can_flip(const Settings& s) { return augments(s, "flip"); }
bool can_shift(const Settings& s) { return augments(s, "shift"); }
bool unfolds_units(const Settings& s) { return s.unfold == kUnfoldsUnits; }
bool shows_gradients(const Settings& s) { return s.gradient_of != kFollowsUpdate; }
bool is_ensemble(const Settings& s) { return s.members > 1; }
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
        RealKind{&Settings::noise, 0, 50, Scale::Linear, false, "%"}, data_heeds<Knob::Noise>},
    Field{"classes", "Classes", "K", "Number of classes, each with an output of its own.",
          Group::Data, Effect::Regenerate, IntKind{&Settings::classes, 3, 6, Scale::Linear, false},
          data_heeds<Knob::Classes>},
    Field{"bends", "River bends", "ω", "The middle of the river is 1.2 sin ωx₁.", Group::Data,
          Effect::Regenerate, RealKind{&Settings::bends, 0, 4, Scale::Linear, false, ""},
          data_heeds<Knob::Bends>, true},
    Field{"width", "River width", "w",
          "Height of the river's band: w/6 of the plane is water, and of the points.", Group::Data,
          Effect::Regenerate, RealKind{&Settings::width, 0.4F, 3.6F, Scale::Linear, false, ""},
          data_heeds<Knob::Width>, true},
    Field{"samples", "Samples", "N", "Number of points of all parts together.", Group::Data,
          Effect::Regenerate, IntKind{&Settings::samples, 20, 100000, Scale::Log, false},
          data_heeds<Knob::Samples>, true},
    Field{"share", "Training share", "",
          "Share of the samples the network learns from. The rest is for validation and test.",
          Group::Data, Effect::Regenerate,
          RealKind{&Settings::train_share, 10, 90, Scale::Linear, false, "%"}, nullptr},
    Field{"valshare", "Validation share", "",
          "Share of the samples by whose loss choices are made (when to stop, λ), so that the test "
          "part stays unseen. What training and validation leave is for the test, one sample at "
          "least.",
          Group::Data, Effect::Regenerate,
          RealKind{&Settings::validation_share, 0, 80, Scale::Linear, false, "%"}, nullptr, true},
    Field{"seed", "Seed", "",
          "Start of all random numbers: points, split, initial weights, batches. The same seed and "
          "settings give the same run, bit for bit.",
          Group::Data, Effect::Regenerate,
          IntKind{&Settings::seed, 0, 999999, Scale::Linear, false}, nullptr},
    Field{"std", "Standardise", "",
          "Each feature minus its mean, divided by its standard deviation, both taken from the "
          "training part only. So is the target of a table of values; its loss is then in units of "
          "its variance, while pictures keep its own units.",
          Group::Data, Effect::Regenerate, FlagKind{&Settings::standardise}, nullptr, true},
    Field{"features", "Features", "",
          "What the network is given of a point. With x₁² and x₂² even no hidden layer separates "
          "circles.",
          Group::Features, Effect::Reinit,
          SetKind{&Settings::features, table_options<features>(), data_has_feature}, is_plane},
    Field{
        "columns", "Columns", "",
        "Which columns of the table the network is given, counted from 1: \"all\" or \"1-4,7\". At "
        "most 1024.",
        Group::Features, Effect::Reinit, ColumnsKind{&Settings::columns}, is_table},
    Field{"layers", "Hidden layers", "",
          "Units of each hidden layer; none gives a linear model. Up to 10 layers of 512. A layer "
          "may have an activation and a dropout of its own.",
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
    Field{"speed", "Speed", "",
          "Steps a second at most; or one step a picture; or one phase of the loop a second, shown "
          "one by one. Pictures take at most a quarter of the time that training could have.",
          Group::View, Effect::Live, ChoiceKind{&Settings::speed, speed_options(), nullptr},
          nullptr},
    Field{"l1", "L1", "λ₁",
          "Adds λ₁ Σ|w| to the loss (weights only, not biases): pulls weights to exactly 0. "
          "With λ₂ as well it is the elastic net, λ₁ Σ|w| + λ₂ Σ w²: of weights that belong "
          "together L1 alone keeps one, the elastic net all.",
          Group::Regularization, Effect::Live,
          RealKind{&Settings::l1, 1e-6F, 10, Scale::Log, true, ""}, nullptr},
    Field{"l2", "L2", "λ₂",
          "Adds λ₂ Σ w² to the loss (weights only), gradient 2λ₂w: weight_decay = 2λ₂ in PyTorch. "
          "AdamW instead shrinks the weights themselves: w ← w − α 2λ₂ w. With λ₁ as well: the "
          "elastic net.",
          Group::Regularization, Effect::Live,
          RealKind{&Settings::l2, 1e-6F, 10, Scale::Log, true, ""}, nullptr},
    Field{"dropout", "Dropout", "p",
          "Share of the hidden units that are silent for a sample, drawn anew for each sample and "
          "step; the same mask forward and backward. Off in evaluation: losses, plane and points. "
          "A layer may have a rate of its own.",
          Group::Regularization, Effect::Live,
          RealKind{&Settings::dropout, 0, kMaxDropout, Scale::Linear, false, "%"},
          has_hidden_layers},
    Field{"dropconv", "Dropout scaling", "",
          "What makes up for silent units: inverted, kept ones count 1/(1 − p) times in training; "
          "or the lecture's, all count (1 − p) times in evaluation.",
          Group::Regularization, Effect::Live,
          ChoiceKind{&Settings::dropout_convention, table_options<dropout_conventions>(), nullptr},
          has_dropout},
    Field{"norm", "Batch norm", "",
          "Normalises W a + b of every hidden unit over the batch, then γ û + β with γ, β trained; "
          "in evaluation by running statistics. γ and β carry no penalty.",
          Group::Regularization, Effect::Reinit, FlagKind{&Settings::batch_norm}, has_hidden_layers,
          true},
    Field{"normmom", "Norm momentum", "m",
          "Share of the newest batch in batch norm's running statistics: r ← (1 − m) r + m · "
          "statistic (as in PyTorch). Small batches need a small m.",
          Group::Regularization, Effect::Live,
          RealKind{&Settings::norm_momentum, 1e-3F, 1, Scale::Log, false, ""}, has_batch_norm,
          true},
    Field{"normeps", "Norm ε", "ε",
          "Added to the variance under batch norm's root, (u − μ) / √(σ² + ε), so that a unit that "
          "answers the same to all is not divided by 0.",
          Group::Regularization, Effect::Live,
          RealKind{&Settings::norm_epsilon, 1e-8F, 0.1F, Scale::Log, false, ""}, has_batch_norm,
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
          "Patience: training stops when the watched loss has not fallen for so many epochs, and "
          "goes back to the weights of the best one.",
          Group::Regularization, Effect::Live,
          IntKind{&Settings::patience, 0, 1000, Scale::Log, true}, nullptr, true},
    Field{"watch", "Choose by", "",
          "Whose loss early stopping and plateaus watch. Choosing by the test part, as the lecture "
          "does, makes its loss look better than it is.",
          Group::Regularization, Effect::Live,
          ChoiceKind{&Settings::watch, array_options<kWatched>(), nullptr}, makes_choices},
    Field{
        "smooth", "Label smoothing", "ε",
        "Training targets become (1 − ε) y + ε/2 for classes 0 and 1, so that no output has to be "
        "extreme. Losses shown for the training and test part use the true targets.",
        Group::Regularization, Effect::Live,
        RealKind{&Settings::smoothing, 0, 50, Scale::Linear, false, "%"}, is_classification, true},
    Field{
        "jitter", "Jitter", "",
        "Data augmentation: every time a training point is visited it is moved a little, by normal "
        "noise of so many percent of the plane's half-width, or of the feature's standard "
        "deviation. The target stays.",
        Group::Regularization, Effect::Live,
        RealKind{&Settings::jitter, 0, 50, Scale::Linear, false, "%"}, can_jitter, true},
    Field{"rotate", "Rotate", "",
          "Data augmentation: every visited training point, or picture, is turned about the centre "
          "by a random angle up to this one, either way.",
          Group::Regularization, Effect::Live,
          RealKind{&Settings::rotate, 0, 180, Scale::Linear, false, "°"}, can_rotate, true},
    Field{"flip", "Flip", "",
          "Data augmentation: each coordinate, or left and right of a picture, is mirrored every "
          "second time. The counterexample: flips change the meaning of some digits, and of a "
          "spiral.",
          Group::Regularization, Effect::Live, FlagKind{&Settings::flip}, can_flip, true},
    Field{"shift", "Shift", "",
          "Data augmentation: every visited training picture is moved by up to so many pixels each "
          "way; what comes in is background.",
          Group::Regularization, Effect::Live,
          IntKind{&Settings::shift, 0, 3, Scale::Linear, false}, can_shift, true},
    Field{"members", "Ensemble", "",
          "Networks trained side by side; their mean answer is drawn and judged. Its squared error "
          "is their mean error minus what they disagree by.",
          Group::Regularization, Effect::Reinit,
          IntKind{&Settings::members, 1, Ensemble::kMaxMembers, Scale::Linear, false}, nullptr,
          true},
    Field{"vary", "Members differ by", "",
          "What members differ in beside their initial weights and the order of their batches.",
          Group::Regularization, Effect::Reinit,
          ChoiceKind{&Settings::vary, table_options<variations>(), nullptr}, is_ensemble},
    Field{"plane", "Plane shows", "", "What the two axes of a table's picture are.", Group::View,
          Effect::Live, ChoiceKind{&Settings::plane, array_options<kPlanes>(), nullptr}, is_table},
    Field{"xaxis", "Horizontal axis", "", "Column of the table, counted from 1.", Group::View,
          Effect::Live, IntKind{&Settings::axis_x, 1, 1024, Scale::Linear, false}, shows_columns},
    Field{"yaxis", "Vertical axis", "", "Column of the table, counted from 1.", Group::View,
          Effect::Live, IntKind{&Settings::axis_y, 1, 1024, Scale::Linear, false}, shows_columns},
    Field{"sample", "Chosen sample", "",
          "A sample of the training part, counted from 0, whose own way forward and backward is "
          "computed beside the batch's; −1 is none. On a table's plane the columns that are not "
          "on an axis are then held at its values instead of their mean. Training does not "
          "notice.",
          Group::View, Effect::Live, IntKind{&Settings::sample, -1, 99999, Scale::Linear, false},
          nullptr, true},
    Field{"theme", "Theme", "",
          "Light, dark, as the system says, or for a projector: larger and stronger.", Group::View,
          Effect::ViewOnly, ChoiceKind{&Settings::theme, theme_options(), nullptr}, nullptr},
    Field{"lang", "Language", "",
          "Of everything on screen; what is saved and exported stays English.", Group::View,
          Effect::ViewOnly, ChoiceKind{&Settings::language, language_options(), nullptr, true},
          nullptr},
    Field{"links", "Links show", "",
          "What the lines between units show: weights, their gradients, or the last update.",
          Group::View, Effect::ViewOnly, ChoiceKind{&Settings::links, link_options(), nullptr},
          nullptr},
    Field{"panel", "Open tab", "", "The panel that was chosen last among its tabs.", Group::View,
          Effect::ViewOnly, ChoiceKind{&Settings::panel, panel_options(), nullptr}, nullptr},
    Field{"layout", "Layout", "",
          "Where the panels stand. Drag a border or a tab, or use a panel's menu; boundary and "
          "gradients always stay.",
          Group::View, Effect::ViewOnly, LayoutKind{&Settings::layout}, nullptr},
    Field{"pass", "Maths of", "", "Whose way through the network the maths panel shows.",
          Group::View, Effect::ViewOnly,
          ChoiceKind{&Settings::shown_pass, array_options<kShownPasses>(), nullptr}, nullptr},
    Field{"hist", "Histograms of", "", "Whose values the histograms show, layer by layer.",
          Group::View, Effect::ViewOnly,
          ChoiceKind{&Settings::histogram, array_options<kHistogramQuantities>(), nullptr},
          nullptr},
    Field{"gradof", "Gradients of", "",
          "What the gradients panel follows: a layer's gradients, or the share of its weights that "
          "a step changed.",
          Group::View, Effect::ViewOnly,
          ChoiceKind{&Settings::gradient_of, array_options<kGradientOf>(), nullptr}, nullptr},
    Field{"gradsize", "Gradients' size", "", "How the gradients panel measures them.", Group::View,
          Effect::ViewOnly,
          ChoiceKind{&Settings::gradient_size, array_options<kGradientSizes>(), nullptr},
          shows_gradients},
    Field{"gradby", "Gradients by", "", "What a point of the gradients' history stands for.",
          Group::View, Effect::ViewOnly,
          ChoiceKind{&Settings::gradient_by, array_options<kGradientBy>(), nullptr}, nullptr},
    Field{"ulayer", "Unit of layer", "", "The layer of the inspected unit, counted from 1.",
          Group::View, Effect::ViewOnly,
          IntKind{&Settings::inspected_layer, 1, kMaxHiddenLayers + 1, Scale::Linear, false},
          nullptr},
    Field{"unit", "Unit", "", "The inspected unit, counted from 1; the last of a smaller layer.",
          Group::View, Effect::ViewOnly,
          IntKind{&Settings::inspected_unit, 1, kMaxUnits, Scale::Linear, false}, nullptr},
    Field{"augment", "Bias as a weight", "",
          "The lecture's form: the bias is the weight w_i0, in front of the others, and a 1 leads "
          "the input.",
          Group::View, Effect::ViewOnly, FlagKind{&Settings::augmented}, nullptr},
    Field{"unfold", "Unfold by", "", "What the two axes of each layer's picture are.", Group::View,
          Effect::ViewOnly, ChoiceKind{&Settings::unfold, array_options<kUnfoldAxes>(), nullptr},
          nullptr},
    Field{"unfoldx", "Horizontal unit", "", "Counted from 1; the last where a layer has fewer.",
          Group::View, Effect::ViewOnly,
          IntKind{&Settings::unfold_first, 1, kMaxUnits, Scale::Linear, false}, unfolds_units},
    Field{"unfoldy", "Vertical unit", "", "Counted from 1; the last where a layer has fewer.",
          Group::View, Effect::ViewOnly,
          IntKind{&Settings::unfold_second, 1, kMaxUnits, Scale::Linear, false}, unfolds_units},
    Field{"alike", "Alike by", "", "What the symmetry panel compares units by.", Group::View,
          Effect::ViewOnly, ChoiceKind{&Settings::alike_by, array_options<kAlikeBy>(), nullptr},
          nullptr},
    Field{"placex", "Place, horizontally", "",
          "Where on the plane the way through the network is shown of (“Maths of” place).",
          Group::View, Effect::Live,
          RealKind{&Settings::place_x, -1e6F, 1e6F, Scale::Linear, false, ""}, nullptr, true},
    Field{"placey", "Place, vertically", "",
          "As the horizontal one; nothing where there is one "
          "input only.",
          Group::View, Effect::Live,
          RealKind{&Settings::place_y, -1e6F, 1e6F, Scale::Linear, false, ""}, nullptr, true},
    Field{"part", "Report of", "", "Whose answers the report is about.", Group::View,
          Effect::ViewOnly,
          ChoiceKind{&Settings::report_part, array_options<kReportParts>(), nullptr}, nullptr},
    Field{"threshold", "Threshold", "",
          "Of two classes, the report counts what is answered above it as the second one: a "
          "probability, or the share of the way from the first class's target to the second's. "
          "Training, scores and the plane stay at 0.5.",
          Group::View, Effect::Live, RealKind{&Settings::threshold, 0, 1, Scale::Linear, false, ""},
          is_classification, true},
    Field{"disc", "Plane shows", "", "What the plane's colours say.", Group::View, Effect::ViewOnly,
          ChoiceKind{&Settings::boundary_mode, array_options<kBoundaryModes>(), has_mode}, nullptr},
    Field{"contours", "Contour lines", "",
          "Lines along which the output is the same, with its value; of more than two classes that "
          "of the largest output.",
          Group::View, Effect::ViewOnly, FlagKind{&Settings::show_contours}, nullptr},
    Field{"test", "Show test points", "", "Draws the points the network never learns from.",
          Group::View, Effect::ViewOnly, FlagKind{&Settings::show_test}, nullptr},
    Field{"valid", "Show validation points", "",
          "Draws the points whose loss choices are made by: when to stop, which penalty.",
          Group::View, Effect::ViewOnly, FlagKind{&Settings::show_validation}, nullptr},
    Field{"edge", "Show the truth", "",
          "Overlays the true edge or function the points were made from: prediction against "
          "reality.",
          Group::View, Effect::ViewOnly, FlagKind{&Settings::show_truth}, has_truth},
    Field{"losslog", "Logarithmic loss", "", "Loss curves on a logarithmic axis.", Group::View,
          Effect::ViewOnly, FlagKind{&Settings::loss_log}, nullptr},
    Field{"losspen", "Penalty in the loss", "",
          "What the penalty on the weights adds to the training loss: their sum is what training "
          "makes small.",
          Group::View, Effect::ViewOnly, FlagKind{&Settings::loss_penalty}, has_lambda},
    Field{"moved", "Show moved points", "",
          "The last batch's points where augmentation moved them, each with a line from where it "
          "was.",
          Group::View, Effect::ViewOnly, FlagKind{&Settings::show_moved}, has_augmentation},
    Field{"mode", "Network in", "",
          "Dropout makes training and evaluation differ: which of them the network picture and all "
          "units' maps show. The boundary and the losses are always those of evaluation.",
          Group::View, Effect::ViewOnly,
          ChoiceKind{&Settings::network_mode, array_options<kNetworkModes>(), nullptr},
          has_hidden_layers},
    Field{"reg", "Regularizers", "", "What the panel of regularizers shows.", Group::View,
          Effect::ViewOnly,
          ChoiceKind{&Settings::regularizer, array_options<kRegularizerViews>(), nullptr}, nullptr},
    Field{"hide", "Hidden", "",
          "What the author of a page leaves out, by name, joined by ~: all~-boundary~-play.",
          Group::View, Effect::ViewOnly, PartsKind{&Settings::hide}, nullptr, true},
    Field{"lock", "Locked", "",
          "What is shown but cannot be changed by hand, by name, joined by ~.", Group::View,
          Effect::ViewOnly, PartsKind{&Settings::lock}, nullptr, true},
    Field{"goal", "Goal", "",
          "Conditions that are to be true at once, joined by ~: test.loss<=0.05~hidden<=4.",
          Group::View, Effect::ViewOnly, GoalKind{&Settings::goal}, nullptr, true},
};
static_assert(keys_are_unique(kFields));

}  // namespace

std::span<const Field> schema() { return kFields; }

const Field* find_field(std::string_view key) {
  const int i = index_of(schema(), key);
  return i < 0 ? nullptr : &kFields[static_cast<std::size_t>(i)];
}

std::string_view group_key(Group group) {
  switch (group) {
    case Group::Data:
      return "data";
    case Group::Features:
      return "features";
    case Group::Model:
      return "model";
    case Group::Training:
      return "training";
    case Group::Regularization:
      return "regularization";
    case Group::View:
      return "view";
  }
  return {};
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
  s.histogram = kHistogramOfGradients;
  s.noise = row.default_noise;
  s.samples = 400;
  s.classes = 3;
  s.bends = DataParams{}.bends;
  s.width = DataParams{}.width;
  s.train_share = 50;
  s.validation_share = 20;
  s.seed = 42;
  s.standardise = true;
  s.features = row.dims == 1 ? 0b1U : 0b11U;
  // Two of many columns tell little.
  constexpr int kFewColumns = 4;
  s.plane = row.columns > kFewColumns ? kPlaneOfComponents : kPlaneOfColumns;
  s.axis_x = row.default_x;
  s.axis_y = row.default_y;
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
  s.norm_momentum = 0.1F;
  s.norm_epsilon = 1e-5F;
  s.speed = kWatchableSpeed;
  s.show_test = true;
  s.report_part = kReportsTest;
  s.threshold = 0.5F;
  s.layout = preset_layout(0);
  return s;
}

void fit_optimizer(Settings& s, long long param_count, Notices& notices) {
  const Optimizer& row = chosen_optimizer(s);
  const auto params = static_cast<Index>(param_count);
  const bool has_norm = s.batch_norm && has_hidden_layers(s);
  const bool is_too_large = !row.takes(params);
  if (!is_too_large && (!has_norm || row.takes_batch_norm())) return;
  const std::string_view better = optimizer("lbfgs").takes(params) ? "lbfgs" : "adam";
  notices.push_back({is_too_large ? Notice::Kind::TooManyParams : Notice::Kind::NotWithNorm, "opt",
                     std::string(row.key), std::string(better)});
  s.optimizer = index_of(optimizers(), better);
}

void normalise(Settings& s, Notices& notices) {
  const Dataset& row = chosen_data(s);
  if (!loss_suits_task(s, s.loss)) {
    const int better = index_of(losses(), row.default_loss);
    notices.push_back({Notice::Kind::Adjusted, "loss", std::string(at(losses(), s.loss).key),
                       std::string(at(losses(), better).key)});
    s.loss = better;
  }
  if (s.watch != kWatchesTest && s.validation_share == 0 && makes_choices(s)) {
    const Option &validation = kWatched[0], &test = kWatched[kWatchesTest];
    notices.push_back(
        {Notice::Kind::Adjusted, "watch", std::string(validation.key), std::string(test.key)});
    s.watch = kWatchesTest;
  }
  fit_optimizer(s, parameter_count(s), notices);
  if (s.layout.count > 0 && s.layout.stack_of(s.panel) < 0) s.layout = with_open(s.layout, s.panel);
  if (is_table(s)) return;
  std::uint32_t possible = 0;
  for (int i = 0; i < static_cast<int>(features().size()); ++i) {
    if (data_has_feature(s, i)) possible |= 1U << i;
  }
  s.features &= possible;
  if (s.features == 0) s.features = possible & 0b11U;
}

}  // namespace bp
