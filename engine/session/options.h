// Tables seen as menus: the engine's registries, and the small choices that live here.
#pragma once

#include <array>
#include <cassert>

#include "engine/session/schema.h"

namespace bp {

/// Row i of a table; asserts that it exists.
template <class Row>
const Row& at(std::span<const Row> rows, int i) {
  assert(i >= 0 && static_cast<std::size_t>(i) < rows.size());
  return rows[static_cast<std::size_t>(i)];
}

namespace detail {
/// The one-line explanation a row brings: its help text, or its formula.
template <class Row>
constexpr std::string_view explanation(const Row& row) {
  if constexpr (requires { row.help; }) {
    return row.help;
  } else if constexpr (requires { row.formula; }) {
    return row.formula;
  } else {
    return {};
  }
}
}  // namespace detail

/// Options of a registry, e.g. table_options<activations>().
template <auto Rows>
constexpr OptionTable table_options() {
  return {[] { return static_cast<int>(Rows().size()); },
          [](int i) {
            const auto& row = at(Rows(), i);
            return Option{row.key, row.label, detail::explanation(row)};
          }};
}

/// Options of a constexpr array of Option.
template <const auto& Rows>
constexpr OptionTable array_options() {
  return {[] { return static_cast<int>(Rows.size()); },
          [](int i) { return Rows[static_cast<std::size_t>(i)]; }};
}

inline constexpr std::array kThemes = {
    Option{"auto", "System", "Light or dark as the system says"},
    Option{"light", "Light", ""},
    Option{"dark", "Dark", ""},
    Option{"projector", "Projector", "Light, with larger type and stronger colours, for a hall"},
};
/// Languages of the interface: English, and the files of web/lang.
inline constexpr std::array kLanguages = {
    Option{"auto", "System", "As the browser or the system says, where there is that language"},
    Option{"en", "English", ""},
    Option{"de", "Deutsch", ""},
};
inline constexpr std::array kLinkModes = {
    Option{"weights", "Weights", "w"},
    Option{"gradients", "Gradients", "∂L/∂w of the last batch"},
    Option{"updates", "Updates", "Δw of the last step"},
};
/// Which mode the network picture is in, where dropout makes the two differ.
inline constexpr std::array kNetworkModes = {
    Option{"eval", "Evaluation",
           "As the network answers: every unit takes part, multiplied as the convention says"},
    Option{"train", "Training",
           "As the last batch was trained: the units that were silent for one of its samples are "
           "dark, the others multiplied as the convention says"},
};
inline constexpr int kShowsTraining = 1;
/// What the panel "Regularizers" shows.
inline constexpr std::array kRegularizerViews = {
    Option{"all", "At work", "Each regularizer, and what it does now"},
    Option{"norm", "Batch norm", "What batch normalisation makes of each unit of a layer"},
    Option{"members", "Ensemble", "Each member's answers, and where they disagree"},
};
inline constexpr int kShowsNorm = 1, kShowsMembers = 2;
/// Which part's loss decides early stopping and plateaus.
inline constexpr std::array kWatched = {
    Option{"validation", "Validation", "Its loss decides; the test part stays untouched"},
    Option{"test", "Test",
           "As in the lecture. The test loss of what was chosen by it is too good: it is no longer "
           "an estimate for new data"},
};
inline constexpr int kWatchesTest = 1;
/// How a table is drawn; see PlaneOptions.
inline constexpr std::array kPlanes = {
    Option{"columns", "Two columns", "Two columns on the axes, the others held fixed"},
    Option{"pca", "Principal components",
           "The two directions in which the inputs vary most; other directions are at their mean"},
};
inline constexpr int kPlaneOfColumns = 0, kPlaneOfComponents = 1;
/// What the axes of the unfolding panel are.
inline constexpr std::array kUnfoldAxes = {
    Option{"components", "Principal components",
           "The two directions in which the layer's activations vary most over the training "
           "points; a layer of two units is shown as it is"},
    Option{"units", "Two units", "The activations of two units of each layer"},
};
inline constexpr int kUnfoldsUnits = 1;
/// What the symmetry panel compares units by.
inline constexpr std::array kAlikeBy = {
    Option{"weights", "Weights", "The cosine of two units' incoming weights, the bias included"},
    Option{"activations", "Activations",
           "The correlation of two units' activations over the last batch"},
};
inline constexpr int kAlikeByActivations = 1;
/// Whose way through the network the maths panel shows.
inline constexpr std::array kShownPasses = {
    Option{"batch", "Batch", "The last batch, as its step used it"},
    Option{"sample", "Sample", "One sample of the training part, with the weights as they are now"},
    Option{"place", "Place",
           "The place chosen on the plane, with the weights as they are now. Its target is the "
           "true function's value; of a table, whose truth is not known there, only the way "
           "forward is shown"},
};
inline constexpr int kShowsSample = 1, kShowsPlace = 2;
/// What the plane's colours say. The first two keys are those of the switch this once was.
inline constexpr std::array kBoundaryModes = {
    Option{"0", "Output",
           "Of two classes the probability of the second, of more how much the "
           "largest output leads, else the value"},
    Option{"1", "Classes", "The predicted class alone"},
    Option{"confidence", "Confidence",
           "The probability of the predicted class, from a pure guess (1 / number of classes) to "
           "1; an output that is no probability: how far it is from the decision level"},
    Option{"error", "Error",
           "Where the true function is known: |answer − truth| at every place, the truth of a "
           "class being 1 and of the others 0; of more than two classes 1 − the output for the "
           "true one. Of a table the truth is known at its points alone: there |answer − target|, "
           "of more than two classes right (0) or wrong (1)"},
};
inline constexpr int kShowsClasses = 1, kShowsConfidence = 2, kShowsError = 3;
/// Whose answers the report is about.
inline constexpr std::array kReportParts = {
    Option{"train", "train", "The points the network learns from"},
    Option{"validation", "validation", "The points choices are made by"},
    Option{"test", "test", "The points the network never saw"},
};
inline constexpr int kReportsTrain = 0, kReportsValidation = 1, kReportsTest = 2;
/// What the histograms show, in the order of Quantity.
inline constexpr std::array kHistogramQuantities = {
    Option{"w", "W", "Weights"},
    Option{"b", "b", "Biases"},
    Option{"dw", "∂L/∂W", "Gradients of the weights, with penalty and clipped"},
    Option{"db", "∂L/∂b", "Gradients of the biases, with penalty and clipped"},
    Option{"z", "Z", "Pre-activations of the last batch"},
    Option{"a", "A", "Activations of the last batch"},
    Option{"da", "∂L/∂A", "How the loss depends on the activations of the last batch"},
    Option{"dz", "∂L/∂Z", "How the loss depends on the pre-activations of the last batch"},
};
inline constexpr int kHistogramOfGradients = 2;
/// What the gradients panel follows, in the order of GradientOf.
inline constexpr std::array kGradientOf = {
    Option{"w", "W", "∂L/∂W, the gradient of the weights, with penalty and clipped"},
    Option{"b", "b", "∂L/∂b, the gradient of the biases, with penalty and clipped"},
    Option{"a", "A", "∂L/∂A, how the loss depends on the activations of the batch"},
    Option{"z", "Z", "∂L/∂Z, how the loss depends on the pre-activations of the batch"},
    Option{"update", "ΔW", "‖ΔW‖ / ‖W‖, what share of itself the last step moved the weights by"},
};
inline constexpr int kFollowsUpdate = 4;
/// In the order of GradientSize.
inline constexpr std::array kGradientSizes = {
    Option{"norm", "norm", "‖·‖, the root of the sum of all squares"},
    Option{"rms", "RMS", "The root of the mean square: layers of different size compare"},
    Option{"abs", "mean", "The mean of all absolute values"},
};
/// What a point of the gradients' history stands for.
inline constexpr std::array kGradientBy = {
    Option{"step", "steps", "A point a step; of a long run, the mean of several and their range"},
    Option{"epoch", "epochs", "A point an epoch: the mean of its steps, and their range"},
};
/// Keys of web/views/panels.cpp, which a test holds against this list.
/// The help is the panel's answer to "what am I looking at?".
inline constexpr std::array kPanels = {
    Option{
        "gradients", "Gradients",
        "How strongly the loss pulls on each layer: the size of its gradients in the last batch as "
        "bars, and over the run as lines on a log axis."},
    Option{"histograms", "Histograms",
           "How the values of each layer are spread: its weights, gradients, pre-activations or "
           "activations in bins, now and one behind another over the run."},
    Option{"maths", "Maths",
           "Every matrix of one layer in the lecture's notation, forward, backward and in the "
           "update, with the numbers of the last batch or of one sample."},
    Option{"code", "Code",
           "The same experiment as a PyTorch program; the line of the loop's present phase is "
           "marked."},
    Option{"report", "Report",
           "How well one part is answered: class by class with what is taken for what, at every "
           "threshold and how far its probabilities can be trusted, or in figures where values are "
           "predicted."},
    Option{"surface", "Surface",
           "The output over the plane as a surface with the points on it: the higher, the larger "
           "the output (of more than two classes the largest one)."},
    Option{"unfold", "Unfold",
           "The input plane's grid and the points as each layer sees them, from the inputs to the "
           "last hidden layer, where the output layer decides by one straight line."},
    Option{"symmetry", "Symmetry",
           "How alike the units of a layer are, each with each: blue the same, orange the "
           "opposite; units that start alike and are treated alike stay one."},
    Option{
        "unit", "Unit",
        "One unit taken apart: its weights, which can be moved, its activation function with the "
        "points of the last batch on it, and its map of the plane."},
    Option{"regularizers", "Regularizers",
           "What keeps the network from learning its training points by heart, and what each of "
           "these does at this step."},
    Option{"function", "Function",
           "With one input, the prediction taken apart: what each unit of the last hidden layer "
           "adds to it, and their sum."},
    Option{"metrics", "Metrics",
           "Losses and scores of both parts in numbers, and how many parameters each layer has."},
    Option{"compare", "Compare",
           "Pinned runs beside the present one: what differs in their settings, their planes and "
           "what came of them."},
    Option{"network", "Network",
           "The units from the inputs at the left to the output at the right, each with its map of "
           "the input plane; lines are weights, blue positive, orange negative."},
    Option{"boundary", "Boundary",
           "What the network answers at every place of the plane, with the points it learns from "
           "and is tested on."},
    Option{"loss", "Loss",
           "The mean loss over the training and the test points after each epoch, in evaluation "
           "mode."},
};

/// What training does at a time, and what it then waits for.
enum class Pace {
  Free,    ///< a step; nothing
  Steps,   ///< a step; its time
  Frames,  ///< a step; that it has been shown
  Phases,  ///< a phase of the loop; its time
};
struct Speed {
  Option option;
  Pace pace;
  double per_second;  ///< of Steps and Phases
};
inline constexpr std::array kSpeeds = {
    Speed{{"max", "max", "As fast as this machine can"}, Pace::Free, 0},
    Speed{{"1000", "1000/s", "1000 steps a second"}, Pace::Steps, 1000},
    Speed{{"60", "60/s", "60 steps a second"}, Pace::Steps, 60},
    Speed{{"frame", "1/frame", "One step for each picture: every step is seen"}, Pace::Frames, 0},
    Speed{{"10", "10/s", "10 steps a second"}, Pace::Steps, 10},
    Speed{{"3", "3/s", "3 steps a second"}, Pace::Steps, 3},
    Speed{{"1", "1/s", "One step a second"}, Pace::Steps, 1},
    Speed{{"phase", "phase/s", "One phase of the loop a second, from predict to step"},
          Pace::Phases,
          1},
};
/// What a run towards a given step or epoch goes at.
inline constexpr const Speed& kFullSpeed = kSpeeds[0];
static_assert(kFullSpeed.pace == Pace::Free);

/// Where a newcomer starts: at full speed the default network is done before the eye is on it.
inline constexpr int kWatchableSpeed = 1;
static_assert(kSpeeds[kWatchableSpeed].option.key == "1000");

constexpr OptionTable theme_options() { return array_options<kThemes>(); }
constexpr OptionTable language_options() { return array_options<kLanguages>(); }
constexpr OptionTable link_options() { return array_options<kLinkModes>(); }
constexpr OptionTable panel_options() { return array_options<kPanels>(); }
constexpr OptionTable speed_options() {
  return {[] { return static_cast<int>(kSpeeds.size()); },
          [](int i) { return kSpeeds[static_cast<std::size_t>(i)].option; }};
}

}  // namespace bp
