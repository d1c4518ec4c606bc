// as: daemon/app/sample.cpp
awaitable<Result<void>> bad(Printer& printer) {
  co_await run_blocking(thread_, [this] { return send(); });  // BAD
  co_await printer.submit(Job{id});                           // BAD
  co_await printer.submit({id, 2});                           // BAD
  co_await wait(is_first ? 5s : 3s);                          // BAD
  const auto a = is_first ? co_await one() : 0;               // BAD
  const auto b = ready && co_await is_ready() ? 1 : 2;        // BAD
  const Answer answer{co_await one()};                        // BAD
  if (co_await find([](int x) { return x > 1; })) {           // BAD
  }
  co_return co_await                                          // BAD
      printer.submit(
          // the brace comes late
          Job{
              .id = id});
}
