// SPDX-License-Identifier: MIT
#pragma once
// libxml2's tree of a page, and questions to it. Nothing here recurses. Any thread, each tree one at a time.

#include <libxml/tree.h>

#include <memory>
#include <string>
#include <string_view>

namespace frontdesk {

struct FreeHtmlTree {
  void operator()(xmlDoc* tree) const { xmlFreeDoc(tree); }
};

struct HtmlTree {
  std::unique_ptr<xmlDoc, FreeHtmlTree> tree;  // null: nothing could be read
  bool truncated = false;                      // text was left out
};

/// The tree of HTML in UTF-8, bounded first (bounds.h). Nothing is loaded and no entity declared by the page.
HtmlTree parse_html(std::string_view html);

/// The tree's root; null when there is none.
const xmlNode* root_of(const HtmlTree& tree);

/// The node after `node` within `root`, in the order of the text; null after the last. Without `inside`, what
/// is in `node` is skipped.
const xmlNode* following(const xmlNode* node, const xmlNode* root, bool inside = true);

bool is_element(const xmlNode* node, std::string_view name);

/// Its name in lower case, as libxml2 has it; "" when it is no element.
std::string_view name_of(const xmlNode* node);

/// Whether an element is no part of what a page says: scripts, forms, frames, navigation, what is struck out
/// or hidden.
bool is_left_out(const xmlNode* element);

/// The words in `node` on one line, without what is left out, at most `most` characters.
std::string words_of(const xmlNode* node, std::size_t most);

/// Any text as words_of writes it: visible_text() on one line.
std::string one_line_of(std::string_view text, std::size_t most);

}  // namespace frontdesk
