// SPDX-License-Identifier: MIT
#include "nlu/checks.h"

#include <algorithm>
#include <array>

#include "core/ascii.h"
#include "nlu/normalise.h"

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
  return lowered(text);
}

std::optional<std::string> phone(std::string_view text) {
  constexpr std::string_view kLithuania = "370";
  constexpr std::size_t kLithuanian = 8;  // digits of a number after the country's
  std::string digits = digits_of(text);
  bool international = text.find('+') != std::string_view::npos;
  if (!international && digits.starts_with("00")) {
    digits.erase(0, 2);
    international = true;
  }
  if (digits.size() < 7 || digits.size() > 15) return {};
  const std::size_t full = kLithuania.size() + kLithuanian;
  if (digits.starts_with(kLithuania)) {
    if (international && digits.size() != full) return {};
    international = international || digits.size() == full;
  }
  if (international) return "+" + digits;
  const bool trunk = digits.size() == kLithuanian + 1 && (digits[0] == '8' || digits[0] == '0');
  if (trunk) digits.erase(0, 1);
  if (trunk || (digits.size() == kLithuanian && digits[0] == '6')) {
    return "+" + std::string(kLithuania) + digits;
  }
  return digits;
}

// Lengths as the IBAN registry has them, of the countries that take part in SEPA; 0 for others.
std::size_t iban_length(std::string_view country) {
  static constexpr std::string_view kLengths =
      "AD24AT20BE16BG22CH21CY28CZ24DE22DK18EE20ES24FI18FR27GB22GI23GR27HR21HU28IE22IS26IT27LI21LT20"
      "LU20LV21MC27MT31NL18NO15PL28PT25RO24SE24SI19SK24SM27VA22";
  for (std::size_t i = 0; i < kLengths.size(); i += 4) {
    if (kLengths.substr(i, 2) != country) continue;
    return static_cast<std::size_t>((kLengths[i + 2] - '0') * 10 + (kLengths[i + 3] - '0'));
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
  cents.resize(2, '0');
  return whole + "." + cents;
}

}  // namespace

bool is_known_check(std::string_view check) { return !pattern_for_check(check).empty(); }

std::string_view pattern_for_check(std::string_view check) {
  if (check == "email") return R"([a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+)";
  if (check == "phone") {
    return R"((?:\+ ?|\b00)[1-9](?:[ ()/.-]{0,2}[0-9]){6,14}|\b[80][ -]?\(?[0-9]{2,3}\)?(?:[ -]?[0-9]){5,6}|)"
           R"(\b6[0-9]{2}[ -]?[0-9]{2,3}[ -]?[0-9]{2,3}|\([0-9]{2,4}\)[ -]?[0-9](?:[ -]?[0-9]){4,9})";
  }
  if (check == "iban") return R"([a-z]{2}[0-9]{2}(?:[ -]?[a-z0-9]){11,30})";
  if (check == "date") return date_pattern();
  if (check == "amount") {
    return R"((?:€|\beur[a-z]{0,2}) ?(?:[0-9]{1,3}(?:[ .,][0-9]{3})+|[0-9]{1,9})(?:[.,][0-9]{1,2})?|)"
           R"((?:[0-9]{1,3}(?:[ .,][0-9]{3})+|[0-9]{1,9})(?:[.,][0-9]{1,2})? ?(?:€|eur[a-z]{0,3}\b)|)"
           R"([0-9]{1,3}(?:[ .][0-9]{3})+(?:,[0-9]{2})?|[0-9]{1,9},[0-9]{2})";
  }
  return {};
}

std::optional<std::string> checked_value(std::string_view check, std::string_view text,
                                         std::optional<Day> today) {
  if (text.empty()) return {};
  if (check == "email") return email(text);
  if (check == "phone") return phone(text);
  if (check == "iban") return iban(text);
  if (check == "date") {
    const auto day = read_day(fold(text), today);
    return day ? std::optional(to_text(*day)) : std::nullopt;
  }
  if (check == "amount") return amount(text);
  return std::string(text);
}

}  // namespace frontdesk
