// SPDX-License-Identifier: MIT
#pragma once
// One list of a help centre, from its first call to its last, and what it saw of each article.
//
// Nested lists are walked depth first; a part of the list is one call for articles.

#include <cstddef>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kb-connector/source.h"
#include "kb-connector/source_config.h"
#include "kb-connector/sources/help_center_calls.h"
#include "kb-connector/sources/help_center_mapping.h"

namespace frontdesk {

/// The text at a place that a mapping names; "" when it names none or nothing stands there.
std::string text_of_field(const nlohmann::json& json, const std::string& pointer);

/// The texts of a list there.
std::vector<std::string> texts_of_field(const nlohmann::json& json, const std::string& pointer);

class HelpCenterListing {
 public:
  using Json = nlohmann::json;
  using Values = HelpCenterCalls::Values;
  using Parents = std::map<std::string, Json>;  // a step's name -> the item of it

  /// What a list said of an article; the text is in it where the list has one and there was room.
  struct Kept {
    Json item;
    Values values;
    Parents parents;
    std::string url;  // of the part that it stood in
    bool whole = false;
  };

  /// Both references must outlive this. `since` counts where the mapping can use it.
  HelpCenterListing(const SourceConfig& config, HelpCenterCalls& calls, std::optional<Time> since);

  /// One list for each locale that the owner named.
  Result<Done> begin();

  /// Makes calls until one listed articles, or none is left.
  Result<Done> go_on(std::vector<SourceEntry>& entries);

  [[nodiscard]] bool done() const { return queue_.empty(); }
  [[nodiscard]] bool is_complete() const { return !since_; }

  /// An article with its text, asked for again where it was not kept. not_found: gone, not published any
  /// more, or not for whom it was listed.
  Result<Kept> whole(const SourceEntry& entry);

 private:
  struct Call {
    const HelpCenterMapping::Step* step;
    std::string url;   // of this part
    std::string form;  // the path that it was made from, for the part after it
    Values values;     // of its steps and locale
    Parents parents;
    int page = 1;
    std::size_t listed = 0;  // in the parts before
  };
  using Rules = std::vector<HelpCenterMapping::Rule>;

  bool holds(const Rules& rules, const Json& item, const Parents& parents) const;
  Visibility visibility_of(const Json& item, const Parents& parents) const;
  bool allowed(const Kept& kept, const SourceEntry& entry) const;
  Result<Done> add(const HelpCenterMapping::Step& step, const std::string& form,
                   const Values& values, const Parents& parents, std::deque<Call>& to, int page = 1,
                   std::size_t listed = 0);
  Result<Done> push(Call call, std::deque<Call>& to);
  Result<Done> descend(const Json& item, const Call& call, std::deque<Call>& to);
  Result<Done> add_next(const Json& json, const Call& call, const std::string& link,
                        std::size_t count, std::deque<Call>& to);
  std::vector<std::pair<std::string, Json>> variants(const Json& item, const Values& values) const;
  std::optional<Time> time_at(const Json& item) const;
  void add_entries(const Json& item, const Call& call, std::vector<SourceEntry>& entries,
                   bool& older);
  void keep(const SourceEntry& entry, Json item, const Call& call);

  const SourceConfig& config_;
  HelpCenterCalls& calls_;
  const HelpCenterMapping& mapping_;
  std::optional<Time> since_;
  std::deque<Call> queue_;
  std::set<std::string> asked_;
  std::map<std::pair<std::string, std::string>, Kept> kept_;  // language, id
  std::size_t kept_bytes_ = 0;
};

}  // namespace frontdesk
