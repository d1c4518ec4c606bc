// as: tests/app/sample_test.cpp
TEST_CASE("never run; not even half of it") {}  // BAD
TEST_CASE(
    "a long name in two "
    "parts; it is cut as well") {  // BAD
}
TEST_CASE_FIXTURE(Fixture, "first; second") {}  // BAD
