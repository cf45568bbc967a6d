// Holds commands back until the table their data set needs has come, in order: the runner never
// sees a data set before its table.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/session/command.h"
#include "engine/session/memory.h"
#include "engine/session/settings.h"

namespace bp {

/// Where tables come from: the page's fetch or file picker, or memory.
class TableSource {
 public:
  virtual ~TableSource() = default;
  /// Asks for a data set's table; the answer comes by arrival(), at once or later.
  virtual void request(std::string_view key) = 0;
  struct Arrival {
    std::string key;
    std::string text;           ///< CSV
    std::string error;          ///< for people; empty if there is a text
    bool is_cancelled = false;  ///< nobody wants to be told: a file picker was closed
  };
  /// The next answer, or a table nobody asked for (a dropped file).
  virtual std::optional<Arrival> arrival() = 0;
};

class TableGate {
 public:
  explicit TableGate(TableSource* source) : source_(source) {}

  /// A table that comes as a command (a run that is repeated) is at hand from then on.
  void push(Command command);
  using Tell = std::function<void(const Error&)>;

  /// The next command to carry out under these settings; none while the front one waits for a
  /// table. Tables that cannot be read, or of which something is left out, are told.
  [[nodiscard]] std::optional<Command> next(const Settings& settings, const Tell& tell);
  /// Key of the data set whose table is awaited, or empty.
  [[nodiscard]] const std::string& awaited() const { return awaited_; }
  /// Commands that are still held back.
  [[nodiscard]] std::size_t held() const { return waiting_.size(); }
  /// Of the table of the chosen data set, if it has arrived.
  [[nodiscard]] TableShape shape(const Settings& settings) const;
  /// Table commands of all that have arrived, for a runner that starts anew.
  [[nodiscard]] std::vector<Command> tables() const;

 private:
  /// Whether the front command must wait; asks for its table.
  [[nodiscard]] bool must_wait(const Settings& settings, const Tell& tell);
  void take_arrivals(const Tell& tell);
  void accept(TableSource::Arrival arrival, const Tell& tell);
  void open_own(const std::string& text, const Tell& tell);
  void learn(const Command& table);
  void drop_front();

  TableSource* source_;
  std::deque<Command> waiting_;
  std::map<std::string, std::string, std::less<>> texts_;  ///< by data set
  std::map<std::string, TableShape, std::less<>> shapes_;  ///< by data set
  std::string awaited_;
};

/// Key under which a table arrives that nobody asked for: whether it holds classes or values is for
/// its content to say.
inline constexpr std::string_view kDroppedTable = "own";

}  // namespace bp
