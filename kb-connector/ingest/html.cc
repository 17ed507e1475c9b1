// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/html.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_set>

#include "kb-connector/ingest/address.h"
#include "kb-connector/ingest/charset.h"
#include "kb-connector/ingest/hidden.h"
#include "kb-connector/ingest/html_tree.h"
#include "kb-connector/ingest/linked_data.h"
#include "kb-connector/ingest/markdown_writer.h"
#include "kb-connector/ingest/page_head.h"
#include "kb-connector/markdown.h"

namespace frontdesk {
namespace {

constexpr std::array<std::string_view, 26> kBlocks = {
    "address", "article", "aside",  "body",   "caption", "center",   "dd",
    "details", "dialog",  "div",    "dl",     "dt",      "fieldset", "figcaption",
    "figure",  "header",  "hgroup", "legend", "main",    "p",        "section",
    "summary", "table",   "td",     "th",     "tr"};
constexpr std::array<std::string_view, 6> kStrong = {"b",      "caption", "dt",
                                                     "legend", "strong",  "summary"};
constexpr std::array<std::string_view, 5> kEmphasis = {"cite", "dfn", "em", "i", "var"};
constexpr std::array<std::string_view, 4> kCode = {"code", "kbd", "samp", "tt"};
constexpr std::array<std::string_view, 13> kNotInCells = {
    "blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "pre", "table", "ul"};

template <std::size_t N>
bool among(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

int heading_level(std::string_view name) {
  const bool heading = name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6';
  return heading ? name[1] - '0' : 0;
}

/// Whether a table is one of data: rows of several cells that hold lines and nothing more. Others are a way to
/// place things on a page.
bool is_data_table(const xmlNode* table) {
  std::size_t most = 0;
  std::size_t cells = 0;
  for (const auto* each = following(table, table); each != nullptr; each = following(each, table)) {
    const auto name = name_of(each);
    if (among(name, kNotInCells)) return false;
    if (name == "tr") cells = 0;
    if (name == "td" || name == "th") most = std::max(most, ++cells);
  }
  return most > 1;
}

/// What links to a heading end with on its page; "" when nothing in it has an id. MediaWiki gives the id to
/// an element around the words.
std::string id_of_heading(const xmlNode* heading) {
  auto id = attribute(heading, "id");
  if (!id.empty()) return id;
  for (const auto* each = following(heading, heading); each != nullptr;
       each = following(each, heading)) {
    if (each->type != XML_ELEMENT_NODE) continue;
    const auto found = attribute(each, "id");
    if (found.empty()) continue;
    if (attribute(each, "class") == "mw-headline") return found;
    if (id.empty()) id = found;
  }
  return id;
}

/// The text of a block of code, as it is.
std::string code_of(const xmlNode* block) {
  std::string out;
  for (const auto* each = following(block, block); each != nullptr;) {
    const bool inside = each->type != XML_ELEMENT_NODE || !is_left_out(each);
    if (each->type == XML_TEXT_NODE && each->content != nullptr) {
      out += reinterpret_cast<const char*>(each->content);
    }
    if (is_element(each, "br")) out += '\n';
    each = following(each, block, inside);
  }
  return visible_text(out);
}

/// Writes the tree below one element as Markdown.
class Walk {
 public:
  Walk(const xmlNode* root, const xmlNode* without, bool whole_page, std::string base)
      : root_(root), without_(without), whole_page_(whole_page), base_(std::move(base)) {}

  void into(CleanPage& page) {
    const auto* node = root_->children;
    while (node != nullptr && !writer_.full()) {
      const bool inside = enter(node);
      if (inside && node->type == XML_ELEMENT_NODE && node->children != nullptr) {
        node = node->children;
        continue;
      }
      if (inside) leave(node);
      while (node->next == nullptr && node->parent != root_) {
        node = node->parent;
        leave(node);
      }
      node = node->next;
    }
    page.body = writer_.take();
    page.truncated = page.truncated || writer_.truncated();
    page.links = std::move(links_);
  }

 private:
  /// Whether what is in the node is to be written, and the node left afterwards.
  bool enter(const xmlNode* node) {
    if (node->type == XML_TEXT_NODE && node->content != nullptr) {
      const std::string_view text = reinterpret_cast<const char*>(node->content);
      writer_.text(visible_text(text), style());
      return false;
    }
    if (node->type != XML_ELEMENT_NODE || node == without_ || is_left_out(node)) return false;
    const auto name = name_of(node);
    if (whole_page_ && (name == "aside" || (name == "header" && is_element(root_, "body")))) {
      return false;
    }
    if (name == "br") {
      writer_.line_break();
    } else if (name == "hr") {
      writer_.end_block();
    } else if (name == "img") {
      writer_.text(visible_text(attribute(node, "alt")), style());
    } else if (name == "a") {
      open_link(node);
    } else if (name == "pre" && table_ == nullptr) {
      writer_.code_block(code_of(node));
      return false;
    } else if (name == "table" && is_data_table(node)) {
      writer_.end_block();
      table_ = node;
    } else if (table_ != nullptr && (name == "td" || name == "th")) {
      writer_.begin_cell();
    } else {
      open_block(node, name);
    }
    count(name, 1);
    return true;
  }

  void open_block(const xmlNode* node, std::string_view name) {
    if (const int level = heading_level(name); level > 0) {
      writer_.heading(level, id_of_heading(node));
    } else if (name == "blockquote") {
      writer_.open_quote();
    } else if (name == "ul" || name == "menu" || name == "dir") {
      writer_.open_list(false, 1);
    } else if (name == "ol") {
      const auto text = attribute(node, "start");
      int first = 1;
      std::from_chars(text.data(), text.data() + text.size(), first);
      writer_.open_list(true, first);
    } else if (name == "li") {
      writer_.open_item();
    } else if (among(name, kBlocks)) {
      writer_.end_block();
    }
  }

  void leave(const xmlNode* node) {
    const auto name = name_of(node);
    if (name == "a") {
      open_links_.pop_back();
    } else if (heading_level(name) > 0) {
      writer_.heading(0);
    } else if (name == "blockquote" || name == "ul" || name == "menu" || name == "dir" ||
               name == "ol" || name == "li") {
      writer_.close();
    } else if (node == table_) {
      writer_.end_table();
      table_ = nullptr;
    } else if (table_ != nullptr && (name == "td" || name == "th")) {
      writer_.end_cell();
    } else if (table_ != nullptr && name == "tr") {
      writer_.end_row();
    } else if (among(name, kBlocks)) {
      writer_.end_block();
    }
    count(name, -1);
  }

  void count(std::string_view name, int change) {
    if (among(name, kStrong)) strong_ += change;
    if (among(name, kEmphasis)) emphasis_ += change;
    if (among(name, kCode)) code_ += change;
  }

  void open_link(const xmlNode* node) {
    auto address = safe_address(attribute(node, "href"), base_);
    if (address.empty()) {
      open_links_.push_back(-1);
      return;
    }
    if (address.starts_with("http") && seen_.insert(address).second) links_.push_back(address);
    open_links_.push_back(writer_.link(std::move(address)));
  }

  [[nodiscard]] InlineStyle style() const {
    return {strong_ > 0, emphasis_ > 0, code_ > 0, open_links_.empty() ? -1 : open_links_.back()};
  }

  const xmlNode* root_;
  const xmlNode* without_;  // an element that stands elsewhere already: the title
  bool whole_page_;
  std::string base_;
  MarkdownWriter writer_{kMarkdownBytes};
  const xmlNode* table_ = nullptr;  // of data, that is being written
  int strong_ = 0;
  int emphasis_ = 0;
  int code_ = 0;
  std::vector<int> open_links_;
  std::vector<std::string> links_;
  std::unordered_set<std::string> seen_;
};

const xmlNode* body_of(const HtmlTree& tree) {
  const auto* root = root_of(tree);
  if (root == nullptr) return nullptr;
  for (const auto* each = root->children; each != nullptr; each = each->next) {
    if (is_element(each, "body")) return each;
  }
  return root;
}

/// How much text there is in an element, roughly.
std::size_t text_size(const xmlNode* element) {
  std::size_t size = 0;
  for (const auto* each = element; each != nullptr; each = following(each, element)) {
    if (each->type == XML_TEXT_NODE && each->content != nullptr) size += xmlStrlen(each->content);
  }
  return size;
}

/// Where the text of a page is: its main, else its longest article, else all of it.
const xmlNode* content_of(const xmlNode* body) {
  constexpr std::size_t kMostArticles = 100;
  const xmlNode* longest = nullptr;
  std::size_t most = 0;
  std::size_t articles = 0;
  for (const auto* each = body; each != nullptr;) {
    if (each->type != XML_ELEMENT_NODE) {
      each = following(each, body);
      continue;
    }
    const bool out = each != body && is_left_out(each) && !is_element(each, "form");
    if (!out && (is_element(each, "main") || attribute(each, "role") == "main")) return each;
    const bool article = !out && is_element(each, "article") && ++articles < kMostArticles;
    if (article) {
      const auto size = text_size(each);
      if (size > most) longest = each;
      most = std::max(most, size);
    }
    each = following(each, body, !out && !article);
  }
  return longest == nullptr ? body : longest;
}

/// The first heading of a level up to `lowest`; null: there is none.
const xmlNode* headline_of(const xmlNode* content, int lowest) {
  for (const auto* each = content; each != nullptr;) {
    const bool out = each->type == XML_ELEMENT_NODE && each != content && is_left_out(each);
    const int level = out ? 0 : heading_level(name_of(each));
    if (level > 0 && level <= lowest && !words_of(each, 1).empty()) return each;
    each = following(each, content, !out);
  }
  return nullptr;
}

/// How much text there is in an element for who only reads: without what a form asks.
std::size_t readable_size(const xmlNode* element) {
  std::size_t size = 0;
  for (const auto* each = element; each != nullptr;) {
    const auto name = name_of(each);
    const bool out = each->type == XML_ELEMENT_NODE && name != "form" &&
                     (name == "label" || name == "legend" || is_left_out(each));
    if (each->type == XML_TEXT_NODE && each->content != nullptr) size += xmlStrlen(each->content);
    each = following(each, element, !out);
  }
  return size;
}

/// Some servers' pages are one form from top to bottom. A form that has more than half of the text is no form to
/// fill in but the page, and becomes a div.
void open_form_around(const xmlNode* body) {
  std::size_t all = 0;
  for (const auto* each = body; each != nullptr;) {
    const bool form = is_element(each, "form");
    if (form) {
      if (all == 0) all = readable_size(body);
      if (readable_size(each) * 2 > all) {
        xmlNodeSetName(const_cast<xmlNode*>(each), reinterpret_cast<const xmlChar*>("div"));
        return;
      }
    }
    each = following(each, body, !form);
  }
}

}  // namespace

CleanPage clean_page(std::string_view html, std::string_view url) {
  const auto tree = parse_html(html);
  const auto* body = body_of(tree);
  CleanPage page;
  page.truncated = tree.truncated;
  if (body == nullptr) return page;  // of nothing but white space no tree is made
  read_head(tree, url, page);
  const auto base = base_of(tree, url);
  open_form_around(body);
  const auto* content = content_of(body);
  const auto* headline = headline_of(content, 1);
  if (headline == nullptr && page.title.empty()) headline = headline_of(content, 6);
  if (headline != nullptr) page.title = words_of(headline, kTitleCharacters);
  if (page.title.empty()) page.title = one_line_of(words_of_address(url), kTitleCharacters);
  Walk(content, headline, true, base).into(page);
  const auto* root = root_of(tree);
  for (const auto* each = root; each != nullptr; each = following(each, root)) {
    if (!is_element(each, "script") || attribute(each, "type") != "application/ld+json") continue;
    if (each->children == nullptr || each->children->content == nullptr) continue;
    add_questions(reinterpret_cast<const char*>(each->children->content), base, page.questions);
  }
  return page;
}

CleanPage clean_fragment(std::string_view html, std::string_view url) {
  CleanPage page;
  const auto tree = parse_html(html);
  const auto* body = body_of(tree);
  page.truncated = tree.truncated;
  if (body == nullptr) return page;
  Walk(body, nullptr, false, base_of(tree, url)).into(page);
  return page;
}

std::string plain_words(std::string_view html) {
  const auto tree = parse_html(html);
  const auto* body = body_of(tree);
  return body == nullptr ? "" : words_of(body, kTitleCharacters);
}

}  // namespace frontdesk
