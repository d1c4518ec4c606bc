// as: tests/app/sample_test.cpp
void wait_for_luck() {
  std::this_thread::sleep_for(std::chrono::seconds(1));  // BAD
  usleep(1000);                                          // BAD
}
