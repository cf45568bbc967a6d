// Settings as text: every field survives the way out and back, and hostile text never does harm.
#include <doctest/doctest.h>

#include <string>

#include "engine/core/registry.h"
#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/data/datasets.h"
#include "engine/optim/optimizers.h"
#include "engine/optim/schedules.h"
#include "engine/session/codec.h"
#include "engine/session/memory.h"
#include "engine/session/options.h"
#include "engine/session/page_parts.h"

namespace bp {
namespace {

/// A random value of the kind the field takes, within its range.
struct RandomValue {
  Settings& s;
  Rng& rng;
  void operator()(const IntKind& k) const {
    const auto span = static_cast<std::uint32_t>(k.max - k.min) + 1U;
    s.*k.member = k.min + static_cast<int>(rng.below(span));
  }
  void operator()(const RealKind& k) const {
    s.*k.member = k.zero_is_off && rng.below(4) == 0 ? 0 : rng.uniform(k.min, k.max);
  }
  void operator()(const FlagKind& k) const { s.*k.member = rng.below(2) == 1; }
  void operator()(const ChoiceKind& k) const {
    s.*k.member = static_cast<int>(rng.below(static_cast<std::uint32_t>(k.options.count())));
  }
  void operator()(const SetKind& k) const {
    s.*k.member = 1U + rng.below((1U << k.options.count()) - 1U);
  }
  void operator()(const ColumnsKind& k) const {
    for (std::size_t i = 0; i < 40; ++i) (s.*k.member).set(rng.below(1024));
  }
  void operator()(const LayoutKind& k) const {
    LayoutTree& tree = s.*k.member;
    for (int i = 0; i < 6; ++i) {
      const auto panel = static_cast<int>(rng.below(6)), target = static_cast<int>(rng.below(6));
      tree = with_panel_at(tree, panel, target, static_cast<Place>(rng.below(5)));
    }
  }
  void operator()(const PartsKind& k) const {
    PartSet& set = s.*k.member;
    const auto names = static_cast<std::uint32_t>(name_count());
    for (int i = 0; i < 8; ++i) {
      const std::uint32_t name = rng.below(names);
      (rng.below(3) == 0 ? set.out : set.in).set(name);
      if (set.in[name]) set.out.reset(name);
    }
  }
  void operator()(const GoalKind& k) const {
    GoalList& goal = s.*k.member;
    goal.count = static_cast<int>(rng.below(kMostConditions + 1));
    const auto metrics = static_cast<std::uint32_t>(goal_metrics().size());
    for (int i = 0; i < goal.count; ++i) {
      goal.conditions[static_cast<std::size_t>(i)] = {static_cast<std::int16_t>(rng.below(metrics)),
                                                      static_cast<GoalOp>(rng.below(5)),
                                                      static_cast<double>(rng.uniform(-9, 9))};
    }
  }
  void operator()(const LayersKind& k) const {
    LayerList list;
    list.count = static_cast<int>(rng.below(kMaxHiddenLayers + 1));
    for (int i = 0; i < list.count; ++i) {
      HiddenLayer& layer = list.layers[static_cast<std::size_t>(i)];
      layer.units = 1 + static_cast<int>(rng.below(kMaxUnits));
      const auto rows = static_cast<std::uint32_t>(k.activations.count());
      layer.activation = static_cast<int>(rng.below(rows + 1)) - 1;
      if (rng.below(2) == 1) layer.dropout = rng.uniform(0, kMaxDropout);
    }
    s.*k.member = list;
  }
};

Settings random_settings(Rng& rng) {
  Settings s = default_settings();
  for (const Field& field : schema()) std::visit(RandomValue{s, rng}, field.kind);
  Notices ignored;
  normalise(s, ignored);
  fit_memory(s, {}, ignored);  // ten large networks do not fit; what does has to read back
  return s;
}

}  // namespace

TEST_CASE("every field's text reads back to the same value") {
  Rng rng(1);
  for (int round = 0; round < 200; ++round) {
    const Settings from = random_settings(rng);
    Settings to = default_settings();
    Notices notices;
    for (const Field& field : schema()) {
      CAPTURE(field.key);
      CHECK(set_from_text(field, to_text(field, from), to, notices));
    }
    CHECK(notices.empty());
    CHECK(to == from);
  }
}

TEST_CASE("a link reads back to the same settings, with or without its number sign") {
  Rng rng(2);
  for (int round = 0; round < 200; ++round) {
    const Settings from = random_settings(rng);
    Notices notices;
    CHECK(decode_link(encode_link(from), notices) == from);
    CHECK(decode_link(std::string("#").append(encode_link(from)), notices) == from);
    CHECK(notices.empty());
  }
}

TEST_CASE("a link holds only what differs from the data set's defaults") {
  CHECK(encode_link(default_settings()) == "v=1&data=river");
  const int v = index_of(datasets(), "v");
  CHECK(encode_link(default_settings(v)) == "v=1&data=v");
  Settings s = default_settings();
  s.learning_rate = 0.03F;
  CHECK(encode_link(s) == "v=1&data=river&lr=0.03");
}

TEST_CASE("a language is found by its tag, and by the language of a regional one") {
  const auto language = [](const char* link, Notices& notices) {
    return to_text(*find_field("lang"), decode_link(link, notices));
  };
  Notices notices;
  CHECK(language("lang=de", notices) == "de");
  CHECK(language("lang=de-AT", notices) == "de");
  CHECK(language("lang=en-GB", notices) == "en");
  CHECK(language("", notices) == "auto");
  CHECK(notices.empty());
  for (const char* unknown : {"lang=fr", "lang=d", "lang=-", "lang=german"}) {
    notices.clear();
    CHECK(language(unknown, notices) == "auto");
    REQUIRE(notices.size() == 1);
    CHECK(notices[0].kind == Notice::Kind::Unusable);
  }
  // The tag of another field's option is not cut.
  notices.clear();
  CHECK(to_text(*find_field("theme"), decode_link("theme=dark-blue", notices)) == "auto");
  CHECK(notices.size() == 1);
}

TEST_CASE("links of version 1 keep their meaning") {
  // Written by the first release; a change that breaks this breaks links in people's courses.
  Notices notices;
  const Settings s = decode_link(
      "#v=1&data=v&noise=2.5&samples=500&share=70&seed=7&std=0&features=x,y,xy&layers=4,3:relu"
      "&act=logistic&init=he&loss=mse&opt=adam&lr=0.01&batch=32&stop=100&l2=0.001&theme=dark",
      notices);
  CHECK(notices.empty());
  CHECK(at(datasets(), s.data).key == "v");
  CHECK(s.noise == 2.5F);
  CHECK(s.hidden.count == 2);
  CHECK(s.hidden.layers[1].units == 3);
  CHECK(s.hidden.layers[0].activation == -1);
  CHECK(to_text(*find_field("layers"), s) == "4,3:relu");
  CHECK(to_text(*find_field("features"), s) == "x,y,xy");
  CHECK(to_text(*find_field("opt"), s) == "adam");
  CHECK(s.stop_epochs == 100);
  CHECK(s.l2 == 0.001F);
}

TEST_CASE("values out of range are clamped and told") {
  Notices notices;
  const Settings s = decode_link("lr=1000&batch=-5&layers=0,9999&noise=51", notices);
  CHECK(s.learning_rate == 10);
  CHECK(s.batch_size == 1);
  CHECK(to_text(*find_field("layers"), s) == "1,512");
  CHECK(s.noise == 50);
  REQUIRE(notices.size() == 4);
  for (const Notice& n : notices) {
    CHECK(n.kind == Notice::Kind::Clamped);
    CHECK(notice_text(n).find(n.used) != std::string::npos);
  }
}

TEST_CASE("a layer's dropout is its own, or the common one") {
  Notices notices;
  Settings s = decode_link("dropout=10&layers=8:relu~20,4~0,2", notices);
  CHECK(notices.empty());
  CHECK(s.dropout_of(0) == 20);
  CHECK(s.dropout_of(1) == 0);
  CHECK(s.dropout_of(2) == 10);
  CHECK(to_text(*find_field("layers"), s) == "8:relu~20,4~0,2");
  s = decode_link("layers=8~95,4~-1,2~12.5", notices);
  CHECK(to_text(*find_field("layers"), s) == "8~90,4~0,2~12.5");
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].kind == Notice::Kind::Clamped);
}

TEST_CASE("what cannot be read leaves the value alone and is told") {
  for (const char* link : {"lr=fast", "lr=nan", "lr=inf", "lr=", "lr=0x10", "lr=1e999", "act=step",
                           "features=", "features=z", "layers=8,x", "layers=8:none", "layers=8~",
                           "layers=8~nan", "layers=8~20:relu", "layers=8~2~3", "std=maybe"}) {
    CAPTURE(link);
    Notices notices;
    CHECK(decode_link(link, notices) == default_settings());
    REQUIRE(notices.size() == 1);
    CHECK(notices.front().kind == Notice::Kind::Unusable);
  }
}

TEST_CASE("unknown keys, newer versions and endless links are told and survived") {
  Notices notices;
  CHECK(decode_link("v=99&shape=round", notices) == default_settings());
  REQUIRE(notices.size() == 2);
  CHECK(notices[0].kind == Notice::Kind::NewerLink);
  CHECK(notices[1].kind == Notice::Kind::UnknownKey);
  notices.clear();
  (void)decode_link(std::string(100000, '&').append("lr=1"), notices);
  REQUIRE(notices.size() == 1);
  CHECK(notices.front().kind == Notice::Kind::TooLong);
}

TEST_CASE("percent-encoded links mean the same as plain ones") {
  Notices notices;
  const Settings s = decode_link("?features=x%2Cy2&layers=3%3Arelu", notices);
  CHECK(notices.empty());
  CHECK(to_text(*find_field("features"), s) == "x,y2");
  CHECK(to_text(*find_field("layers"), s) == "3:relu");
}

TEST_CASE("a loss or feature that does not suit the data is replaced and told") {
  Notices notices;
  const Settings s = decode_link("data=fn_sine&loss=bce&features=x,y2", notices);
  CHECK(at(losses(), s.loss).for_regression);
  CHECK(to_text(*find_field("features"), s) == "x");
  CHECK(!notices.empty());
}

TEST_CASE("an optimizer that cannot train the network is replaced, and the reason told") {
  const auto read = [](const char* link, Notices& notices) {
    const Settings s = decode_link(link, notices);
    return std::string(at(optimizers(), s.optimizer).key);
  };
  Notices notices;
  CHECK(read("opt=lm&layers=16,20", notices) == "lm");  // 48 + 340 + 21 = 409 parameters
  CHECK(read("opt=lbfgs&layers=16,24&norm=0", notices) == "lbfgs");    // 481
  CHECK(read("opt=lbfgs&layers=8,8&norm=1", notices) == "lbfgs");      // 137
  CHECK(read("opt=guess&layers=100,100&norm=1", notices) == "guess");  // 10 901
  CHECK(read("opt=lm&layers=&norm=1", notices) == "lm");               // nothing to normalise
  CHECK(notices.empty());
  for (const char* link : {"opt=lm&layers=125", "opt=lbfgs&layers=125"}) {  // 501 parameters
    notices.clear();
    CHECK(read(link, notices) == "adam");
    REQUIRE(notices.size() == 1);
    CHECK(notices[0].kind == Notice::Kind::TooManyParams);
    CHECK(notice_text(notices[0]).find("500 parameters") != std::string::npos);
    CHECK(notice_text(notices[0]).find("adam is used instead") != std::string::npos);
  }
  for (const char* link : {"opt=lm&norm=1&layers=8", "opt=lm&norm=1&layers=16,30"}) {
    CAPTURE(link);
    notices.clear();
    const bool is_small = std::string_view(link).ends_with("8");
    CHECK(read(link, notices) == (is_small ? "lbfgs" : "adam"));
    REQUIRE(notices.size() == 1);
    CHECK(notices[0].kind == (is_small ? Notice::Kind::NotWithNorm : Notice::Kind::TooManyParams));
  }
  CHECK(notice_text({Notice::Kind::NotWithNorm, "opt", "lm", "lbfgs"}) ==
        "Optimizer: lm needs samples that do not depend on one another, and batch normalisation "
        "ties them together; lbfgs is used instead.");
}

TEST_CASE("a network that outgrows its optimizer takes another one, whatever made it grow") {
  Settings s = default_settings();
  Notices notices;
  CHECK(change_setting("opt", "lm", s, notices));
  CHECK(notices.empty());
  CHECK(change_setting("norm", "1", s, notices));
  CHECK(at(optimizers(), s.optimizer).key == "lbfgs");
  CHECK(change_setting("layers", "40,40", s, notices));
  CHECK(at(optimizers(), s.optimizer).key == "adam");
  CHECK(notices.size() == 2);
}

TEST_CASE("what a full-batch method ignores is not offered") {
  for (int i = 0; i < static_cast<int>(optimizers().size()); ++i) {
    Settings s = default_settings();
    s.optimizer = i;
    s.schedule = index_of(schedules(), "step");
    for (const char* key : {"lr", "sched", "period", "factor", "batch", "clip", "clipnorm"}) {
      CAPTURE(key);
      const Field& field = *find_field(key);
      const bool is_offered = !field.is_relevant || field.is_relevant(s);
      CHECK(is_offered == !optimizers()[static_cast<std::size_t>(i)].is_full_batch());
    }
  }
}

TEST_CASE("choosing another data set takes over its recommended noise and loss") {
  Settings s = default_settings();
  Notices notices;
  CHECK(change_setting("data", "v", s, notices));
  CHECK(s.noise == 0);
  CHECK(change_setting("data", "fn_sine", s, notices));
  CHECK(at(losses(), s.loss).for_regression);
  CHECK(s.features == 1U);
  CHECK(change_setting("data", "river", s, notices));
  CHECK(at(losses(), s.loss).key == "bce");
  CHECK(s.features == 0b11U);
}

TEST_CASE("random bytes never break the link reader") {
  Rng rng(3);
  const std::string_view alphabet = "&=,:%#?.-+e0123456789abcdfilnoprstuvxyz\xff\x01 ";
  for (int round = 0; round < 3000; ++round) {
    std::string link;
    const std::uint32_t length = rng.below(120);
    for (std::uint32_t i = 0; i < length; ++i) {
      link += alphabet[rng.below(static_cast<std::uint32_t>(alphabet.size()))];
    }
    Notices notices;
    const Settings s = decode_link(link, notices);
    Notices none;
    CHECK(decode_link(encode_link(s), none) == s);
  }
}

TEST_CASE("the number of parameters counts every weight and bias") {
  Settings s = default_settings();  // 2-8-8-1
  CHECK(parameter_count(s) == 8 * 3 + 8 * 9 + 9);
  s.batch_norm = true;
  CHECK(parameter_count(s) == 8 * 5 + 8 * 11 + 9);
  s.hidden.count = 0;
  CHECK(parameter_count(s) == 3);
}

TEST_CASE("whatever bytes a link holds, notices can be shown") {
  Notices notices;
  (void)decode_link("a%FF%C3=1&act=%E2%82&opt=a%0Ab&" + std::string(200, '\xC3'), notices);
  REQUIRE(notices.size() == 4);
  for (const Notice& notice : notices) {
    const std::string text = notice_text(notice);
    CAPTURE(text);
    CHECK(is_utf8(text));
    CHECK(text.find('\n') == std::string::npos);
  }
}

}  // namespace bp
