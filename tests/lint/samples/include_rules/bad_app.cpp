// as: daemon/app/run_print_queue.cpp
#include "daemon/app/run_print_queue.hpp"
#include "run_print_queue.hpp"                 // BAD
#include "daemon/runtime/run_blocking.hpp"     // BAD
#include "drivers/cups/cups_printer.hpp"       // BAD
#include <boost/asio.hpp>                      // BAD
#include <sqlite3.h>                           // BAD
#include <unistd.h>                            // BAD
#  include  <cups/cups.h>                      // BAD
