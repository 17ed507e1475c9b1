// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/page_head.h"

#include <algorithm>

#include "core/ascii.h"
#include "kb-connector/ingest/address.h"
#include "kb-connector/ingest/hidden.h"
#include "kb-connector/ingest/iso_time.h"

namespace frontdesk {
namespace {

const xmlNode* head_of(const HtmlTree& tree) {
  const auto* root = root_of(tree);
  if (root == nullptr) return nullptr;
  for (const auto* each = root->children; each != nullptr; each = each->next) {
    if (is_element(each, "head")) return each;
  }
  return nullptr;
}

/// "lt-LT" -> "lt"; "" for what is no language.
std::string language_of(const std::string& tag) {
  const auto first = lowered(tag.substr(0, tag.find_first_of("-_")));
  const bool letters =
      std::all_of(first.begin(), first.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return letters && (first.size() == 2 || first.size() == 3) ? first : "";
}

bool forbids_index(const std::string& robots) {
  const auto rules = lowered(robots);
  for (std::size_t at = 0; at < rules.size();) {
    const auto end = std::min(rules.find_first_of(", \t", at), rules.size());
    const auto rule = std::string_view(rules).substr(at, end - at);
    if (rule == "noindex" || rule == "none") return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

void read_head(const HtmlTree& tree, std::string_view url, CleanPage& page) {
  const auto* root = root_of(tree);
  if (root == nullptr) return;
  page.language = language_of(attribute(root, "lang"));
  if (page.language.empty()) page.language = language_of(attribute(root, "xml:lang"));
  const auto* head = head_of(tree);
  if (head == nullptr) return;
  const auto base = base_of(tree, url);
  std::string shared_title;  // as it is to be shown elsewhere
  for (const auto* each = head->children; each != nullptr; each = each->next) {
    const auto name = name_of(each);
    if (name == "title" && page.title.empty()) page.title = words_of(each, kTitleCharacters);
    if (name == "link" && lowered(attribute(each, "rel")) == "canonical") {
      const auto canonical = safe_address(attribute(each, "href"), base);
      if (canonical.starts_with("http")) page.canonical = canonical;
    }
    if (name != "meta") continue;
    const auto about = lowered(attribute(each, "name") + attribute(each, "property") +
                               attribute(each, "itemprop"));
    const auto content = attribute(each, "content");
    if (about == "robots" && forbids_index(content)) page.noindex = true;
    if (about == "og:title") shared_title = one_line_of(content, kTitleCharacters);
    const bool modified = about == "article:modified_time" || about == "datemodified";
    if (modified || (about == "og:updated_time" && !page.modified)) {
      if (const auto time = parse_iso_time(content)) page.modified = time;
    }
  }
  if (page.title.empty()) page.title = shared_title;
}

std::string base_of(const HtmlTree& tree, std::string_view url) {
  if (const auto* head = head_of(tree)) {
    for (const auto* each = head->children; each != nullptr; each = each->next) {
      if (!is_element(each, "base")) continue;
      const auto base = safe_address(attribute(each, "href"), url);
      if (base.starts_with("http")) return base;
    }
  }
  return std::string(url);
}

}  // namespace frontdesk
