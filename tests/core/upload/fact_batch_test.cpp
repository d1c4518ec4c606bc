#include "daemon/core/upload/fact_batch.hpp"

#include <set>
#include <vector>

#include <doctest/doctest.h>

namespace booth {
namespace {

using std::chrono::milliseconds;

std::vector<Fact> facts_of(std::size_t count, std::size_t bytes_each) {
  std::vector<Fact> facts(count);
  for (auto& fact : facts) fact.data.assign(bytes_each, 'x');
  return facts;
}

const UploadFailure kRefused{Errc::ServerRefused, {}};

}  // namespace

TEST_SUITE("core/upload/fact_batch") {
  TEST_CASE("a batch holds as many facts as fit, and always one") {
    const FactBatchLimits limits{.most_bytes = 10'000};
    CHECK(facts_that_fit(facts_of(500, 10), {}, limits) < 500);
    CHECK(facts_that_fit(facts_of(3, 100'000), {}, limits) == 1);
    CHECK(facts_that_fit(facts_of(500, 0), {.size = 7}, limits) == 7);
    CHECK(facts_that_fit({}, {}, limits) == 0);
  }

  TEST_CASE("bisecting finds every refused fact, sets it aside, and delivers all others") {
    const std::set<std::size_t> poison{0, 137, 138, 499};
    FactBatch batch;
    const FactBatchLimits limits;
    std::size_t position = 0;
    std::set<std::size_t> aside;
    std::set<std::size_t> taken;
    int requests = 0;
    while (position < 500) {
      REQUIRE(++requests < 200);
      const auto sent = std::min<std::size_t>(static_cast<std::size_t>(batch.size), 500 - position);
      bool is_refused = false;
      for (std::size_t i = position; i < position + sent; ++i) is_refused |= poison.contains(i);
      if (!is_refused) {
        batch = after_taken(batch, limits);
        for (std::size_t i = position; i < position + sent; ++i) taken.insert(i);
        position += sent;
        continue;
      }
      const auto step = after_failure(batch, sent, kRefused, limits, 0);
      batch = step.batch;
      if (std::holds_alternative<SendFewer>(step.decision)) continue;
      REQUIRE(std::holds_alternative<SetFactAside>(step.decision));
      CHECK(std::get<SetFactAside>(step.decision).delay == milliseconds{0});
      aside.insert(position++);
    }
    CHECK(aside == poison);
    CHECK(taken.size() == 496);
    CHECK(requests < 80);
  }

  TEST_CASE("a back end that refuses one after the other rests between them") {
    FactBatch batch{.size = 1};
    const FactBatchLimits limits;
    for (int i = 1; i <= 5; ++i) {
      const auto step = after_failure(batch, 1, kRefused, limits, 0);
      batch = step.batch;
      const auto delay = std::get<SetFactAside>(step.decision).delay;
      CHECK((delay > milliseconds{0}) == (i >= 3));
    }
    CHECK(after_taken(batch, limits).refused_in_a_row == 0);
  }

  TEST_CASE("what is not the facts' fault never sets one aside, and never spins") {
    for (const auto code : {Errc::NetworkDown, Errc::TimedOut, Errc::CaptivePortal,
                            Errc::TlsRefused, Errc::ServerBusy, Errc::AuthRefused, Errc::NotFound,
                            Errc::NotProven, Errc::Corrupt, Errc::Io}) {
      CAPTURE(to_string(code));
      FactBatch batch;
      for (int i = 0; i < 40; ++i) {
        const auto step = after_failure(batch, 1, {code, {}}, {}, 0x80000000U);
        REQUIRE(std::holds_alternative<SendAgain>(step.decision));
        CHECK(std::get<SendAgain>(step.decision).delay >= milliseconds{500});
        CHECK(std::get<SendAgain>(step.decision).delay <= std::chrono::minutes(11));
        batch = step.batch;
      }
    }
  }

  TEST_CASE("what the server asks for is the least time to wait") {
    const auto step = after_failure({}, 10, {Errc::ServerBusy, milliseconds{30'000}}, {}, 0);
    CHECK(std::get<SendAgain>(step.decision).delay >= milliseconds{30'000});
  }
}

}  // namespace booth
