// What the author of a page hides or locks, by name.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "engine/session/options.h"
#include "engine/session/page_parts.h"
#include "tests/engine/link_support.h"

namespace bp {
namespace {

using bp_test::from_link;

const Field& field(const char* key) { return *find_field(key); }

int panel(std::string_view key) {
  for (int i = 0; i < static_cast<int>(kPanels.size()); ++i) {
    if (kPanels[static_cast<std::size_t>(i)].key == key) return i;
  }
  return -1;
}

}  // namespace

TEST_CASE("parts of the page stand in the order of their names, within parts that come before") {
  for (std::size_t i = 0; i < page_parts().size(); ++i) {
    const PagePartRow& row = page_parts()[i];
    CHECK(static_cast<std::size_t>(row.part) == i);
    CHECK(static_cast<std::size_t>(row.within) <= i);
    CHECK(page_parts()[static_cast<std::size_t>(row.within)].within == row.within);
  }
}

TEST_CASE("every name is one thing, and reads back to it") {
  std::set<std::string> names;
  REQUIRE(name_count() <= kMostNames);
  for (int i = 0; i < name_count(); ++i) {
    const std::string name = name_of(i);
    CAPTURE(name);
    CHECK(names.insert(name).second);
    UnknownNames unknown;
    const PartSet set = parse_parts(name, unknown);
    CHECK(unknown.count == 0);
    CHECK(set.in.count() == 1);
    CHECK(set.in[static_cast<std::size_t>(i)]);
    CHECK(parts_text(set) == name);
  }
}

TEST_CASE("whatever is in the schema, every panel and every part can be hidden and locked") {
  for (int i = 0; i < name_count() - 1; ++i) {
    const std::string name = name_of(i);
    CAPTURE(name);
    const Settings hidden = from_link("hide=" + name), locked = from_link("lock=" + name);
    int found = 0;
    for (const Field& f : schema()) {
      CHECK(is_hidden(hidden, f) == is_locked(locked, f));
      found += is_hidden(hidden, f) ? 1 : 0;
    }
    for (const PagePartRow& row : page_parts()) {
      CHECK(is_hidden(hidden, row.part) == is_locked(locked, row.part));
      found += is_hidden(hidden, row.part) ? 1 : 0;
    }
    for (int p = 0; p < static_cast<int>(kPanels.size()); ++p) {
      CHECK(is_hidden_panel(hidden, p) == is_locked_panel(locked, p));
      found += is_hidden_panel(hidden, p) ? 1 : 0;
    }
    CHECK(found >= 1);
  }
}

TEST_CASE("a narrower name counts more than a wider one") {
  const Settings s = from_link("hide=all~-boundary~-play~-training~momentum");
  CHECK_FALSE(is_hidden_panel(s, panel("boundary")));
  CHECK(is_hidden_panel(s, panel("gradients")));
  CHECK_FALSE(is_hidden(s, PagePart::Play));
  CHECK(is_hidden(s, PagePart::Step));
  CHECK_FALSE(is_hidden(s, field("lr")));
  CHECK(is_hidden(s, field("momentum")));
  CHECK(is_hidden(s, field("act")));
  CHECK(is_hidden(s, field("speed")));
  CHECK_FALSE(is_hidden(s, field("goal")));
}

TEST_CASE("where names are shared, the plain one is the setting's") {
  const Settings s = from_link("hide=loss~panel.unit~group.data");
  CHECK(is_hidden(s, field("loss")));
  CHECK_FALSE(is_hidden_panel(s, panel("loss")));
  CHECK(is_hidden_panel(s, panel("unit")));
  CHECK_FALSE(is_hidden(s, field("unit")));
  CHECK(is_hidden(s, field("noise")));
}

TEST_CASE("lock=all locks what makes the experiment, and leaves looking at it free") {
  const Settings s = from_link("lock=all");
  CHECK(is_locked(s, field("data")));
  CHECK(is_locked(s, field("l2")));
  CHECK(is_locked(s, PagePart::Weights));
  CHECK_FALSE(is_locked(s, field("theme")));
  CHECK_FALSE(is_locked(s, field("speed")));
  CHECK_FALSE(is_locked(s, PagePart::Play));
  CHECK(is_locked(from_link("lock=all~view"), field("theme")));
  CHECK(is_free(from_link("lock=all~-lr"), field("lr")));
}

TEST_CASE("an unknown name is told, and the others are taken") {
  Notices notices;
  const Settings s = decode_link("hide=menu~colour~-taste", notices);
  CHECK(is_hidden(s, PagePart::Share));
  REQUIRE(notices.size() == 1);
  CHECK(notice_text(notices[0]) == "Hidden: there is nothing called \"colour\"; it was ignored.");
}

TEST_CASE("a goal and what is hidden stay in the link, in letters that need no escape") {
  Settings s = default_settings();
  Notices notices;
  (void)change_setting("hide", "panel.loss~menu~-help", s, notices);
  (void)change_setting("goal", "test.loss<=0.05~hidden<=4", s, notices);
  CHECK(notices.empty());
  CHECK(encode_link(s) ==
        "v=1&data=river&hide=panel.loss~-help~menu&goal=test.loss.le.0.05~hidden.le.4");
}

}  // namespace bp
