// SPDX-License-Identifier: MIT
#include "service/open_list.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "support/memory_store.h"
#include "support/talk.h"

namespace open_list_test {

using namespace frontdesk;
using support::MemoryStore;
using support::Talk;

namespace {

/// So many conversations of a kind, one a second after the other.
void fill(MemoryStore& store, const std::string& kind, std::size_t count, const Fact& then) {
  for (std::size_t i = 0; i < count; ++i) {
    Talk talk(kind + std::to_string(i));
    talk.log.now += std::chrono::seconds{i};
    (void)talk.start();
    (void)talk.add(ActorKind::bot, then);
    auto append = talk.since(0);
    append.new_contact = NewContact{talk.contact(), "hash-" + kind + std::to_string(i), {}};
    REQUIRE(store.append({&append, 1}).front().ok());
  }
}

bool has(const OpenList& list, const std::string& id) {
  return std::any_of(list.rows.begin(), list.rows.end(),
                     [&](const Summary& row) { return row.conversation.value == id; });
}

}  // namespace

TEST_CASE("what an agent has, and who came last, is there however many wait") {
  MemoryStore store;
  fill(store, "queued", 600, HandoffRequested{});
  fill(store, "offline", kMostOfStatus + 2, WentOffline{});
  fill(store, "mine", 3, AgentJoined{AgentId("ruta"), "Ruta"});
  const auto list = open_list(store, {});
  REQUIRE(list);
  CHECK(has(*list, "mine0"));
  CHECK(has(*list, "queued599"));
  CHECK(has(*list, "offline501"));
  CHECK(has(*list, "offline2"));
  CHECK_FALSE(has(*list, "offline1"));
  CHECK(list->rows.size() == 600 + kMostOfStatus + 3);
  CHECK(list->cut == std::vector{Status::offline});
}

TEST_CASE("a list that is whole says nothing of a cut") {
  MemoryStore store;
  fill(store, "offline", kMostOfStatus, WentOffline{});
  fill(store, "closed", kMostOfStatus + 1, Closed{});
  const auto waiting = open_list(store, {Status::offline});
  CHECK(waiting->cut.empty());
  CHECK(waiting->rows.size() == kMostOfStatus);
  const auto closed = open_list(store, {Status::closed});
  CHECK(closed->cut == std::vector{Status::closed});
  CHECK(closed->rows.size() == kMostOfStatus);
  CHECK_FALSE(has(*closed, "closed0"));
  CHECK(open_list(store, {Status::assigned}, AgentId("ruta"))->rows.empty());
}

}  // namespace open_list_test
