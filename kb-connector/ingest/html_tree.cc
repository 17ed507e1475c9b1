// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/html_tree.h"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>

#include "kb-connector/ingest/bounds.h"
#include "kb-connector/ingest/charset.h"
#include "kb-connector/ingest/hidden.h"
#include "kb-connector/ingest/style_sheets.h"

namespace frontdesk {
namespace {

constexpr std::array<std::string_view, 30> kLeftOut = {
    "applet", "audio",   "base",     "canvas",   "datalist", "del",  "embed",  "footer",
    "form",   "frame",   "head",     "iframe",   "input",    "link", "map",    "meta",
    "nav",    "noembed", "noframes", "noscript", "object",   "s",    "script", "select",
    "strike", "style",   "svg",      "template", "textarea", "video"};

// What wikis add around the text.
constexpr std::array<std::string_view, 3> kAddedClasses = {"mw-editsection", "noprint", "secedit"};
constexpr std::array<std::string_view, 2> kAddedIds = {"toc", "dw__toc"};
constexpr std::array<std::string_view, 4> kRolesAround = {"navigation", "search", "banner",
                                                          "contentinfo"};

template <std::size_t N>
bool is_among(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool has_class(std::string_view classes, std::string_view wanted) {
  for (std::size_t at = 0; at < classes.size();) {
    const auto end = std::min(classes.find_first_of(" \t\n", at), classes.size());
    if (classes.substr(at, end - at) == wanted) return true;
    at = end + 1;
  }
  return false;
}

/// A button says what can be done on the page, unless it is a heading that unfolds its text.
bool is_loose_button(const xmlNode* element) {
  if (!is_element(element, "button")) return false;
  const auto* around = element->parent;
  for (int steps = 0; steps < 2 && around != nullptr; ++steps, around = around->parent) {
    const auto name = name_of(around);
    const bool heading = name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6';
    if (heading || name == "dt" || name == "summary") return false;
  }
  return true;
}

}  // namespace

HtmlTree parse_html(std::string_view html) {
  const auto bounded = bound_html(html);
  struct FreeContext {
    void operator()(htmlParserCtxt* context) const { htmlFreeParserCtxt(context); }
  };
  const std::unique_ptr<htmlParserCtxt, FreeContext> context(htmlNewParserCtxt());
  if (context == nullptr) return {};
  HtmlTree out;
  out.tree.reset(htmlCtxtReadMemory(context.get(), bounded.html.data(),
                                    static_cast<int>(bounded.html.size()), nullptr, "UTF-8",
                                    HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
                                        HTML_PARSE_NOWARNING | HTML_PARSE_COMPACT));
  // It stops at its own limits (256 elements deep) as if the text ended there.
  const bool stopped = context->disableSAX != 0 || context->lastError.level == XML_ERR_FATAL;
  out.truncated = bounded.truncated || stopped;
  if (out.tree != nullptr) apply_style_sheets(out.tree.get());
  return out;
}

const xmlNode* root_of(const HtmlTree& tree) {
  return tree.tree == nullptr ? nullptr : xmlDocGetRootElement(tree.tree.get());
}

const xmlNode* following(const xmlNode* node, const xmlNode* root, bool inside) {
  if (inside && node->type == XML_ELEMENT_NODE && node->children != nullptr) return node->children;
  while (node != root) {
    if (node->next != nullptr) return node->next;
    node = node->parent;
  }
  return nullptr;
}

std::string_view name_of(const xmlNode* node) {
  if (node->type != XML_ELEMENT_NODE || node->name == nullptr) return "";
  return reinterpret_cast<const char*>(node->name);
}

bool is_element(const xmlNode* node, std::string_view name) { return name_of(node) == name; }

bool is_left_out(const xmlNode* element) {
  if (is_among(name_of(element), kLeftOut) || is_loose_button(element) || is_hidden(element)) {
    return true;
  }
  if (element->properties == nullptr) return false;
  const auto classes = attribute(element, "class");
  return std::any_of(kAddedClasses.begin(), kAddedClasses.end(),
                     [&](std::string_view name) { return has_class(classes, name); }) ||
         is_among(attribute(element, "id"), kAddedIds) ||
         is_among(attribute(element, "role"), kRolesAround);
}

std::string words_of(const xmlNode* node, std::size_t most) {
  std::string raw;
  const std::size_t enough = most * 16;
  for (const auto* each = node; each != nullptr && raw.size() < enough;) {
    bool inside = true;
    if (each->type == XML_TEXT_NODE && each->content != nullptr) {
      raw += reinterpret_cast<const char*>(each->content);
    } else if (each->type == XML_ELEMENT_NODE) {
      inside = each == node || !is_left_out(each);
      if (is_element(each, "br") || is_element(each, "p") || is_element(each, "div")) raw += ' ';
      if (is_element(each, "img") && inside) raw += attribute(each, "alt");
    }
    each = following(each, node, inside);
  }
  return one_line_of(raw, most);
}

std::string one_line_of(std::string_view text, std::size_t most) {
  std::string out;
  std::size_t count = 0;
  bool blank = false;
  const auto seen = visible_text(text);
  for (std::size_t at = 0; at < seen.size(); ++at) {
    const char c = seen[at];
    if (const auto length = blank_length(std::string_view(seen).substr(at)); length > 0) {
      blank = !out.empty();
      at += length - 1;
      continue;
    }
    const bool begins = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (begins && count + (blank ? 1 : 0) >= most) break;
    if (begins) count += blank ? 2 : 1;
    if (blank) out += ' ';
    blank = false;
    out += c;
  }
  return out;
}

}  // namespace frontdesk
