// as: daemon/app/sample.cpp
void start() {
  boost::asio::co_spawn(context, run(), on_end);       // BAD
  spawn(context, run(), boost::asio::detached);        // BAD
  using boost::asio::detached;                         // BAD
  std::mutex lock;                                     // BAD
  std::system("rm");                                   // BAD
}
