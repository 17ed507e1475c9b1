// SPDX-License-Identifier: MIT
#include "kb-connector/retry_after.h"

#include <doctest/doctest.h>

namespace retry_after_test {

using namespace frontdesk;
using namespace std::chrono_literals;

namespace {

const Time kNow = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h;

}  // namespace

TEST_CASE("a date is read in each of the three forms that HTTP has") {
  const Time expected = std::chrono::sys_days{std::chrono::year{1994} / 11 / 6} + 8h + 49min + 37s;
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT", kNow) == expected);
  CHECK(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT", kNow) == expected);
  CHECK(parse_http_date("Sun Nov  6 08:49:37 1994", kNow) == expected);
  CHECK(parse_http_date(" Sun Nov 16 08:49:37 1994 ", kNow) == expected + std::chrono::days{10});
  // Two digits of a year are the nearest year that is at most fifty years ahead.
  CHECK(parse_http_date("Friday, 06-Nov-76 08:49:37 GMT", kNow) ==
        Time{std::chrono::sys_days{std::chrono::year{2076} / 11 / 6} + 8h + 49min + 37s});
  // A leap second is the second before it.
  CHECK(parse_http_date("Sat, 31 Dec 2016 23:59:60 GMT", kNow) ==
        Time{std::chrono::sys_days{std::chrono::year{2017} / 1 / 1} - 1s});
}

TEST_CASE("what is no date is none") {
  for (const auto* text :
       {"", " ", "Sun", "Sun,", "Sun, 06 Nov 1994", "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 EET", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nox 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT and more", "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994", "2026-03-01T12:00:00Z", "Sun, -6 Nov 1994 08:49:37 GMT"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_http_date(text, kNow).has_value());
  }
}

TEST_CASE("Retry-After is seconds or a date, from now to a quarter of an hour") {
  CHECK(retry_after("0", kNow) == kNow);
  CHECK(retry_after(" 120 ", kNow) == kNow + 120s);
  CHECK(retry_after("900", kNow) == kNow + 15min);
  CHECK(retry_after("901", kNow) == kNow + 15min);
  CHECK(retry_after("99999999999999999999999", kNow) == kNow + 15min);
  CHECK(retry_after("Sun, 01 Mar 2026 12:05:00 GMT", kNow) == kNow + 5min);
  CHECK(retry_after("Sun, 01 Mar 2026 11:00:00 GMT", kNow) == kNow);
  CHECK(retry_after("Mon, 02 Mar 2026 12:00:00 GMT", kNow) == kNow + 15min);
  CHECK_FALSE(retry_after("", kNow).has_value());
  CHECK_FALSE(retry_after("-5", kNow).has_value());
  CHECK_FALSE(retry_after("1.5", kNow).has_value());
  CHECK_FALSE(retry_after("soon", kNow).has_value());
}

}  // namespace retry_after_test
