#include "web/app/table_gate.h"

#include <algorithm>

#include "engine/core/types.h"
#include "engine/data/csv.h"
#include "engine/session/codec.h"
#include "engine/session/options.h"
#include "engine/session/plan.h"

namespace bp {
namespace {

/// The data set that would be in use after a command, if the command can change it.
std::optional<int> data_after(const Command& command, Settings settings) {
  Notices notices;
  if (command.kind == Command::Kind::Set && command.key == "data") {
    (void)change_setting(command.key, command.value, settings, notices);
    return settings.data;
  }
  if (command.kind == Command::Kind::Load) return decode_link(command.value, notices).data;
  return {};
}

}  // namespace

void TableGate::push(Command command) {
  if (command.kind == Command::Kind::Table) learn(command);
  waiting_.push_back(std::move(command));
}

void TableGate::learn(const Command& command) {
  const auto rows = datasets();
  const auto row = std::ranges::find(rows, command.key, &Dataset::key);
  if (row == rows.end() || !row->is_table()) return;
  const Result<Table> table = read_table(*row, command.value, {.drop_incomplete = true});
  if (!table) return;
  texts_[command.key] = command.value;
  shapes_[command.key] = table_shape(table.value());
}

std::optional<Command> TableGate::next(const Settings& settings, const Tell& tell) {
  take_arrivals(tell);
  if (waiting_.empty() || must_wait(settings, tell)) return {};
  Command command = std::move(waiting_.front());
  waiting_.pop_front();
  return command;
}

bool TableGate::must_wait(const Settings& settings, const Tell& tell) {
  if (!awaited_.empty()) return true;
  const std::optional<int> data = data_after(waiting_.front(), settings);
  if (!data || source_ == nullptr) return false;
  const Dataset& row = at(datasets(), *data);
  if (!row.is_table() || texts_.contains(row.key)) return false;
  awaited_ = row.key;
  // Goes to the runner before what needs it; counted as held from now on.
  waiting_.push_front({Command::Kind::Table, awaited_, {}, 0});
  source_->request(row.key);
  take_arrivals(tell);  // what is in memory is there at once
  return !awaited_.empty();
}

void TableGate::take_arrivals(const Tell& tell) {
  while (std::optional<TableSource::Arrival> arrival =
             source_ ? source_->arrival() : std::nullopt) {
    accept(*std::move(arrival), tell);
  }
}

BP_APART void TableGate::accept(TableSource::Arrival arrival, const Tell& tell) {
  if (arrival.key == kDroppedTable) {
    if (arrival.error.empty()) return open_own(arrival.text, tell);
    return tell({arrival.error});
  }
  if (arrival.key != awaited_) return;
  awaited_.clear();
  Error problem{std::move(arrival.error)};
  if (problem.message.empty() && !arrival.is_cancelled) {
    Remarks remarks;
    const Result<Table> table =
        read_table(dataset(arrival.key), arrival.text, {.drop_incomplete = true}, &remarks);
    for (const Error& remark : remarks) tell(remark);
    if (table) {
      shapes_[arrival.key] = table_shape(table.value());
      texts_[arrival.key] = arrival.text;
      waiting_.front().value = std::move(arrival.text);
      return;
    }
    problem = table.error();
  }
  if (!arrival.is_cancelled) tell(problem);
  drop_front();
}

/// A file dropped onto the page: its target, the last column, says which data set it becomes.
void TableGate::open_own(const std::string& text, const Tell& tell) {
  const Result<Table> table = parse_csv(text, {.drop_incomplete = true});
  if (!table) return tell(table.error());
  const std::string key = table.value().task == Task::Classification ? "own_classes" : "own_values";
  Remarks remarks;
  if (const Result<Table> read =
          read_table(dataset(key), text, {.drop_incomplete = true}, &remarks);
      !read) {
    return tell(read.error());
  }
  for (const Error& remark : remarks) tell(remark);
  texts_[key] = text;
  shapes_[key] = table_shape(table.value());
  waiting_.push_back({Command::Kind::Table, key, text, 0});
  waiting_.push_back({Command::Kind::Set, "data", key, 1});
}

/// The table and the command that needed it become commands without effect, so that whoever counts
/// commands still gets an answer to each.
void TableGate::drop_front() {
  for (std::size_t i = 0; i < std::min<std::size_t>(2, waiting_.size()); ++i) {
    waiting_[i] = {Command::Kind::Want, "nothing", {}, 0};
  }
}

TableShape TableGate::shape(const Settings& settings) const {
  const auto it = shapes_.find(at(datasets(), settings.data).key);
  return it == shapes_.end() ? TableShape{} : it->second;
}

std::vector<Command> TableGate::tables() const {
  std::vector<Command> commands;
  for (const auto& [key, text] : texts_) {
    commands.push_back({Command::Kind::Table, key, text, 0});
  }
  return commands;
}

}  // namespace bp
