// SPDX-License-Identifier: MIT
#pragma once
// What the commands of agents on a conversation have in common: how they are read and answered.
//
// Inside http only. On the front's thread.

#include <string>

#include "desk/desk.h"
#include "http/body.h"
#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

/// Who acts.
AgentIdentity identity_of(const Call& call);

/// A command's body, with what each of them names: the conversation and the epoch that the agent saw.
struct AgentCommand {
  ConversationId id;
  Epoch epoch = 0;
  Body body;
};
Result<AgentCommand> read_command(const Site& site, const Call& call);

/// The words of a message or a note.
struct AgentWords {
  std::string client_id;
  std::string text;  // clean
};
/// invalid: no client id, or nothing but white space. too_large: a text longer than a message may be.
Result<AgentWords> read_words(const Site& site, const Body& body);

/// The answer to a command: where the conversation is now, and with `events` what the command added. An
/// error says why not, and a conflict what the conversation is now.
Reply answer_command(const Site& site, Result<Staged> staged, const ConversationId& id,
                     bool with_events = false);

/// Decides a command on what is there now, and answers it.
Reply carry_out_command(const Site& site, const AgentCommand& command,
                        const Conversations::Command& decide);

}  // namespace frontdesk
