// SPDX-License-Identifier: MIT
#pragma once
// The agents of an interleaving: each acts in the epoch that he saw last, which may be long ago.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "desk/transfer.h"
#include "support/handoff_visitors.h"

namespace support {

class HandoffAgents : public HandoffVisitors {
 public:
  explicit HandoffAgents(const Script& script) : HandoffVisitors(script) {
    for (const auto* name : {"ruta", "jonas", "ona"}) {
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
         .decide = [=,
                    this] { return at(node).command_once(id, identity.id, sent.id, text, does); },
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

  std::vector<Agent> agents_;
};

}  // namespace support
