// SPDX-License-Identifier: MIT
#include "nlu/dates.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include "nlu/normalise.h"

namespace dates_test {

using namespace frontdesk;

namespace {

// A Sunday.
const Day kToday = std::chrono::year{2026} / 11 / 22;

std::string said(const std::string& text, std::optional<Day> today = kToday) {
  const auto day = read_day(fold(text), today);
  return day ? to_text(*day) : "";
}

}  // namespace

TEST_CASE("a day said in full needs no today") {
  for (const auto* text :
       {"2026-11-22", "2026.11.22", "22.11.2026", "22/11/2026", "2026 m. lapkričio 22 d.",
        "2026 lapkricio 22", "2026 m. lapkričio mėn. 22 d.", "lapkričio 22 d., 2026",
        "22 November 2026", "22nd of November 2026", "Nov 22, 2026", "November 22nd, 2026"}) {
    CHECK_MESSAGE(said(text, {}) == "2026-11-22", text);
  }
}

TEST_CASE("a day without a year is the nearest one") {
  for (const auto* text : {"lapkričio 22 d.", "lapkricio 22", "lapkr. 22", "lapkričio 22-osios",
                           "22 November", "Nov 22", "the 22nd of november", "nov. 22"}) {
    CHECK_MESSAGE(said(text) == "2026-11-22", text);
  }
  CHECK(said("sausio 5 d.") == "2027-01-05");
  CHECK(said("spalio 30") == "2026-10-30");
  CHECK(said("may 1") == "2027-05-01");
  CHECK(said("vasario 29") == "");
  CHECK(said("vasario 29", Day{std::chrono::year{2027} / 12 / 1}) == "2028-02-29");
  CHECK(said("Nov 22", {}) == "");
}

TEST_CASE("every month is known in both languages, whole and short") {
  const std::vector<std::vector<std::string>> months = {
      {"sausio", "January", "jan"},
      {"vasario", "February", "feb", "vas."},
      {"kovo", "March", "mar"},
      {"balandžio", "April", "apr", "bal."},
      {"gegužės", "May", "geg."},
      {"birželio", "June", "jun", "birž."},
      {"liepos", "July", "jul", "liep."},
      {"rugpjūčio", "August", "aug", "rugp."},
      {"rugsėjo", "September", "sept", "sep", "rugs."},
      {"spalio", "October", "oct"},
      {"lapkričio", "November", "nov", "lapkr."},
      {"gruodžio", "December", "dec", "gruod."}};
  const RE2 pattern{re2::StringPiece(date_pattern().data(), date_pattern().size())};
  REQUIRE(pattern.ok());
  for (std::size_t i = 0; i < months.size(); ++i) {
    for (const auto& month : months[i]) {
      const Day expected = std::chrono::year{2026} / static_cast<int>(i + 1) / 3;
      CHECK_MESSAGE(said("2026 " + month + " 3") == to_text(expected), month);
      CHECK_MESSAGE(said("3 " + month + " 2026") == to_text(expected), month);
      CHECK_MESSAGE(RE2::FullMatch(fold("2026 " + month + " 3"), pattern), month);
      CHECK_MESSAGE(RE2::FullMatch(fold("3 " + month + " 2026"), pattern), month);
    }
  }
}

TEST_CASE("words for days are told from today") {
  const std::pair<const char*, const char*> cases[] = {
      {"šiandien", "2026-11-22"},
      {"today", "2026-11-22"},
      {"rytoj", "2026-11-23"},
      {"tomorrow", "2026-11-23"},
      {"poryt", "2026-11-24"},
      {"the day after tomorrow", "2026-11-24"},
      {"vakar", "2026-11-21"},
      {"yesterday", "2026-11-21"},
      {"užvakar", "2026-11-20"},
      {"day before yesterday", "2026-11-20"},
      {"pirmadienį", "2026-11-23"},
      {"Friday", "2026-11-27"},
      {"sekmadienį", "2026-11-29"},
      {"ateinantį trečiadienį", "2026-11-25"},
      {"kitą penktadienį", "2026-11-27"},
      {"next monday", "2026-11-23"},
      {"praėjusį penktadienį", "2026-11-20"},
      {"last Sunday", "2026-11-15"},
  };
  const RE2 pattern{re2::StringPiece(date_pattern().data(), date_pattern().size())};
  for (const auto& [text, expected] : cases) {
    CHECK_MESSAGE(said(text) == expected, text);
    CHECK_MESSAGE(said(text, {}) == "", text);
    CHECK_MESSAGE(RE2::FullMatch(fold(text), pattern), text);
  }
  // On a Tuesday the next Friday is not this one.
  const Day tuesday = std::chrono::year{2026} / 11 / 24;
  CHECK(said("this friday", tuesday) == "2026-11-27");
  CHECK(said("next friday", tuesday) == "2026-12-04");
}

TEST_CASE("what is no day is none") {
  for (const auto* text :
       {"", "31.04.2026", "2026-13-01", "lapkričio 31", "0 may", "kovo", "may", "22", "11-22",
        "rytoj 5", "monday 5", "2026 lapkričio 2026", "red friday", "penktadienį vakare", "1 2 3 4",
        "12026-01-01", "lapkričio 22 10023"}) {
    CHECK_MESSAGE(said(text) == "", text);
  }
}

}  // namespace dates_test
