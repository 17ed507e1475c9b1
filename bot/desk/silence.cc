// SPDX-License-Identifier: MIT
#include "desk/silence.h"

#include <chrono>

namespace frontdesk {

void look_at_silence(Draft& draft, const DeskSettings& settings) {
  using std::chrono::seconds;
  const auto& now = draft.conversation();
  const bool answered =
      now.status == Status::assigned && !now.unanswered_since && now.last_author == Author::agent;
  if (!answered || (now.on_hold && !now.idle)) return;

  const auto silent = draft.now() - now.last_message_at;
  const auto is_after = [&](int limit) { return limit > 0 && silent >= seconds(limit); };
  if (settings.silent_hold_seconds > 0 && is_after(settings.silent_hold_seconds) && !now.on_hold) {
    draft.add(system_actor(), PutOnHold{});
  }
  if (settings.silent_close_seconds <= 0) return;
  if (settings.silent_warning_seconds <= 0) {
    if (is_after(settings.silent_close_seconds)) {
      draft.add(system_actor(), Closed{"the visitor was silent"});
    }
  } else if (!now.closing_at) {
    if (!is_after(settings.silent_warning_seconds)) return;
    draft.add(system_actor(),
              ClosingAnnounced{draft.now() + seconds(settings.silent_close_seconds)});
  } else if (draft.now() >= *now.closing_at) {
    draft.add(system_actor(), Closed{"the visitor was silent"});
  }
}

}  // namespace frontdesk
