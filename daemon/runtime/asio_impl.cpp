// The only place where Asio's own code is compiled; everybody else includes declarations (see
// booth_ports).
#include <boost/asio/impl/src.hpp>
