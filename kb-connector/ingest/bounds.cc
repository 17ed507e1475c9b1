// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/bounds.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "core/ascii.h"

namespace frontdesk {
namespace {

constexpr std::array<std::string_view, 18> kVoidTags = {
    "area",  "base", "basefont", "bgsound", "br",   "col",   "embed",  "frame", "hr",
    "image", "img",  "input",    "link",    "meta", "param", "source", "track", "wbr"};
constexpr std::array<std::string_view, 19> kEndsByItself = {
    "p",      "li",       "dt",       "dd",      "td", "th", "tr",   "thead", "tbody", "tfoot",
    "option", "optgroup", "colgroup", "caption", "rt", "rp", "html", "head",  "body"};
constexpr std::array<std::string_view, 2> kRawText = {"script", "style"};  // as libxml2 has it
constexpr std::array<std::string_view, 10> kOfHead = {
    "base", "head", "html", "link", "meta", "noscript", "script", "style", "template", "title"};

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// How much deeper what is in an element stands: a table has a body, rows and cells, a list has items.
std::size_t levels_of(std::string_view name) {
  if (name == "table") return 4;
  return name == "ul" || name == "ol" || name == "dl" || name == "menu" || name == "dir" ? 2 : 1;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

class Bounder {
 public:
  explicit Bounder(std::string_view html) : html_(html) { out_.html.reserve(html.size()); }

  BoundedHtml run() {
    while (at_ < html_.size()) {
      const auto open = html_.find('<', at_);
      const auto text = html_.substr(at_, open == std::string_view::npos ? open : open - at_);
      // Words outside of the head end it.
      if (!no_script_ && !title_ && text.find_first_not_of(" \t\r\n\f") != text.npos) {
        in_body_ = true;
      }
      copy_to(open);
      if (open == std::string_view::npos) break;
      if (html_.substr(at_).starts_with("<!--")) {
        skip_comment();
      } else if (starts_tag()) {
        tag();
      } else if (at_ + 1 < html_.size() && (html_[at_ + 1] == '!' || html_[at_ + 1] == '?')) {
        const auto end = html_.find('>', at_);  // <!doctype html>
        copy_to(end == std::string_view::npos ? end : end + 1);
      } else {
        copy_to(at_ + 1);
      }
    }
    return std::move(out_);
  }

 private:
  void copy_to(std::size_t end) {
    end = std::min(end, html_.size());
    out_.html += html_.substr(at_, end - at_);
    at_ = end;
  }
  void skip_comment() {
    const auto end = html_.find("-->", at_ + 4);
    if (end == std::string_view::npos) {
      // Nobody knows where a comment without end was meant to end; browsers take all of it.
      out_.truncated = true;
      at_ = html_.size();
    } else {
      at_ = end + 3;
    }
  }
  [[nodiscard]] bool starts_tag() const {
    const std::size_t name = at_ + 1 < html_.size() && html_[at_ + 1] == '/' ? at_ + 2 : at_ + 1;
    return name < html_.size() && std::isalpha(static_cast<unsigned char>(html_[name])) != 0;
  }

  void tag() {
    const std::size_t begin = at_;
    std::size_t at = begin + 1;
    const bool closing = html_[at] == '/';
    if (closing) ++at;
    std::string name;
    for (; at < html_.size() && !is_blank(html_[at]) && html_[at] != '>' && html_[at] != '/';
         ++at) {
      name += lowered(html_[at]);
    }
    std::size_t kept = at;  // end of the last attribute that stays
    std::size_t count = 0;
    at = attributes(at, kept, count);
    at_ = at;
    begin_body(name, closing);
    if (!closes_or_opens(name, closing)) return;
    if (closing) {
      out_.html.append("</").append(name).append(">");
      return;
    }
    out_.html += html_.substr(begin, kept - begin);
    if (count > kTagAttributes) out_.truncated = true;
    out_.html += '>';
    if (is_one_of(name, kRawText)) raw_text(name);
  }

  /// Moves over attributes to behind the tag's ">"; `kept` becomes where those that stay end.
  std::size_t attributes(std::size_t at, std::size_t& kept, std::size_t& count) const {
    while (at < html_.size()) {
      while (at < html_.size() && (is_blank(html_[at]) || html_[at] == '/')) ++at;
      if (at >= html_.size()) break;
      if (html_[at] == '>') return at + 1;
      ++at;  // an attribute may begin with "="
      while (at < html_.size() && !is_blank(html_[at]) && html_[at] != '=' && html_[at] != '>' &&
             html_[at] != '/') {
        ++at;
      }
      std::size_t value = at;
      while (value < html_.size() && is_blank(html_[value])) ++value;
      if (value < html_.size() && html_[value] == '=') at = attribute_value(value + 1);
      if (++count <= kTagAttributes) kept = at;
    }
    return at;
  }
  [[nodiscard]] std::size_t attribute_value(std::size_t at) const {
    while (at < html_.size() && is_blank(html_[at])) ++at;
    if (at < html_.size() && (html_[at] == '"' || html_[at] == '\'')) {
      const auto end = html_.find(html_[at], at + 1);
      return end == std::string_view::npos ? html_.size() : end + 1;
    }
    while (at < html_.size() && !is_blank(html_[at]) && html_[at] != '>') ++at;
    return at;
  }

  /// Tags of HTML 5 do not end the head of libxml2, when neither "</head>" nor "<body>" does.
  void begin_body(const std::string& name, bool closing) {
    if (name == "noscript") no_script_ = !closing;
    if (name == "title") title_ = !closing;
    if (in_body_ || closing || no_script_ || is_one_of(name, kOfHead)) return;
    in_body_ = true;
    if (name != "body" && name != "frameset") out_.html += "<body>";
  }

  /// Keeps account of what is open; whether the tag stays.
  bool closes_or_opens(const std::string& name, bool closing) {
    if (is_one_of(name, kVoidTags) || is_one_of(name, kEndsByItself) || is_one_of(name, kRawText)) {
      return true;
    }
    if (closing) {
      if (left_out_ > 0) {
        --left_out_;
        return false;
      }
      depth_ -= std::min(depth_, levels_of(name));
      return true;
    }
    if (depth_ + levels_of(name) > kTagDepth) {
      ++left_out_;
      out_.truncated = true;
      return false;
    }
    depth_ += levels_of(name);
    return true;
  }

  /// Up to the end tag of an element whose content is no markup.
  void raw_text(const std::string& name) {
    for (std::size_t end = at_;;) {
      end = html_.find("</", end);
      if (end == std::string_view::npos) return copy_to(html_.size());
      const auto found = html_.substr(end + 2, name.size());
      if (same_word(found, name)) return copy_to(end);
      end += 2;
    }
  }

  std::string_view html_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t left_out_ = 0;  // open tags that were left out and may still be closed
  bool in_body_ = false;
  bool title_ = false;
  bool no_script_ = false;  // may stand in the head with what else would end it
  BoundedHtml out_;
};

}  // namespace

BoundedHtml bound_html(std::string_view html) { return Bounder(html).run(); }

}  // namespace frontdesk
