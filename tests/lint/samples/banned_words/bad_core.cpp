// as: daemon/core/sample.cpp
const auto now = std::chrono::system_clock::now();     // BAD
std::random_device seed;                               // BAD
