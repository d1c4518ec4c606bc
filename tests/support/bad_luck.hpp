#pragma once

#include <random>

#include "tests/support/chaos_proxy.hpp"

namespace booth {

/// Every connection dies in one of the ways that venue networks know, after a random number of
/// bytes.
class BadLuck {
 public:
  explicit BadLuck(unsigned seed) : random_(seed) {}

  Chaos next() {
    Chaos chaos;
    std::uniform_int_distribution<std::int64_t> bytes(2'000, 500'000);
    switch (std::uniform_int_distribution<int>(0, 4)(random_)) {
      case 0:
        chaos.cut_after = bytes(random_);
        break;
      case 1:
        chaos.lose_answer_after = bytes(random_);
        break;
      case 2:
        chaos.freeze_after = bytes(random_) * 4;
        break;  // each costs the low-speed time: fewer of them
      default:
        chaos.lose_answer_after = bytes(random_) * 2;
        break;
    }
    return chaos;
  }

 private:
  std::mt19937 random_;
};

}  // namespace booth
