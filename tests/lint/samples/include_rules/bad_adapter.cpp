// as: drivers/cups/cups_printer.cpp
#include <cups/cups.h>
#include <sys/socket.h>
#include <boost/asio/post.hpp>
#include "daemon/ports/printer.hpp"
#include "daemon/runtime/run_blocking.hpp"
#include <curl/curl.h>                         // BAD
#include <opencv2/core.hpp>                    // BAD
#include "daemon/app/booth_control.hpp"        // BAD
#include "sync/curl_transport.hpp"             // BAD
