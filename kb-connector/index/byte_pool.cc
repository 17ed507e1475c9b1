// SPDX-License-Identifier: MIT
#include "kb-connector/index/byte_pool.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace frontdesk {

void BytePool::lengthen(List& list) {
  const std::uint32_t piece = std::clamp(list.piece * 2, kShortest, kLongest);
  if (used_ + piece > kSlab) {
    if (slabs_.size() == std::size_t{1} << (32 - kSlabBits)) {
      throw std::length_error("the articles have too many words for one index");
    }
    slabs_.push_back(Slab(new std::uint8_t[kSlab]));  // not filled: pages unused are not there
    used_ = 0;
  }
  const auto begin = static_cast<std::uint32_t>((slabs_.size() - 1) << kSlabBits) + used_;
  used_ += piece;
  if (list.piece == 0) {
    list.first = begin;
  } else {
    std::memcpy(address(list.end), &begin, kLink);
  }
  list.at = begin;
  list.end = begin + piece - kLink;
  list.piece = piece;
}

void BytePool::read(const List& list, std::vector<std::uint8_t>& out) const {
  out.resize(list.size);
  std::uint32_t begin = list.first;
  std::uint32_t piece = kShortest;
  for (std::size_t done = 0; done < out.size();) {
    const std::size_t count = std::min<std::size_t>(piece - kLink, out.size() - done);
    std::memcpy(out.data() + done, address(begin), count);
    done += count;
    if (done < out.size()) std::memcpy(&begin, address(begin + piece - kLink), kLink);
    piece = std::min(piece * 2, kLongest);
  }
}

}  // namespace frontdesk
