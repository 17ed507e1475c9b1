// SPDX-License-Identifier: MIT
#include "nlu/dates.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "nlu/normalise.h"

namespace frontdesk {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

// A word that begins with `stem` and is at most `ending` bytes longer.
struct Stem {
  std::string_view stem;
  std::size_t ending;
  int number;  // of the month, or of the weekday from Monday
};

// "kov" is March as well as a fight, "liep" July as well as a lime tree: a month counts only beside a
// day's number.
constexpr std::array<Stem, 35> kMonths{
    {{"saus", 4, 1},   {"vasari", 2, 2}, {"vas", 0, 2},     {"kov", 2, 3},    {"baland", 4, 4},
     {"bal", 0, 4},    {"geguz", 3, 5},  {"geg", 0, 5},     {"birz", 5, 6},   {"liep", 2, 7},
     {"rugpj", 4, 8},  {"rugp", 0, 8},   {"rugsej", 3, 9},  {"rugs", 0, 9},   {"spal", 3, 10},
     {"lapkr", 4, 11}, {"gruod", 4, 12}, {"january", 0, 1}, {"jan", 0, 1},    {"february", 0, 2},
     {"feb", 0, 2},    {"march", 0, 3},  {"mar", 0, 3},     {"april", 0, 4},  {"apr", 0, 4},
     {"may", 0, 5},    {"june", 0, 6},   {"jun", 0, 6},     {"july", 0, 7},   {"jul", 0, 7},
     {"aug", 3, 8},    {"sept", 5, 9},   {"sep", 0, 9},     {"octob", 2, 10}, {"oct", 0, 10}}};
constexpr std::array<Stem, 2> kLastMonths{{{"nov", 5, 11}, {"dec", 5, 12}}};

constexpr std::array<Stem, 14> kWeekdays{{{"pirmadien", 3, 0},
                                          {"antradien", 3, 1},
                                          {"treciadien", 3, 2},
                                          {"ketvirtadien", 3, 3},
                                          {"penktadien", 3, 4},
                                          {"sestadien", 3, 5},
                                          {"sekmadien", 3, 6},
                                          {"monday", 0, 0},
                                          {"tuesday", 0, 1},
                                          {"wednesday", 0, 2},
                                          {"thursday", 0, 3},
                                          {"friday", 0, 4},
                                          {"saturday", 0, 5},
                                          {"sunday", 0, 6}}};

struct Named {
  std::string_view words;
  int ahead;
};
constexpr std::array<Named, 13> kByToday{{{"siandien", 0},
                                          {"rytoj", 1},
                                          {"rytdien", 1},
                                          {"rytdiena", 1},
                                          {"poryt", 2},
                                          {"vakar", -1},
                                          {"uzvakar", -2},
                                          {"today", 0},
                                          {"tomorrow", 1},
                                          {"yesterday", -1},
                                          {"day after tomorrow", 2},
                                          {"day before yesterday", -2},
                                          {"tomorow", 1}}};

constexpr std::array<std::string_view, 20> kFiller{
    "m",   "d",  "metu", "metai", "men", "menesio", "diena", "dienos", "dienai", "of",
    "the", "st", "nd",   "rd",    "th",  "a",       "aja",   "os",     "osios",  "on"};

template <class Stems>
std::optional<int> number_of(const Stems& stems, std::string_view word) {
  for (const auto& each : stems) {
    if (word.starts_with(each.stem) && word.size() <= each.stem.size() + each.ending) {
      return each.number;
    }
  }
  return {};
}

std::optional<int> month_of(std::string_view word) {
  const auto found = number_of(kMonths, word);
  return found ? found : number_of(kLastMonths, word);
}

bool begins_with_any(std::string_view word, std::initializer_list<std::string_view> heads) {
  return std::any_of(heads.begin(), heads.end(),
                     [&](std::string_view head) { return word.starts_with(head); });
}

std::optional<Day> existing(int y, int m, int d) {
  const year_month_day made{year{y}, month{static_cast<unsigned>(m)},
                            day{static_cast<unsigned>(d)}};
  if (!made.ok()) return {};
  return Day{made};
}

// Of last, this and next year the day nearest to today.
std::optional<Day> nearest(int m, int d, std::optional<Day> today) {
  if (!today) return {};
  const int now = static_cast<int>(year_month_day{*today}.year());
  std::optional<Day> best;
  for (int y = now - 1; y <= now + 1; ++y) {
    const auto made = existing(y, m, d);
    if (!made) continue;
    if (!best || std::chrono::abs(*made - *today) < std::chrono::abs(*best - *today)) best = made;
  }
  return best;
}

int weekday_of(Day date) { return static_cast<int>(std::chrono::weekday{date}.iso_encoding()) - 1; }

std::optional<Day> by_weekday(int weekday, std::string_view modifier, std::optional<Day> today) {
  if (!today) return {};
  const int now = weekday_of(*today);
  if (begins_with_any(modifier, {"next", "kit"})) return *today + days{7 - now + weekday};
  if (begins_with_any(modifier, {"last", "praejus", "praeit"})) {
    return *today - days{(now - weekday + 6) % 7 + 1};
  }
  return *today + days{(weekday - now + 6) % 7 + 1};
}

std::optional<Day> numeric(std::vector<std::string_view> numbers) {
  if (numbers[2].size() == 4) std::swap(numbers[0], numbers[2]);
  if (numbers[0].size() != 4 || numbers[1].size() > 2 || numbers[2].size() > 2) return {};
  const auto value = [](std::string_view text) { return std::atoi(std::string(text).c_str()); };
  return existing(value(numbers[0]), value(numbers[1]), value(numbers[2]));
}

}  // namespace

std::string_view date_pattern() {
  // RE2 takes the first alternative that fits: what is said in full stands before what is not.
  static const std::string kPattern = [] {
    const std::string month_lt =
        "(?:saus|vasari|vas|kov|baland|bal|geguz|geg|birz|liep|rugpj|rugp|rugsej|rugs|spal|lapkr|"
        "gruod)[a-z]{0,5}";
    const std::string month_en =
        "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
        "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
    const std::string month = "(?:" + month_lt + "|" + month_en + R"()\.?)";
    const std::string number = "[0-9]{1,2}(?: ?(?:st|nd|rd|th))?";
    const std::string tail = R"((?:[ -]?(?:d\b\.?|dien[a-z]{1,2}\b|os(?:ios)?\b|aja\b|a\b))?)";
    const std::string year_first = R"((?:[0-9]{4} ?(?:m\b\.?|metu\b)?,? ?)?)";
    return R"([0-9]{4}[-./ ][0-9]{1,2}[-./ ][0-9]{1,2}|[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4}|)" +
           year_first + month + R"((?: men(?:esio)?\b\.?)? ?(?:the )?)" + number + tail +
           "(?:,? [0-9]{4})?|" + number + R"((?: of)? ?)" + month + "(?:,? [0-9]{4})?|" +
           R"((?:the )?day (?:after tomorrow|before yesterday)|)" +
           R"(\b(?:siandien|rytoj|rytdiena?|poryt|vakar|uzvakar|today|tomorr?ow|yesterday)\b|)" +
           R"(\b(?:(?:this|next|last|coming|kit[a-z]{1,2}|si|praejus[a-z]{1,3}|praeit[a-z]{1,3}|)" +
           R"(ateinant[a-z]{1,3}) )?(?:(?:pirma|antra|trecia|ketvirta|penkta|sesta|sekma))" +
           R"(dien(?:is|io|iui|i|yje)|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)";
  }();
  return kPattern;
}

std::optional<Day> read_day(std::string_view folded, std::optional<Day> today) {
  std::vector<std::string_view> numbers;
  std::string words;  // without fillers
  std::optional<int> month;
  std::optional<int> weekday;
  std::string_view modifier;
  bool year_first = false;
  for (const auto word : words_of(folded)) {
    if (word.front() >= '0' && word.front() <= '9') {
      if (word.size() > 4) return {};
      if (numbers.empty()) year_first = word.size() == 4;
      numbers.push_back(word);
      continue;
    }
    if (const auto found = month_of(word); found && !month) {
      month = found;
      continue;
    }
    if (const auto found = number_of(kWeekdays, word); found && !weekday) {
      weekday = found;
      continue;
    }
    if (std::find(kFiller.begin(), kFiller.end(), word) != kFiller.end()) continue;
    if (modifier.empty()) modifier = word;
    words += (words.empty() ? "" : " ") + std::string(word);
  }
  const bool modified = words == modifier;  // one word at most
  if (weekday) {
    const bool known =
        modifier.empty() || begins_with_any(modifier, {"this", "next", "last", "coming", "kit",
                                                       "si", "praejus", "praeit", "ateinant"});
    if (month || !numbers.empty() || !modified || !known) return {};
    return by_weekday(*weekday, modifier, today);
  }
  if (month) {
    if (!words.empty() || numbers.empty() || numbers.size() > 2) return {};
    const std::string_view day_text = year_first ? numbers.back() : numbers.front();
    if (day_text.size() > 2) return {};
    const int d = std::atoi(std::string(day_text).c_str());
    if (numbers.size() == 1) return nearest(*month, d, today);
    const std::string_view year_text = year_first ? numbers.front() : numbers.back();
    if (year_text.size() != 4) return {};
    return existing(std::atoi(std::string(year_text).c_str()), *month, d);
  }
  if (numbers.size() == 3 && words.empty()) return numeric(numbers);
  if (!numbers.empty() || !today) return {};
  for (const auto& [named, ahead] : kByToday) {
    if (words == named) return *today + days{ahead};
  }
  return {};
}

std::string to_text(Day date) {
  const year_month_day made{date};
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(made.year()),
                static_cast<unsigned>(made.month()), static_cast<unsigned>(made.day()));
  return text;
}

}  // namespace frontdesk
