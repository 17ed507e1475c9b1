// SPDX-License-Identifier: MIT
#pragma once
// Guided conversations: steps that ask, say, branch, call, confirm and hand off.
//
// A flow stands at a step (StepEntered) whenever it waits: for the visitor (ask, confirm) or for a call.
// Everything between two waits happens in one draft, at most `policy.steps_per_turn` steps. A slot that the
// visitor's own words already filled is not asked for; a step that the flow jumps back to asks again.

#include <string>

#include "core/draft.h"
#include "dialogue/brain.h"
#include "dialogue/decision.h"
#include "nlu/interpretation.h"

namespace frontdesk {

/// Whether a message in the middle of a flow is surely about something else: what can be answered at once is,
/// and the flow waits; a subject with another flow of its own leaves this one. What fits the step is an answer.
bool digresses(const Brain& brain, const Conversation& conversation, const Said& said,
               const Interpretation& meaning);

/// Whether the flow waits for free text: an address or a name, which says nothing of the language that its
/// writer speaks.
bool waits_for_text(const Brain& brain, const Conversation& conversation);

/// Begins a flow. `meaning` fills the slots whose entities the visitor has already named: of several
/// values of one entity a slot gets the one whose role is the slot's name ("from", "to"), else the first
/// that is in no other slot's role. `then` names an intent that is offered when the flow is done, or is
/// empty.
void start_flow(const Brain& brain, Draft& draft, const Flow& flow, const Interpretation& meaning,
                const Decision& decision, Sequence cause, const std::string& then = "");

/// The intents that cannot be meant now: those that belong into other flows than the one in progress
/// (Intent::only_in), and those that may not interrupt the question that is open (Step::interrupt).
/// Asking for a person is always possible.
ImpossibleIntents impossible_intents(const Brain& brain, const Conversation& conversation);

/// The visitor answers the step at which the flow waits.
void answer_step(const Brain& brain, Draft& draft, const Said& said, const Interpretation& meaning,
                 const Decision& decision, Sequence cause);

/// Asks again what the flow waits for, after something else was answered in between.
void repeat_step(const Brain& brain, Draft& draft, Sequence cause);

/// The steps at which a flow can be gone on with: those that ask the visitor something.
std::vector<const Step*> asking_steps(const Flow& flow);

/// What such a step asks, in short: the label of its slot, else its words to this visitor.
std::string label_of(const Brain& brain, const Conversation& conversation, const Flow& flow,
                     const Step& step);

/// A person has done his part, and the bot, who has the conversation again, goes on with `flow` at `step`,
/// with the slots that `left` has: it asks that step's question at once, whatever is known already.
void resume_flow(const Brain& brain, Draft& draft, const Flow& flow, const Step& step,
                 const FlowState& left, Sequence cause);

/// The visitor wants no more of it.
void stop_flow(const Brain& brain, Draft& draft, const Decision& decision, Sequence cause);

/// The call that the flow waited for has returned (its CallReturned is the draft's last event).
void resume_after_call(const Brain& brain, Draft& draft, const CallReturned& returned,
                       Sequence cause);

}  // namespace frontdesk
