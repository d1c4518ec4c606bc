#include "daemon/runtime/sealed_text.hpp"

#include <array>
#include <memory>
#include <vector>

#include <openssl/evp.h>
#include <openssl/rand.h>

namespace booth {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

struct CipherFree {
  void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, CipherFree>;
using Octets = std::vector<unsigned char>;

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Empty for text that is no hexadecimal.
Octets from_hex(std::string_view text) {
  Octets octets;
  if (text.size() % 2 != 0) return {};
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]);
    const int low = digit(text[i + 1]);
    if (high < 0 || low < 0) return {};
    octets.push_back(static_cast<unsigned char>(high * 16 + low));
  }
  return octets;
}

std::string to_hex_text(const Octets& octets) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (const auto octet : octets) {
    text += kHex[octet >> 4];
    text += kHex[octet & 0x0F];
  }
  return text;
}

Result<Octets> read_key(const std::string& key) {
  auto octets = from_hex(key);
  if (octets.size() == kKeyBytes) return octets;
  return make_error(Errc::BadInput,
                    "the contact key must be 64 hexadecimal characters: openssl rand -hex 32");
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Error broken() {
  return make_error(Errc::Internal, "OpenSSL cannot seal");
}

}  // namespace

Result<std::string> seal_text(std::string_view text, const std::string& key,
                              std::string_view label) {
  const auto secret = read_key(key);
  if (!secret) return secret.error();
  const Cipher cipher(EVP_CIPHER_CTX_new());
  // Nonce, text, tag in one piece.
  Octets sealed(kNonceBytes + text.size() + kTagBytes);
  unsigned char* const body = sealed.data() + kNonceBytes;
  int length = 0;
  const bool is_good =
      cipher && RAND_bytes(sealed.data(), kNonceBytes) == 1 &&
      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, secret->data(), sealed.data()) ==
          1 &&
      EVP_EncryptUpdate(cipher.get(), nullptr, &length, bytes_of(label),
                        static_cast<int>(label.size())) == 1 &&
      EVP_EncryptUpdate(cipher.get(), body, &length, bytes_of(text),
                        static_cast<int>(text.size())) == 1 &&
      EVP_EncryptFinal_ex(cipher.get(), body + length, &length) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, body + text.size()) == 1;
  if (!is_good) return broken();
  return to_hex_text(sealed);
}

Result<std::string> open_text(const std::string& sealed, const std::string& key,
                              std::string_view label) {
  const auto secret = read_key(key);
  if (!secret) return secret.error();
  auto octets = from_hex(sealed);
  const Cipher cipher(EVP_CIPHER_CTX_new());
  if (!cipher) return broken();
  const auto wrong = make_error(
      Errc::Corrupt, "a contact cannot be opened: it was changed, or sealed with another key");
  if (octets.size() < kNonceBytes + kTagBytes) return wrong;
  const auto size = octets.size() - kNonceBytes - kTagBytes;
  unsigned char* const body = octets.data() + kNonceBytes;
  std::string text(size, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(text.data());
  int length = 0;
  std::array<unsigned char, 16> rest{};
  const bool is_good =
      EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, secret->data(), octets.data()) ==
          1 &&
      EVP_DecryptUpdate(cipher.get(), nullptr, &length, bytes_of(label),
                        static_cast<int>(label.size())) == 1 &&
      EVP_DecryptUpdate(cipher.get(), out, &length, body, static_cast<int>(size)) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, body + size) == 1 &&
      EVP_DecryptFinal_ex(cipher.get(), rest.data(), &length) == 1;
  if (!is_good) return wrong;
  return text;
}

}  // namespace booth
