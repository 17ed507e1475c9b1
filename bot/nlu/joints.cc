// SPDX-License-Identifier: MIT
#include "nlu/joints.h"

#include <algorithm>
#include <array>
#include <string>

namespace frontdesk {
namespace {

constexpr std::size_t kMaxPieces = 6;
constexpr std::size_t kShortWord = 3;  // letters; a dot after fewer is an abbreviation's

// Words that join two sentences, in the languages that the bot speaks out of the box.
constexpr std::array<std::string_view, 8> kConjunctions = {"ir",    "bei", "o",    "taip pat",
                                                           "be to", "and", "also", "plus"};

bool is_letter_byte(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

// The length of a joint that begins at `at`, or 0.
std::size_t joint_at(std::string_view text, std::size_t at) {
  const bool ends = at + 1 >= text.size() || text[at + 1] == ' ';
  switch (text[at]) {
    case '!':
    case '?': return 1;
    case ';':
    case ',':
    case '\n': return ends ? 1 : 0;
    case '.': {
      std::size_t letters = 0;
      while (letters < at && is_letter_byte(text[at - letters - 1])) ++letters;
      return ends && letters >= kShortWord ? 1 : 0;
    }
    case ' ': break;
    default: return 0;
  }
  for (const auto word : kConjunctions) {
    if (text.substr(at + 1, word.size()) != word) continue;
    const std::size_t end = at + 1 + word.size();
    if (end < text.size() && text[end] == ' ') return end - at;
  }
  return 0;
}

}  // namespace

std::vector<ByteRange> pieces_of(std::string_view folded) {
  std::vector<ByteRange> pieces;
  bool joined = false;
  const auto add = [&](std::size_t begin, std::size_t end) {
    while (begin < end && folded[begin] == ' ') ++begin;
    while (end > begin && folded[end - 1] == ' ') --end;
    const auto piece = folded.substr(begin, end - begin);
    if (std::any_of(piece.begin(), piece.end(), is_letter_byte)) pieces.push_back({begin, end});
  };
  std::size_t begin = 0;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t length = joint_at(folded, at);
    if (length == 0) {
      ++at;
      continue;
    }
    add(begin, at);
    at += length;
    begin = at;
    joined = true;
    if (pieces.size() > kMaxPieces) return {};
  }
  add(begin, folded.size());
  if (!joined || pieces.size() < 2 || pieces.size() > kMaxPieces) return {};
  return pieces;
}

}  // namespace frontdesk
