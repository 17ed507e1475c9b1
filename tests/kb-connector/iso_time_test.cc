// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/iso_time.h"

#include <doctest/doctest.h>

namespace iso_time_test {

using namespace frontdesk;

namespace {

std::string read(const char* text) {
  const auto time = parse_iso_time(text);
  return time ? to_text(*time) : "none";
}

}  // namespace

TEST_CASE("times are read with and without time of day, fraction and zone") {
  CHECK(read("2026-11-22") == "2026-11-22T00:00:00.000Z");
  CHECK(read("2026-11-22T14:05Z") == "2026-11-22T14:05:00.000Z");
  CHECK(read("2026-11-22 14:05:09") == "2026-11-22T14:05:09.000Z");
  CHECK(read("2026-11-22T14:05:09.12Z") == "2026-11-22T14:05:09.120Z");
  CHECK(read("2026-11-22T14:05:09.123456+02:00") == "2026-11-22T12:05:09.123Z");
  CHECK(read("2026-03-01T13:00:00+01") == "2026-03-01T12:00:00.000Z");
  CHECK(read("2026-01-01T00:30:00-0130") == "2026-01-01T02:00:00.000Z");
}

TEST_CASE("what is no time is not guessed") {
  for (const char* text :
       {"", "2026", "2026-13-01", "2026-02-30", "2026-11-22T", "2026-11-22T25:00",
        "2026-11-22T14:05x", "2026-11-22T14:05+2", "yesterday", "22/11/2026"}) {
    CHECK_MESSAGE(read(text) == "none", text);
  }
}

}  // namespace iso_time_test
