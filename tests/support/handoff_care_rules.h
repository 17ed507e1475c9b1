// SPDX-License-Identifier: MIT
#pragma once
// What must hold of a conversation's log where it tells who was asked to take it, when it was put aside and
// whether its visitor left an address or the queue. Who has it at all is judged in handoff_rules.h.

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "support/handoff_contents.h"
#include "support/handoff_rules.h"

namespace support {

/// Reads one log from its first event to its last.
class CareRules {
 public:
  /// `ends` are the sequences that appends ended with.
  CareRules(const Brains& brains, const std::set<Sequence>& ends) : brains_(brains), ends_(ends) {}

  /// The first rule that the log breaks, with the place; "" when all hold.
  std::string broken(const std::vector<Event>& log) {
    for (std::size_t i = 0; i < log.size(); ++i) {
      auto what = read(log, i);
      if (what.empty()) {
        follow(log[i]);
        apply(now_, log[i]);
        what = folded();
      }
      if (!what.empty()) return what + " at " + std::to_string(i + 1);
    }
    return "";
  }

 private:
  std::string read(const std::vector<Event>& log, std::size_t i) {
    const auto& event = log[i];
    const auto& fact = event.fact;
    if (const auto* asked = std::get_if<AgentsAsked>(&fact)) {
      if (now_.status != Status::queued) return "somebody was asked about who does not wait";
      return event.actor.kind == ActorKind::agent ? declined(event, *asked) : asks(event, *asked);
    }
    if (const auto* joined = std::get_if<AgentJoined>(&fact)) return joins(event, *joined);
    if (const auto* held = std::get_if<PutOnHold>(&fact)) {
      if (!is_owners(event)) return "put aside by who does not have it";
      return !held->until || *held->until > event.at ? "" : "put aside until before";
    }
    if (std::holds_alternative<Resumed>(fact)) {
      const bool over = event.actor.kind == ActorKind::system && until_ && *until_ <= event.at;
      return held_ && (is_owners(event) || over) ? "" : "taken up again before its time";
    }
    if (std::holds_alternative<Requeued>(fact) || std::holds_alternative<WentOffline>(fact)) {
      const bool kept = now_.status == Status::assigned && until_ && *until_ > event.at;
      if (kept) return "what was put aside until later did not stay";
    }
    if (std::holds_alternative<ContactLeft>(fact)) return leaves(log, i);
    if (const auto* handoff = std::get_if<HandoffRequested>(&fact)) {
      return is_open(event, handoff->team) ? "" : "put into the queue of a closed team";
    }
    if (std::holds_alternative<Requeued>(fact) && !is_open(event, now_.team)) {
      return "put back into the queue of a closed team";
    }
    const auto* moved = std::get_if<Transferred>(&fact);
    if (moved != nullptr && !moved->team.empty() && !is_open(event, moved->team) &&
        !goes_offline(log, i)) {
      return "waits for a team that is closed";
    }
    const auto* offline = std::get_if<WentOffline>(&fact);
    if (offline != nullptr && event.actor.kind == ActorKind::bot && !address_ &&
        is_open(event, offline->team)) {
      return "told to leave a message while somebody is there";
    }
    return "";
  }

  // ---- Who is asked ----

  std::string asks(const Event& event, const AgentsAsked& asked) {
    if (event.actor.kind != ActorKind::system) return "asked by nobody who may";
    if (asked.agents.empty() || asked.until <= event.at) return "nobody was asked, or for no time";
    if (asked.because.empty()) return "asked without a reason";
    if (asked.again && ring_ && ring_->agents.empty() && event.at < ring_->until) {
      return "asked again at once who has declined";
    }
    auto missed = missed_;
    if (ring_) missed.insert(ring_->agents.begin(), ring_->agents.end());
    for (const auto& agent : asked.agents) {
      if (!asked.again && missed.contains(agent)) return "asked again out of turn who let it ring";
    }
    return "";
  }

  std::string declined(const Event& event, const AgentsAsked& asked) {
    auto rest = ring_ ? ring_->agents : std::vector<AgentId>();
    if (std::erase(rest, AgentId(event.actor.id)) == 0) return "declined what he was not asked";
    return rest == asked.agents && ring_->until == asked.until && !asked.again
               ? ""
               : "an agent declined for another";
  }

  std::string joins(const Event& event, const AgentJoined& joined) {
    if (event.actor.kind == ActorKind::system) {
      if (joined.because.empty()) return "given without a reason";
      if (now_.status != Status::queued) return "given who does not wait";
      const auto* team = team_at(event, now_.team);
      return team->routing.method != RoutingMethod::manual && team->routing.ring.count() == 0
                 ? ""
                 : "given without being asked";
    }
    if (!joined.because.empty()) return "taken, and a reason of routing's";
    if (now_.status != Status::assigned) return "";
    return joined.agent.value == kLeader && event.actor.id == kLeader
               ? ""
               : "taken from a colleague by who does not lead";
  }

  // ---- Who leaves an address ----

  /// What the append says after it: words that promise an answer, and the list from which it will come.
  std::string leaves(const std::vector<Event>& log, std::size_t i) {
    if (log[i].actor.kind != ActorKind::visitor) return "an address that nobody left";
    if (now_.status == Status::closed) return "an address in a closed conversation";
    if (now_.status == Status::assigned) return "";
    bool told = false;
    for (auto next = i; !ends_.contains(log[next].sequence) && ++next < log.size();) {
      const auto* message = std::get_if<MessageAdded>(&log[next].fact);
      told = told || (message != nullptr && message->author == Author::bot);
    }
    const bool listed = now_.status == Status::offline || goes_offline(log, i);
    return told && listed ? "" : "an address was left, and nobody will write to it";
  }

  /// Whether the same append tells the visitor, and moves him to the offline list.
  [[nodiscard]] bool goes_offline(const std::vector<Event>& log, std::size_t i) const {
    bool told = false;
    while (!ends_.contains(log[i].sequence) && ++i < log.size()) {
      told = told || std::holds_alternative<MessageAdded>(log[i].fact);
      if (told && std::holds_alternative<WentOffline>(log[i].fact)) return true;
    }
    return false;
  }

  // ---- What follows from an event ----

  void follow(const Event& event) {
    const auto& fact = event.fact;
    if (std::holds_alternative<ContactLeft>(fact)) address_ = true;
    if (ends_.contains(event.sequence)) address_ = false;
    if (raises_epoch(fact)) {
      ring_.reset();
      missed_.clear();
      take_up();
    }
    if (const auto* held = std::get_if<PutOnHold>(&fact)) {
      held_ = true;
      until_ = held->until;
    }
    if (std::holds_alternative<Resumed>(fact)) take_up();
    const auto* message = std::get_if<MessageAdded>(&fact);
    if (message != nullptr && message->author == Author::visitor) take_up();
    if (const auto* asked = std::get_if<AgentsAsked>(&fact)) {
      if (ring_) missed_.insert(ring_->agents.begin(), ring_->agents.end());
      if (asked->again) missed_.clear();
      for (const auto& agent : asked->agents) missed_.erase(agent);
      ring_ = Asked{asked->agents, asked->until};
    }
  }
  void take_up() {
    held_ = false;
    until_.reset();
  }

  /// core/conversation.h says the same.
  [[nodiscard]] std::string folded() const {
    if (now_.on_hold != held_ || now_.hold_until != until_) return "the fold holds it otherwise";
    const auto ring = ring_ && !ring_->agents.empty() ? ring_ : std::nullopt;
    if (now_.asked != ring) return "the fold asks others";
    if (now_.missed != missed_) return "the fold says that others let it ring";
    return "";
  }

  [[nodiscard]] bool is_owners(const Event& event) const {
    return now_.status == Status::assigned && event.actor.kind == ActorKind::agent &&
           event.actor.id == now_.owner.value;
  }
  [[nodiscard]] const Team* team_at(const Event& event, const TeamId& team) const {
    return brains_.at(event.content_version)->catalog.team_for(team);
  }
  [[nodiscard]] bool is_open(const Event& event, const TeamId& team) const {
    return team_at(event, team)->is_open(event.at);
  }

  const Brains& brains_;
  const std::set<Sequence>& ends_;
  Conversation now_;

  std::optional<Asked> ring_;  // as it was asked last; without agents all have declined
  std::set<AgentId> missed_;
  bool held_ = false;
  std::optional<Time> until_;
  bool address_ = false;  // left in this append
};

}  // namespace support
