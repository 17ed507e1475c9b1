// SPDX-License-Identifier: MIT
#pragma once
// Headings of Markdown as places that a link can lead to.
//
// A heading may say the id that it has on its own page: "## Returns {#returns}", as Pandoc and kramdown write
// it. Then links lead there. One without an id has a name of ours, which leads to it in our own clients only:
// nothing is known of its page. Pure functions; any thread.

#include <map>
#include <string>
#include <string_view>

namespace frontdesk {

/// What stands after the "#"s of a heading, without white space at its ends.
struct Heading {
  std::string_view words;
  std::string_view id;  // as it is written, often percent-encoded; empty: none
};

/// Takes "{#id}" off the end. Views into `line`.
Heading split_heading(std::string_view line);

/// The name of a heading in a link, as GitHub makes it, and folded besides: letters and digits of any script in
/// lower case without diacritics, "-" for a space. So a link may be written with or without diacritics.
std::string anchor_of(std::string_view words);

/// Names the headings of one article, in their order.
class Anchors {
 public:
  /// Its id, else anchor_of() its words; a second "x" is "x-1". Empty for a heading without letters.
  std::string next(std::string_view words, std::string_view id);

 private:
  std::map<std::string, int> count_;
};

/// The address of that place on a page: `url` as it is without an id, or where it has a fragment already.
std::string with_anchor(const std::string& url, std::string_view id);

}  // namespace frontdesk
