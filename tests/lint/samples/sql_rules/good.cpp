// as: daemon/store/sample.cpp
// "SELECT * FROM x WHERE " + id would be glued: a comment may say so.
constexpr auto kSelect = "SELECT id FROM print_job WHERE id = :id";
const auto message = "cannot open " + path;
constexpr auto kLong =
    "UPDATE print_job SET state = :to "
    "WHERE id = :id AND state = :from";
