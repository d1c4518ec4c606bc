#include "drivers/gphoto2/frame_ring.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace booth {
namespace {

Error memory_error(const char* call) {
  return make_error(Errc::Io,
                    std::string("live-view memory: ") + call + ": " + std::strerror(errno));
}

}  // namespace

/// At the start of each slot. An odd generation means "being written".
struct FrameRing::SlotHeader {
  std::atomic<std::uint64_t> generation;
  std::atomic<std::uint64_t> size_bytes;
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free,
              "a lock cannot be shared between processes");

namespace {
constexpr std::size_t kHeaderBytes = 64;
constexpr std::size_t kRingBytes = FrameRing::kSlots * FrameRing::kSlotBytes;
}  // namespace

Result<FrameRing> FrameRing::create() {
  UniqueFd memory(::memfd_create("booth-live-view", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!memory) return memory_error("memfd_create");
  if (::ftruncate(memory.get(), static_cast<off_t>(kRingBytes)) != 0)
    return memory_error("ftruncate");
  if (::fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
    return memory_error("seal");
  return map(std::move(memory), PROT_READ);
}

Result<FrameRing> FrameRing::open(UniqueFd memory) {
  return map(std::move(memory), PROT_READ | PROT_WRITE);
}

Result<FrameRing> FrameRing::map(UniqueFd memory, int protection) {
  void* base = ::mmap(nullptr, kRingBytes, protection, MAP_SHARED, memory.get(), 0);
  if (base == MAP_FAILED) return memory_error("mmap");
  return FrameRing(std::move(memory), static_cast<std::byte*>(base));
}

FrameRing::FrameRing(FrameRing&& other) noexcept
    : memory_(std::move(other.memory_)),
      base_(std::exchange(other.base_, nullptr)),
      last_generation_(other.last_generation_) {}

FrameRing::~FrameRing() {
  if (base_ != nullptr) ::munmap(base_, kRingBytes);
}

FrameRing::SlotHeader& FrameRing::header(std::uint32_t slot) const {
  static_assert(sizeof(SlotHeader) <= kHeaderBytes);
  return *reinterpret_cast<SlotHeader*>(base_ + slot * kSlotBytes);
}

std::optional<FrameRing::Ticket> FrameRing::put(std::span<const std::byte> jpeg) {
  if (jpeg.size() > kSlotBytes - kHeaderBytes) return std::nullopt;
  last_generation_ += 2;
  const auto slot = static_cast<std::uint32_t>((last_generation_ / 2) % kSlots);
  auto& head = header(slot);
  head.generation.store(last_generation_ - 1, std::memory_order_relaxed);
  std::atomic_thread_fence(std::memory_order_release);
  std::memcpy(base_ + slot * kSlotBytes + kHeaderBytes, jpeg.data(), jpeg.size());
  head.size_bytes.store(jpeg.size(), std::memory_order_relaxed);
  head.generation.store(last_generation_, std::memory_order_release);
  return Ticket{slot, last_generation_};
}

std::optional<Bytes> FrameRing::get(const Ticket& ticket) const {
  if (ticket.slot >= kSlots || ticket.generation == 0 || ticket.generation % 2 != 0)
    return std::nullopt;
  const auto& head = header(ticket.slot);
  if (head.generation.load(std::memory_order_acquire) != ticket.generation) return std::nullopt;
  const auto size = head.size_bytes.load(std::memory_order_relaxed);
  if (size == 0 || size > kSlotBytes - kHeaderBytes) return std::nullopt;

  const std::byte* from = base_ + ticket.slot * kSlotBytes + kHeaderBytes;
  Bytes copy(from, from + size);
  std::atomic_thread_fence(std::memory_order_acquire);
  if (head.generation.load(std::memory_order_relaxed) != ticket.generation) return std::nullopt;
  return copy;
}

}  // namespace booth
