// Boost.JSON header-only: the package then depends on no Boost library at run time.
#include <boost/json/src.hpp>
