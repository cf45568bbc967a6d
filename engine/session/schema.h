// The one settings schema. Widgets, permalink, command line, JSON, DOM mirror and reference page
// are folds over it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/core/result.h"
#include "engine/session/settings.h"

namespace bp {

/// What a change does to a running experiment.
enum class Effect {
  Live,        ///< training goes on with the new value; weights are kept
  Reinit,      ///< new initial weights, same data
  Regenerate,  ///< new data and new initial weights
  ViewOnly,    ///< drawing only
};

enum class Scale { Linear, Log };

/// One entry of a choice: a row of a table as people and links see it.
struct Option {
  std::string_view key, label, help;
};

/// A table seen as options.
struct OptionTable {
  int (*count)();
  Option (*at)(int index);
};

struct IntKind {
  int Settings::*member;
  int min, max;
  Scale scale;
  bool zero_is_off;  ///< 0 means "never" and lies below a log scale's lowest stop
};
struct RealKind {
  float Settings::*member;
  float min, max;
  Scale scale;
  /// A log scale whose lowest stop means 0 (off): λ.
  bool zero_is_off;
  std::string_view unit;  ///< "%", or empty
};
struct FlagKind {
  bool Settings::*member;
};
struct ChoiceKind {
  int Settings::*member;
  OptionTable options;
  /// Whether option i goes with the other settings (a loss with the data's task); null: always.
  bool (*is_allowed)(const Settings&, int index);
  /// Keys are language tags: "de-AT" is "de" where nothing is nearer.
  bool is_language = false;
};
/// A set of table rows, one bit each; at least one is on.
struct SetKind {
  std::uint32_t Settings::*member;
  OptionTable options;
  bool (*is_allowed)(const Settings&, int index);
};
/// Hidden layers: units and, where they differ from `act` and `dropout`, activation and dropout in
/// percent: "8,8" or "8:relu,4~20". The dropout alone is Live, whatever the field's effect.
struct LayersKind {
  LayerList Settings::*member;
  OptionTable activations;
  bool (*is_allowed)(const Settings&, int index);
};

/// Columns of a table, counted from 1: "all" or "1-4,7".
struct ColumnsKind {
  ColumnSet Settings::*member;
};

/// Arrangement of the panels: the key of a preset, or a text of layout_tree.h.
struct LayoutKind {
  LayoutTree Settings::*member;
};

/// What of the page is hidden or locked: see page_parts.h.
struct PartsKind {
  PartSet Settings::*member;
};

/// Conditions on a run: see goal.h.
struct GoalKind {
  GoalList Settings::*member;
};

using Kind = std::variant<IntKind, RealKind, FlagKind, ChoiceKind, SetKind, LayersKind, ColumnsKind,
                          LayoutKind, PartsKind, GoalKind>;

enum class Group { Data, Features, Model, Training, Regularization, View };

struct Field {
  std::string_view key;     ///< wire format: link, CLI, JSON
  std::string_view label;   ///< on screen, sentence case
  std::string_view symbol;  ///< the letter of the lecture ("α"), or empty
  std::string_view help;    ///< one or two sentences, with the formula where there is one
  Group group;
  Effect effect;
  Kind kind;
  /// Whether the field has an effect under these settings (momentum under SGD has none); null: yes.
  bool (*is_relevant)(const Settings&);
  /// Rarely needed: the page keeps it behind "more" until it differs from its default.
  bool is_rare = false;
};

[[nodiscard]] std::span<const Field> schema();
/// Field by key, or null.
[[nodiscard]] const Field* find_field(std::string_view key);
/// Key of a group, as page_parts.h has it.
[[nodiscard]] std::string_view group_key(Group group);
/// Label of a group on screen.
[[nodiscard]] std::string_view group_label(Group group);

/// Something a person should know about a value they gave. Structured, so that the interface can
/// say it in any language; notice_text() says it in English.
struct Notice {
  enum class Kind {
    Clamped,     ///< `given` was out of range, `used` took its place
    Unusable,    ///< `given` could not be read; the value stayed `used`
    UnknownKey,  ///< there is no field `key`; ignored
    Adjusted,   ///< `key` changed from `given` to `used` because it did not suit the other settings
    TooLong,    ///< the link was longer than allowed and cut
    NewerLink,  ///< the link's version is `given`, newer than this program's `used`
    MissingTable,   ///< data set `given` needs a table nobody gave; it is `used` instead
    BadTable,       ///< the table for data set `key` cannot be read; `why` says it
    TooLarge,       ///< `given` would need `needed` MB of memory of the `limit` there are; `used`
                    ///< took its place, and `smaller` is the field that most of it is for
    TooManyParams,  ///< optimizer `given` takes at most kMaxFullBatchParams parameters; now `used`
    NotWithNorm,    ///< optimizer `given` does not go with batch normalisation; now `used`
    UnknownPart,    ///< field `key` names `given`, which is nothing of a page; ignored
    BadGoal,        ///< the goal cannot be read; `why` says it; it stayed as it was
  };
  Kind kind = Kind::Unusable;
  std::string key{}, given{}, used{};
  std::string needed{}, limit{}, smaller{};  ///< of TooLarge
  Error why{};                               ///< of BadTable and BadGoal
};
using Notices = std::vector<Notice>;
[[nodiscard]] std::string notice_text(const Notice& notice);

/// What a newcomer starts from on this data set (index into datasets()).
[[nodiscard]] Settings default_settings(int dataset = 0);

/// Brings settings into agreement with one another (a loss that suits the task, features the data
/// has, at least one feature, an optimizer that takes the network); each change is told in
/// `notices`.
void normalise(Settings& settings, Notices& notices);

/// Replaces an optimizer that cannot train a network of so many parameters, or one with batch
/// normalisation, by one that can; told in `notices`.
void fit_optimizer(Settings& settings, long long param_count, Notices& notices);

/// Trainable parameters of the network these settings describe; 0 if that depends on a table.
[[nodiscard]] long long parameter_count(const Settings& settings);

}  // namespace bp
