// What the views share besides the snapshot: theme, fonts, pictures made by the GPU, and the state
// of the interface itself (hover, zoom, open panels). The engine never sees any of it.
#pragma once

#include <imgui.h>

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/columns.h"
#include "engine/session/layout_tree.h"
#include "web/views/code.h"

namespace bp {

struct Theme;
struct Language;
struct PinnedRun;
class HistogramHistory;

inline constexpr std::size_t kMostPins = 3;

struct Fonts {
  ImFont* regular = nullptr;
  ImFont* semibold = nullptr;
  ImFont* italic = nullptr;
  ImFont* mono = nullptr;
};

/// Textures the GL side has made from the last snapshot (0: none, e.g. in headless tests; views
/// then draw a plain rectangle). All are in display colours and drawn 1:1.
struct Pictures {
  ImTextureID boundary = 0;  ///< the plane: colour map and contour, at `Requests::boundary_px`
  ImTextureID units = 0;     ///< atlas of unit maps, inputs first, then layer by layer
  int atlas_columns = 1, atlas_rows = 1;  ///< maps a row and rows of the atlas
  int map_count = 0;
  ImTextureID surface = 0;  ///< square, transparent around it
  /// The planes to compare at `Requests::compared_px`: the present one, then the pinned ones'.
  std::array<ImTextureID, kMostPins + 1> compared{};
};

/// What the views want the GL side to make for the next frame, in framebuffer pixels.
struct Requests {
  int boundary_width = 0, boundary_height = 0;
  int unit_size = 0;
  int plane_map =
      -1;  ///< map of Snapshot::units shown on the plane instead of the output; −1: none
  int compared_px = 0;  ///< side of the planes to compare; 0: none are shown
  int surface_px = 0;   ///< side of the surface's picture; 0: it is not shown
  float surface_yaw = 0, surface_pitch = 0;
  float pixel_ratio = 1;        ///< framebuffer pixels per point, for line widths
  bool wants_metrics = false;   ///< somebody draws Snapshot::metrics
  bool wants_matrices = false;  ///< somebody draws Snapshot::matrices
  bool wants_details = false;   ///< somebody draws Snapshot::details
  bool wants_unit = false;      ///< somebody draws Snapshot::unit
  bool wants_members = false;   ///< somebody draws Snapshot::member_fields
  std::int64_t unfold = 0;      ///< unfold_request() of who draws Snapshot::unfold; 0: nobody
  bool operator==(const Requests&) const = default;
};

/// A number that is being typed in place of its value.
struct ValueEdit {
  ImGuiID id = 0;  ///< of the control, 0: none
  bool is_new = false;
  char text[40]{};
};

/// A step that is being gone to by hand.
struct Scrub {
  bool is_held = false;
  std::int64_t wanted = -1, posted = -1;
};

/// A cell of the maths panel: which equation, which of its matrices, row and column from 0.
struct MathsCell {
  int equation = -1, term = 0, row = 0, column = 0;  ///< equation −1: none
  [[nodiscard]] bool is_some() const { return equation >= 0; }
  bool operator==(const MathsCell&) const = default;
};

struct MathsState {
  MathsCell chosen;            ///< by a tap or the arrow keys
  std::array<int, 3> first{};  ///< unit, input and sample that large matrices are shown from
  int scroll_to = -1;          ///< Phase whose equations are to be brought into view; −1: none
  int top_phase = 0;           ///< Phase of the equation at the top
  double drawn_at = -1;        ///< UiState::now when the panel was last drawn
};

/// How far the plane is unfolded: 0 the inputs, 1 the first hidden layer … and between two layers.
struct UnfoldState {
  float shown = -1, from = -1;
  int target = -1;       ///< the layer that is being gone to; −1: the last one
  double left_at = -1;   ///< UiState::now when it was chosen
  bool is_held = false;  ///< carried by hand to where `shown` is
};

/// Where the run is in the loop, as the views saw it last; see phases.h.
struct PhaseState {
  int last = -1;  ///< place in the loop of the phase that ran last; −1: none yet
  std::int64_t step = -1;
  double changed_at = -1;  ///< UiState::now when another phase had run
  bool is_paced = false;   ///< training runs so slowly that each phase is shown
};

/// Panels being rearranged; what comes of it goes into the settings at the end.
struct LayoutUi {
  std::optional<LayoutTree> draft;  ///< while a border is dragged
  int carried = -1;                 ///< the panel that is dragged, −1: none
  int focus = -1;                   ///< the border that arrow keys move, counted in drawing order
  bool asks_menu = false;           ///< a key asked for the header's menu …
  bool asks_panel_menu = false;     ///< … or for that of the panel chosen last
};

/// What a person asked to keep of a panel, by panel; −1: nothing. The application does it.
struct SaveRequest {
  int picture = -1, data = -1;
  bool is_alone = false;  ///< the panel was not whole on screen: it is drawn over all others
  ImVec2 min{}, max{};    ///< where the panel of the picture was drawn in this frame
};

/// How the surface is turned (radians).
struct SurfaceState {
  float yaw = 0.55F, pitch = 0.6F;
  bool has_keys = false;  ///< it was touched last: the arrow keys turn it
  double drawn_at = -1;   ///< UiState::now when it was last drawn
};

/// Where something that can be used was drawn, by name: for scripts and tests that use the page.
struct NotedPlace {
  std::string_view name;
  int panel = -1;  ///< whose it is, where there is one a panel
  ImVec2 min{}, max{};
};

/// Points that a cell of the confusion matrix stands for, lit up on the plane.
struct LitPoints {
  int part = -1;  ///< index into kReportParts; −1: none
  int actual = 0, predicted = 0;
  int frame = 0;  ///< ImGui's frame in which the matrix was last drawn
};

/// The table of the gradients' check.
struct CheckUi {
  bool is_open = false;
  std::uint32_t before = 0;  ///< CheckPart::count when it was asked for
};

/// A weight set by hand, to be taken back.
struct WeightEdit {
  int layer = 0, unit = 0, input = 0;  ///< as in the command: counted from 1, input 0 the bias
  float before = 0;
  std::int64_t step = 0;      ///< after which it was set
  std::uint32_t network = 0;  ///< Snapshot::network_version
};
struct UnitUi {
  std::vector<WeightEdit> undo;
  bool is_fixed = false;  ///< its weights cannot be set by hand
  int held = -1;          ///< input whose slider is dragged
  float value = 0;        ///< where it was dragged to
  float range = 0;        ///< of the sliders, which stays while one is held
  double drawn_at = -1;   ///< UiState::now when the panel was last drawn
};

/// Of code that is fetched when it is needed.
enum class Here { Coming, Yes, Failed };
using AnyFunction = void (*)();

struct UiState {
  const Theme* theme = nullptr;
  const Language* language = nullptr;  ///< null: English
  Fonts fonts;
  Pictures pictures;
  Requests requests;
  Here (*is_here)(AnyFunction) = nullptr;  ///< of a panel's code; null: all is here
  float scale = 1;                         ///< UI scale: 1 is 13-pixel text
  float pixel_ratio = 1;                   ///< framebuffer pixels per point
  bool narrow = false;                     ///< single-column layout
  bool reduced_motion = false;
  bool touch = false;
  double now = 0;  ///< seconds, for easing only

  int hovered_layer = -2;  ///< −2: none, −1: inputs, 0 … L−1
  int hovered_unit = -1;
  int selected_layer = 0;  ///< for the panels that show one layer
  bool help_open = false;
  std::string toast;  ///< a passing message ("Link copied")
  double toast_until = 0;
  static constexpr double kNever = std::numeric_limits<double>::infinity();
  std::vector<std::string> notices;  ///< clamped values and the like, until dismissed
  std::string address;               ///< of the page, without its hash; empty natively
  std::string clipboard_request;  ///< text the platform should put on the clipboard, then cleared
  std::array<bool, 8> folded{};   ///< control groups
  std::array<bool, 8> shows_more{};  ///< control groups: also the rarely used fields
  bool controls_folded = true;       ///< single-column layout
  int column_panel = -1;             ///< the chosen panel that the column was last scrolled to
  int step_kind = 0;                 ///< what Step does: 0 batch, 1 epoch, 2 phase
  std::array<std::shared_ptr<const PinnedRun>, kMostPins> pins;
  std::shared_ptr<HistogramHistory> histograms;  ///< null until their panel was drawn
  Scrub scrub;
  MathsState maths;
  UnfoldState unfold;
  CheckUi check;
  UnitUi unit;
  CodeState code;
  LitPoints lit;
  SurfaceState surface;
  std::vector<NotedPlace> places;                 ///< of this frame
  std::vector<std::string>* cut_texts = nullptr;  ///< for tests: what did not fit is noted here
  PhaseState phase;
  ValueEdit edit;
  LayoutUi layout;
  /// Of the bar under a single panel, as it was drawn last: its height, and its buttons' width.
  float widget_height = 0, widget_buttons = 0;
  SaveRequest save;
  bool is_locked = false;    ///< what is being drawn cannot be used: begin_lock()
  bool is_untitled = false;  ///< panels go without their titles
  bool is_tabbed = false;    ///< a tab says what the panel is: it needs no title of its own
  /// The check boxes of the open menu of columns; may be empty, which the settings cannot say.
  std::optional<ColumnSet> columns_draft;
  bool is_dragging_value = false;  ///< a slider is held: touch must not scroll
  bool wants_frames = false;       ///< an easing or a blinking cursor is under way
  double wakes_at = kNever;        ///< when the next frame is wanted though nothing happens
};

}  // namespace bp
