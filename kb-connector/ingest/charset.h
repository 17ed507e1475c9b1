// SPDX-License-Identifier: MIT
#pragma once
// What a page was written in, and its text without what nobody sees. Pure functions; any thread.

#include <string>
#include <string_view>

namespace frontdesk {

/// The page's text in UTF-8. What it was written in is said by the first of: a byte order mark; the charset of
/// `content_type` (HTTP's header); a <meta> within the first 4096 bytes; and where nobody says it, or says one
/// that the bytes are not in, UTF-8 if it is valid, windows-1257 (Baltic) if every byte has a meaning there,
/// ISO-8859-13. "latin1" and "ascii" mean windows-1252, as in browsers. A few broken bytes of a text that is
/// UTF-8 otherwise become U+FFFD.
std::string decode_page(std::string_view bytes, std::string_view content_type);

/// Text as it is kept: NFC, invalid bytes replaced, and without control characters (but newline and tab), marks
/// that turn the direction of writing, characters without width, soft hyphens and tag characters, all of which
/// can hide words or make a word look like another.
std::string visible_text(std::string_view text);

/// The length of the character of white space at the front of `text`, in bytes; 0: there is none. ASCII's, and
/// what Unicode has besides. `text` is not empty.
std::size_t blank_length(std::string_view text);

}  // namespace frontdesk
