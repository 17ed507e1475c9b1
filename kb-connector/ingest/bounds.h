// SPDX-License-Identifier: MIT
#pragma once
// HTML made harmless to a parser before it sees it, in one pass and linear time.

#include <cstddef>
#include <string>
#include <string_view>

namespace frontdesk {

/// A tag's attributes beyond these are left out: parsers look for doubles in quadratic time.
inline constexpr std::size_t kTagAttributes = 100;
/// Tags deeper than this are left out and their text stays. Elements whose end need not be written (p, li, td)
/// are counted with what they stand in. libxml2 itself stops at 256, and with it the text.
inline constexpr std::size_t kTagDepth = 240;

struct BoundedHtml {
  std::string html;
  bool truncated = false;  // something was left out
};

/// `html` is UTF-8.
BoundedHtml bound_html(std::string_view html);

}  // namespace frontdesk
