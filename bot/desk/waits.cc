// SPDX-License-Identifier: MIT
#include "desk/waits.h"

namespace frontdesk {
namespace {

class Reader {
 public:
  void read(const Event& event) {
    const auto& fact = event.fact;
    if (const auto* asked = std::get_if<HandoffRequested>(&fact)) {
      begin(event, asked->team);
    } else if (const auto* moved = std::get_if<Transferred>(&fact)) {
      // Straight to a colleague is no queue: he joins at once.
      if (moved->agent.empty()) begin(event, moved->team.empty() ? team_ : moved->team);
    } else if (std::holds_alternative<Requeued>(fact)) {
      begin(event, team_);
    } else if (const auto* late = std::get_if<WentOffline>(&fact)) {
      team_ = late->team;
      end(event, false);
    } else if (raises_epoch(fact)) {
      end(event, std::holds_alternative<AgentJoined>(fact));
    }
  }
  std::vector<PastWait> take() { return std::move(waits_); }

 private:
  void begin(const Event& event, const TeamId& team) {
    end(event, false);
    team_ = team;
    waits_.push_back({.epoch = event.epoch, .team = team, .from = event.at});
  }
  void end(const Event& event, bool answered) {
    if (waits_.empty() || waits_.back().to) return;
    waits_.back().to = event.at;
    waits_.back().answered = answered;
  }

  TeamId team_;
  std::vector<PastWait> waits_;
};

}  // namespace

std::vector<PastWait> waits_in(std::span<const std::shared_ptr<const Event>> events) {
  Reader reader;
  for (const auto& event : events) reader.read(*event);
  return reader.take();
}

}  // namespace frontdesk
