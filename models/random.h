// SPDX-License-Identifier: MIT
#pragma once
// Random numbers that are the same on every machine: Marsaglia's xorshift (Journal of Statistical Software,
// 2003). Not for secrets.

#include <cstdint>

namespace frontdesk {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}

  std::uint32_t next() {
    advance();
    return static_cast<std::uint32_t>(state_ >> 32);
  }

  /// Nearly normal, mean 0, deviation 1: four uniforms of 16 bits, the sum stretched from a deviation of
  /// sqrt(1/3) to 1. It needs no function of the C library, whose last digits differ. At most 3.47.
  float normal() {
    advance();
    std::uint32_t sum = 0;
    for (int shift = 0; shift < 64; shift += 16) sum += (state_ >> shift) & 0xFFFF;
    return (static_cast<float>(sum) * (1.0F / 65536) - 2) * 1.7320508F;
  }

 private:
  void advance() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
  }

  std::uint64_t state_;
};

}  // namespace frontdesk
