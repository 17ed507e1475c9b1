// SPDX-License-Identifier: MIT
#include "service/hub.h"

#include <doctest/doctest.h>

namespace hub_test {

using namespace frontdesk;

namespace {

Summary row(const char* conversation, Sequence last) {
  Summary summary;
  summary.conversation = ConversationId(conversation);
  summary.last = last;
  return summary;
}

}  // namespace

TEST_CASE("A row that is announced after a newer one of its conversation changes nothing.") {
  Hub hub;
  hub.announce(row("a", 7));
  const auto seen = hub.version();
  hub.announce(row("a", 5));

  const auto changes = hub.changes_after(seen);
  REQUIRE(changes);
  CHECK(changes->rows.empty());
  const auto all = hub.changes_after(0);
  REQUIRE(all);
  REQUIRE(all->rows.size() == 1);
  CHECK(all->rows.front().last == 7);
}

TEST_CASE("Each conversation is in the changes once, as it is now.") {
  Hub hub;
  hub.announce(row("a", 1));
  hub.announce(row("b", 2));
  hub.announce(row("a", 3));

  const auto changes = hub.changes_after(0);
  REQUIRE(changes);
  CHECK(changes->version == 3);
  REQUIRE(changes->rows.size() == 2);
  CHECK(changes->rows[0].conversation == ConversationId("b"));
  CHECK(changes->rows[1].last == 3);
}

TEST_CASE("Who asks for what was announced too long ago is told to begin anew.") {
  Hub hub;
  for (Sequence last = 1; last <= 5000; ++last) hub.announce(row("a", last));
  CHECK_FALSE(hub.changes_after(1));
  CHECK(hub.changes_after(4999)->rows.size() == 1);
}

}  // namespace hub_test
