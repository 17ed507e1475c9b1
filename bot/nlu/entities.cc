// SPDX-License-Identifier: MIT
#include "nlu/entities.h"

#include <re2/re2.h>

#include <algorithm>
#include <unordered_map>

#include "nlu/checks.h"
#include "nlu/pattern.h"

namespace frontdesk {
namespace {

constexpr std::size_t kKeyBytes = 4;        // words are looked up by so many first bytes
constexpr std::size_t kInflectedBytes = 5;  // shorter words must match exactly
constexpr std::size_t kMaxFound = 64;       // in one message

// Whether a word of a message is a word of a list, perhaps with another ending.
bool is_same_word(std::string_view listed, std::string_view said) {
  if (listed == said) return true;
  if (listed.size() < kInflectedBytes || said.size() > listed.size() + 3) return false;
  const std::size_t stem = std::max(kKeyBytes, listed.size() - 2);
  return said.size() >= stem && said.substr(0, stem) == listed.substr(0, stem) &&
         (listed.front() < '0' || listed.front() > '9');
}

std::string key_of(std::string_view word) { return std::string(word.substr(0, kKeyBytes)); }

// Whether bytes on both sides of `at` belong to one word or one number.
bool cuts_word(std::string_view text, std::size_t at) {
  if (at == 0 || at >= text.size()) return false;
  std::size_t before = at - 1;
  while (before > 0 && (static_cast<unsigned char>(text[before]) & 0xC0) == 0x80) --before;
  std::size_t after = at;
  const char32_t left = next_code_point(text, before);
  const char32_t right = next_code_point(text, after);
  return (is_letter(left) && is_letter(right)) || (is_digit(left) && is_digit(right));
}

}  // namespace

struct EntityFinder::Parts {
  struct Pattern {
    std::size_t entity;
    std::unique_ptr<RE2> pattern;
  };
  struct Phrase {
    std::size_t entity;
    std::string value;
    std::vector<std::string> words;
  };
  // A match in folded text.
  struct Match {
    std::size_t entity;
    ByteRange range;
    std::string value;
    bool inflected = false;  // said with another ending than the list has
  };

  std::vector<Entity> entities;
  std::vector<Pattern> patterns;
  std::vector<Phrase> phrases;
  std::unordered_map<std::string, std::vector<std::size_t>> by_key;  // of a phrase's first word
  std::map<std::size_t, std::map<std::string, std::string>> mapped;  // entity -> folded -> value

  void add_phrase(std::size_t entity, const std::string& value, const std::string& said) {
    const std::string folded = fold(said);
    const auto words = words_of(folded);
    if (words.empty() || !mapped[entity].emplace(folded, value).second) return;
    by_key[key_of(words[0])].push_back(phrases.size());
    phrases.push_back({entity, value, {words.begin(), words.end()}});
  }

  void find_by_pattern(const Folded& folded, std::string_view source,
                       std::vector<Match>& matches) const;
  void find_by_list(const Folded& folded, std::vector<Match>& matches) const;
};

EntityFinder::EntityFinder(const Catalog& catalog, std::vector<Problem>& problems)
    : parts_(std::make_unique<Parts>()) {
  auto& parts = *parts_;
  parts.entities = catalog.entities;
  std::map<std::string, std::size_t> number;
  for (std::size_t i = 0; i < parts.entities.size(); ++i) {
    const Entity& entity = parts.entities[i];
    number.emplace(entity.name, i);
    const auto report = [&](const std::string& text) {
      problems.push_back(
          {Problem::Severity::error, entity.at, "entity '" + entity.name + "': " + text});
    };
    if (!entity.check.empty() && !is_known_check(entity.check)) {
      report("there is no check '" + entity.check +
             "'; there are email, phone, iban, date, amount");
    }
    const std::string pattern =
        entity.pattern.empty() ? std::string(pattern_for_check(entity.check)) : entity.pattern;
    if (!pattern.empty()) {
      auto checked = checked_pattern(pattern);
      auto compiled =
          checked ? compile_pattern(*checked, true) : Result<std::unique_ptr<RE2>>(checked.error());
      if (compiled)
        parts.patterns.push_back({i, std::move(*compiled)});
      else
        report(compiled.error().message);
    }
    for (const auto& [value, ways] : entity.values) {
      parts.add_phrase(i, value, value);
      for (const auto& way : ways) parts.add_phrase(i, value, way);
    }
  }
  for (const auto& intent : catalog.intents) {
    for (const auto& example : intent.examples) {
      for (const auto& mark : example.marks) {
        auto found = number.find(mark.entity);
        if (found == number.end()) {
          found = number.emplace(mark.entity, parts.entities.size()).first;
          parts.entities.push_back({mark.entity, {}, "", "", {}, example.at});
        }
        const Entity& entity = parts.entities[found->second];
        const std::string text = example.text.substr(std::min(mark.begin, example.text.size()),
                                                     mark.end - std::min(mark.begin, mark.end));
        const bool only_listed = entity.pattern.empty() && entity.check.empty();
        const std::string& value = mark.value.empty() ? text : mark.value;
        if (only_listed || value != text) parts.add_phrase(found->second, value, text);
      }
    }
  }
}

EntityFinder::~EntityFinder() = default;
EntityFinder::EntityFinder(EntityFinder&&) noexcept = default;

void EntityFinder::Parts::find_by_pattern(const Folded& folded, std::string_view source,
                                          std::vector<Match>& matches) const {
  const re2::StringPiece text(folded.text);
  for (const auto& [entity, pattern] : patterns) {
    const bool has_group = pattern->NumberOfCapturingGroups() > 0;
    std::size_t from = 0;
    re2::StringPiece groups[2];
    while (from <= folded.text.size() && matches.size() < kMaxFound &&
           pattern->Match(text, from, folded.text.size(), RE2::UNANCHORED, groups,
                          has_group ? 2 : 1)) {
      const auto& said = has_group ? groups[1] : groups[0];
      const auto whole = static_cast<std::size_t>(groups[0].data() - folded.text.data());
      from = std::max(whole + 1, whole + groups[0].size());
      if (said.data() == nullptr || said.empty()) continue;
      const auto begin = static_cast<std::size_t>(said.data() - folded.text.data());
      const ByteRange range{begin, begin + said.size()};
      if (cuts_word(folded.text, range.begin) || cuts_word(folded.text, range.end)) {
        from = whole + 1;
        continue;
      }
      const ByteRange written = source_range(folded, source, range);
      const auto words = source.substr(written.begin, written.end - written.begin);
      const auto value = checked_value(entities[entity].check, words);
      if (!value) {
        from = whole + 1;
        continue;
      }
      std::string final_value = *value;
      if (const auto known = mapped.find(entity); known != mapped.end()) {
        const auto way = known->second.find(fold(words));
        if (way != known->second.end()) final_value = way->second;
      }
      matches.push_back({entity, range, final_value});
    }
  }
}

void EntityFinder::Parts::find_by_list(const Folded& folded, std::vector<Match>& matches) const {
  if (phrases.empty()) return;
  const auto words = words_of(folded.text);
  for (std::size_t i = 0; i < words.size() && matches.size() < kMaxFound; ++i) {
    const auto candidates = by_key.find(key_of(words[i]));
    if (candidates == by_key.end()) continue;
    for (const std::size_t id : candidates->second) {
      const Phrase& phrase = phrases[id];
      const std::size_t size = phrase.words.size();
      if (i + size > words.size()) continue;
      if (!std::equal(
              phrase.words.begin(), phrase.words.end(), words.begin() + static_cast<long>(i),
              [](const std::string& a, std::string_view b) { return is_same_word(a, b); })) {
        continue;
      }
      const auto begin = static_cast<std::size_t>(words[i].data() - folded.text.data());
      const auto& last = words[i + size - 1];
      const auto end = static_cast<std::size_t>(last.data() - folded.text.data()) + last.size();
      const bool inflected = !std::equal(phrase.words.begin(), phrase.words.end(),
                                         words.begin() + static_cast<long>(i));
      matches.push_back({phrase.entity, {begin, end}, phrase.value, inflected});
    }
  }
}

std::vector<FoundEntity> EntityFinder::find(const Folded& folded, std::string_view source) const {
  std::vector<Parts::Match> matches;
  parts_->find_by_pattern(folded, source, matches);
  parts_->find_by_list(folded, matches);
  std::stable_sort(matches.begin(), matches.end(), [&](const auto& a, const auto& b) {
    const std::size_t length_a = a.range.end - a.range.begin;
    const std::size_t length_b = b.range.end - b.range.begin;
    if (length_a != length_b) return length_a > length_b;
    if (a.inflected != b.inflected) return b.inflected;
    return a.entity < b.entity;
  });
  std::vector<ByteRange> taken;
  std::vector<FoundEntity> found;
  for (const auto& match : matches) {
    const bool overlaps = std::any_of(taken.begin(), taken.end(), [&](const ByteRange& range) {
      return match.range.begin < range.end && range.begin < match.range.end;
    });
    if (overlaps) continue;
    taken.push_back(match.range);
    const ByteRange written = source_range(folded, source, match.range);
    found.push_back({parts_->entities[match.entity].name, match.value,
                     std::string(source.substr(written.begin, written.end - written.begin)),
                     written.begin, written.end});
  }
  std::sort(found.begin(), found.end(),
            [](const FoundEntity& a, const FoundEntity& b) { return a.begin < b.begin; });
  return found;
}

}  // namespace frontdesk
