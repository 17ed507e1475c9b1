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
constexpr int kMaxGivenBack = 8;            // words, where a check's own pattern took too many

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

// Whether a number goes on beyond `range` by a decimal sign: "22.11" of "22.11.2026".
bool cuts_decimal(std::string_view text, ByteRange range) {
  const auto digit = [&](std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
  };
  const auto sign = [&](std::size_t at) {
    return at < text.size() && (text[at] == '.' || text[at] == ',');
  };
  const bool before =
      range.begin >= 2 && digit(range.begin) && sign(range.begin - 1) && digit(range.begin - 2);
  return before || (digit(range.end - 1) && sign(range.end) && digit(range.end + 1));
}

// The last word of what stands before a value; empty at the beginning.
std::string word_before(std::string_view folded) {
  const auto words = words_of(folded);
  return words.empty() ? std::string() : std::string(words.back());
}

}  // namespace

struct EntityFinder::Parts {
  struct Pattern {
    std::size_t entity;
    std::unique_ptr<RE2> pattern;
    bool of_check = false;  // brought by the check, not written by the author
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
  // entity -> word before -> role -> how often
  std::map<std::size_t, std::map<std::string, std::map<std::string, int>>> roles;

  void add_phrase(std::size_t entity, const std::string& value, const std::string& said) {
    const std::string folded = fold(said);
    const auto words = words_of(folded);
    if (words.empty() || !mapped[entity].emplace(folded, value).second) return;
    by_key[key_of(words[0])].push_back(phrases.size());
    phrases.push_back({entity, value, {words.begin(), words.end()}});
  }

  // The value of what stands there, or nothing when it cuts a word or does not pass the check.
  [[nodiscard]] std::optional<std::string> value_at(const Pattern& pattern, const Folded& folded,
                                                    std::string_view source, ByteRange range,
                                                    std::optional<Day> today) const;
  void find_by_pattern(const Pattern& by, const Folded& folded, std::string_view source,
                       std::optional<Day> today, std::vector<Match>& matches) const;
  void find_by_list(const Folded& folded, std::vector<Match>& matches) const;
  [[nodiscard]] std::string role_of(std::size_t entity, std::string_view before) const;

  // Warns of patterns that read everything or nothing.
  void judge_patterns(const Catalog& catalog, std::vector<Problem>& problems) const;
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
      // The checks' own patterns are folded as they are, and may be longer than an author's.
      auto checked =
          entity.pattern.empty() ? Result<std::string>(pattern) : checked_pattern(pattern);
      auto compiled =
          checked ? compile_pattern(*checked, true) : Result<std::unique_ptr<RE2>>(checked.error());
      if (compiled)
        parts.patterns.push_back({i, std::move(*compiled), entity.pattern.empty()});
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
          Entity implied;
          implied.name = mark.entity;
          implied.at = example.at;
          parts.entities.push_back(std::move(implied));
        }
        const Entity& entity = parts.entities[found->second];
        const std::string text = example.text.substr(std::min(mark.begin, example.text.size()),
                                                     mark.end - std::min(mark.begin, mark.end));
        const bool only_listed = entity.pattern.empty() && entity.check.empty();
        const std::string& value = mark.value.empty() ? text : mark.value;
        if (only_listed || value != text) parts.add_phrase(found->second, value, text);
        if (!mark.role.empty()) {
          const auto before = fold(std::string_view(example.text).substr(0, mark.begin));
          ++parts.roles[found->second][word_before(before)][mark.role];
        }
      }
    }
  }
  parts.judge_patterns(catalog, problems);
}

EntityFinder::~EntityFinder() = default;
EntityFinder::EntityFinder(EntityFinder&&) noexcept = default;

std::optional<std::string> EntityFinder::Parts::value_at(const Pattern& by, const Folded& folded,
                                                         std::string_view source, ByteRange range,
                                                         std::optional<Day> today) const {
  if (cuts_word(folded.text, range.begin) || cuts_word(folded.text, range.end)) return {};
  if (by.of_check && cuts_decimal(folded.text, range)) return {};
  const ByteRange written = source_range(folded, source, range);
  const auto words = source.substr(written.begin, written.end - written.begin);
  auto value = checked_value(entities[by.entity].check, words, today);
  if (!value) return {};
  if (const auto known = mapped.find(by.entity); known != mapped.end()) {
    const auto way = known->second.find(fold(words));
    if (way != known->second.end()) return way->second;
  }
  return value;
}

void EntityFinder::Parts::find_by_pattern(const Pattern& by, const Folded& folded,
                                          std::string_view source, std::optional<Day> today,
                                          std::vector<Match>& matches) const {
  const re2::StringPiece text(folded.text);
  const bool has_group = by.pattern->NumberOfCapturingGroups() > 0;
  std::size_t from = 0;
  re2::StringPiece groups[2];
  while (from <= folded.text.size() && matches.size() < kMaxFound &&
         by.pattern->Match(text, from, folded.text.size(), RE2::UNANCHORED, groups,
                           has_group ? 2 : 1)) {
    const auto& said = has_group ? groups[1] : groups[0];
    const auto whole = static_cast<std::size_t>(groups[0].data() - folded.text.data());
    from = std::max(whole + 1, whole + groups[0].size());
    if (said.data() == nullptr || said.empty()) continue;
    const auto begin = static_cast<std::size_t>(said.data() - folded.text.data());
    ByteRange range{begin, begin + said.size()};
    auto value = value_at(by, folded, source, range, today);
    for (int given = 0; !value && by.of_check && given < kMaxGivenBack; ++given) {
      const std::size_t space = folded.text.rfind(' ', range.end - 1);
      if (space == std::string::npos || space <= range.begin) break;
      range.end = space;
      value = value_at(by, folded, source, range, today);
    }
    if (value) {
      matches.push_back({by.entity, range, std::move(*value)});
      from = std::max(whole + 1, has_group ? from : range.end);
    } else {
      from = whole + 1;
    }
  }
}

std::string EntityFinder::Parts::role_of(std::size_t entity, std::string_view before) const {
  const auto known = roles.find(entity);
  if (known == roles.end()) return {};
  const auto counts = known->second.find(word_before(before));
  if (counts == known->second.end()) return {};
  std::string best;
  int most = 0;
  for (const auto& [role, count] : counts->second) {
    if (count == most) best.clear();  // as often one as the other
    if (count > most) {
      best = role;
      most = count;
    }
  }
  return best;
}

void EntityFinder::Parts::judge_patterns(const Catalog& catalog,
                                         std::vector<Problem>& problems) const {
  // Any day will do to see whether a date is read at all.
  const Day some_day{};
  for (const auto& by : patterns) {
    const Entity& entity = entities[by.entity];
    const auto warn = [&](const std::string& text) {
      problems.push_back(
          {Problem::Severity::warning, entity.at, "entity '" + entity.name + "': " + text});
    };
    if (matches_everything(*by.pattern)) warn("the pattern reads a value out of every message");
    std::string first;  // that is not read
    std::size_t read = 0;
    std::size_t all = 0;
    const auto judge = [&](const std::string& text, ByteRange part) {
      const Folded folded = fold_with_origin(text);
      std::vector<Match> matches;
      find_by_pattern(by, folded, text, some_day, matches);
      const bool good = std::any_of(matches.begin(), matches.end(), [&](const Match& match) {
        const ByteRange place = source_range(folded, text, match.range);
        return place.begin < part.end && part.begin < place.end;
      });
      ++all;
      if (good) ++read;
      if (!good && first.empty()) first = text.substr(part.begin, part.end - part.begin);
    };
    for (const auto& example : entity.examples) judge(example.text, {0, example.text.size()});
    for (const auto& intent : catalog.intents) {
      for (const auto& example : intent.examples) {
        for (const auto& mark : example.marks) {
          const ByteRange part{mark.begin, std::min(mark.end, example.text.size())};
          if (mark.entity != entity.name || part.begin >= part.end) continue;
          // "[ten thousand]" that stands for 10000 is read by its words, not by the pattern.
          const auto text = example.text.substr(part.begin, part.end - part.begin);
          if (mark.value.empty() || mark.value == text) judge(example.text, part);
        }
      }
    }
    if (all > 0 && read == 0) {
      warn("the pattern matches none of its " + std::to_string(all) +
           " examples and marks, the first is '" + first + "'");
    } else if (read < all && !entity.examples.empty()) {
      warn("the pattern does not match the example '" + first + "'");
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

std::vector<FoundEntity> EntityFinder::find(const Folded& folded, std::string_view source,
                                            std::optional<Day> today) const {
  std::vector<Parts::Match> matches;
  for (const auto& by : parts_->patterns) {
    parts_->find_by_pattern(by, folded, source, today, matches);
  }
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
                     written.begin, written.end,
                     parts_->role_of(match.entity,
                                     std::string_view(folded.text).substr(0, match.range.begin))});
  }
  std::sort(found.begin(), found.end(),
            [](const FoundEntity& a, const FoundEntity& b) { return a.begin < b.begin; });
  return found;
}

}  // namespace frontdesk
