// SPDX-License-Identifier: MIT
#pragma once
// A visitor who does not want to wait: he leaves an address, or the queue.
//
// Pure, as all of dialogue. What he is told and what changes is one append.

#include "core/draft.h"
#include "core/result.h"
#include "dialogue/brain.h"

namespace frontdesk {

/// The details in one form (nlu/checks.h), without white space around them.
///   invalid  neither e-mail nor telephone, or one of them cannot be right; says what was expected
Result<ContactLeft> checked_contact(ContactLeft contact);

/// Keeps them, tells the visitor once, and puts a conversation that the bot has, or that waits, into the
/// offline list; one that is there already stays, and so does one that an agent has (he sees them; nothing is
/// said). The same details again change nothing.
///   conflict  the conversation is closed
///   invalid   as checked_contact
Result<Done> take_contact(const Brain& brain, Draft& draft, const ContactLeft& contact);

/// The bot answers again. Nothing to change when nobody is waited for in a queue any more: somebody came at
/// the same moment, or the waiting limit did.
Result<Done> leave_queue(Draft& draft);

}  // namespace frontdesk
