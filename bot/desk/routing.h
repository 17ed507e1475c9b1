// SPDX-License-Identifier: MIT
#pragma once
// Who is asked to take a waiting conversation: a pure decision over the whole queue.
//
// The same queue, candidates, rules and time always give the same offers, in the same order, on
// every node: what a routing decided can be played again from what it saw. Nothing is assigned here.
// An offer is made good by an append that names the agent's capacity, so two nodes that offer at once
// cannot fill a place twice.
//
// An offer with a ring time stands until somebody takes it or the time is over; who let it ring is passed
// over until everybody who could take it has been asked, and then all are asked again.

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/routing_rules.h"
#include "desk/queue_order.h"

namespace frontdesk {

/// An agent as routing sees him.
struct Candidate {
  AgentId agent;
  std::string name;                 // of his account
  bool available = false;           // wants conversations, and his lease lives
  std::set<TeamId> teams;           // empty: every team
  std::set<std::string> languages;  // empty: every language
  std::set<std::string> skills;
  int capacity = 0;
  int load = 0;                  // assigned to him, without those on hold
  std::optional<Time> asked_at;  // when he was last offered or given one
  std::optional<Time> freed_at;  // when he last ended one
};

/// An offer that stands.
struct Ringing {
  std::vector<AgentId> agents;  // none: all have declined; a new round begins when it is over
  Time until;
};

/// A conversation in the queue.
struct Waiting {
  ConversationId conversation;
  TeamId team;
  std::string language;
  std::set<std::string> skills;
  int priority = 0;          // the higher is served first
  std::optional<Time> due;   // Brain::answers_by(its team, queue_since)
  Time queue_since;          // its place; kept through a requeue
  Time waiting_since;        // in this queue, for relaxing
  AgentId last_agent;        // who spoke with this visitor before, or empty
  std::set<AgentId> missed;  // who let it ring, since everybody was asked
  AgentId sent_on_by;        // who transferred it: asked when nobody else is left
  std::optional<Ringing> ringing;
};

/// What to do with one conversation.
struct Offer {
  ConversationId conversation;
  std::vector<AgentId> agents;  // one, or all of ring_all
  std::optional<Time> until;    // nothing: assign at once
  bool again = false;           // everybody had let it ring: the round begins anew
  std::string because;          // one sentence, in English, for supervisors
};

/// Where it stands in the order in which the queue is served.
QueuePlace place_of(const Waiting& waiting);

/// Offers for those of `queue` that nobody is asked about now, the first in the queue first. A ringing one
/// takes a place of each agent whom it asks. A team without rules, or unknown, is manual.
std::vector<Offer> route(std::span<const Waiting> queue, std::span<const Candidate> candidates,
                         const std::map<TeamId, RoutingRules>& rules, Time now);

}  // namespace frontdesk
