// SPDX-License-Identifier: MIT
#include "kb-connector/sources/help_center_listing.h"

#include <algorithm>
#include <cctype>

#include "core/ascii.h"
#include "kb-connector/index/tokens.h"
#include "kb-connector/ingest/charset.h"
#include "kb-connector/ingest/iso_time.h"

namespace frontdesk {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kOpenCalls = 20'000;
constexpr std::size_t kKeptBytes = 32'000'000;

// What stands at a place that a mapping names; null when there is nothing.
const Json* place(const Json& json, const std::string& pointer) {
  const Json::json_pointer at(pointer);
  return json.contains(at) ? &json.at(at) : nullptr;
}

// A value as a text: "", "null", "true", "12", or itself.
std::string as_text(const Json* value) {
  if (value == nullptr || value->is_object() || value->is_array()) return "";
  return value->is_string() ? value->get<std::string>() : value->dump();
}

std::string version_of(const std::string& text) {
  return std::to_string(hash_bytes(text, 0)) + std::to_string(hash_bytes(text, 1));
}

// "lt-LT" is Lithuanian.
std::string two_letters(const std::string& locale) {
  std::string language = lowered(std::string_view(locale).substr(0, 2));
  const bool whole =
      locale.size() == 2 || (locale.size() > 2 && (locale[2] == '-' || locale[2] == '_'));
  return whole && is_language(language) ? language : "";
}

}  // namespace

std::string text_of_field(const Json& json, const std::string& pointer) {
  if (pointer.empty()) return "";
  const Json* value = place(json, pointer);
  return value == nullptr || value->is_null() ? "" : as_text(value);
}

std::vector<std::string> texts_of_field(const Json& json, const std::string& pointer) {
  std::vector<std::string> result;
  const Json* value = pointer.empty() ? nullptr : place(json, pointer);
  if (value == nullptr || !value->is_array()) return result;
  for (const Json& each : *value) {
    if (each.is_string()) result.push_back(visible_text(each.get<std::string>()));
  }
  return result;
}

HelpCenterListing::HelpCenterListing(const SourceConfig& config, HelpCenterCalls& calls,
                                     std::optional<Time> since)
    : config_(config), calls_(calls), mapping_(calls.mapping()) {
  if (mapping_.newest_first) since_ = since;
}

Result<Done> HelpCenterListing::begin() {
  std::vector<std::string> locales;
  const std::string named = config_.option("locales");
  for (std::size_t at = 0; at < named.size();) {
    const std::size_t end = std::min(named.find(',', at), named.size());
    std::string locale = named.substr(at, end - at);
    std::erase(locale, ' ');
    if (!locale.empty()) locales.push_back(std::move(locale));
    at = end + 1;
  }
  const bool own = !locales.empty();
  if (!own) locales = config_.languages;
  const auto uses_locale = [](const HelpCenterMapping::Step& step) {
    return step.path.find("{locale}") != std::string::npos;
  };
  const bool each = own || std::any_of(mapping_.list.begin(), mapping_.list.end(), uses_locale);
  if (!each || locales.empty()) locales = {""};
  for (const std::string& locale : locales) {
    Values values{{"locale?", own ? locale : ""}};
    if (!locale.empty()) values["locale"] = locale;
    if (auto added = add(mapping_.list.front(), mapping_.list.front().path, values, {}, queue_);
        !added) {
      return added;
    }
  }
  return Done{};
}

Result<Done> HelpCenterListing::go_on(std::vector<SourceEntry>& entries) {
  while (!queue_.empty()) {
    const Call call = queue_.front();
    std::string link;
    auto json = calls_.get(call.url, call.step->name, call.step->link ? &link : nullptr);
    if (!json) {
      // A part of a list that is not there is a wrong path, or gone between two calls: no empty list.
      const Error& error = json.error();
      if (error.code != Code::not_found) return error;
      return Error{Code::unavailable, error.message, 60};
    }
    queue_.pop_front();
    const Json* items = place(*json, call.step->items);
    if (items == nullptr || !items->is_array()) {
      return Error{Code::unavailable,
                   call.step->name + ": the answer has no list at '" + call.step->items + "'", 60};
    }
    const bool last = call.step == &mapping_.list.back();
    std::deque<Call> more;
    bool older = false;
    for (const Json& item : *items) {
      if (!item.is_object()) continue;
      if (last) {
        add_entries(item, call, entries, older);
      } else if (auto added = descend(item, call, more); !added) {
        return added;
      }
    }
    if (!older) {
      if (auto added = add_next(*json, call, link, items->size(), more); !added) return added;
    }
    queue_.insert(queue_.begin(), more.begin(), more.end());
    if (queue_.size() > kOpenCalls) return Error{Code::too_large, "the list has too many parts"};
    if (last) return Done{};
  }
  return Done{};
}

Result<HelpCenterListing::Kept> HelpCenterListing::whole(const SourceEntry& entry) {
  const auto found = kept_.find({entry.language, entry.id});
  if (found == kept_.end()) return Error{Code::not_found, "the article is not in the list"};
  Kept kept = found->second;
  if (kept.whole) {
    found->second.item = Json();  // fetched once; asked for again if need be
    found->second.whole = false;
    return kept;
  }
  if (mapping_.fetch) {
    Values values = kept.values;
    values["id"] = entry.id;
    const auto url = calls_.url(mapping_.fetch->path, values);
    if (!url) return url.error();
    auto json = calls_.get(*url, "article " + entry.id);
    if (!json) return json.error();
    const Json* item = place(*json, mapping_.fetch->item);
    if (item == nullptr || !item->is_object()) {
      return Error{Code::unavailable, "article " + entry.id + ": the answer has no article", 60};
    }
    kept.item = *item;
    if (!allowed(kept, entry)) return Error{Code::not_found, "the article is not published"};
    return kept;
  }
  auto json = calls_.get(kept.url, mapping_.list.back().name);
  if (!json) return json.error();
  const Json* items = place(*json, mapping_.list.back().items);
  if (items != nullptr && items->is_array()) {
    for (const Json& item : *items) {
      for (auto& [language, each] : variants(item, kept.values)) {
        if (language != entry.language || text_of_field(item, mapping_.article.id) != entry.id)
          continue;
        kept.item = std::move(each);
        if (allowed(kept, entry)) return kept;
      }
    }
  }
  return Error{Code::not_found, "the article is not in its part of the list any more"};
}

bool HelpCenterListing::holds(const Rules& rules, const Json& item, const Parents& parents) const {
  return std::all_of(rules.begin(), rules.end(), [&](const HelpCenterMapping::Rule& rule) {
    const auto parent = parents.find(rule.of);
    if (!rule.of.empty() && parent == parents.end()) return false;
    const Json* value = place(rule.of.empty() ? item : parent->second, rule.field);
    // What is not there means nothing: a field that was renamed must not open anything.
    if (value == nullptr) return rule.or_missing;
    const bool none = value->is_array() && value->empty();
    const std::string text = none ? "[]" : as_text(value);
    return std::find(rule.is.begin(), rule.is.end(), text) != rule.is.end();
  });
}

Visibility HelpCenterListing::visibility_of(const Json& item, const Parents& parents) const {
  if (mapping_.everybody.empty()) return config_.visibility;
  return holds(mapping_.everybody, item, parents) ? Visibility::everybody : Visibility::agents_only;
}

bool HelpCenterListing::allowed(const Kept& kept, const SourceEntry& entry) const {
  return holds(mapping_.published, kept.item, kept.parents) &&
         (entry.visibility == Visibility::agents_only ||
          visibility_of(kept.item, kept.parents) == Visibility::everybody);
}

Result<Done> HelpCenterListing::add(const HelpCenterMapping::Step& step, const std::string& form,
                                    const Values& values, const Parents& parents,
                                    std::deque<Call>& to, int page, std::size_t listed) {
  Values all = values;
  all["page"] = std::to_string(page);
  all["offset"] = std::to_string(listed);
  auto url = calls_.url(form, all);
  if (!url) return url.error();
  return push({&step, std::move(*url), form, values, parents, page, listed}, to);
}

Result<Done> HelpCenterListing::push(Call call, std::deque<Call>& to) {
  if (!asked_.insert(call.url).second) return Error{Code::invalid, "the list has no end"};
  to.push_back(std::move(call));
  return Done{};
}

Result<Done> HelpCenterListing::descend(const Json& item, const Call& call, std::deque<Call>& to) {
  const HelpCenterMapping::Step& next = *(call.step + 1);
  Values values = call.values;
  for (const auto& [key, value] : item.items()) {
    if (value.is_string() || value.is_number_integer()) {
      values[call.step->name + "." + key] = as_text(&value);
    }
  }
  auto parents = call.parents;
  parents[call.step->name] = item;
  if (auto added = add(next, next.path, values, parents, to); !added) return added;
  if (call.step->inside.empty()) return Done{};
  const Json* count = place(item, call.step->inside_count);
  if (count != nullptr && count->is_number() && count->get<double>() <= 0) return Done{};
  return add(*call.step, call.step->inside, values, call.parents, to);
}

Result<Done> HelpCenterListing::add_next(const Json& json, const Call& call,
                                         const std::string& link, std::size_t count,
                                         std::deque<Call>& to) {
  const HelpCenterMapping::Step& step = *call.step;
  const std::string address = step.link ? link : text_of_field(json, step.next);
  if (!address.empty()) {
    auto url = calls_.next(address);
    if (!url) return url.error();
    Call next = call;
    next.url = std::move(*url);
    return push(std::move(next), to);
  }
  bool more = step.full > 0 && count >= static_cast<std::size_t>(step.full);
  if (!step.pages.empty()) {
    const Json* pages = place(json, step.pages);
    more = pages != nullptr && pages->is_number() && call.page < pages->get<double>();
  }
  if (!more) return Done{};
  return add(step, call.form, call.values, call.parents, to, call.page + 1, call.listed + count);
}

std::vector<std::pair<std::string, HelpCenterListing::Json>> HelpCenterListing::variants(
    const Json& item, const Values& values) const {
  std::vector<std::pair<std::string, Json>> result;
  std::string own = two_letters(text_of_field(item, mapping_.article.language));
  const auto locale = values.find("locale");
  if (own.empty() && locale != values.end()) own = two_letters(locale->second);
  if (own.empty() && !config_.languages.empty()) own = config_.languages.front();
  const Json* others = mapping_.translations.empty() ? nullptr : place(item, mapping_.translations);
  if (others != nullptr && others->is_object()) {
    for (const auto& [name, each] : others->items()) {
      const std::string language = two_letters(name);
      if (each.is_object() && !language.empty()) result.emplace_back(language, each);
    }
  }
  const bool there = std::any_of(result.begin(), result.end(),
                                 [&](const auto& each) { return each.first == own; });
  if (!there) {
    Json alone = item;
    // Not kept a second time inside of it.
    if (others != nullptr) alone[Json::json_pointer(mapping_.translations)] = nullptr;
    result.emplace_back(own, std::move(alone));
  }
  return result;
}

std::optional<Time> HelpCenterListing::time_at(const Json& item) const {
  const std::string text = text_of_field(item, mapping_.article.updated_at);
  if (!mapping_.unix_time) return parse_iso_time(text);
  if (text.empty() || text.size() > 11 ||
      !std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); })) {
    return std::nullopt;
  }
  return Time{std::chrono::seconds{std::stoll(text)}};
}

void HelpCenterListing::add_entries(const Json& item, const Call& call,
                                    std::vector<SourceEntry>& entries, bool& older) {
  const std::string id = text_of_field(item, mapping_.article.id);
  const auto changed = time_at(item);
  if (since_ && changed && *changed < *since_) {
    older = true;
    return;
  }
  if (id.empty()) return;
  const auto& wanted = config_.languages;
  for (auto& [language, each] : variants(item, call.values)) {
    const bool ours = language.empty() ? false
                      : wanted.empty()
                          ? true
                          : std::find(wanted.begin(), wanted.end(), language) != wanted.end();
    if (!ours) continue;
    SourceEntry entry{.id = id, .language = language, .updated_at = time_at(each)};
    if (!holds(mapping_.published, each, call.parents)) {
      entry.deleted = true;
      if (since_) entries.push_back(std::move(entry));
      continue;
    }
    entry.visibility = visibility_of(each, call.parents);
    const HelpCenterMapping::Fields& at = mapping_.article;
    std::string all = text_of_field(each, at.title) + '\0' + text_of_field(each, at.url) + '\0';
    for (const std::string& tag : texts_of_field(each, at.tags)) all += tag + '\0';
    all += at.body.empty() ? text_of_field(each, at.updated_at) : text_of_field(each, at.body);
    entry.version = version_of(all);
    keep(entry, std::move(each), call);
    entries.push_back(std::move(entry));
  }
}

void HelpCenterListing::keep(const SourceEntry& entry, Json item, const Call& call) {
  Kept kept{.values = call.values, .parents = call.parents, .url = call.url};
  const std::size_t bytes = text_of_field(item, mapping_.article.body).size();
  if (!mapping_.fetch && kept_bytes_ + bytes <= kKeptBytes) {
    kept_bytes_ += bytes;
    kept.whole = true;
    kept.item = std::move(item);
  }
  kept_[{entry.language, entry.id}] = std::move(kept);
}

}  // namespace frontdesk
