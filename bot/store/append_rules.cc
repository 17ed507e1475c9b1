// SPDX-License-Identifier: MIT
#include "store/append_rules.h"

#include <algorithm>

#include "core/seeded_bugs.h"

namespace frontdesk {

std::optional<Error> malformed(const Append& append) {
  const auto invalid = [](const char* message) { return Error{Code::invalid, message}; };
  if (append.conversation.empty()) return invalid("an append names no conversation");
  if (append.events.empty()) return invalid("an append has no events");
  Sequence next = append.expected;
  Epoch epoch = 0;
  for (const auto& event : append.events) {
    if (event.conversation != append.conversation) {
      return invalid("an event belongs to another conversation");
    }
    if (event.sequence != ++next) return invalid("the events do not follow the expected sequence");
    if (event.cause >= event.sequence) return invalid("an event is caused by a later one");
    if (event.epoch < epoch) return invalid("the epoch falls");
    epoch = event.epoch;
  }
  if (append.summary.conversation != append.conversation || append.summary.last != next ||
      append.summary.epoch != epoch) {
    return invalid("the summary is not of the last event");
  }
  if (append.new_contact &&
      (append.expected != 0 || append.new_contact->id != append.summary.contact)) {
    return invalid("a new contact comes with his own new conversation");
  }
  const auto sent = sent_in(append);
  for (auto one = sent.begin(); one != sent.end(); ++one) {
    if (std::any_of(sent.begin(), one, [&](const Sent& other) {
          return other.author == one->author && other.client_id == one->client_id;
        })) {
      return Error{Code::conflict, "a client id stands twice in one append"};
    }
  }
  return std::nullopt;
}

std::optional<Error> outrun(const Append& append, std::optional<Sequence> last) {
  if (!last && append.expected > 0) return Error{Code::not_found, "no such conversation"};
  if (last && *last != append.expected && !seeded(Bug::compare)) {
    return Error{Code::conflict, "the conversation has moved on"};
  }
  return std::nullopt;
}

std::optional<Error> no_place(const Seat& seat, std::int64_t used) {
  if (used < seat.capacity || seeded(Bug::capacity)) return std::nullopt;
  return Error{
      .code = Code::conflict,
      .message = "all places of the agent are taken: he has " + std::to_string(seat.capacity),
      .reason = "full"};
}

std::optional<Error> malformed(const SyncChange& change) {
  const std::string& source = change.state.source;
  if (source.empty()) return Error{Code::invalid, "a sync names no source"};
  const auto wrong = [&](const ArticleKey& key) { return key.source != source || key.id.empty(); };
  const bool bad = std::any_of(change.restricted.begin(), change.restricted.end(), wrong) ||
                   std::any_of(change.gone.begin(), change.gone.end(),
                               [&](const Tombstone& gone) { return wrong(gone.key); }) ||
                   std::any_of(change.put.begin(), change.put.end(),
                               [&](const SourcedArticle& article) { return wrong(article.key); });
  if (bad) return Error{Code::invalid, "an article of a sync belongs to another source"};
  return std::nullopt;
}

std::optional<Error> malformed(const SourceLease& lease, Time now) {
  if (lease.source.empty() || lease.holder.empty() || lease.until <= now) {
    return Error{Code::invalid, "a lease names a source, a holder and a time to come"};
  }
  return std::nullopt;
}

std::vector<Sent> sent_in(const Append& append) {
  std::vector<Sent> sent;
  if (seeded(Bug::repeat)) return sent;
  for (const auto& event : append.events) {
    if (const auto* message = std::get_if<MessageAdded>(&event.fact)) {
      if (!message->client_id.empty()) {
        sent.push_back({message->author, message->client_id, event.sequence});
      }
    } else if (const auto* note = std::get_if<NoteAdded>(&event.fact)) {
      if (!note->client_id.empty()) {
        sent.push_back({Author::agent, note->client_id, event.sequence});
      }
    }
  }
  return sent;
}

std::optional<Sequence> last_message_in(const Append& append) {
  for (auto event = append.events.rbegin(); event != append.events.rend(); ++event) {
    if (std::holds_alternative<MessageAdded>(event->fact)) return event->sequence;
  }
  return std::nullopt;
}

}  // namespace frontdesk
