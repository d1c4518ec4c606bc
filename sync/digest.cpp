#include "sync/digest.hpp"

#include <array>
#include <stdexcept>

namespace booth {

StreamDigest::StreamDigest() : context_(EVP_MD_CTX_new()) {
  if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("OpenSSL cannot compute SHA-256");
}

bool StreamDigest::add(const void* bytes, std::size_t size) noexcept {
  return EVP_DigestUpdate(context_.get(), bytes, size) == 1;
}

std::string StreamDigest::hex() {
  std::array<unsigned char, 32> digest{};
  if (EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) != 1)
    throw std::runtime_error("OpenSSL cannot finish SHA-256");
  return to_hex(digest.data(), digest.size());
}

std::string to_hex(const unsigned char* bytes, std::size_t size) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * size);
  for (std::size_t i = 0; i < size; ++i) {
    text += kHex[bytes[i] >> 4];
    text += kHex[bytes[i] & 0x0F];
  }
  return text;
}

}  // namespace booth
