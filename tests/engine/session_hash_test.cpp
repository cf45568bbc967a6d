// The same settings and seed give the same weights, bit for bit, on every machine. One
// configuration for every row of every table, so that a new row is guarded by existing: the test
// then fails and logs the line to add to tests/golden/session_hashes.inc.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/core/hash.h"
#include "engine/core/number.h"
#include "engine/session/codec.h"
#include "engine/session/session.h"
#include "tools/data/real_data.h"

namespace bp {
namespace {

struct Golden {
  std::string_view link;
  std::string_view hash;  ///< of all parameters after kSteps steps
};

constexpr std::int64_t kSteps = 150;
constexpr std::array kGolden = {
#include "tests/golden/session_hashes.inc"
};

/// A person's own table, which nobody here has.
bool is_own(const Dataset& row) { return row.is_table() && row.columns == 0; }

/// One link a choice of every field that training sees; data sets bring their own loss.
std::vector<std::string> links() {
  std::vector<std::string> all = {"batch=1&lr=0.01",
                                  "batch=100000",
                                  "layers=",
                                  "layers=40,33:relu",
                                  "l1=0.001",
                                  "l2=0.001",
                                  "l1=0.001&l2=0.01&opt=adam",
                                  "std=0",
                                  "features=x,y,x2,y2,xy,sinx,siny",
                                  "samples=3000&batch=1500",
                                  "opt=adamw&lr=0.01&l2=0.01",
                                  "bias=0.5",
                                  "sched=plateau&period=1&lr=1",
                                  "clip=0.01",
                                  "clipnorm=0.05",
                                  "budget=l1&radius=3&biases=1",
                                  "l2=0.01&biases=1",
                                  "budget=l2&radius=2",
                                  "maxnorm=0.5",
                                  "smooth=10",
                                  "patience=1&lr=3",
                                  "patience=1&lr=3&watch=test",
                                  "dropout=30",
                                  "dropout=50&dropconv=lecture",
                                  "dropout=20&samples=3000&batch=1500",
                                  "data=spirals&classes=6&act=relu&opt=adam&lr=0.01",
                                  "data=blobs&classes=5&loss=mse",
                                  "data=rings&classes=4&loss=hinge&smooth=5",
                                  "data=blobs&loss=bce&norm=1&dropout=20",
                                  "bends=2.5&width=1.5",
                                  "dropout=20&layers=9~40,8,7~0",
                                  "layers=9~0,8~30&dropconv=lecture",
                                  "data=digits&layers=32&act=relu&opt=adam&lr=0.01&batch=600",
                                  "jitter=10",
                                  "rotate=30",
                                  "flip=1",
                                  "data=fn_sine&jitter=5",
                                  "jitter=5&rotate=180&flip=1&features=x,y,x2,sinx&opt=adam",
                                  "rotate=20&jitter=3&dropout=20&norm=1&samples=5000&batch=2500",
                                  "members=3",
                                  "members=3&vary=bootstrap&opt=adam&jitter=5",
                                  "members=4&vary=features&features=x,y,x2,y2,xy&dropout=20&norm=1",
                                  "data=rings&members=2&vary=bootstrap&patience=1&lr=3",
                                  "norm=1",
                                  "norm=1&normeps=0.01&normmom=0.5&patience=1&lr=3",
                                  "norm=1&dropout=20&layers=70,9&act=relu&samples=250&share=66",
                                  "norm=1&samples=5000&batch=2500&opt=adam"};
  for (const Field& field : schema()) {
    const auto* choice = std::get_if<ChoiceKind>(&field.kind);
    if (!choice || field.group == Group::View) continue;
    for (int i = 0; i < choice->options.count(); ++i) {
      if (choice->is_allowed && !choice->is_allowed(default_settings(), i)) continue;
      if (field.key == "data" && is_own(datasets()[static_cast<std::size_t>(i)])) continue;
      all.push_back(std::string(field.key) + "=" + std::string(choice->options.at(i).key));
    }
  }
  return all;
}

std::string hash_after_training(const std::string& link, const Tables& tables) {
  Notices notices;
  Session session(decode_link(link, notices), nullptr, tables);
  CHECK(notices.empty());
  session.apply({Command::Kind::Step, {}, {}, kSteps});
  while (session.advance(0)) {
  }
  return hash_text(session.ensemble().parameter_hash());
}

}  // namespace

TEST_CASE("every row of every table trains to the same bits on every machine") {
  const Tables tables = real_tables();
  const std::vector<std::string> all = links();
  CHECK(all.size() >= 40);
  for (const std::string& link : all) {
    const std::string hash = hash_after_training(link, tables);
    INFO("Golden{\"", link, "\", \"", hash, "\"},");
    const auto known = std::find_if(kGolden.begin(), kGolden.end(),
                                    [&](const Golden& g) { return g.link == link; });
    const bool is_known = known != kGolden.end();
    CHECK(is_known);
    if (is_known) CHECK(known->hash == hash);
  }
}

}  // namespace bp
