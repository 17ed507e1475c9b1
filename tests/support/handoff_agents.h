// SPDX-License-Identifier: MIT
#pragma once
// The agents of an interleaving: each acts in the epoch that he saw last, which may be long ago.

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "desk/care.h"
#include "desk/offers.h"
#include "desk/transfer.h"
#include "service/handing_on.h"
#include "support/handoff_visitors.h"

namespace support {

class HandoffAgents : public HandoffVisitors {
 public:
  explicit HandoffAgents(const Script& script) : HandoffVisitors(script) {
    for (const auto* name : kAgentNames) {
      agents_.push_back({.identity = {AgentId(name), name}});
      (void)store_.add_agent({.id = AgentId(name), .name = name, .available = true});
    }
  }

 protected:
  struct Agent {
    AgentIdentity identity;
    bool gone = false;
    std::map<ConversationId, Epoch> seen = {};
    struct Sent {
      std::size_t visitor;
      std::string id;
      Epoch epoch;
      bool note;
    };
    std::vector<Sent> sent = {};
  };
  using Does = std::function<Result<Done>(Draft&, Epoch)>;

  /// A command in the epoch that the agent saw last, which may be long ago.
  void command(std::size_t who, std::size_t about, std::size_t node, const Does& does,
               std::optional<Seat> seat = {}) {
    const auto id = visitors_[about].id;
    const Epoch epoch = agents_[who].seen[id];
    fly({.node = node,
         .decide =
             [this, node, id, epoch, does] {
               return at(node).command(id, [&](Draft& draft) { return does(draft, epoch); });
             },
         .done = [this, who,
                  id](const Staged& staged) { agents_[who].seen[id] = staged.conversation.epoch; },
         .refused = [this, who, id](const Error&) { looks(who, id); },
         .epoch = epoch,
         .seat = std::move(seat)});
  }

  void write(std::size_t who, const Agent::Sent& sent, std::size_t node) {
    const auto id = visitors_[sent.visitor].id;
    const auto text = "words of " + sent.id;
    const auto identity = agents_[who].identity;
    const auto does = [=](Draft& draft) {
      return sent.note ? note(draft, identity, sent.epoch, text, sent.id)
                       : answer(draft, identity, sent.epoch, text, sent.id);
    };
    fly({.node = node,
         .decide =
             [=, this] {
               const auto written = sent.note ? Written::note : Written::message;
               return at(node).command_once(id, identity.id, sent.id, text, does, written);
             },
         .done =
             [this, who, id](const Staged& staged) {
               if (!staged.duplicate) agents_[who].seen[id] = staged.conversation.epoch;
             },
         .refused = [this, who, id](const Error&) { looks(who, id); },
         .epoch = sent.epoch});
  }
  void write_new(std::size_t who, std::size_t about, std::size_t node, bool is_note) {
    auto& agent = agents_[who];
    agent.sent.push_back({.visitor = about,
                          .id = agent.identity.name + std::to_string(agent.sent.size()),
                          .epoch = agent.seen[visitors_[about].id],
                          .note = is_note});
    write(who, agent.sent.back(), node);
  }

  /// A conflict says how things are; who does not read it stays as he is.
  void looks(std::size_t who, const ConversationId& id) {
    if (agents_[who].gone || !coin()) return;
    agents_[who].seen[id] = stored(id).back().epoch;
  }

  // ---- What he has, and what he is asked about ----

  /// As his console shows it, with the epoch of now: he clicks on what he sees.
  template <class Is>
  std::optional<std::size_t> one_of(std::size_t who, Is is) {
    const auto& me = agents_[who].identity.id;
    for (std::size_t i = 0; i < visitors_.size(); ++i) {
      const auto row = rows({.contact = visitors_[i].contact});
      if (row.empty()) continue;
      if (!is(row.front(), me)) continue;
      agents_[who].seen[visitors_[i].id] = row.front().epoch;
      return i;
    }
    return std::nullopt;
  }

  static bool is_his(const Summary& row, const AgentId& agent) { return row.owner == agent; }
  static bool is_held(const Summary& row, const AgentId& agent) {
    return row.owner == agent && row.on_hold;
  }
  static bool is_asked(const Summary& row, const AgentId& agent) {
    return std::find(row.asked.begin(), row.asked.end(), agent) != row.asked.end();
  }

  /// To a team that is open, or closed, or his own already; with a comment or without.
  void hand_on(const Move& move, std::size_t who, std::size_t about, std::size_t node) {
    const auto id = visitors_[about].id;
    const auto identity = agents_[who].identity;
    const Epoch epoch = agents_[who].seen[id];
    const TeamId team(move.chance % 3 == 0 ? "support" : "returns");
    const std::string comment = move.chance % 4 == 0 ? "please look" : "";
    fly({.node = node,
         .decide = [=, this] { return hand_to_team(at(node), id, identity, epoch, team, comment); },
         .done = [this, who,
                  id](const Staged& staged) { agents_[who].seen[id] = staged.conversation.epoch; },
         .refused = [this, who, id](const Error&) { looks(who, id); },
         .epoch = epoch});
  }

  void put_aside(const Move& move, std::size_t who, std::size_t node) {
    const auto about = one_of(who, is_his);
    if (!about) return;
    const auto identity = agents_[who].identity;
    const std::optional<Time> untils[] = {std::nullopt, clock_.now() + std::chrono::seconds{20},
                                          clock_.now() + std::chrono::seconds{120}};
    const auto until = untils[move.chance % std::size(untils)];
    command(who, *about, node,
            [=](Draft& draft, Epoch epoch) { return hold(draft, identity, epoch, until); });
  }
  /// Everybody who is there makes room.
  void put_everything_aside() {
    const auto is_busy = [](const Summary& row, const AgentId& agent) {
      return row.owner == agent && !row.on_hold;
    };
    for (std::size_t who = 0; who < agents_.size(); ++who) {
      for (std::size_t i = 0; i < visitors_.size() && !agents_[who].gone; ++i) {
        const auto about = one_of(who, is_busy);
        if (!about) break;
        const auto identity = agents_[who].identity;
        command(who, *about, 0,
                [=](Draft& draft, Epoch epoch) { return hold(draft, identity, epoch, {}); });
        while (!flights_.empty()) advance(0);
      }
    }
  }
  void take_up(std::size_t who, std::size_t node) {
    const auto about = one_of(who, is_held);
    if (!about) return;
    const auto identity = agents_[who].identity;
    command(who, *about, node,
            [=](Draft& draft, Epoch epoch) { return resume(draft, identity, epoch); });
  }
  void let_ring_on(std::size_t who, std::size_t node) {
    const auto about = one_of(who, is_asked);
    if (!about) return;
    const auto identity = agents_[who].identity;
    command(who, *about, node,
            [=](Draft& draft, Epoch epoch) { return decline(draft, identity, epoch); });
  }
  void step_away(std::size_t who) {
    constexpr int kCapacity = 5;
    auto& agent = seats_.agent(agents_[who].identity.id);
    agent.available = !agent.available;
    (void)store_.set_availability(agents_[who].identity.id, {agent.available, kCapacity}, {});
  }

  std::vector<Agent> agents_;
};

}  // namespace support
