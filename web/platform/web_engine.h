// The engine as a module of its own (web/embed/engine.mjs): a session without an interface. Texts,
// figures and values of the last answer lie here until the next question.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/session/session.h"

namespace bp {

struct WebEngine {
  Tables tables;
  std::unique_ptr<Session> session;
  bool is_recorded = false;  ///< curves, statistics and verdicts are kept while it trains
  BatchOrder::Mode order = BatchOrder::Mode::Shuffled;

  std::string text;
  std::array<double, 12> figures{};
  std::span<const float> values;
  std::vector<float> buffer;
  Grid grid;
};

namespace web_engine {

/// A table as JavaScript holds it; n rows of X and as many Y.
struct Samples {
  const float* X;  ///< a sample after another
  const float* Y;
  Index count, columns, train, validation;  ///< train 0: parts are drawn as the settings say
  int classes;                              ///< 0: Y are values
  std::string_view names;  ///< of the columns, the target and the classes, each ended by "\n"
};
/// The key of the data set they have become; errors name sample and column.
[[nodiscard]] Result<std::string> add_samples(const Samples& samples, Tables& tables);
/// CSV text for data set `key`, or for the one that suits it if `key` is empty; its key.
[[nodiscard]] Result<std::string> add_csv(std::string_view key, std::string_view csv,
                                          std::string_view target, bool drops_incomplete,
                                          Tables& tables);

/// Settings from a link; what a page would only tell (no such key, no such choice) is an error.
[[nodiscard]] Result<Settings> read_link(std::string_view link, Notices& notices);
/// "key\nvalue\n…" carried out all or not at all, in their order.
[[nodiscard]] std::optional<Error> change(std::string_view pairs, Session& session);
[[nodiscard]] std::string notices_json(const Notices& notices);
/// Names and shapes: of what goes in, of what comes out, of the flat parameters.
[[nodiscard]] std::string layout_json(const Session& session);

}  // namespace web_engine
}  // namespace bp
