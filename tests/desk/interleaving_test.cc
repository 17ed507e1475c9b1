// SPDX-License-Identifier: MIT
// Visitors, the bot, calls, clocks and agents in any order on one conversation: what must hold whoever comes
// when.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <ostream>

#include "support/small_bot.h"

namespace interleaving_test {

using namespace support;

namespace {

const AgentIdentity kAgents[] = {{AgentId("ruta"), "Ruta"}, {AgentId("jonas"), "Jonas"}};

const char* const kWords[] = {"hello there", "maybe",   "no such words",     "human",
                              "10023",       "explode", "where is my order", "send it back",
                              "yes",         "other",   "when are you open", "this is terrible"};

/// One thing that somebody tries. Numbers choose; what they cannot choose from is skipped.
struct Move {
  int kind = 0;
  int which = 0;
  int who = 0;
  int behind = 0;  // how many epochs the agent's screen is behind
};

constexpr int kKinds = 13;
constexpr int kMoves = 300;  // at most, in one conversation

[[maybe_unused]] std::ostream& operator<<(std::ostream& out, const Move& move) {
  return out << move.kind << '/' << move.which << '/' << move.who << '/' << move.behind;
}

void play(Chat& chat, const Move& move) {
  const auto& agent = kAgents[move.who % 2];
  const auto& other = kAgents[1 - move.who % 2];
  const Epoch behind = static_cast<Epoch>(move.behind % 2);
  const Epoch epoch = chat.now.epoch - std::min(behind, chat.now.epoch);
  auto draft = chat.draft();
  const auto id = "a" + std::to_string(chat.now.last);
  switch (move.kind) {
    case 0:
    case 1:
    case 2: {
      if (chat.now.erased) return;  // service answers that there is no such conversation
      return chat.say(kWords[static_cast<std::size_t>(move.which) % std::size(kWords)]);
    }
    case 3: {
      if (chat.now.erased || chat.now.offered.empty()) return;
      const auto at = static_cast<std::size_t>(move.which) % chat.now.offered.size();
      return chat.tap(chat.now.offered[at].choice);
    }
    case 4:
      if (chat.now.erased) return;
      return chat.returned(move.which % 3 == 0 ? 200 : 503, {{"state", "packed"}});
    case 5: (void)take(draft, agent, epoch); break;
    case 6: (void)answer(draft, agent, epoch, "at your service", id); break;
    case 7: (void)note(draft, agent, epoch, "a note", id); break;
    case 8: (void)transfer_to_team(draft, agent, epoch, TeamId("returns"), "Returns"); break;
    case 9: (void)transfer_to_agent(draft, agent, epoch, other); break;
    case 10: (void)return_to_bot(draft, agent, epoch, {}); break;
    case 11: (void)close(draft, agent, epoch, "done"); break;
    default:
      if (move.which % 6 == 0 && !chat.now.erased) {
        draft.add(system_actor(), Erased{});
      } else if (chat.now.status == Status::queued) {
        stop_waiting(*chat.brain, draft);
      } else {
        chat.time += std::chrono::minutes{1};
      }
  }
  chat.keep(std::move(draft));
}

bool is_bot_message(const Event& event) {
  const auto* message = std::get_if<MessageAdded>(&event.fact);
  return message != nullptr && message->author == Author::bot;
}

/// The rules of reliability, judged on the whole log. "" when they hold.
std::string broken(const Chat& chat) {
  Conversation now;
  for (std::size_t i = 0; i < chat.log.size(); ++i) {
    const auto& event = chat.log[i];
    const auto at = " at " + std::to_string(i + 1);
    const auto before = now;
    apply(now, event);
    if (event.sequence != i + 1 || now.last != i + 1) return "a hole in the sequence" + at;
    if (before.erased) return "something follows erased" + at;
    if ((now.status == Status::assigned) != !now.owner.empty())
      return "owner and status differ" + at;
    const Epoch step = raises_epoch(event.fact) ? 1 : 0;
    if (event.epoch != before.epoch + step) return "not one epoch a transition" + at;

    if (const auto* message = std::get_if<MessageAdded>(&event.fact)) {
      if (message->author == Author::bot) {
        if (!message->decision || message->decision->because.empty()) return "no reason" + at;
        const bool waits = before.status == Status::queued || before.status == Status::offline;
        const auto* intent = chat.brain->catalog.find_intent(message->decision->intent);
        const bool safe = intent != nullptr && intent->safe_while_waiting;
        const bool notice = message->decision->action == Action::handoff;
        if (before.status != Status::bot && !(waits && (safe || notice))) {
          return "the bot spoke out of its turn" + at;
        }
      }
      if (message->author == Author::agent &&
          (before.status != Status::assigned || event.actor.id != before.owner.value)) {
        return "an agent wrote who does not have it" + at;
      }
    }
    if (before.status == Status::closed && std::holds_alternative<MessageAdded>(event.fact)) {
      return "a message in a closed conversation" + at;
    }
    const bool calls_person = std::holds_alternative<HandoffRequested>(event.fact) ||
                              std::holds_alternative<WentOffline>(event.fact);
    if (calls_person && (i == 0 || !is_bot_message(chat.log[i - 1]))) {
      return "the visitor was not told that he waits" + at;
    }
    if (now.status != Status::queued && now.status != Status::offline && now.waiting_since) {
      return "waits although nobody is awaited" + at;
    }
    if ((now.status == Status::queued || now.status == Status::offline) && !now.waiting_since) {
      return "waits since never" + at;
    }
    if (now.status == Status::assigned && now.flow) return "a flow behind the agent's back" + at;
  }
  return "";
}

}  // namespace

TEST_CASE("whoever comes in whatever order, nobody speaks out of turn and nothing is lost") {
  const auto brain = small_brain();
  const auto number = rc::gen::inRange(0, 1000);
  const auto move = rc::gen::map(
      rc::gen::tuple(rc::gen::inRange(0, kKinds), number, number, rc::gen::inRange(0, 4)),
      [](const std::tuple<int, int, int, int>& drawn) {
        // Three of four agents look at a fresh screen.
        return Move{std::get<0>(drawn), std::get<1>(drawn), std::get<2>(drawn),
                    std::get<3>(drawn) == 3 ? 1 : 0};
      });
  CHECK(rc::check("rules of reliability", [&] {
    const auto moves = *rc::gen::resize(kMoves, rc::gen::container<std::vector<Move>>(move));
    Chat chat(brain);
    for (const auto& each : moves) play(chat, each);
    RC_TAG(std::string(name_of(chat.now.status)));
    const auto what = broken(chat);
    RC_LOG() << what;
    RC_ASSERT(what.empty());
    RC_ASSERT(fold(chat.log).last == chat.now.last);
  }));
}

}  // namespace interleaving_test
