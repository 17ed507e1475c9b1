// SPDX-License-Identifier: MIT
#pragma once
// Conversations as text, with what the bot must do: the main suite, which needs no C++ to grow.
//
//   # comment
//   lang: lt                       the page's language; before the first word of the visitor
//   visitor: kur mano siunta
//   tap: intent:order_status       a quick reply
//   call: 200 {"status": "sent"}   what the shop's API answers to the next call; 0: nothing
//   agent Rūta: take               or return, close, or a text
//   clock: +10m                    s, m, h or d
//   bot: text                      exact, /RE2 regex/, or ... for any
//   -> answer order_status  (rule order.where)     action, detail, and a part of `because`
//   status: queued
//
// `bot:` and `->` look at the bot's messages since the last line of a visitor or an agent, one after the
// other; what is not looked at is not judged. A `->` right after a `bot:` is about the same message.
// Time begins on a Monday at 12:00 in Vilnius.

#include <filesystem>
#include <string>
#include <vector>

#include "dialogue/brain.h"

namespace frontdesk {

struct TranscriptFailure {
  SourceSpan at;
  std::string text;  // what was expected, and what was there
};

struct TranscriptResult {
  int checks = 0;  // lines that expect something
  std::vector<TranscriptFailure> failures;
};

/// Plays one transcript. A line that is none of the above is a failure of its own.
TranscriptResult play_transcript(const Brain& brain, const std::string& text,
                                 const std::string& file);

/// The .chat files below a folder, sorted by name.
std::vector<std::filesystem::path> transcripts_in(const std::filesystem::path& folder);

}  // namespace frontdesk
