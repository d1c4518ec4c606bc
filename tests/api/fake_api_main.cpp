// A booth in memory behind the real API, for the contract test and for looking at boothctl without
// a booth:
//   booth-fake-api SOCKET [SHEET.jpg]      serves until SIGTERM
#include <csignal>
#include <iostream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "daemon/api/api_server.hpp"
#include "tests/support/fake_booth.hpp"
#include "tests/support/fake_calls.hpp"
#include "tests/support/fake_events.hpp"
#include "tests/support/fake_measures.hpp"

namespace {

using namespace booth;

/// One of everything, so that every field has a value somewhere.
void fill(testing::FakeBooth& booth) {
  const auto minutes_ago = [&booth](int minutes) {
    return booth.now - std::chrono::minutes(minutes);
  };
  booth.now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  booth.shown.now = booth.now;
  booth.shown.started_at = minutes_ago(26 * 60);
  booth.add_session(SessionState::Cancelled).session.reason = "cancelled by guest";
  auto& session = booth.add_session();
  session.shots.push_back({ShotId(booth.new_id()), session.session.id, 0,
                           "photos/anna-und-ben/2/1.jpg", std::string(64, 'e'), 7'340'032,
                           minutes_ago(3)});
  session.session.plan.share_url = "https://photos.example/s/#k7f3a";
  booth.add_print(session, PrintState::Printed).proof = PrintProof::GuardJournal;
  booth.add_print(session, PrintState::Printed).proof = PrintProof::SpoolerOnly;
  booth.add_print(session, PrintState::Held, "the paper ran out while it was printed");
  booth.add_print(session, PrintState::Unknown, "the power went off while it was printed");
  booth.add_print(session, PrintState::Held, "two tries failed: the printer reports a fault");
  booth.add_print(session, PrintState::Queued);
  booth.add_upload(UploadState::Synced);
  booth.add_upload(UploadState::Parked, "403: the token is not valid any more");
  booth.add_upload(UploadState::Waiting);
  booth.remade.jpeg.assign(3, std::byte{0xFF});
  session.prints = booth.jobs;
  session.uploads = booth.items;
  booth.add_fact("shot.stored", session.session.id.str(), R"({"slot": 0})");

  auto& shown = booth.shown;
  shown.camera.recovery = {{"respawn", 3, 3, std::chrono::milliseconds(1500)}};
  shown.prints = {1, 3, 118};
  shown.uploads = {42, 412'000'000, 1903, 1, minutes_ago(47)};
  shown.network = {"captive", "a log-in page answered instead of our server",
                   "Open a web browser on the booth and accept the venue's Wi-Fi terms.",
                   minutes_ago(47)};
  shown.printers.push_back({"dnp",
                            {PrinterCondition::OutOfMedia, "Ribbon End", false, {}, 0, 48123},
                            minutes_ago(3),
                            std::string(what_to_do(PrinterCondition::OutOfMedia))});
  shown.printers.push_back(
      {"selphy", {PrinterCondition::Ready, "", false, {}, 54, std::nullopt}, minutes_ago(300), ""});
  shown.printers[0].best_proof = PrintProof::PrinterCounter;
  shown.printers[1].best_proof = PrintProof::SpoolerOnly;
  shown.printers[1].media_left = 54;
  shown.printers[1].lasts_until = booth.now + std::chrono::minutes(80);
  shown.printers[1].prints_per_hour = 42.4;
  shown.printers[1].print_time = std::chrono::milliseconds(14'500);
  shown.printers[0].is_media_low = true;
  shown.paper = {300, 118, 54, 128};
  shown.health = {
      {"printer dnp", HealthLevel::Failed, minutes_ago(3), "out of media",
       std::string(what_to_do(PrinterCondition::OutOfMedia))},
      {"network", HealthLevel::Degraded, minutes_ago(47), "captive portal",
       "Accept the Wi-Fi terms."},
      {"clock", HealthLevel::Degraded, minutes_ago(60),
       "the clock jumped by 3 h when the network came back",
       "Check the date with `timedatectl`; put a new battery on the main board."},
      {"camera", HealthLevel::Ok, minutes_ago(120), "ready", ""},
  };
  shown.session = session;
  shown.session->session.state = SessionState::CountingDown;
  shown.session->countdown = std::chrono::milliseconds(2400);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: booth-fake-api SOCKET [SHEET.jpg]\n";
    return 2;
  }
  testing::FakeBooth booth;
  testing::FakeEvents events;
  testing::FakeMeasures measures;
  testing::FakeCalls calls;
  fill(booth);
  if (argc > 2) booth.sheet_path = argv[2];
  boost::asio::io_context loop;
  api::ApiOptions options;
  options.socket_path = argv[1];
  api::ApiServer server({booth, events, measures, calls}, options);
  if (const auto opened = server.open(loop.get_executor()); !opened) {
    std::cerr << opened.error().context << '\n';
    return 1;
  }
  boost::asio::signal_set signals(loop, SIGTERM, SIGINT);
  signals.async_wait([&server](const auto&, int) { server.stop(); });
  // The contract test asks this way for a shot that belongs to a session.
  boost::asio::signal_set session_signal(loop, SIGUSR1);
  session_signal.async_wait([&booth](const auto& failed, int) { booth.is_in_session = !failed; });
  boost::asio::co_spawn(loop, server.run(), [&](const std::exception_ptr& failure) {
    signals.cancel();
    session_signal.cancel();
    if (failure) std::rethrow_exception(failure);
  });
  loop.run();
  return 0;
}
