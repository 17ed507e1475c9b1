// SPDX-License-Identifier: MIT
#pragma once
// Addresses of links. Pure functions; any thread.

#include <string>
#include <string_view>

namespace frontdesk {

/// An address that may stand in Markdown as it is: absolute, http, https, mailto or tel, in ASCII without
/// blanks, brackets and parentheses (they are written with "%"). `href` is read relative to `base` (an
/// absolute address, or empty). Empty for what leads nowhere else: "#part", "javascript:", "data:", a relative
/// one without base, or one of more than 2000 bytes.
std::string safe_address(std::string_view href, std::string_view base);

/// The last part of an address as words: "https://shop.example/help/gift-cards.html?a=1" is "gift cards". Empty
/// when that says nothing: "/", "index.php", "/?p=17".
std::string words_of_address(std::string_view address);

}  // namespace frontdesk
