// SPDX-License-Identifier: MIT
#pragma once
// An article's Markdown as a small tree that any client can draw, without HTML anywhere.
//
// GitHub's dialect through cmark-gfm, with tables and bare addresses as links. HTML in the text is left
// out: blocks of it whole, tags inside a sentence without the words between them. What cannot be said with
// the nodes below becomes the nearest thing: a table's rows are paragraphs, a picture is its description,
// a rule is nothing.
//
// Input is bounded before it is parsed, because the parser's time is not linear on hostile text: see
// kMarkdownBytes and kMarkdownDepth. Pure functions; any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

/// More of a text than this is not read.
inline constexpr std::size_t kMarkdownBytes = 128 * 1024;
/// Quotes and lists deeper than this are drawn at this depth.
inline constexpr int kMarkdownDepth = 16;

/// A block or a part of a line. `type` of a block: "p", "h" (level 1 to 6, and `anchor`), "ul", "ol", "li", "quote",
/// "code" (its text in `text`); of a part: "text", "strong", "em", "code" (both in `text`), "link" (with
/// `href`), "break". A "ul" or "ol" holds only "li"; a "li" holds the parts of its first paragraph, then
/// blocks. A "code" stands for a block among blocks and for a part among parts.
struct MarkdownNode {
  std::string type;
  int level = 0;
  std::string text;
  std::string href;  // http, https, mailto or tel; a link to anything else is only its words
  std::vector<MarkdownNode> children;
  std::string anchor = {};  // of a heading: where links lead (index/heading.h); may be empty
};

/// The blocks of a text.
std::vector<MarkdownNode> parse_markdown(std::string_view markdown);

/// The words of the blocks, a block a line.
std::string plain_text(const std::vector<MarkdownNode>& blocks);

/// Whether an address may be followed from an article.
bool is_safe_link(std::string_view href);

}  // namespace frontdesk
