// SPDX-License-Identifier: MIT
#pragma once
// Hundreds of thousands of byte lists that grow side by side, as posting lists do while a base is read.
//
// A list is a chain of pieces cut from slabs. Each piece is twice as long as the one before, up to 4 KiB, so
// a list wastes little whether it is short or long, and nothing is ever moved. One thread.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace frontdesk {

class BytePool {
 public:
  /// A list, empty at first. Belongs to the pool that it was first pushed to.
  struct List {
    std::uint32_t size = 0;   // bytes
    std::uint32_t first = 0;  // where its first piece begins
    std::uint32_t at = 0;     // where the next byte goes
    std::uint32_t end = 0;    // of the last piece's bytes; its link to the next stands there
    std::uint32_t piece = 0;  // length of the last piece, link included
  };

  /// Throws std::length_error when all lists would need more than 4 GiB.
  void push(List& list, std::uint8_t byte) {
    if (list.at == list.end) lengthen(list);
    *address(list.at++) = byte;
    ++list.size;
  }

  /// All bytes of a list, in order, in place of what `out` held.
  void read(const List& list, std::vector<std::uint8_t>& out) const;

 private:
  static constexpr std::uint32_t kSlabBits = 18;
  static constexpr std::uint32_t kSlab = 1U << kSlabBits;
  static constexpr std::uint32_t kShortest = 16;  // pieces
  static constexpr std::uint32_t kLongest = 4096;
  static constexpr std::uint32_t kLink = sizeof(std::uint32_t);
  using Slab = std::unique_ptr<std::uint8_t[]>;

  void lengthen(List& list);
  [[nodiscard]] std::uint8_t* address(std::uint32_t place) const {
    return slabs_[place >> kSlabBits].get() + (place & (kSlab - 1));
  }

  std::vector<Slab> slabs_;
  std::uint32_t used_ = kSlab;  // bytes of the last slab
};

}  // namespace frontdesk
