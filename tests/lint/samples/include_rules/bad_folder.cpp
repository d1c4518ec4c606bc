// as: daemon/helpers/sample.cpp // BAD
#include <vector>
