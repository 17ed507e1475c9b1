// SPDX-License-Identifier: MIT
#pragma once
// A text in several languages, and where an author wrote something: what every value of content has.

#include <map>
#include <string>

namespace frontdesk {

/// A place in an author's file. Lines and columns count from 1; columns count code points.
struct SourceSpan {
  std::string file;
  int line = 0;
  int column = 0;
};

/// language -> text
using LocalText = std::map<std::string, std::string>;

/// The text in `language`, else in the first of `fallbacks` that has one, else any, else "".
const std::string& text_in(const LocalText& text, const std::string& language);

}  // namespace frontdesk
