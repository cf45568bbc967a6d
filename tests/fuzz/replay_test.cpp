// The fuzzers' corpora, and what they ever found, through the same checks in every native build.
#include <doctest/doctest.h>

#ifdef BP_SOURCE_DIR

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/fuzz/targets.h"

TEST_CASE("the corpora of the fuzzers pass their checks") {
  const std::filesystem::path corpora = BP_SOURCE_DIR "/tests/fuzz/corpus";
  for (const bp_fuzz::Target& target : bp_fuzz::kTargets) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(corpora / target.name)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string input{std::istreambuf_iterator<char>(file), {}};
      CAPTURE(entry.path().string());
      CHECK(target.run(input) == "");
      ++count;
    }
    CAPTURE(target.name);
    CHECK(count >= 10);
  }
}

#endif
