#include "tests/store/crash_rounds.hpp"

#include <doctest/doctest.h>

namespace booth {

using namespace booth::testing;

TEST_SUITE("store/crash_long") {
  TEST_CASE("what was acknowledged survives two hundred SIGKILLs") {
    for (unsigned seed = 100; seed < 110; ++seed) kill_again_and_again(Death::Kill, 20, seed);
  }

  TEST_CASE("what was acknowledged survives two hundred power cuts") {
    for (unsigned seed = 200; seed < 210; ++seed) kill_again_and_again(Death::PowerCut, 20, seed);
  }
}

}  // namespace booth
