// SPDX-License-Identifier: MIT
#pragma once
// What every fact, and every value in one, is made of as JSON: the names of its members. Private to bot/store.
//
// One list serves writing and reading. `need` is always written and must be there; `may` is left out when it
// has its default. A name is for ever (tests/protocol/facts.json); a member is only added, with `may`.

#include "core/event.h"

namespace frontdesk {

template <class Io>
void members(Io& io, QuickReply& v) {
  io.need("choice", v.choice);
  io.need("label", v.label);
}

template <class Io>
void members(Io& io, ArticleLink& v) {
  io.need("id", v.id);
  io.may("title", v.title);
  io.may("url", v.url);
  io.may("snippet", v.snippet);
  io.may("section", v.section);
  io.may("review_by", v.review_by);
  io.may("reviewed", v.reviewed);
  io.may("anchor", v.anchor);
}

template <class Io>
void members(Io& io, Attachment& v) {
  io.need("id", v.id);
  io.may("name", v.name);
  io.may("type", v.type);
  io.may("size", v.size);
}

template <class Io>
void members(Io& io, Decision& v) {
  io.need("action", v.action);
  io.may("intent", v.intent);
  io.may("confidence", v.confidence);
  io.may("threshold", v.threshold);
  io.may("rule", v.rule);
  io.may("articles", v.articles);
  io.may("because", v.because);
}

template <class Io>
void members(Io& io, ConversationStarted& v) {
  io.need("contact", v.contact);
  io.need("inbox", v.inbox);
  io.may("language", v.language);
  io.may("page", v.page);
  io.may("referrer", v.referrer);
  io.may("attributes", v.attributes);
  io.may("last_agent", v.last_agent);
}

template <class Io>
void members(Io& io, MessageAdded& v) {
  io.need("author", v.author);
  io.may("text", v.text);
  io.may("language", v.language);
  io.may("language_sure", v.language_sure);
  io.may("client_id", v.client_id);
  io.may("choice", v.choice);
  io.may("quick_replies", v.quick_replies);
  io.may("articles", v.articles);
  io.may("attachments", v.attachments);
  io.may("decision", v.decision);
}

template <class Io>
void members(Io& io, NoteAdded& v) {
  io.may("text", v.text);
  io.may("client_id", v.client_id);
  io.may("name", v.name);
}

template <class Io>
void members(Io& io, HandoffRequested& v) {
  io.need("reason", v.reason);
  io.may("team", v.team);
  io.may("detail", v.detail);
}

template <class Io>
void members(Io& io, AgentJoined& v) {
  io.need("agent", v.agent);
  io.may("name", v.name);
  io.may("because", v.because);
}

template <class Io>
void members(Io& io, Transferred& v) {
  io.may("team", v.team);
  io.may("agent", v.agent);
  io.may("name", v.name);
}

template <class Io>
void members(Io& io, Requeued& v) {
  io.may("reason", v.reason);
}

template <class Io>
void members(Io& io, ReturnedToBot& v) {
  io.may("step", v.step);
}

template <class Io>
void members(Io& io, WentOffline& v) {
  io.need("reason", v.reason);
  io.may("team", v.team);
  io.may("detail", v.detail);
  io.may("answer_by", v.answer_by);
}

template <class Io>
void members(Io& io, Closed& v) {
  io.may("reason", v.reason);
}

template <class Io>
void members(Io&, Reopened&) {}

template <class Io>
void members(Io&, Erased&) {}

template <class Io>
void members(Io& io, FlowStarted& v) {
  io.need("flow", v.flow);
  io.may("then", v.then);
  io.may("slots", v.slots);
}

template <class Io>
void members(Io& io, StepEntered& v) {
  io.need("step", v.step);
}

template <class Io>
void members(Io& io, SlotFilled& v) {
  io.need("slot", v.slot);
  io.may("value", v.value);
  io.may("label", v.label);
}

template <class Io>
void members(Io& io, AnswerRefused& v) {
  io.need("step", v.step);
}

template <class Io>
void members(Io& io, FlowEnded& v) {
  io.need("outcome", v.outcome);
}

template <class Io>
void members(Io& io, CallRequested& v) {
  io.need("key", v.key);
  io.may("step", v.step);
  io.may("method", v.method);
  io.may("url", v.url);
  io.may("body", v.body);
  io.may("save", v.save);
  io.need("timeout", v.timeout);
}

template <class Io>
void members(Io& io, CallReturned& v) {
  io.need("key", v.key);
  io.may("status", v.status);
  io.may("saved", v.saved);
  io.may("error", v.error);
}

template <class Io>
void members(Io& io, LanguageChanged& v) {
  io.need("language", v.language);
}

template <class Io>
void members(Io& io, ArticleRated& v) {
  io.need("article", v.article);
  io.need("language", v.language);
  io.need("helped", v.helped);
}

template <class Io>
void members(Io& io, ArticleOpened& v) {
  io.need("article", v.article);
  io.need("language", v.language);
  io.may("title", v.title);
  io.may("from", v.from);
}

template <class Io>
void members(Io& io, PageSeen& v) {
  io.need("page", v.page);
  io.may("attributes", v.attributes);
}

template <class Io>
void members(Io& io, AgentsAsked& v) {
  io.may("agents", v.agents);
  io.need("until", v.until);
  io.may("again", v.again);
  io.may("because", v.because);
}

template <class Io>
void members(Io& io, PutOnHold& v) {
  io.may("until", v.until);
}

template <class Io>
void members(Io&, Resumed&) {}

template <class Io>
void members(Io& io, ContactLeft& v) {
  io.may("email", v.email);
  io.may("phone", v.phone);
  io.may("name", v.name);
  io.may("question", v.question);
}

template <class Io>
void members(Io& io, Tagged& v) {
  io.may("tags", v.tags);
}

template <class Io>
void members(Io& io, PriorityChanged& v) {
  io.need("priority", v.priority);
}

template <class Io>
void members(Io& io, SuggestionJudged& v) {
  io.need("kind", v.kind);
  io.need("message", v.message);
  io.may("intent", v.intent);
  io.may("article", v.article);
  io.may("text", v.text);
  io.need("outcome", v.outcome);
  io.may("reason", v.reason);
}

template <class Io>
void members(Io& io, IntentMarked& v) {
  io.need("message", v.message);
  io.may("intent", v.intent);
}

template <class Io>
void members(Io& io, WaitPromised& v) {
  io.need("until", v.until);
}

template <class Io>
void members(Io& io, ClosingAnnounced& v) {
  io.need("at", v.at);
}

}  // namespace frontdesk
