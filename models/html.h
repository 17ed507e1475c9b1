// SPDX-License-Identifier: MIT
#pragma once
// Small pieces of HTML. Everything that comes from a file passes escape_html or sentence.
//
// Pure functions; any thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "models/evaluate.h"

namespace frontdesk {

/// Safe in text and in quoted attributes: & < > " ' become references; bytes that are not UTF-8 and control
/// characters but newline and tab become U+FFFD.
std::string escape_html(std::string_view text);

/// A visitor's words, escaped, isolated in their own direction of writing, cut after 240 letters.
std::string sentence(std::string_view text);

/// "60.7 %" with a no-break space; a dash for nothing.
std::string percent(double value);
std::string percent(const Share& share);

/// "15,100".
std::string number(std::size_t value);

/// With so many decimals.
std::string decimal(double value, int decimals);

/// "1 row", "2 rows".
std::string counted(std::size_t value, const char* one, const char* many);

}  // namespace frontdesk
