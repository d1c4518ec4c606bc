#include "daemon/api/repeated_request.hpp"

namespace booth::api {
namespace {

using boost::asio::awaitable;

constexpr int kGatewayTimeout = 504;  // TimedOut and NoPhoto: it may still have happened
constexpr int kMostTries = 100;

}  // namespace

awaitable<Result<RepeatedRequest::Past>> RepeatedRequest::read_past() {
  auto answered = co_await booth_.recorded_answer(key_);
  if (!answered) co_return answered.error();
  if (*answered) {
    answer_ = std::move(**answered);
    co_return answer_->request_hash == hash_ ? Past::Answered : Past::OtherRequest;
  }
  for (try_ = 1; try_ <= kMostTries; ++try_) {
    const auto begun = co_await booth_.recorded_answer(name("begun"));
    if (!begun) co_return begun.error();
    if (!*begun) co_return Past::New;
    if ((*begun)->request_hash != hash_) co_return Past::OtherRequest;
    const auto failed = co_await booth_.recorded_answer(name("failed"));
    if (!failed) co_return failed.error();
    if (!*failed) co_return Past::OutcomeUnknown;
  }
  co_return make_error(Errc::Conflict, "this Idempotency-Key was tried too often; use a new one");
}

awaitable<Result<void>> RepeatedRequest::write_begin() {
  Store::Answer begun{hash_, 0, ""};
  auto recorded = co_await booth_.record_answer(name("begun"), std::move(begun));
  co_return recorded;
}

awaitable<Result<void>> RepeatedRequest::write_end(int status, std::string body) {
  if (status == kGatewayTimeout) co_return Result<void>();
  const bool is_success = status < 300;
  Store::Answer answer{hash_, status, std::move(body)};
  auto key = is_success ? key_ : name("failed");
  auto recorded = co_await booth_.record_answer(std::move(key), std::move(answer));
  co_return recorded;
}

std::string RepeatedRequest::name(const char* what) const {
  return std::string(what) + ' ' + std::to_string(try_) + ' ' + key_;
}

}  // namespace booth::api
