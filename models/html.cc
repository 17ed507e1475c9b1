// SPDX-License-Identifier: MIT
#include "models/html.h"

#include <algorithm>
#include <cstdio>

#include "nlu/normalise.h"

namespace frontdesk {
namespace {

constexpr std::size_t kLongestSentence = 240;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

bool is_control(std::string_view text, std::size_t from, std::size_t to) {
  const auto byte = static_cast<unsigned char>(text[from]);
  if (to - from == 1) return (byte < 0x20 && byte != '\n' && byte != '\t') || byte >= 0x7F;
  return byte == 0xC2 && static_cast<unsigned char>(text[from + 1]) < 0xA0;
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    const char32_t read = next_code_point(text, at);
    const std::string_view bytes = text.substr(from, at - from);
    if (bytes == "&") {
      out += "&amp;";
    } else if (bytes == "<") {
      out += "&lt;";
    } else if (bytes == ">") {
      out += "&gt;";
    } else if (bytes == "\"") {
      out += "&quot;";
    } else if (bytes == "'") {
      out += "&#39;";
    } else if (read == U'\uFFFD' || is_control(text, from, at)) {
      out += kReplacement;
    } else {
      out += bytes;
    }
  }
  return out;
}

std::string sentence(std::string_view text) {
  std::size_t at = 0;
  for (std::size_t letters = 0; at < text.size() && letters < kLongestSentence; ++letters) {
    next_code_point(text, at);
  }
  const bool cut = at < text.size();
  return "<bdi class=say>" + escape_html(text.substr(0, at)) + (cut ? "…" : "") + "</bdi>";
}

std::string decimal(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

std::string percent(double value) {
  return decimal(value * 100, 1) + std::string(kNoBreakSpace) + "%";
}

std::string percent(const Share& share) {
  const auto value = share.value();
  return value ? percent(*value) : "–";
}

std::string number(std::size_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t place = digits.size(); place > 3; place -= 3) digits.insert(place - 3, ",");
  return digits;
}

std::string counted(std::size_t value, const char* one, const char* many) {
  return number(value) + std::string(kNoBreakSpace) + (value == 1 ? one : many);
}

}  // namespace frontdesk
