#include "daemon/core/print/print_rules.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "daemon/core/enum_text.hpp"

namespace booth {
namespace {

constexpr EnumText<AtLimit, 3> kActions{{"stop", "notify", "count"}};

struct Limit {
  std::string_view name;
  std::string_view whose;
  int most;
  int used;

  int room() const {
    return most == 0 ? std::numeric_limits<int>::max() : std::max(most - used, 0);
  }
};

/// 0 stands for "no limit".
int tighter(int a, int b) {
  return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
}

std::string refusal(const Limit& limit, int copies) {
  const auto whole = std::string(limit.whose) + ' ' + std::to_string(limit.most) +
                     (limit.most == 1 ? " print is" : " prints are");
  if (limit.room() == 0) return whole + " used up";
  return whole + " used up but for " + std::to_string(limit.room()) + "; " +
         std::to_string(copies) + " were asked for";
}

}  // namespace

std::string_view to_string(AtLimit action) {
  return kActions.word(action);
}
std::optional<AtLimit> at_limit_from(std::string_view text) {
  return kActions.value(text);
}

PrintRules with_agreed(PrintRules house, int per_session, int per_event) {
  house.per_session = tighter(house.per_session, per_session);
  house.per_event = tighter(house.per_event, per_event);
  return house;
}

PrintVerdict decide_prints(const PrintAsk& ask, const PrintUsage& usage, const PrintRules& rules) {
  PrintVerdict verdict{.admitted = ask.copies, .limit = {}, .sentence = {}};
  if (ask.purpose != PrintPurpose::Order) return verdict;

  const std::array limits{
      Limit{"session", "this session's", rules.per_session, usage.session},
      Limit{"guest", "this guest's", ask.has_guest ? rules.per_guest : 0, usage.guest},
      Limit{"event", "this event's", rules.per_event, usage.event},
  };
  const auto* const tightest =
      std::min_element(limits.begin(), limits.end(),
                       [](const Limit& a, const Limit& b) { return a.room() < b.room(); });
  if (ask.copies <= tightest->room()) return verdict;

  verdict.limit = tightest->name;
  verdict.is_told = rules.at_limit != AtLimit::Count;
  if (rules.at_limit != AtLimit::Stop) return verdict;
  verdict.admitted = ask.takes_fewer ? tightest->room() : 0;
  verdict.sentence = refusal(*tightest, ask.copies);
  return verdict;
}

}  // namespace booth
