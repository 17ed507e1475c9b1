// SPDX-License-Identifier: MIT
#pragma once
// The part of an article that answers, for people to read under its title.
//
// A body is Markdown. Here only its words count, so it is read line by line by a few rules (headings,
// list marks, links, emphasis), in time linear in its size whatever stands in it; what is shown to
// visitors as an article goes through kb-connector/markdown.h instead.

#include <string>
#include <string_view>
#include <vector>

#include "kb-connector/index/tokens.h"

namespace frontdesk {

/// A heading and the plain text under it, one block a line. The text before the first heading has none.
struct Section {
  std::string heading;
  std::string text;
  std::string id = {};  // of the heading on the article's page, or empty
};

/// The sections of a Markdown text, in order, empty ones left out.
std::vector<Section> sections_of(std::string_view markdown);

/// A word to look for in a passage.
struct AskedWord {
  std::string word;  // folded
  Term stem = 0;
  double idf = 0;
  std::size_t place = 0;  // which word of the question it is or stands for
};

/// A passage, words that answer marked.
struct Passage {
  std::string text;  // at most 240 code points and marks; "…" where it was cut inside a sentence
  std::string section;  // heading, or empty
  std::string anchor;   // of that heading (heading.h)
  std::string page_id;  // its id on the article's page, or empty
};

/// Marks around words that answer, from the private use area: no text has them, since fold and the
/// readers of content never make them, and strip_marks() takes an author's own out.
inline constexpr std::string_view kMarkBegin = "\xEE\x80\x80";  // U+E000
inline constexpr std::string_view kMarkEnd = "\xEE\x80\x81";    // U+E001

/// The run of sentences that holds the most of what was asked; the beginning when nothing matches. Words
/// rarer than `common` (an idf) are marked.
Passage best_passage(const std::vector<Section>& sections, const std::vector<AskedWord>& asked,
                     double common, const Tokens& tokens);

}  // namespace frontdesk
