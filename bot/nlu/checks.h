// SPDX-License-Identifier: MIT
#pragma once
// Tests of values that a pattern alone cannot make: is this really an IBAN, a day of the calendar?
//
// Pure functions; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "nlu/dates.h"

namespace frontdesk {

/// Whether `check` is one that checked_value knows: email, phone, iban, date, amount.
bool is_known_check(std::string_view check);

/// A pattern, for folded text, of what people write where `check` is meant: for an entity that has a
/// check and no pattern of its own. Of an amount without a currency only "12,50" and "1 234" are
/// taken for one, of a telephone number what begins as one does. "" when the check is not known.
std::string_view pattern_for_check(std::string_view check);

/// `text`, as it was written, in one form, or nothing when it does not pass:
///   email   in lower case; one '@', a dotted host, no empty part
///   phone   "+37061234567": 7 to 15 digits (ITU-T E.164). "00" in front is "+"; nine digits that
///           begin with 8 or 0, and eight that begin with 6, are Lithuanian numbers; any other
///           stays without "+"
///   iban    upper case without spaces; the country's length and the check digits are right (ISO
///           13616, mod 97)
///   date    YYYY-MM-DD; see dates.h. What is said by today needs `today`
///   amount  digits, '.' and two decimals: "1 234,50 €" is "1234.50", "12 eurų" is "12.00"
/// An unknown or empty check accepts everything and returns `text` as it is.
std::optional<std::string> checked_value(std::string_view check, std::string_view text,
                                         std::optional<Day> today = {});

}  // namespace frontdesk
