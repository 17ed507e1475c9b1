// SPDX-License-Identifier: MIT
// Many agents at two nodes reach for the same conversations: each has one owner, and everybody who was too
// late is told who was first.
#include <doctest/doctest.h>

#include <atomic>
#include <numeric>
#include <random>
#include <thread>

#include "support/desk_office.h"

namespace claimers_test {

using namespace support;

namespace {

constexpr int kConversations = 2000;
constexpr int kClaimers = 64;
constexpr int kThreads = 8;  // of each node, with several claimers each: this machine has few cores
constexpr std::size_t kBatch = 50;

/// Visitors who wait, begun many in a transaction.
std::vector<ConversationId> queue_of(Office& office, int count) {
  std::vector<ConversationId> ids;
  while (static_cast<int>(ids.size()) < count) {
    std::vector<Append> appends;
    for (std::size_t i = 0; i < kBatch; ++i) {
      auto staged = office.conversations.start(
          {.token_hash = "t" + std::to_string(ids.size()), .language = "en"});
      REQUIRE(staged.ok());
      ids.push_back(staged->conversation.id);
      Draft draft(staged->conversation, office.clock.now(), "v1");
      draft.add(bot_actor(), HandoffRequested{.team = TeamId("support")});
      auto append = std::move(*staged->append);
      auto handoff = draft.take_append();
      append.events.insert(append.events.end(), handoff.events.begin(), handoff.events.end());
      append.summary = handoff.summary;
      appends.push_back(std::move(append));
    }
    for (const auto& result : office.conversations.commit(appends)) REQUIRE(result.ok());
  }
  return ids;
}

/// The claims of one claimer's turn through all conversations, many in a transaction as in a tick of the
/// front; a conflict is decided anew.
void claim(Office& office, const std::vector<ConversationId>& ids, const AgentIdentity& agent,
           std::vector<std::atomic<int>>& won, std::atomic<int>& refused, unsigned seed) {
  std::vector<std::size_t> order(ids.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::shuffle(order.begin(), order.end(), std::mt19937(seed));
  while (!order.empty()) {
    std::vector<Append> appends;
    std::vector<std::size_t> staged_of;
    while (!order.empty() && appends.size() < kBatch) {
      const auto i = order.back();
      order.pop_back();
      auto staged = office.conversations.command(
          ids[i], [&](Draft& draft) { return take(draft, agent, draft.conversation().epoch); });
      if (!staged) {
        // CHECK would be the slowest thing here.
        const auto& error = staged.error();
        const bool told = error.code == Code::conflict &&
                          error.message.ends_with("has already taken this conversation");
        if (told) ++refused;
      } else if (staged->append) {
        appends.push_back(std::move(*staged->append));
        staged_of.push_back(i);
      }
    }
    const auto results = office.conversations.commit(appends);
    for (std::size_t i = 0; i < results.size(); ++i) {
      if (results[i]) {
        ++won[staged_of[i]];
      } else {
        REQUIRE(results[i].error().code == Code::conflict);
        order.push_back(staged_of[i]);
      }
    }
  }
}

}  // namespace

TEST_CASE("64 claimers at two nodes and 2,000 conversations: each has exactly one owner") {
  TempFolder folder;
  auto first_store = sqlite_in(folder);
  auto second_store = sqlite_in(folder);
  Office first(*first_store);
  Office second(*second_store);
  const auto ids = queue_of(first, kConversations);

  std::vector<std::atomic<int>> won(ids.size());
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 2 * kThreads; ++t) {
    threads.emplace_back([&, t] {
      auto& office = t % 2 == 0 ? first : second;
      for (int claimer = t; claimer < kClaimers; claimer += 2 * kThreads) {
        const auto name = "claimer" + std::to_string(claimer);
        claim(office, ids, {AgentId(name), name}, won, refused, static_cast<unsigned>(claimer));
      }
    });
  }
  for (auto& thread : threads) thread.join();

  CHECK(std::all_of(won.begin(), won.end(), [](const auto& owners) { return owners == 1; }));
  CHECK(refused == kConversations * (kClaimers - 1));
  const auto lists = second_store->load(ids);
  REQUIRE(lists.ok());
  for (const auto& events : *lists) {
    const auto joined = std::count_if(events.begin(), events.end(), [](const Event& event) {
      return std::holds_alternative<AgentJoined>(event.fact);
    });
    REQUIRE(joined == 1);
  }
  const auto rows = first_store->list({.statuses = {Status::assigned}, .limit = 10000});
  REQUIRE(rows.ok());
  CHECK(rows->size() == kConversations);
}

}  // namespace claimers_test
