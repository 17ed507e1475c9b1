// SPDX-License-Identifier: MIT
#include "service/lookups.h"

#include <algorithm>
#include <functional>

#include "dialogue/words_search.h"

namespace frontdesk {
namespace {

constexpr std::size_t kLogsAtOnce = 50;  // in memory
constexpr std::size_t kMostMarks = 200;
constexpr std::size_t kMostOfContact = 100;
constexpr std::size_t kMostReasons = 100;
constexpr std::size_t kLatestCalls = 3;
constexpr std::chrono::hours kBoardSpan{1};

/// Reads the logs in batches until `take` has had enough.
Result<Done> each_log(Store& store, const std::vector<ConversationId>& ids,
                      const std::function<bool(const std::vector<Event>&)>& take) {
  for (std::size_t begin = 0; begin < ids.size(); begin += kLogsAtOnce) {
    const auto batch = std::span(ids).subspan(begin, std::min(kLogsAtOnce, ids.size() - begin));
    const auto logs = store.load(batch);
    if (!logs) return logs.error();
    for (const auto& log : *logs) {
      if (!log.empty() && !take(log)) return Done{};
    }
  }
  return Done{};
}

}  // namespace

Result<std::vector<FoundConversation>> find_conversations(Conversations& conversations,
                                                          const std::string& query) {
  const WordsSearch search(query);
  if (search.empty()) return Error{Code::invalid, "'q' needs two letters or digits at least"};
  auto& store = conversations.store();
  const auto ids = store.recent(conversations.clock().now() - kSearchedDays, kSearchedFacts);
  if (!ids) return ids.error();
  std::vector<FoundConversation> found;
  auto read = each_log(store, *ids, [&](const std::vector<Event>& log) {
    auto snippet = search.look(log);
    if (snippet) found.push_back({summary_of(fold(log)), std::move(*snippet)});
    return found.size() < kMostFound;
  });
  if (!read) return read.error();
  return found;
}

Result<std::vector<IntentMark>> review_list(Conversations& conversations) {
  auto& store = conversations.store();
  const auto ids = store.newest(Sought::marks, kMostMarks);
  if (!ids) return ids.error();
  std::vector<IntentMark> marks;
  auto read = each_log(store, *ids, [&](const std::vector<Event>& log) {
    std::vector<std::shared_ptr<const Event>> shared;
    for (const auto& event : log) shared.push_back(std::make_shared<const Event>(event));
    for (auto& mark : marks_of(shared)) {
      if (!mark.text.empty()) marks.push_back(std::move(mark));
    }
    return true;
  });
  if (!read) return read.error();
  std::stable_sort(marks.begin(), marks.end(),
                   [](const IntentMark& a, const IntentMark& b) { return a.at > b.at; });
  if (marks.size() > kMostMarks) marks.resize(kMostMarks);
  return marks;
}

Result<std::vector<HandoffTally>> handoff_reasons(Conversations& conversations) {
  auto& store = conversations.store();
  const auto ids = store.newest(Sought::calls, kCalls);
  if (!ids) return ids.error();
  std::vector<HandoffCall> calls;
  auto read = each_log(store, *ids, [&](const std::vector<Event>& log) {
    for (auto& call : handoff_calls(log)) calls.push_back(std::move(call));
    return true;
  });
  if (!read) return read.error();
  auto tallies = tally_handoffs(std::move(calls), kLatestCalls);
  if (tallies.size() > kMostReasons) tallies.resize(kMostReasons);
  return tallies;
}

Result<Board> board_of(Conversations& conversations) {
  const auto brain = conversations.brain();
  const Time now = conversations.clock().now();
  Board board(now - kBoardSpan, now, [&](const TeamId& id, Time asked) {
    return brain->answers_by(brain->catalog.find_team(id), asked);
  });
  const auto read = each_recent(conversations, now - kBoardSpan,
                                [&](std::span<const Event> log) { board.read(log); });
  if (!read) return read.error();
  return board;
}

Result<Done> each_recent(Conversations& conversations, Time since,
                         const std::function<void(std::span<const Event>)>& take) {
  auto& store = conversations.store();
  const auto ids = store.recent(since, kSearchedFacts);
  if (!ids) return ids.error();
  return each_log(store, *ids, [&](const std::vector<Event>& log) {
    take(log);
    return true;
  });
}

Result<std::vector<Summary>> history_of(Conversations& conversations, const ContactId& contact) {
  auto rows = conversations.store().list({.contact = contact, .limit = kMostOfContact});
  if (!rows) return rows;
  std::sort(rows->begin(), rows->end(), [](const Summary& a, const Summary& b) {
    return a.started_at != b.started_at ? a.started_at > b.started_at
                                        : a.conversation > b.conversation;
  });
  return rows;
}

}  // namespace frontdesk
