// SPDX-License-Identifier: MIT
#pragma once
// A place of articles that does what a test says: a wiki in memory that can be edited, emptied and broken.

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kb-connector/source.h"

namespace support {

struct ScriptedArticle {
  std::string version = "1";
  std::string title;  // empty: "Title of ID"
  std::string body = "Some words.";
  frontdesk::Visibility visibility = frontdesk::Visibility::everybody;
};

class ScriptedSource final : public frontdesk::KnowledgeSource {
 public:
  // What it has.
  std::map<std::string, ScriptedArticle> articles;
  std::vector<std::string> deleted;                // listed as deleted
  std::vector<std::string> vanished;               // listed, and not found
  std::map<std::string, frontdesk::Error> broken;  // error of a fetch, by id
  std::optional<frontdesk::Error> down;            // error of every call
  std::optional<frontdesk::Time> asked_to_wait_until;
  bool complete = true;
  bool lists_changes = false;  // an incremental list has only `recent`
  std::vector<std::string> recent;
  std::size_t part = 1000;                    // entries a part
  std::optional<frontdesk::Time> updated_at;  // of each
  std::function<void(const std::string&)> on_fetch;

  // What it was asked.
  std::vector<frontdesk::ListPosition> listed;
  std::vector<std::string> fetched;

  /// `count` articles named prefix0000, prefix0001 ...
  void fill(std::size_t count, const std::string& prefix = "a") {
    for (std::size_t i = 0; i < count; ++i) {
      std::string digits = std::to_string(i);
      articles[prefix + std::string(4 - digits.size(), '0') + digits] = {};
    }
  }

  frontdesk::Result<frontdesk::SourceList> list(const frontdesk::ListPosition& position) override {
    listed.push_back(position);
    if (down) return *down;
    const bool changes = lists_changes && position.since.has_value();
    std::vector<frontdesk::SourceEntry> all;
    for (const auto& [id, article] : articles) {
      if (changes && std::find(recent.begin(), recent.end(), id) == recent.end()) continue;
      all.push_back({.id = id,
                     .language = "lt",
                     .version = article.version,
                     .updated_at = updated_at,
                     .visibility = article.visibility});
    }
    for (const auto& id : deleted) all.push_back({.id = id, .language = "lt", .deleted = true});
    const std::size_t from = position.page.empty() ? 0 : std::stoul(position.page);
    frontdesk::SourceList list;
    for (std::size_t i = from; i < std::min(from + part, all.size()); ++i) {
      list.entries.push_back(all[i]);
    }
    if (from + part < all.size()) list.next = std::to_string(from + part);
    list.complete = complete && !changes;
    return list;
  }

  [[nodiscard]] std::optional<frontdesk::Time> retry_at() const override {
    return asked_to_wait_until;
  }

  frontdesk::Result<frontdesk::Article> fetch(const frontdesk::SourceEntry& entry) override {
    if (on_fetch) on_fetch(entry.id);
    fetched.push_back(entry.id);
    if (down) return *down;
    if (const auto found = broken.find(entry.id); found != broken.end()) return found->second;
    const auto found = articles.find(entry.id);
    if (found == articles.end() ||
        std::find(vanished.begin(), vanished.end(), entry.id) != vanished.end()) {
      return frontdesk::Error{frontdesk::Code::not_found, "there is no such article"};
    }
    frontdesk::Article article;
    article.title = found->second.title.empty() ? "Title of " + entry.id : found->second.title;
    article.body = found->second.body;
    return article;
  }
};

}  // namespace support
