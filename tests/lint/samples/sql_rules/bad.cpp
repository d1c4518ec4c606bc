// as: daemon/store/sample.cpp
const auto one = "SELECT id FROM print_job WHERE id = '" + id + "'";  // BAD
const auto two = begin + " WHERE state = 'queued'";                   // BAD
