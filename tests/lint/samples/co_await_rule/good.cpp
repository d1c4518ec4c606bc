// as: daemon/app/sample.cpp
awaitable<Result<void>> good(Printer& printer, Job job) {
  const auto work = [this, &job] { return connection_.send(job); };
  const auto accepted = co_await run_blocking(printer_thread_, work);
  auto moved = co_await store_.move(State::Queued, std::move(job));  // a comment: why? { [
  co_await say("a text with ? and { and [", 'c', '?');
  if (co_await printer.is_ready()) {
    done = true;
  }
  if (const auto answer = co_await printer.report(); !answer) {
    co_return answer.error();
  }
  for (const auto& row : co_await store_.rows()) use(row);
  while (co_await next()) {
  }
  const auto first = (co_await rows())[0];
  const auto second = co_await at(names[1], table[i][j], f(1'000'000, '{'));
  const std::string text = R"(co_await f(Job{}) ? [)";
  co_await (left || right);
  auto lambda = [&]() -> awaitable<void> { co_await wait(); };
  const int choice = ready ? 1 : 2;
  co_await wait_for(choice);
  Job named{.id = id};
  co_return co_await
      printer.submit(
          named);
}
