// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/page_head.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>

#include "kb-connector/ingest/address.h"
#include "kb-connector/ingest/hidden.h"

namespace frontdesk {
namespace {

std::string in_lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

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
  const auto first = in_lower_case(tag.substr(0, tag.find_first_of("-_")));
  const bool letters =
      std::all_of(first.begin(), first.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return letters && (first.size() == 2 || first.size() == 3) ? first : "";
}

bool forbids_index(const std::string& robots) {
  const auto rules = in_lower_case(robots);
  for (std::size_t at = 0; at < rules.size();) {
    const auto end = std::min(rules.find_first_of(", \t", at), rules.size());
    const auto rule = std::string_view(rules).substr(at, end - at);
    if (rule == "noindex" || rule == "none") return true;
    at = end + 1;
  }
  return false;
}

bool digits_at(std::string_view text, std::size_t at, std::size_t count, int& value) {
  if (text.size() < at + count) return false;
  const auto part = text.substr(at, count);
  if (part.find_first_not_of("0123456789") != std::string_view::npos) return false;
  std::from_chars(part.data(), part.data() + part.size(), value);
  return true;
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
  for (const auto* each = head->children; each != nullptr; each = each->next) {
    const auto name = name_of(each);
    if (name == "title" && page.title.empty()) page.title = words_of(each, kTitleCharacters);
    if (name == "link" && in_lower_case(attribute(each, "rel")) == "canonical") {
      const auto canonical = safe_address(attribute(each, "href"), base);
      if (canonical.starts_with("http")) page.canonical = canonical;
    }
    if (name != "meta") continue;
    const auto about = in_lower_case(attribute(each, "name") + attribute(each, "property") +
                                     attribute(each, "itemprop"));
    const auto content = attribute(each, "content");
    if (about == "robots" && forbids_index(content)) page.noindex = true;
    const bool modified = about == "article:modified_time" || about == "datemodified";
    if (modified || (about == "og:updated_time" && !page.modified)) {
      if (const auto time = parse_iso_time(content)) page.modified = time;
    }
  }
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

std::optional<Time> parse_iso_time(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!digits_at(text, 0, 4, year) || !digits_at(text, 5, 2, month) ||
      !digits_at(text, 8, 2, day) || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  Time time{std::chrono::sys_days{date}};
  if (text.size() == 10) return time;
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  if ((text[10] != 'T' && text[10] != ' ') || !digits_at(text, 11, 2, hours) ||
      !digits_at(text, 14, 2, minutes) || text[13] != ':' || hours > 23 || minutes > 59) {
    return std::nullopt;
  }
  std::size_t at = 16;
  if (at < text.size() && text[at] == ':') {
    if (!digits_at(text, at + 1, 2, seconds) || seconds > 60) return std::nullopt;
    at += 3;
    if (at < text.size() && (text[at] == '.' || text[at] == ',')) {
      at = std::min(text.find_first_not_of("0123456789", at + 1), text.size());
    }
  }
  time += std::chrono::hours{hours} + std::chrono::minutes{minutes} + std::chrono::seconds{seconds};
  const auto zone = text.substr(at);
  if (zone.empty() || zone == "Z" || zone == "z") return time;
  int zone_hours = 0;
  int zone_minutes = 0;
  const std::size_t second = zone.size() == 6 && zone[3] == ':' ? 4 : 3;
  if ((zone[0] != '+' && zone[0] != '-') || !digits_at(zone, 1, 2, zone_hours) ||
      !(zone.size() == 3 ||
        (zone.size() == second + 2 && digits_at(zone, second, 2, zone_minutes)))) {
    return std::nullopt;
  }
  const auto ahead = std::chrono::hours{zone_hours} + std::chrono::minutes{zone_minutes};
  return zone[0] == '+' ? time - ahead : time + ahead;
}

}  // namespace frontdesk
