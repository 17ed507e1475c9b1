// SPDX-License-Identifier: MIT
#pragma once
// A script of an interleaving: who does what in which order, drawn from a seed and nothing else.
//
// What a move finds nothing to do for is passed over, so any script can be played, and a script that breaks a rule
// stays one when moves that do not matter are taken out of it.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "core/routing_rules.h"

namespace support {

/// What can happen. `who`, `which` and `chance` of a Move choose among what there is.
enum class Deed : std::uint8_t {
  say,        // a visitor begins to send a message
  tap,        // ... taps what was offered, or a person
  say_again,  // ... sends an earlier message once more, with its client id
  read,       // ... opens an article
  call,       // a shop answers a call, maybe for the second time
  look,       // an agent looks at how a conversation is now
  take,       // an agent begins a command, in the epoch that he saw last
  answer,     // ...
  answer_again,
  note,
  to_team,
  to_agent,
  to_bot,
  close,
  hold,  // he puts aside what he has, maybe until a time
  resume,
  decline,    // he lets it ring on to the next
  seize,      // the leader takes it from a colleague
  urge,       // another priority
  away,       // he says that he is there for nobody, or again for everybody
  address,    // a visitor leaves an address instead of waiting
  leave,      // ... or wants the bot again
  route,      // a node looks whom to ask
  move_on,    // the oldest of what is under way decides, or commits
  jump,       // another of what is under way does
  tick,       // a node commits all that it has decided, as one batch
  crash,      // a node is killed and begun again
  pass,       // time passes
  sweep,      // upkeep looks for who has waited too long
  vanish,     // an agent closes his laptop
  come_back,  // ... and opens it, where he left off
  reload,     // other content goes live on a node
  pull,       // a page reads its stream
  cut,        // a page's connection breaks; it comes back, maybe at another node
  erase,      // a visitor is forgotten
  full,       // the disk is full, or has room again
  count_,
};
inline constexpr const char* kDeedNames[] = {
    "say",          "tap",   "say_again", "read",     "call",    "look",   "take",      "answer",
    "answer_again", "note",  "to_team",   "to_agent", "to_bot",  "close",  "hold",      "resume",
    "decline",      "seize", "urge",      "away",     "address", "leave",  "route",     "move_on",
    "jump",         "tick",  "crash",     "pass",     "sweep",   "vanish", "come_back", "reload",
    "pull",         "cut",   "erase",     "full"};
static_assert(std::size(kDeedNames) == static_cast<std::size_t>(Deed::count_));

struct Move {
  Deed deed = Deed::say;
  std::uint8_t who = 0;
  std::uint8_t which = 0;
  std::uint8_t chance = 0;

  [[nodiscard]] std::string text() const {
    return std::string(kDeedNames[static_cast<std::size_t>(deed)]) + " who " + std::to_string(who) +
           " which " + std::to_string(which) + " chance " + std::to_string(chance);
  }
};

struct Script {
  std::uint64_t seed = 0;
  int nodes = 1;
  int visitors = 1;
  frontdesk::RoutingMethod method = frontdesk::RoutingMethod::manual;
  int ring = 30;       // seconds; 0: given at once
  int places = 1;      // of the agent who leads
  bool hours = false;  // the first team's office closes now and then
  std::vector<Move> moves;
};

/// A seed's script. Each leaves out some of the deeds altogether, so that the rest meet more often.
inline Script script_of(std::uint64_t seed) {
  // Drawn with arithmetic of our own: a library's distributions differ from one to the next.
  std::mt19937_64 generator(seed * 0x9E3779B97F4A7C15ULL + 1);
  const auto below = [&](std::uint64_t bound) { return generator() % bound; };

  struct Weight {
    Deed deed;
    int weight;
    int kept;  // how many of ten scripts have it
  };
  const Weight weights[] = {
      {Deed::say, 14, 10},     {Deed::tap, 5, 8},     {Deed::say_again, 4, 7},
      {Deed::read, 1, 3},      {Deed::call, 5, 8},    {Deed::look, 8, 10},
      {Deed::take, 8, 9},      {Deed::answer, 8, 9},  {Deed::answer_again, 2, 6},
      {Deed::note, 2, 5},      {Deed::to_team, 3, 7}, {Deed::to_agent, 3, 6},
      {Deed::to_bot, 3, 7},    {Deed::close, 3, 6},   {Deed::move_on, 40, 10},
      {Deed::jump, 16, 8},     {Deed::tick, 8, 7},    {Deed::crash, 1, 3},
      {Deed::pass, 8, 9},      {Deed::sweep, 5, 8},   {Deed::vanish, 2, 6},
      {Deed::come_back, 3, 6}, {Deed::reload, 1, 4},  {Deed::pull, 10, 8},
      {Deed::cut, 3, 6},       {Deed::erase, 1, 1},   {Deed::full, 1, 2},
      {Deed::hold, 4, 6},      {Deed::resume, 2, 5},  {Deed::decline, 5, 7},
      {Deed::seize, 2, 4},     {Deed::urge, 1, 3},    {Deed::away, 1, 3},
      {Deed::address, 2, 4},   {Deed::leave, 2, 4},   {Deed::route, 10, 10},
  };
  std::vector<Deed> urn;
  for (const auto& [deed, weight, kept] : weights) {
    if (below(10) < static_cast<std::uint64_t>(kept)) urn.insert(urn.end(), weight, deed);
  }
  Script script{.seed = seed,
                .nodes = 1 + static_cast<int>(below(3) == 0),
                .visitors = 1 + static_cast<int>(below(4)),
                .places = 1 + static_cast<int>(below(3) == 0),
                .hours = below(4) == 0};
  struct Routing {
    frontdesk::RoutingMethod method;
    int ring;
  };
  using Method = frontdesk::RoutingMethod;
  const Routing routings[] = {{Method::manual, 30},      {Method::manual, 30},
                              {Method::round_robin, 30}, {Method::ring_all, 30},
                              {Method::least_busy, 0},   {Method::priority_list, 30}};
  const auto& routing = routings[below(std::size(routings))];
  script.method = routing.method;
  script.ring = routing.ring;
  const auto length = 30 + below(90);
  for (std::uint64_t i = 0; i < length; ++i) {
    const auto drawn = generator();
    script.moves.push_back({urn[drawn % urn.size()], static_cast<std::uint8_t>(drawn >> 24),
                            static_cast<std::uint8_t>(drawn >> 32),
                            static_cast<std::uint8_t>(drawn >> 40)});
  }
  return script;
}

/// The shortest beginning of a script that still breaks a rule, without the moves that it does not need.
inline Script shrink(Script script, const std::function<bool(const Script&)>& breaks) {
  const auto all = script.moves;
  for (std::size_t length = 0; length <= all.size(); ++length) {
    script.moves.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(length));
    if (breaks(script)) break;
  }
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (std::size_t i = script.moves.size(); i-- > 0;) {
      auto without = script;
      without.moves.erase(without.moves.begin() + static_cast<std::ptrdiff_t>(i));
      if (!breaks(without)) continue;
      script = std::move(without);
      smaller = true;
    }
  }
  return script;
}

}  // namespace support
