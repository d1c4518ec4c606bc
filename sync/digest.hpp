#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include <openssl/evp.h>

namespace booth {

struct DigestFree {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

/// SHA-256 of bytes that arrive piece by piece.
class StreamDigest {
 public:
  /// @throws std::runtime_error when OpenSSL has no SHA-256: a broken installation
  StreamDigest();

  /// @returns false when OpenSSL fails
  bool add(const void* bytes, std::size_t size) noexcept;

  /// 64 lower-case hexadecimal characters; call once. @throws std::runtime_error
  std::string hex();

 private:
  std::unique_ptr<EVP_MD_CTX, DigestFree> context_;
};

/// Lower-case hexadecimal text of bytes.
std::string to_hex(const unsigned char* bytes, std::size_t size);

}  // namespace booth
