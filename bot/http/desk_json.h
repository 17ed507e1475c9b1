// SPDX-License-Identifier: MIT
#pragma once
// The desk as an agent's console reads it once and again: who is there, which teams, and what is at hand.
//
// Text in, text out, as in wire.h.

#include <map>
#include <string>
#include <vector>

#include "core/store.h"
#include "desk/board.h"
#include "dialogue/brain.h"

namespace frontdesk {

/// How many conversations each agent has that take a place of his.
using Loads = std::map<AgentId, int>;

/// Counts them in rows of assigned conversations.
Loads loads_of(const std::vector<Summary>& assigned);

/// The answer to GET /desk. `agents` are all accounts; those that cannot log in are left out.
std::string desk_json(const AgentAccount& me, const std::vector<AgentAccount>& agents,
                      const Loads& loads, const Brain& brain, Time now);

/// The answer to GET /board. `waiting` are the rows of the queue.
std::string board_json(const Board& figures, const std::vector<Summary>& waiting,
                       const std::vector<AgentAccount>& agents, const Loads& loads,
                       const Brain& brain, Time now);

}  // namespace frontdesk
