// Commands wait for the table their data set needs, in order.
#include "web/app/table_gate.h"

#include <doctest/doctest.h>

#include <deque>

#include "engine/session/codec.h"
#include "engine/session/options.h"

using namespace bp;

namespace {

/// Answers when told to.
struct Source final : TableSource {
  std::deque<Arrival> arrivals;
  std::vector<std::string> requests;
  void request(std::string_view key) override { requests.emplace_back(key); }
  std::optional<Arrival> arrival() override {
    if (arrivals.empty()) return {};
    Arrival next = arrivals.front();
    arrivals.pop_front();
    return next;
  }
};

const std::string kIris =
    "a,b,c,d,species\n1,2,3,4,x\n2,3,4,5,y\n3,4,5,6,z\n1,1,2,4,x\n2,2,4,4,y\n3,3,5,7,z\n";

struct Stage {
  Source source;
  TableGate gate{&source};
  Settings settings = default_settings();
  std::vector<std::string> told;
  std::optional<Command> next() {
    return gate.next(settings, [this](const Error& text) { told.push_back(text.message); });
  }
};

Command set_data(const char* key) { return {Command::Kind::Set, "data", key, 1}; }

}  // namespace

TEST_CASE("a command that needs no table passes at once") {
  Stage s;
  s.gate.push(set_data("circles"));
  const std::optional<Command> command = s.next();
  REQUIRE(command);
  CHECK(command->value == "circles");
  CHECK(s.source.requests.empty());
  CHECK_FALSE(s.next());
}

TEST_CASE("a data set waits for its table, and what comes after waits with it") {
  Stage s;
  s.gate.push(set_data("iris"));
  s.gate.push({Command::Kind::Epoch, {}, {}, 5});
  CHECK_FALSE(s.next());
  CHECK(s.source.requests == std::vector<std::string>{"iris"});
  CHECK(s.gate.awaited() == "iris");
  CHECK(s.gate.held() == 3);  // the table too
  s.source.arrivals.push_back({"iris", kIris, {}, false});
  CHECK(s.next()->kind == Command::Kind::Table);
  CHECK(s.next()->kind == Command::Kind::Set);
  CHECK(s.next()->kind == Command::Kind::Epoch);
  CHECK_FALSE(s.next());
  s.gate.push(set_data("iris"));  // now it is here
  CHECK(s.next()->kind == Command::Kind::Set);
  CHECK(s.source.requests.size() == 1);
  CHECK(s.gate.tables().size() == 1);
}

TEST_CASE("a table that does not come is told; every command still gets an answer") {
  Stage s;
  s.gate.push({Command::Kind::Load, {}, "data=wine", 1});
  s.gate.push({Command::Kind::Play, {}, {}, 1});
  CHECK_FALSE(s.next());
  s.source.arrivals.push_back({"wine", {}, "no network", false});
  CHECK(s.next()->kind == Command::Kind::Want);
  CHECK(s.next()->kind == Command::Kind::Want);
  CHECK(s.next()->kind == Command::Kind::Play);
  CHECK(s.told == std::vector<std::string>{"no network"});
}

TEST_CASE("a file picker that was closed is no news") {
  Stage s;
  s.gate.push(set_data("own_values"));
  CHECK_FALSE(s.next());
  s.source.arrivals.push_back({"own_values", {}, {}, true});
  CHECK(s.next()->kind == Command::Kind::Want);
  CHECK(s.told.empty());
}

TEST_CASE("a dropped file becomes classes or values after its last column") {
  Stage s;
  s.source.arrivals.push_back({std::string(kDroppedTable), kIris, {}, false});
  CHECK(s.next()->key == "own_classes");
  CHECK(s.next()->value == "own_classes");
  s.source.arrivals.push_back(
      {std::string(kDroppedTable), "a,b\n1,0.5\n2,1.5\n3,2.5\n4,9.1\n", {}, false});
  CHECK(s.next()->key == "own_values");
  CHECK(s.next()->value == "own_values");
  CHECK(s.told.empty());
}

TEST_CASE("a file that cannot be read is told with its line, and nothing changes") {
  Stage s;
  s.source.arrivals.push_back({std::string(kDroppedTable), "a,b\n1,2\n3\n", {}, false});
  CHECK_FALSE(s.next());
  REQUIRE(s.told.size() == 1);
  CHECK(s.told[0].find("ine 3") != std::string::npos);
  CHECK(s.gate.held() == 0);
}
