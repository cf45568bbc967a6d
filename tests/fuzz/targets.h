// What is fuzzed. Each function gives hostile text to a parser and looks at what comes out; it
// returns what is wrong with it, or nothing. libFuzzer calls them (entry.cpp), and so do the tests,
// with the corpora (replay_test.cpp).
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace bp_fuzz {

[[nodiscard]] std::string link(std::string_view input);
[[nodiscard]] std::string json(std::string_view input);
[[nodiscard]] std::string csv(std::string_view input);

struct Target {
  std::string_view name;  ///< also of the corpus's folder
  std::string (*run)(std::string_view input);
};
inline constexpr std::array kTargets = {Target{"link", link}, Target{"json", json},
                                        Target{"csv", csv}};

}  // namespace bp_fuzz
