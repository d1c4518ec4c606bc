// as: tests/app/sample_test.cpp
TEST_CASE("one that is whole, and \"quoted\"") {
  const std::string text = "a; b";
}
