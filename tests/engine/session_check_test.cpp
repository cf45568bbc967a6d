// The gradient check of whole settings, as the command line runs it.
#include "engine/session/settings_check.h"

#include <doctest/doctest.h>

#include <string>

#include "engine/session/codec.h"
#include "engine/session/schema.h"
#include "tests/engine/data_support.h"

namespace bp {
namespace {

SettingsCheck check_link(const std::string& link) {
  Notices notices;
  const Settings settings = decode_link(link, notices);
  CHECK(notices.empty());
  const Result<SettingsCheck> result = check_settings(settings, made_up_tables());
  REQUIRE(result.ok());
  return result.value();
}

long long judged(const SettingsCheck& check) {
  long long sum = 0;
  for (const LayerCheck& layer : check.layers) sum += layer.judged;
  return sum;
}

}  // namespace

TEST_CASE("Gradients are right for every choice of the model's fields") {
  // Fields training sees: tables by rows, so that a new row is checked by existing.
  for (const Field& field : schema()) {
    const auto* choice = std::get_if<ChoiceKind>(&field.kind);
    if (!choice || field.effect == Effect::ViewOnly || field.key == "speed") continue;
    for (int i = 0; i < choice->options.count(); ++i) {
      if (choice->is_allowed && !choice->is_allowed(default_settings(), i)) continue;
      const std::string link =
          std::string(field.key) + "=" + std::string(choice->options.at(i).key);
      CAPTURE(link);
      CHECK(check_link(link + "&layers=5,4&batch=8").passed());
    }
  }
}

TEST_CASE("Gradients are right with everything the objective can hold, and kinks are set aside") {
  const SettingsCheck smooth =
      check_link("layers=6,5&norm=1&dropout=30&l1=0.01&l2=0.02&biases=1&smooth=10&batch=20");
  CHECK(smooth.passed());
  CHECK(smooth.samples == 20);
  CHECK(smooth.layers.size() == 3);
  CHECK(smooth.layers[0].params == 6 * 3 + 12);
  CHECK(check_link("layers=6,5&norm=1&normeps=0.1&batch=9").passed());
  CHECK(check_link("layers=6~40,5~0,4&dropout=20&batch=10").passed());
  const SettingsCheck kinked = check_link("layers=20,20&act=relu&batch=200");
  CHECK(kinked.passed());
  CHECK(judged(kinked) > 400);  // of 501
  // Every weight starts at |w|'s kink.
  const SettingsCheck zeros = check_link("init=zeros&l1=0.1&layers=4");
  CHECK(zeros.passed());
  CHECK(zeros.layers[0].judged == 4);  // the biases
}

TEST_CASE("A network too large to check is refused with the reason") {
  Notices notices;
  const Result<SettingsCheck> result = check_settings(decode_link("layers=200,200", notices));
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().message.find("41001") != std::string::npos);
}

}  // namespace bp
