// SPDX-License-Identifier: MIT
#include "kb-connector/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <string>
#include <utility>

#include "core/ascii.h"
#include "kb-connector/index/heading.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeParser {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeIter {
  void operator()(cmark_iter* iter) const { cmark_iter_free(iter); }
};
using NodePtr = std::unique_ptr<cmark_node, FreeNode>;

std::string text_or_empty(const char* text) { return text == nullptr ? "" : text; }

// Every line begins with at most kMarkdownDepth marks of quotes and lists: cmark takes quadratic time on
// thousands. Long runs of brackets and of emphasis marks are cut for the same reason; nobody writes them.
std::string bounded(std::string_view markdown) {
  constexpr int kRun = 32;
  constexpr int kOpenBrackets = 200;
  std::string out;
  out.reserve(std::min(markdown.size(), kMarkdownBytes));
  if (markdown.size() > kMarkdownBytes) {
    std::size_t cut = kMarkdownBytes;
    while (cut > 0 && (static_cast<unsigned char>(markdown[cut]) & 0xC0) == 0x80) --cut;
    markdown = markdown.substr(0, cut);
  }
  bool leading = true;
  int marks = 0;
  int run = 0;
  int open = 0;  // brackets of this paragraph
  char last = 0;
  for (const char c : markdown) {
    if (c == '\n') {
      if (last == '\n') open = 0;
      leading = true;
      marks = 0;
    } else if (leading && c != ' ' && c != '\t') {
      const bool mark = c == '>' || c == '-' || c == '+' || c == '*' ||
                        std::isdigit(static_cast<unsigned char>(c)) || c == '.' || c == ')';
      if (!mark) leading = false;
      if (mark && ++marks > kMarkdownDepth * 4 && c != '-' && c != '*') continue;
      if (mark && marks > kMarkdownDepth * 4 && (last == ' ' || last == '\t')) continue;
    }
    run = c == last ? run + 1 : 0;
    last = c;
    if (run > kRun && std::ispunct(static_cast<unsigned char>(c)) && c != '-' && c != '=' &&
        c != '`' && c != '#') {
      continue;
    }
    if ((c == '[' || c == '<') && ++open > kOpenBrackets) continue;
    out += c;
  }
  return out;
}

// Rows such as "|---|:--|". cmark looks for a table at each, in quadratic time.
int table_rules(const std::string& text) {
  int rules = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = std::string_view(text).substr(at, end - at);
    rules += line.find('-') != std::string_view::npos &&
             line.find_first_not_of("|-: \t\r>") == std::string_view::npos;
    at = end + 1;
  }
  return rules;
}

NodePtr parse(const std::string& text) {
  constexpr int kTableRules = 40;
  cmark_gfm_core_extensions_ensure_registered();
  const std::unique_ptr<cmark_parser, FreeParser> parser(cmark_parser_new(CMARK_OPT_DEFAULT));
  for (const char* name : {"table", "autolink"}) {
    if (std::string_view(name) == "table" && table_rules(text) > kTableRules) continue;
    if (cmark_syntax_extension* extension = cmark_find_syntax_extension(name)) {
      cmark_parser_attach_syntax_extension(parser.get(), extension);
    }
  }
  cmark_parser_feed(parser.get(), text.data(), text.size());
  return NodePtr(cmark_parser_finish(parser.get()));
}

// What cmark's iterator enters and never leaves.
bool is_leaf(cmark_node* node) {
  switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_THEMATIC_BREAK:
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_TEXT:
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
    case CMARK_NODE_CODE:
    case CMARK_NODE_HTML_INLINE: return true;
    default: return false;
  }
}

// Builds the tree from the walk of cmark's iterator; the stack stands in for recursion.
class Builder {
 public:
  void enter(cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    const std::string name = text_or_empty(cmark_node_get_type_string(node));
    if (type == CMARK_NODE_TEXT) return add_text(text_or_empty(cmark_node_get_literal(node)));
    if (type == CMARK_NODE_SOFTBREAK) return add_text(" ");
    if (type == CMARK_NODE_LINEBREAK) return add({"break", 0, "", "", {}});
    if (type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK) {
      return add({"code", 0, text_or_empty(cmark_node_get_literal(node)), "", {}});
    }
    if (type == CMARK_NODE_HEADING)
      return open({"h", cmark_node_get_heading_level(node), "", "", {}});
    if (type == CMARK_NODE_PARAGRAPH) {
      // The first paragraph of a list's item is its line.
      if (at_item() && top().children.empty()) return skip();
      return open({"p", 0, "", "", {}});
    }
    if (type == CMARK_NODE_BLOCK_QUOTE) return open({"quote", 0, "", "", {}});
    if (type == CMARK_NODE_LIST) {
      const bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
      return open({ordered ? "ol" : "ul", 0, "", "", {}});
    }
    if (type == CMARK_NODE_ITEM) return open({"li", 0, "", "", {}});
    if (type == CMARK_NODE_STRONG) return open({"strong", 0, "", "", {}});
    if (type == CMARK_NODE_EMPH) return open({"em", 0, "", "", {}});
    if (type == CMARK_NODE_LINK) {
      const std::string href = text_or_empty(cmark_node_get_url(node));
      if (!is_safe_link(href)) return skip();
      return open({"link", 0, "", href, {}});
    }
    if (name == "table_row" || name == "table_header") return open({"p", 0, "", "", {}});
    if (name == "table_cell") {
      if (!top().children.empty()) add_text(" · ");
      return skip();
    }
    // Tables, pictures, notes: their words without them.
    if (!is_leaf(node)) skip();
  }

  void leave(cmark_node* node) {
    if (cmark_node_get_type(node) == CMARK_NODE_DOCUMENT) return;
    if (frames_.empty()) return;
    const bool opened = frames_.back();
    frames_.pop_back();
    if (!opened) return;
    MarkdownNode done = std::move(open_.back());
    open_.pop_back();
    if (done.type == "h") name_heading(done);
    const bool empty = done.children.empty() && done.text.empty();
    if (!empty || done.type == "li") top().children.push_back(std::move(done));
  }

  std::vector<MarkdownNode> take() { return std::move(root_.children); }

 private:
  MarkdownNode& top() { return open_.empty() ? root_ : open_.back(); }
  [[nodiscard]] bool at_item() { return top().type == "li"; }
  void add(MarkdownNode node) { top().children.push_back(std::move(node)); }
  void skip() { frames_.push_back(false); }
  void open(MarkdownNode node) {
    if (static_cast<int>(open_.size()) >= kMarkdownDepth * 2) return skip();
    frames_.push_back(true);
    open_.push_back(std::move(node));
  }
  void name_heading(MarkdownNode& heading) {
    std::string id;
    if (!heading.children.empty() && heading.children.back().type == "text") {
      std::string& last = heading.children.back().text;
      const Heading split = split_heading(last);
      if (!split.id.empty()) {
        id = split.id;
        const bool all = split.words.empty();
        last = last.substr(0, last.rfind("{#"));
        while (last.ends_with(' ')) last.pop_back();
        if (all) heading.children.pop_back();
      }
    }
    heading.anchor = anchors_.next(words_of(heading), id);
  }
  static std::string words_of(const MarkdownNode& node) {
    std::string words = node.text;
    for (const MarkdownNode& child : node.children) words += words_of(child);
    return words;
  }
  void add_text(const std::string& text) {
    auto& parts = top().children;
    if (!parts.empty() && parts.back().type == "text") {
      parts.back().text += text;
    } else {
      parts.push_back({"text", 0, text, "", {}});
    }
  }

  MarkdownNode root_;
  Anchors anchors_;
  std::vector<MarkdownNode> open_;
  std::vector<bool> frames_;  // of each node that cmark entered: whether it opened one of ours
};

void add_plain(const MarkdownNode& node, std::string& out) {
  static constexpr std::array<std::string_view, 7> kLines = {"p",  "h",     "ul",  "ol",
                                                             "li", "quote", "code"};
  const bool block = std::find(kLines.begin(), kLines.end(), node.type) != kLines.end() &&
                     (node.type != "code" || (!node.text.empty() && node.text.back() == '\n'));
  const auto end_line = [&] {
    if (!out.empty() && out.back() != '\n') out += '\n';
  };
  if (block) end_line();
  out += node.text;
  if (node.type == "break") out += '\n';
  for (const MarkdownNode& child : node.children) add_plain(child, out);
  if (block) end_line();
}

}  // namespace

std::vector<MarkdownNode> parse_markdown(std::string_view markdown) {
  const NodePtr root = parse(bounded(to_nfc(markdown.substr(0, kMarkdownBytes * 2))));
  if (!root) return {};
  Builder builder;
  const std::unique_ptr<cmark_iter, FreeIter> iter(cmark_iter_new(root.get()));
  for (cmark_event_type event; (event = cmark_iter_next(iter.get())) != CMARK_EVENT_DONE;) {
    cmark_node* node = cmark_iter_get_node(iter.get());
    if (event == CMARK_EVENT_EXIT) {
      builder.leave(node);
    } else if (cmark_node_get_type(node) != CMARK_NODE_DOCUMENT) {
      builder.enter(node);
    }
  }
  return builder.take();
}

std::string plain_text(const std::vector<MarkdownNode>& blocks) {
  std::string out;
  for (const MarkdownNode& block : blocks) add_plain(block, out);
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

bool is_safe_link(std::string_view href) {
  static constexpr std::array<std::string_view, 4> kSchemes = {"http", "https", "mailto", "tel"};
  const std::size_t colon = href.find(':');
  if (colon == std::string_view::npos) return false;
  const auto scheme = lowered(href.substr(0, colon));
  const bool plain = std::none_of(href.begin(), href.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F;
  });
  return plain && std::find(kSchemes.begin(), kSchemes.end(), scheme) != kSchemes.end();
}

}  // namespace frontdesk
