// as: daemon/app/sample.hpp
using namespace std::chrono;  // BAD
