// SPDX-License-Identifier: MIT
#pragma once
// Whole numbers in few bytes: seven bits a byte, lowest first; the highest bit says that more follow (LEB128).

#include <cstdint>
#include <vector>

namespace frontdesk {

/// Gives the bytes of `number` to `put`, one at a time: one byte below 128, at most five.
template <typename Put>
void pack(std::uint32_t number, Put&& put) {
  for (; number >= 0x80; number >>= 7) put(static_cast<std::uint8_t>(number | 0x80));
  put(static_cast<std::uint8_t>(number));
}

/// The number that begins at `at`, which moves behind it. What is read must have been packed.
inline std::uint32_t unpack(const std::uint8_t*& at) {
  std::uint32_t number = *at++;
  if (number < 0x80) return number;
  number &= 0x7F;
  for (int shift = 7;; shift += 7) {
    const std::uint32_t byte = *at++;
    number |= (byte & 0x7F) << shift;
    if (byte < 0x80) return number;
  }
}

/// Appends numbers that rise, as how many there are and the distance of each from the one before.
inline void pack_rising(const std::vector<std::uint32_t>& numbers, std::vector<std::uint8_t>& out) {
  const auto put = [&out](std::uint8_t byte) { out.push_back(byte); };
  pack(static_cast<std::uint32_t>(numbers.size()), put);
  std::uint32_t last = 0;
  for (const std::uint32_t number : numbers) {
    pack(number - last, put);
    last = number;
  }
}

/// What pack_rising() appended.
inline std::vector<std::uint32_t> unpack_rising(const std::uint8_t*& at) {
  std::vector<std::uint32_t> numbers(unpack(at));
  std::uint32_t last = 0;
  for (std::uint32_t& number : numbers) number = last += unpack(at);
  return numbers;
}

}  // namespace frontdesk
