// as: daemon/core/print/print_retry.hpp
#include <chrono>
#include <boost/system/result.hpp>
#include "daemon/core/result.hpp"
#include <boost/asio/awaitable.hpp>            // BAD
#include <boost/json.hpp>                      // BAD
#include <sys/stat.h>                          // BAD
#include "daemon/ports/timer.hpp"              // BAD
#include <daemon/core/result.hpp>              // BAD
