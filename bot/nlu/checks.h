// SPDX-License-Identifier: MIT
#pragma once
// Tests of values that a pattern alone cannot make: is this really an IBAN, a day of the calendar?
//
// Pure functions; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace frontdesk {

/// Whether `check` is one that checked_value knows: email, phone, iban, date, amount.
bool is_known_check(std::string_view check);

/// A pattern, for folded text, of whatever `check` could accept: for an entity that has a check and
/// no pattern of its own. "" when the check is not known.
std::string_view pattern_for_check(std::string_view check);

/// `text`, as it was written, in one form, or nothing when it does not pass:
///   email   in lower case; one '@', a dotted host, no empty part
///   phone   digits, with '+' kept in front; 7 to 15 digits (ITU-T E.164)
///   iban    upper case without spaces; the length and the check digits are right (ISO 13616, mod
///   97) date    YYYY-MM-DD from 2026-11-22, 2026.11.22, 22.11.2026 or 22/11/2026; a day that
///   exists amount  digits, with '.' and two decimals if there are any: "1 234,50 €" is "1234.50"
/// An unknown or empty check accepts everything and returns `text` as it is.
std::optional<std::string> checked_value(std::string_view check, std::string_view text);

}  // namespace frontdesk
