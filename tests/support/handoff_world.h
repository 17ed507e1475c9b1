// SPDX-License-Identifier: MIT
#pragma once
// Visitors, agents, shops and upkeep over the real service, in one thread, at the mercy of a script.
//
// When the script is over, everything that is under way lands, and nobody may be left behind.

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/handoff_care_rules.h"
#include "support/handoff_upkeep.h"

namespace support {

class HandoffWorld : private HandoffUpkeep {
 public:
  using HandoffUpkeep::HandoffUpkeep;

  /// Plays the script; the first rule that was broken, or "".
  std::string play() {
    for (const auto& move : script_.moves) {
      if (!broken_.empty()) return broken_;
      clock_.tick(std::chrono::milliseconds{1});
      play(move);
      wrong(seats_.broken());
    }
    land();
    wrong(seats_.broken());
    for (std::size_t i = 0; i < visitors_.size() && broken_.empty(); ++i) judge(visitors_[i]);
    if (broken_.empty() && script_.nodes == 1 && !somebody_erased()) {
      list_.pull();
      wrong(list_.broken(store_, *contents_of(script_).front()));
    }
    return broken_;
  }

 private:
  // ---- Steps ----

  void play(const Move& move) {
    const std::size_t who = move.who % visitors_.size();
    const std::size_t agent = move.who % agents_.size();
    const std::size_t about = move.which % visitors_.size();
    const std::size_t node = (move.chance / 8U) % nodes_.size();
    auto& visitor = visitors_[who];
    const auto identity = agents_[agent].identity;
    switch (move.deed) {
      case Deed::say: return say_something(move, who, node);
      case Deed::tap: return tap_something(move, who, node);
      case Deed::say_again:
        if (!visitor.messages.empty()) send(who, move.which % visitor.messages.size(), node);
        return;
      case Deed::read: return open_article(who, node);
      case Deed::call:
        if (!calls_.empty()) return_call(move.which % calls_.size(), node, move.chance);
        return;
      case Deed::move_on:
        if (!flights_.empty()) advance(0);
        return;
      case Deed::jump:
        if (!flights_.empty()) advance(move.which % flights_.size());
        return;
      case Deed::tick: return tick(node);
      case Deed::crash: return crash(node, move.chance % 2 == 0);
      case Deed::pass: return pass(move.which);
      case Deed::sweep: return sweep(node);
      case Deed::reload:
        return at(node).use(contents_of(script_)[move.which % contents_of(script_).size()]);
      case Deed::pull: return visitor.pages[move.which % visitor.pages.size()].pull();
      case Deed::cut: {
        auto& page = visitor.pages[move.which % visitor.pages.size()];
        page.pull(move.chance % 3);
        page.connect(*nodes_.front().site);
        if (move.which % 3 == 0) list_.connect(at(0));
        return;
      }
      case Deed::erase: return erase(visitor, node, move.chance % 2 == 0);
      case Deed::address: return leave_address(move, who, node);
      case Deed::leave: return leave_queue(who, node);
      case Deed::route: return route(node);
      case Deed::away: return step_away(agent);
      case Deed::full: store_.full = move.chance % 2 == 0; return;
      case Deed::vanish: agents_[agent].gone = true; return;
      case Deed::come_back: agents_[agent].gone = false; return;
      default: break;
    }
    if (agents_[agent].gone) return;
    const auto id = visitors_[about].id;
    const auto other = agents_[(agent + 1 + move.chance % 2U) % agents_.size()].identity;
    // Where nobody routes, as routing gives it to him: while he has a place.
    const auto seat = script_.method == RoutingMethod::manual ? std::optional(Seat{identity.id, 1})
                                                              : std::nullopt;
    switch (move.deed) {
      case Deed::hold: return put_aside(move, agent, node);
      case Deed::resume: return take_up(agent, node);
      case Deed::decline: return let_ring_on(agent, node);
      case Deed::seize:
        if (agents_[0].gone) return;
        if (coin()) agents_[0].seen[id] = stored(id).back().epoch;
        return command(0, about, node, [this](Draft& draft, Epoch epoch) {
          return take_over(draft, agents_[0].identity, epoch);
        });
      case Deed::urge:
        return command(agent, about, node, [=](Draft& draft, Epoch epoch) {
          return set_priority(draft, identity, epoch, move.chance % 4);
        });
      case Deed::look: agents_[agent].seen[id] = stored(id).back().epoch; return;
      case Deed::take:
        return command(
            agent, about, node,
            [=](Draft& draft, Epoch epoch) { return take(draft, identity, epoch); }, seat);
      case Deed::answer: return write_new(agent, about, node, false);
      case Deed::note: return write_new(agent, about, node, true);
      case Deed::answer_again: {
        const auto& sent = agents_[agent].sent;
        if (!sent.empty()) write(agent, sent[move.which % sent.size()], node);
        return;
      }
      case Deed::to_team: return hand_on(move, agent, about, node);
      case Deed::to_agent:
        return command(agent, about, node, [=](Draft& draft, Epoch epoch) {
          return transfer_to_agent(draft, identity, epoch, other);
        });
      case Deed::to_bot:
        return command(agent, about, node, [=](Draft& draft, Epoch epoch) {
          return return_to_bot(draft, identity, epoch, StepId(move.chance % 3 == 0 ? "order" : ""));
        });
      case Deed::close:
        return command(agent, about, node, [=](Draft& draft, Epoch epoch) {
          return close(draft, identity, epoch, "done");
        });
      default: return;
    }
  }

  /// By this program, or by another on the same database.
  void erase(Visitor& visitor, std::size_t node, bool here) {
    if (visitor.erased) return;
    judge(visitor);
    visitor.erased = stored(visitor.id).size();
    const bool busy = std::exchange(busy_, true);
    if (here) {
      (void)at(node).erase(visitor.contact);
    } else {
      (void)store_.erase(visitor.contact, clock_.now());
      unseen_erasure_ = true;
    }
    seats_.drop(visitor.id);
    busy_ = busy;
  }
  [[nodiscard]] bool somebody_erased() const {
    return std::any_of(visitors_.begin(), visitors_.end(),
                       [](const Visitor& visitor) { return visitor.erased.has_value(); });
  }

  // ---- The end ----

  /// Whatever was broken is mended, and everybody tries again what he has no answer to.
  void land() {
    store_.full = false;
    while (!flights_.empty() && broken_.empty()) advance(0);
    for (std::size_t who = 0; who < visitors_.size(); ++who) {
      for (std::size_t i = 0; i < visitors_[who].messages.size() && broken_.empty(); ++i) {
        const auto& message = visitors_[who].messages[i];
        if (message.answer || message.refused) continue;
        send(who, i, i % nodes_.size());
        while (!flights_.empty()) advance(0);
        if (!message.answer && !message.refused) wrong("a message got no answer");
      }
    }
    if (script_.seed % 2 == 0) put_everything_aside();
    route(0);
    outlive_leases();
    route(0);
    clock_.tick(kLimit);
    for (std::size_t node = 0; node < nodes_.size(); ++node) sweep(node);
    for (auto& visitor : visitors_) {
      for (auto& page : visitor.pages) page.drain();
    }
    landed_ = true;
  }

  void judge(Visitor& visitor) {
    const auto events = stored(visitor.id);
    if (visitor.erased) {
      if (events.size() != *visitor.erased + 1) wrong("something follows an erasure");
      return;
    }
    wrong(HandoffRules(brains_, store_.ends[visitor.id]).broken(events));
    wrong(CareRules(brains_, store_.ends[visitor.id]).broken(events));
    const auto row = rows({.contact = visitor.contact});
    if (row.size() != 1 || row.front() != summary_of(fold(events))) wrong("the row differs");
    acknowledged(visitor, events);

    frontdesk::Log log{fold(events), {}};
    for (const auto& event : events) log.events.push_back(std::make_shared<const Event>(event));
    for (auto& page : visitor.pages) {
      wrong(page.broken(log, landed_ && script_.nodes == 1, script_.seed % 8 == 0));
    }
  }

  bool landed_ = false;
};

}  // namespace support
