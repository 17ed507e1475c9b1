// SPDX-License-Identifier: MIT
#pragma once
// How the desk does: the figures of a supervisor's board, from the facts of the conversations of a while.
//
// Pure. Waiting is measured from when a person was asked for, not from when the chat began.

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/event.h"

namespace frontdesk {

class Board {
 public:
  /// By when a team promises to answer what it is asked then; nothing: no promise.
  using AnswersBy = std::function<std::optional<Time>(const TeamId&, Time asked)>;

  /// What happened at `since` or later counts.
  Board(Time since, Time now, AnswersBy answers_by);

  /// Takes in all facts of one conversation.
  void read(std::span<const Event> events);

  /// The wait that so many of the visitors (0..1) had at most until a person came; nothing without any.
  [[nodiscard]] std::optional<std::chrono::seconds> answered(double share) const;
  /// How often a person was asked for.
  [[nodiscard]] int handed_off() const { return handed_off_; }
  /// Conversations that the bot answered in, and nobody was asked for.
  [[nodiscard]] int bot_answered() const { return bot_answered_; }
  /// The share of the promises that were due and kept: a person wrote as soon as the team promises, or came
  /// as soon as the visitor was told in the queue. Nothing when none was due.
  [[nodiscard]] std::optional<double> kept() const;

 private:
  struct Promise {
    Time due;
    bool answered = false;
    bool in_time = false;
  };
  void judge(const Promise& promise, Time now);

  Time since_;
  Time now_;
  AnswersBy answers_by_;
  std::vector<std::chrono::seconds> waits_;
  int handed_off_ = 0;
  int bot_answered_ = 0;
  int promised_ = 0;
  int kept_ = 0;
};

}  // namespace frontdesk
