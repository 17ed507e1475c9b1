// SPDX-License-Identifier: MIT
#include "dialogue/yes_or_no.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "nlu/normalise.h"

namespace frontdesk {
namespace {

using Words = std::vector<std::string_view>;

constexpr std::string_view kYes[] = {"taip", "jo",  "aha",  "gerai", "tinka", "zinoma", "yes",
                                     "yeah", "yep", "sure", "ok",    "okay",  "y"};
// "I want", "I do": a yes alone or beside one, the beginning of a wish before anything else.
constexpr std::string_view kWant[] = {"noriu", "noreciau", "sutinku", "want", "agree", "correct"};
constexpr std::string_view kNo[] = {"ne", "nea",  "nereikia", "nenoriu", "netinka",
                                    "no", "nope", "nah",      "cancel",  "n"};
// What goes with either.
constexpr std::string_view kPolite[] = {
    "prasau", "prasyciau", "aciu",   "dekui", "dekoju", "labai",     "please", "thanks", "thank",
    "you",    "very",      "much",   "na",    "nu",     "tai",       "tada",   "dabar",  "oh",
    "well",   "sorry",     "really", "i",     "that",   "s",         "is",     "it",     "to",
    "tikrai", "kol",       "kas",    "now",   "not",    "atleiskite"};
// Of whoever said yes.
constexpr std::string_view kAgrees[] = {
    "butinai", "viskas",  "teisinga", "teisingai", "puiku",   "pirmyn", "galite", "galima",
    "darom",   "butu",    "mielai",   "do",        "go",      "ahead",  "of",     "course",
    "right",   "fine",    "good",     "great",     "perfect", "can",    "would",  "like",
    "am",      "confirm", "proceed",  "continue",  "register"};
// He asks for what was proposed, however the question names it.
constexpr std::string_view kDoIt[] = {"registruok", "uzregistruok", "daryk",   "padaryk",
                                      "tesk",       "vykdyk",       "ivykdyk", "patvirtin"};
// Of whoever said no.
constexpr std::string_view kRefuses[] = {
    "persigalvojau", "apsigalvojau", "dar",  "nebereikia", "nebenoriu", "neteisingai", "wrong",
    "neteisinga",    "don",          "t",    "dont",       "do",        "need",        "want",
    "changed",       "my",           "mind", "yet",        "stop",      "atsauk",      "atsaukite"};

template <std::size_t n>
bool is_one_of(const std::string_view (&words)[n], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

template <std::size_t n>
bool begins_with_one_of(const std::string_view (&beginnings)[n], std::string_view word) {
  return std::any_of(std::begin(beginnings), std::end(beginnings),
                     [&](std::string_view beginning) { return word.starts_with(beginning); });
}

/// Whether a word is one of the question's with another beginning or ending.
bool repeats(std::string_view word, const Words& question) {
  constexpr std::size_t kShortest = 4;
  constexpr std::size_t kLongestEnding = 3;
  return std::any_of(question.begin(), question.end(), [&](std::string_view asked) {
    if (asked.size() < kShortest) return false;
    const auto stem = asked.substr(0, std::max(kShortest, asked.size() - kLongestEnding));
    return word.find(stem) != std::string_view::npos;
  });
}

bool is_yes(const Words& words, const Words& question) {
  const auto said = [&](const auto& list) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return is_one_of(list, word); });
  };
  const bool plain = said(kYes);
  if (!plain && !said(kWant)) return false;
  return std::all_of(words.begin(), words.end(), [&](std::string_view word) {
    if (is_one_of(kYes, word) || is_one_of(kWant, word)) return true;
    if (is_one_of(kPolite, word)) return word != "not";
    return plain && (is_one_of(kAgrees, word) || begins_with_one_of(kDoIt, word) ||
                     (!word.starts_with("ne") && repeats(word, question)));
  });
}

bool is_no(const Words& words, const Words& question) {
  const auto refuses = [](std::string_view word) {
    return is_one_of(kNo, word) || word == "nebereikia" || word == "nebenoriu" || word == "not";
  };
  if (std::none_of(words.begin(), words.end(), refuses)) return false;
  return std::all_of(words.begin(), words.end(), [&](std::string_view word) {
    return refuses(word) || is_one_of(kPolite, word) || is_one_of(kRefuses, word) ||
           (word.starts_with("ne") && repeats(word, question));
  });
}

}  // namespace

std::optional<bool> yes_or_no(const std::string& said, const std::string& question) {
  const auto words = words_of(said);
  const auto asked = words_of(question);
  const bool yes = is_yes(words, asked);
  const bool no = is_no(words, asked);
  return yes == no ? std::nullopt : std::optional(yes);
}

}  // namespace frontdesk
