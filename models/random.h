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
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<std::uint32_t>(state_ >> 32);
  }

  /// Nearly normal, mean 0, deviation 1: a sum of uniforms needs no function of the C library, whose last
  /// digits differ.
  float normal() {
    float sum = 0;
    for (int i = 0; i < 12; ++i) sum += static_cast<float>(next() >> 8) * (1.0F / 16777216);
    return sum - 6;
  }

 private:
  std::uint64_t state_;
};

}  // namespace frontdesk
