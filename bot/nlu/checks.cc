// SPDX-License-Identifier: MIT
#include "nlu/checks.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <vector>

namespace frontdesk {
namespace {

bool is_digit_byte(char c) { return c >= '0' && c <= '9'; }
bool is_letter_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (is_digit_byte(c)) digits += c;
  }
  return digits;
}

std::optional<std::string> email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return {};
  const auto host = text.substr(at + 1);
  if (host.find('@') != std::string_view::npos || host.find('.') == std::string_view::npos)
    return {};
  for (const auto part : {text.substr(0, at), host}) {
    if (part.front() == '.' || part.back() == '.' || part.find("..") != std::string_view::npos) {
      return {};
    }
  }
  std::string lower;
  for (const char c : text) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return lower;
}

std::optional<std::string> phone(std::string_view text) {
  const std::string digits = digits_of(text);
  if (digits.size() < 7 || digits.size() > 15) return {};
  return (text.find('+') != std::string_view::npos ? "+" : "") + digits;
}

// Lengths stand in the IBAN registry; those of the countries around us are held to it.
std::size_t iban_length(std::string_view country) {
  struct Entry {
    std::string_view country;
    std::size_t length;
  };
  static constexpr std::array<Entry, 14> kLengths{{{"LT", 20},
                                                   {"LV", 21},
                                                   {"EE", 20},
                                                   {"PL", 28},
                                                   {"DE", 22},
                                                   {"GB", 22},
                                                   {"FI", 18},
                                                   {"SE", 24},
                                                   {"NO", 15},
                                                   {"DK", 18},
                                                   {"FR", 27},
                                                   {"NL", 18},
                                                   {"ES", 24},
                                                   {"IT", 27}}};
  for (const auto& entry : kLengths) {
    if (entry.country == country) return entry.length;
  }
  return 0;
}

std::optional<std::string> iban(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (is_digit_byte(c))
      plain += c;
    else if (is_letter_byte(c))
      plain += c >= 'a' ? static_cast<char>(c - 32) : c;
    else if (c != ' ' && c != '-')
      return {};
  }
  if (plain.size() < 15 || plain.size() > 34) return {};
  if (!is_letter_byte(plain[0]) || !is_letter_byte(plain[1])) return {};
  if (!is_digit_byte(plain[2]) || !is_digit_byte(plain[3])) return {};
  const std::size_t length = iban_length(std::string_view(plain).substr(0, 2));
  if (length != 0 && plain.size() != length) return {};
  const std::string turned = plain.substr(4) + plain.substr(0, 4);
  int rest = 0;
  for (const char c : turned) {
    const int value = is_digit_byte(c) ? c - '0' : c - 'A' + 10;
    rest = (value < 10 ? rest * 10 + value : rest * 100 + value) % 97;
  }
  if (rest != 1) return {};
  return plain;
}

std::optional<std::string> date(std::string_view text) {
  std::vector<std::string> numbers;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit_byte(text[i])) continue;
    if (i == 0 || !is_digit_byte(text[i - 1])) numbers.emplace_back();
    numbers.back() += text[i];
  }
  if (numbers.size() != 3) return {};
  for (const auto& number : numbers) {
    if (number.size() > 4) return {};
  }
  if (numbers[2].size() == 4) std::swap(numbers[0], numbers[2]);
  if (numbers[0].size() != 4 || numbers[1].size() > 2 || numbers[2].size() > 2) return {};
  const std::chrono::year_month_day day{
      std::chrono::year{std::stoi(numbers[0])},
      std::chrono::month{static_cast<unsigned>(std::stoi(numbers[1]))},
      std::chrono::day{static_cast<unsigned>(std::stoi(numbers[2]))}};
  if (!day.ok()) return {};
  char made[32];
  std::snprintf(made, sizeof made, "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return std::string(made);
}

std::optional<std::string> amount(std::string_view text) {
  std::string whole;
  std::string cents;
  const std::size_t point = text.find_last_of(".,");
  const std::string after = point == std::string_view::npos ? "" : digits_of(text.substr(point));
  // "1.234" and "1 234" group thousands; "12,5" and "12.50" have decimals.
  if (!after.empty() && after.size() <= 2) {
    whole = digits_of(text.substr(0, point));
    cents = after;
  } else {
    whole = digits_of(text);
  }
  if (whole.empty() || whole.size() > 12) return {};
  const std::size_t first = std::min(whole.find_first_not_of('0'), whole.size() - 1);
  whole.erase(0, first);
  if (cents.empty()) return whole;
  if (cents.size() == 1) cents += '0';
  return whole + "." + cents;
}

}  // namespace

bool is_known_check(std::string_view check) { return !pattern_for_check(check).empty(); }

std::string_view pattern_for_check(std::string_view check) {
  if (check == "email") return R"([a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+)";
  if (check == "phone") return R"(\+?[0-9(][0-9 ()/-]{5,22}[0-9])";
  if (check == "iban") return R"([a-z]{2}[0-9]{2}(?:[ -]?[a-z0-9]){11,30})";
  if (check == "date") {
    return R"([0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}|[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4})";
  }
  if (check == "amount") {
    return R"((?:€|eur(?:os?)? ?)?[0-9]{1,3}(?:[ .]?[0-9]{3})*(?:[.,][0-9]{1,2})? ?(?:€|eur[a-z]*)?)";
  }
  return {};
}

std::optional<std::string> checked_value(std::string_view check, std::string_view text) {
  if (text.empty()) return {};
  if (check == "email") return email(text);
  if (check == "phone") return phone(text);
  if (check == "iban") return iban(text);
  if (check == "date") return date(text);
  if (check == "amount") return amount(text);
  return std::string(text);
}

}  // namespace frontdesk
