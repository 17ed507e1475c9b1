// SPDX-License-Identifier: MIT
#include "service/conversations.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "core/seeded_bugs.h"
#include "desk/silence.h"
#include "dialogue/contact.h"
#include "dialogue/page_visit.h"
#include "dialogue/reply.h"

namespace frontdesk {
namespace {

Error no_such_conversation() { return {Code::not_found, "there is no such conversation"}; }

/// A tap may only be on something that the bot offered; a person is offered always.
bool was_offered(const Conversation& conversation, const std::string& choice) {
  return choice == "person" ||
         std::any_of(conversation.offered.begin(), conversation.offered.end(),
                     [&](const QuickReply& reply) { return reply.choice == choice; });
}

/// What a tap reads as: the label it was offered with.
std::string label_of(const Brain& brain, const Conversation& conversation,
                     const std::string& choice) {
  for (const auto& reply : conversation.offered) {
    if (reply.choice == choice) return reply.label;
  }
  const auto found = brain.catalog.phrases.find(choice);
  return found == brain.catalog.phrases.end() ? choice
                                              : text_in(found->second, conversation.language);
}

struct ClientKey {
  Author author;
  const std::string* client_id;
  const std::string* text;
  const std::string* choice;
  Written written = Written::message;
  std::vector<ArticleId> articles;
};

std::optional<ClientKey> client_key(const Fact& fact) {
  static const std::string kNone;
  if (const auto* message = std::get_if<MessageAdded>(&fact)) {
    ClientKey key{message->author,  &message->client_id, &message->text,
                  &message->choice, Written::message,    {}};
    for (const auto& article : message->articles) key.articles.push_back(article.id);
    return key;
  }
  if (const auto* note = std::get_if<NoteAdded>(&fact)) {
    return ClientKey{Author::agent, &note->client_id, &note->text, &kNone, Written::note, {}};
  }
  return std::nullopt;
}

/// What an append puts before the message that it is for: a reopening, or a take.
bool leads_to_message(const Fact& fact) {
  return std::holds_alternative<Reopened>(fact) || std::holds_alternative<FlowEnded>(fact) ||
         std::holds_alternative<AgentJoined>(fact);
}

}  // namespace

Conversations::Conversations(Store& store, const Clock& clock, Random& random, Hub& hub,
                             std::shared_ptr<const Brain> brain)
    : store_(store),
      clock_(clock),
      random_(random),
      hub_(hub),
      brain_(std::move(brain)),
      logs_(store) {}

void Conversations::use(std::shared_ptr<const Brain> brain) {
  const std::lock_guard lock(brain_mutex_);
  brain_ = std::move(brain);
}

std::shared_ptr<const Brain> Conversations::brain() const {
  const std::lock_guard lock(brain_mutex_);
  return brain_;
}

Draft Conversations::draft_of(const Log& log) const {
  return {log.conversation, clock_.now(), brain()->version()};
}

Staged Conversations::stage(Draft draft) const {
  Staged staged;
  for (const auto& event : draft.events()) {
    staged.events.push_back(std::make_shared<const Event>(event));
  }
  if (!draft.empty()) staged.append = draft.take_append();
  staged.conversation = draft.conversation();
  return staged;
}

Result<Staged> Conversations::start(const Start& start) {
  const auto brain = this->brain();
  const Time now = clock_.now();
  Conversation empty;
  empty.id = ConversationId(make_id(clock_, random_));
  empty.channel = "web";

  ConversationStarted started{.contact = start.contact,
                              .inbox = start.inbox,
                              .language = start.language,
                              .page = start.page,
                              .referrer = start.referrer,
                              .attributes = start.attributes};
  const auto& languages = brain->catalog.languages;
  if (std::find(languages.begin(), languages.end(), started.language) == languages.end()) {
    started.language = languages.empty() ? "" : languages.front();
  }
  if (!start.contact.empty()) started.last_agent = last_agent_of(start.contact);
  std::optional<NewContact> new_contact;
  if (started.contact.empty()) {
    started.contact = ContactId(make_id(clock_, random_));
    new_contact = NewContact{started.contact, start.token_hash, now};
  }
  Draft draft(std::move(empty), now, brain->version());
  greet(*brain, draft, started);
  for (const auto& reading : start.opened) (void)take_reading(*brain, draft, reading);
  auto staged = stage(std::move(draft));
  staged.append->new_contact = std::move(new_contact);
  return staged;
}

AgentId Conversations::last_agent_of(const ContactId& contact) {
  constexpr std::size_t kLately = 20;
  const auto rows = store_.list({.contact = contact, .limit = kLately, .newest_of_each = true});
  if (!rows) return {};  // worth a preference, not an error
  const auto newest = std::max_element(
      rows->begin(), rows->end(),
      [](const Summary& a, const Summary& b) { return a.started_at < b.started_at; });
  if (newest == rows->end()) return {};
  const auto log = this->log(newest->conversation);
  return log ? (*log)->conversation.last_agent : AgentId{};
}

Result<std::optional<Staged>> Conversations::find_repeat(const Log& log, Author author,
                                                         const std::string& actor,
                                                         const std::string& client_id,
                                                         const std::string& text,
                                                         const std::string& choice, Written written,
                                                         const std::vector<ArticleId>& articles) {
  if (seeded(Bug::repeat)) return std::optional<Staged>{};
  const auto& events = log.events;
  const auto found = std::find_if(events.rbegin(), events.rend(), [&](const auto& event) {
    const auto key = client_key(event->fact);
    return key && key->author == author && *key->client_id == client_id;
  });
  if (found == events.rend()) return std::optional<Staged>{};

  const auto key = client_key((*found)->fact);
  // Client ids are unique among all agents of a conversation, so a colleague's is used up too.
  const bool same =
      (*found)->actor.id == actor && key->written == written &&
      (choice.empty() ? *key->text == text && key->articles == articles : *key->choice == choice);
  if (!same) {
    return Error{.code = Code::conflict,
                 .message = "client_id '" + client_id + "' was used for something else",
                 .reason = "used"};
  }
  const auto sent = store_.find_sent(log.conversation.id, author, client_id);
  if (!sent) return sent.error();
  const Sequence last = *sent ? (*sent)->last : (*found)->sequence;
  Staged staged{.conversation = log.conversation, .duplicate = true};
  // The first answer began with whatever the same append put before the message (a reopening, a take).
  auto first = (*found)->sequence;
  while (first > 1 && events[first - 2]->at == (*found)->at &&
         events[first - 2]->actor == (*found)->actor && leads_to_message(events[first - 2]->fact)) {
    --first;
  }
  for (auto at = first; at <= last && at <= events.size(); ++at) {
    staged.events.push_back(events[at - 1]);
  }
  staged.conversation.last = last;
  return std::optional<Staged>{std::move(staged)};
}

Result<Staged> Conversations::decide(const ConversationId& id, const Decide& decide) {
  const auto log = logs_.find(id);
  if (!log) return log.error();
  auto staged = decide(*log);
  // What an append was decided on is compared when it is made; a refusal, or nothing to do, is not.
  if (staged && (staged->append || staged->duplicate)) return staged;
  const auto newest = logs_.find_newest(id);
  if (!newest || (*newest)->conversation.last == (*log)->conversation.last) return staged;
  return decide(*newest);
}

Result<Staged> Conversations::say(const ConversationId& id, const ContactId& contact,
                                  const Said& said) {
  return decide(id, [&](const std::shared_ptr<const Log>& log) { return say(log, contact, said); });
}

Result<Staged> Conversations::say(const std::shared_ptr<const Log>& log, const ContactId& contact,
                                  const Said& said) {
  const auto& conversation = log->conversation;
  // Another contact's conversation does not exist, as far as this one may know.
  if (conversation.contact != contact || conversation.erased) return no_such_conversation();

  auto repeat = find_repeat(*log, Author::visitor, contact.value, said.client_id,
                            clean_text(said.text), said.choice, Written::message, {});
  if (!repeat) return repeat.error();
  if (*repeat) {
    (*repeat)->before = log;
    return std::move(**repeat);
  }

  const auto brain = this->brain();
  auto what = said;
  if (!said.choice.empty()) {
    if (!was_offered(conversation, said.choice)) {
      return Error{Code::invalid, "choice '" + said.choice + "' was not offered"};
    }
    what.text = label_of(*brain, conversation, said.choice);
  }
  auto draft = Draft(conversation, clock_.now(), brain->version());
  take_turn(*brain, draft, what);
  auto staged = stage(std::move(draft));
  staged.before = log;
  return staged;
}

Result<Staged> Conversations::read(const ConversationId& id, const ContactId& contact,
                                   const Reading& reading) {
  return act(id, contact,
             [&](const Brain& brain, Draft& draft) { return take_reading(brain, draft, reading); });
}

Result<Staged> Conversations::leave_contact(const ConversationId& id, const ContactId& contact,
                                            const ContactLeft& details) {
  return act(id, contact,
             [&](const Brain& brain, Draft& draft) { return take_contact(brain, draft, details); });
}

Result<Staged> Conversations::leave_queue(const ConversationId& id, const ContactId& contact) {
  return act(id, contact, [](const Brain&, Draft& draft) { return frontdesk::leave_queue(draft); });
}

Result<Staged> Conversations::see_page(const ConversationId& id, const ContactId& contact,
                                       const PageSeen& seen) {
  return act(id, contact, [&](const Brain&, Draft& draft) -> Result<Done> {
    take_page(draft, seen);
    return Done{};
  });
}

Result<Staged> Conversations::act(const ConversationId& id, const ContactId& contact,
                                  const Deed& deed) {
  return decide(id, [&](const std::shared_ptr<const Log>& log) -> Result<Staged> {
    const auto& conversation = log->conversation;
    if (conversation.contact != contact || conversation.erased) return no_such_conversation();
    auto draft = draft_of(*log);
    if (auto done = deed(*brain(), draft); !done) return done.error();
    auto staged = stage(std::move(draft));
    staged.before = log;
    return staged;
  });
}

Result<std::vector<ArticleLink>> Conversations::links_to(const ConversationId& id,
                                                         const std::vector<ArticleId>& articles) {
  constexpr std::size_t kMost = 3;
  if (articles.size() > kMost) return Error{Code::invalid, "a message has at most three articles"};
  std::vector<ArticleLink> links;
  if (articles.empty()) return links;
  const auto log = this->log(id);
  if (!log) return log.error();
  const auto brain = this->brain();
  for (const auto& article_id : articles) {
    const auto* article = brain->articles.find(article_id, (*log)->conversation.language);
    if (article == nullptr) {
      return Error{Code::invalid, "visitors have no article '" + article_id.value + "'"};
    }
    links.push_back(link_to(brain->library.describe(*article, "")));
  }
  return links;
}

Result<Staged> Conversations::command(const ConversationId& id, const Command& command) {
  return decide(id, [&](const std::shared_ptr<const Log>& log) -> Result<Staged> {
    auto draft = draft_of(*log);
    if (auto done = command(draft); !done) return done.error();
    return stage(std::move(draft));
  });
}

Result<Staged> Conversations::command_once(const ConversationId& id, const AgentId& agent,
                                           const std::string& client_id, const std::string& text,
                                           const Command& command, Written written,
                                           const std::vector<ArticleId>& articles) {
  return decide(id, [&](const std::shared_ptr<const Log>& log) -> Result<Staged> {
    auto repeat =
        find_repeat(*log, Author::agent, agent.value, client_id, text, "", written, articles);
    if (!repeat) return repeat.error();
    if (*repeat) return std::move(**repeat);
    auto draft = draft_of(*log);
    if (auto done = command(draft); !done) return done.error();
    return stage(std::move(draft));
  });
}

Result<Staged> Conversations::call_returned(const ConversationId& id,
                                            const CallReturned& returned) {
  const auto log = this->log(id);
  if (!log) return log.error();
  // Nothing follows an erasure, least of all what the shop knows of its visitor.
  if ((*log)->conversation.erased) return Staged{.conversation = (*log)->conversation};
  Sequence cause = 0;
  for (const auto& event : (*log)->events) {
    if (const auto* fact = std::get_if<CallRequested>(&event->fact);
        fact != nullptr && fact->key == returned.key) {
      cause = event->sequence;
    }
    // Somebody made the same call after a crash, and his answer is in already.
    if (const auto* fact = std::get_if<CallReturned>(&event->fact);
        fact != nullptr && fact->key == returned.key) {
      return Staged{.conversation = (*log)->conversation, .duplicate = true};
    }
  }
  const auto brain = this->brain();
  auto draft = draft_of(**log);
  take_call(*brain, draft, returned, cause);
  return stage(std::move(draft));
}

Result<Staged> Conversations::waited_too_long(const ConversationId& id,
                                              std::chrono::seconds limit) {
  const auto log = this->log(id);
  if (!log) return log.error();
  auto draft = draft_of(**log);
  if (draft.conversation().status == Status::queued &&
      draft.now() - changed_hands_at(**log) >= limit && !seeded(Bug::limit)) {
    stop_waiting(*brain(), draft);
  }
  return stage(std::move(draft));
}

Result<Staged> Conversations::look_at_silence(const ConversationId& id,
                                              const DeskSettings& settings) {
  const auto log = this->log(id);
  if (!log) return log.error();
  auto draft = draft_of(**log);
  frontdesk::look_at_silence(draft, settings);
  return stage(std::move(draft));
}

std::vector<Result<Sequence>> Conversations::commit(std::span<const Append> appends) {
  if (seeded(Bug::bell)) {
    for (const auto& append : appends) hub_.announce(append.summary);
  }
  auto results = store_.append(appends);
  for (std::size_t i = 0; i < appends.size(); ++i) {
    if (!results[i]) {
      logs_.forget(appends[i].conversation);
      continue;
    }
    logs_.take(appends[i]);
    if (!seeded(Bug::bell)) hub_.announce(appends[i].summary);
    if (!listener_) continue;
    for (const auto& event : appends[i].events) listener_(event);
  }
  return results;
}

Result<Staged> Conversations::settle(const std::function<Result<Staged>()>& decide) {
  constexpr int kTries = 16;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    auto staged = decide();
    if (!staged || !staged->append) return staged;
    auto results = commit(std::span(&*staged->append, 1));
    if (results.front()) return staged;
    if (results.front().error().code != Code::conflict) return results.front().error();
  }
  return Error{Code::unavailable, "the conversation is too busy", 1};
}

Result<Done> Conversations::erase(const ContactId& contact) {
  constexpr std::size_t kEvery = 100'000;
  const auto rows = store_.list({.contact = contact, .limit = kEvery});
  if (!rows) return rows.error();
  auto erased = store_.erase(contact, clock_.now());
  if (!erased && erased.error().code != Code::unavailable) return erased;
  logs_.forget_reads();
  for (const auto& row : *rows) {
    logs_.forget(row.conversation);
    if (const auto log = this->log(row.conversation)) {
      hub_.announce(summary_of((*log)->conversation));
    }
  }
  return erased;
}

Result<std::shared_ptr<const Log>> Conversations::log(const ConversationId& id) {
  return logs_.find(id);
}

Result<std::shared_ptr<const Log>> Conversations::log(const ConversationId& id, Sequence at_least) {
  return logs_.find(id, at_least);
}

Result<std::shared_ptr<const Log>> Conversations::newest_log(const ConversationId& id) {
  return logs_.find_newest(id);
}

}  // namespace frontdesk
