// SPDX-License-Identifier: MIT
#pragma once
// What agents have at hand while they answer: tags, canned replies and macros, as authors wrote them in
// desk.yaml.
//
// Values. Texts may hold names in braces, which whoever inserts a text fills: {visitor} and {agent} are
// their names, {order} the order's number, any other a slot of a flow; see intents/README.md. A name that
// bot.yaml has under `variables` is filled by the server.

#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/local_text.h"

namespace frontdesk {

/// What a conversation was about, for whoever counts them.
struct Tag {
  std::string id;
  LocalText label;
  SourceSpan at;
};

/// A reply by shortcut.
struct CannedReply {
  std::string shortcut;  // typed after "/": unique, lower case
  std::string title;     // for agents
  LocalText text;
  SourceSpan at;
};

/// Several actions on one key: a text into the box, tags, a priority, and what happens then.
struct Macro {
  enum class Then { nothing, close, hold, give_back, team };
  std::string id;
  LocalText label;
  LocalText text;                 // empty: none
  std::vector<std::string> tags;  // added to those that the conversation has
  std::optional<int> priority;    // 0..3
  Then then = Then::nothing;
  TeamId team;  // for Then::team
  SourceSpan at;
};

struct Toolbox {
  std::vector<Tag> tags;
  bool require_tag = false;  // a conversation is closed with a tag, or not at all
  std::vector<CannedReply> replies;
  std::vector<Macro> macros;
  std::string order_slot;  // the slot of flows that has the order's number; empty: none
  SourceSpan order_slot_at;

  /// The tag of that id, or null.
  [[nodiscard]] const Tag* find_tag(const std::string& id) const;
};

}  // namespace frontdesk
