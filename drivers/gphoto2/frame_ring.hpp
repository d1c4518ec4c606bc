#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"
#include "daemon/runtime/unique_fd.hpp"

namespace booth {

/// Live-view pictures in memory that the daemon and its worker share: newest wins, nobody waits.
///
/// The daemon makes the memory file and seals its size, so that a hostile worker cannot cut it
/// short (which would kill the daemon by SIGBUS). It reads a slot by copying it and checking
/// afterwards that its generation is still the one announced; everything read is bounds-checked
/// after it was copied out.
class FrameRing {
 public:
  static constexpr std::uint32_t kSlots = 6;
  static constexpr std::size_t kSlotBytes =
      2 * 1024 * 1024;  ///< live view is 0.1 to 0.5 MB; pages are used when touched

  struct Ticket {
    std::uint32_t slot = 0;
    std::uint64_t generation = 0;
  };

  /// Daemon's side. @returns Io when there is no memory
  static Result<FrameRing> create();
  /// Worker's side, from the inherited descriptor.
  static Result<FrameRing> open(UniqueFd memory);

  FrameRing(FrameRing&& other) noexcept;
  FrameRing& operator=(FrameRing&&) = delete;
  ~FrameRing();

  int memory() const { return memory_.get(); }

  /// Worker: puts a picture into the oldest slot. @returns nothing when it is larger than a slot
  std::optional<Ticket> put(std::span<const std::byte> jpeg);

  /// Daemon: copies a picture out. @returns nothing when it was overwritten meanwhile or makes no
  /// sense
  std::optional<Bytes> get(const Ticket& ticket) const;

 private:
  struct SlotHeader;
  FrameRing(UniqueFd memory, std::byte* base) : memory_(std::move(memory)), base_(base) {}
  static Result<FrameRing> map(UniqueFd memory, int protection);
  SlotHeader& header(std::uint32_t slot) const;

  UniqueFd memory_;
  std::byte* base_ = nullptr;
  std::uint64_t last_generation_ = 0;
};

}  // namespace booth
