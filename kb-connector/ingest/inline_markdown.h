// SPDX-License-Identifier: MIT
#pragma once
// The marks of Markdown within a line. Pure functions; any thread.

#include <string>
#include <string_view>

namespace frontdesk {

/// Where a piece of text stands.
struct TextPlace {
  bool line_start = false;  // first on its line
  bool link_next = false;   // a link follows right after it
  bool heading = false;
  bool cell = false;
};

/// `text` with a backslash before what would be markup there.
std::string escaped_markdown(std::string_view text, TextPlace place);

/// The id of an element as an address has it behind "#": percent-encoded, so that no character of it means
/// anything in Markdown. "" for one that is empty, has white space or is longer than 200 bytes.
std::string escaped_id(std::string_view id);

/// `text` as code within a line; in a cell of a table its "|" are escaped.
std::string code_span(std::string_view text, bool cell);

/// Whether emphasis marks work around `inner`, written after `before` and followed by `after`. Stricter than
/// CommonMark's rule of flanking delimiters, which asks Unicode what punctuation is.
bool emphasis_works(std::string_view before, std::string_view inner, std::string_view after);

}  // namespace frontdesk
