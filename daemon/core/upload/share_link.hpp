#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace booth {

// The booth names the guests' page before there is a network: the address is on the screen and on
// the sheet, the pictures follow. Everything behind it is written once and never changed, so that a
// late repeat of an early upload can do no harm:
//
//   share/<page>.html              the page, the same for everybody
//   share/<id>/begun.json          uploaded when the session begins: "your pictures are coming"
//   share/<id>/pictures.json       uploaded with the sheet: where they are

/// 22 characters of [A-Za-z0-9_-] that nobody guesses.
///
/// @param random  128 bits from a cryptographic source
std::string share_id(const std::array<std::uint8_t, 16>& random);

/// Object key of a page with these bytes: another page is another object, so that a printed code
/// keeps its page. @param page_sha256  64 hexadecimal characters
std::string share_page_key(std::string_view page_sha256);

/// What the QR code says. The id stands behind '#', which browsers keep to themselves: it is in no
/// server's log.
///
/// @param public_url  where guests can fetch the target's keys: "https://photos.example.org"
std::string share_url(std::string_view public_url, std::string_view page_key, std::string_view id);

std::string share_begun_key(std::string_view id);
std::string share_pictures_key(std::string_view id);

}  // namespace booth
