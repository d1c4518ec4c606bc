#include "tests/store/crash_rounds.hpp"

#include <doctest/doctest.h>

namespace booth {

TEST_SUITE("store/crash_long") {
  TEST_CASE("what was acknowledged survives two hundred SIGKILLs") {
    for (unsigned seed = 100; seed < 110; ++seed) testing::kill_again_and_again(20, seed);
  }
}

}  // namespace booth
