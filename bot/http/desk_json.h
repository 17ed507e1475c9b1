// SPDX-License-Identifier: MIT
#pragma once
// The desk as an agent's console reads it once and again: who is there, which teams, and what is at hand.
//
// Text in, text out, as in wire.h.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/store.h"
#include "desk/board.h"
#include "dialogue/brain.h"
#include "http/site.h"
#include "service/hourly.h"

namespace frontdesk {

/// Who works at the desk.
struct DeskPeople {
  std::vector<AgentAccount> agents;  // all accounts; those that cannot log in are not shown
  std::map<AgentId, int> loads;      // conversations that take a place
  std::set<AgentId> present;         // their console is open
  std::map<AgentId, Time> since;     // when each became as he is, where that is known
};

/// As it is now. Waits for the Store.
Result<DeskPeople> people_of(const Site& site);

/// The answer to GET /desk.
std::string desk_json(const AgentAccount& me, const DeskPeople& people, const Brain& brain,
                      Time now);

/// The answer to GET /board. `waiting` are the rows of the queue, `hours` those of the day, oldest first.
std::string board_json(const Board& figures, const std::vector<BoardHour>& hours,
                       const std::vector<Summary>& waiting, const DeskPeople& people,
                       const Brain& brain, Time now);

}  // namespace frontdesk
