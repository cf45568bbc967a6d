// Settings as a test writes them.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "engine/session/codec.h"

namespace bp_test {

/// The settings of a link that has nothing unusable in it.
inline bp::Settings from_link(const std::string& link) {
  bp::Notices notices;
  const bp::Settings settings = bp::decode_link(link, notices);
  REQUIRE(notices.empty());
  return settings;
}

}  // namespace bp_test
