// as: daemon/app/run_print_queue.cpp
#include "daemon/app/run_print_queue.hpp"

#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/print/print_retry.hpp"
#include "daemon/ports/printer.hpp"
#include "daemon/runtime/log.hpp"
