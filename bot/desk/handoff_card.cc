// SPDX-License-Identifier: MIT
#include "desk/handoff_card.h"

#include <algorithm>

namespace frontdesk {
namespace {

std::string topic_in(const Catalog& catalog, const std::string& topic,
                     const std::string& language) {
  const auto* intent = catalog.find_intent(topic);
  return intent == nullptr ? topic : text_in(intent->label, language);
}

/// Reads the log once, in order.
class CardFold {
 public:
  CardFold(const Catalog& catalog, HandoffCard& card) : catalog_(catalog), card_(card) {}

  void read(const Event& event) {
    if (const auto* message = std::get_if<MessageAdded>(&event.fact)) {
      message->author == Author::visitor ? visitor_said(*message) : somebody_said(event, *message);
    } else if (const auto* opened = std::get_if<ArticleOpened>(&event.fact)) {
      card_.read.push_back(
          {opened->article, opened->title, opened->language, opened->from, std::nullopt});
    } else if (const auto* rated = std::get_if<ArticleRated>(&event.fact)) {
      take_rating(*rated);
    } else if (std::holds_alternative<HandoffRequested>(event.fact) ||
               std::holds_alternative<WentOffline>(event.fact)) {
      // Whoever waits on in the other list, or again, was asked for when he was first.
      if (!called_) card_.handed_off_at = event.at;
      called_ = waiting_ = true;
      card_.waited.reset();
    } else if (const auto* joined = std::get_if<AgentJoined>(&event.fact)) {
      if (waiting_ && card_.handed_off_at) {
        card_.waited = std::chrono::floor<std::chrono::seconds>(event.at - *card_.handed_off_at);
      }
      waiting_ = false;
      called_ = true;
      owner_ = joined->name;
    } else if (const auto* note = std::get_if<NoteAdded>(&event.fact)) {
      // A comment has no name of its own, and is said in one breath with the transfer.
      if (note->client_id.empty()) comment_ = {note->text, event.sequence};
    } else if (const auto* moved = std::get_if<Transferred>(&event.fact)) {
      const bool commented = comment_.second + 1 == event.sequence;
      card_.transferred = {owner_, commented ? comment_.first : "", event.at};
      // Straight to a colleague: he joins at once.
      if (moved->agent.empty()) wait_again();
    } else if (std::holds_alternative<Requeued>(event.fact)) {
      wait_again();
    } else if (raises_epoch(event.fact)) {
      waiting_ = called_ = false;
      card_.transferred.reset();
    }
  }

  /// When it is over: what was wanted, in the visitor's own words, when nothing was understood.
  void finish() {
    if (!card_.wants && !asked_.empty()) card_.wants = HandoffCard::Wants{.text = asked_};
  }

 private:
  void wait_again() {
    waiting_ = called_ = true;
    card_.waited.reset();
  }

  void visitor_said(const MessageAdded& message) {
    // What a person was called for was said by then.
    if (called_ && !asked_.empty()) return;
    asked_ = message.text;
    if (!card_.tried.empty() && answered_ < card_.tried.size()) {
      card_.tried.back().said = message.text;
      answered_ = card_.tried.size();
    }
  }

  void somebody_said(const Event& event, const MessageAdded& message) {
    if (!message.decision || event.cause == 0) return;
    const auto& decision = *message.decision;
    if (waiting_) {
      if (decision.action != Action::handoff) card_.meanwhile.push_back(attempt(event, message));
      return;
    }
    if (!decision.intent.empty() && decision.intent != kAskForPerson) {
      card_.wants = HandoffCard::Wants{.intent = decision.intent,
                                       .label = topic_in(catalog_, decision.intent, card_.language),
                                       .confidence = decision.confidence,
                                       .threshold = decision.threshold,
                                       .text = asked_};
    }
    // A handoff is no attempt, and neither is the greeting.
    if (decision.action == Action::handoff || event.sequence <= 2) return;
    card_.tried.push_back(attempt(event, message));
  }

  [[nodiscard]] HandoffCard::Tried attempt(const Event& event, const MessageAdded& message) const {
    const auto& decision = *message.decision;
    HandoffCard::Tried tried{.action = decision.action,
                             .title = topic_in(catalog_, decision.intent, card_.language),
                             .because = decision.because,
                             .sequence = event.sequence};
    for (const auto& link : message.articles) {
      tried.articles.push_back({link.id, link.title, std::nullopt});
    }
    if (!tried.articles.empty()) tried.title = tried.articles.front().title;
    return tried;
  }

  void take_rating(const ArticleRated& rated) {
    for (auto* list : {&card_.tried, &card_.meanwhile}) {
      for (auto& tried : *list) {
        for (auto& shown : tried.articles) {
          if (shown.article == rated.article && !shown.helped) shown.helped = rated.helped;
        }
      }
    }
    for (auto& opened : card_.read) {
      if (opened.article == rated.article) opened.helped = rated.helped;
    }
  }

  const Catalog& catalog_;
  HandoffCard& card_;
  std::string asked_;         // the visitor's last words
  std::size_t answered_ = 0;  // of the attempts, how many the visitor has said something after
  bool waiting_ = false;
  bool called_ = false;                       // a person, and the bot has not had it since
  std::string owner_;                         // the name of who has it, or had it last
  std::pair<std::string, Sequence> comment_;  // the last, and where it stands
};

std::vector<HandoffCard::Told> told_in(const Catalog& catalog, const Conversation& conversation) {
  std::vector<HandoffCard::Told> told;
  for (const auto& [slot, value] : conversation.slots) {
    std::string label = slot;
    for (const auto& flow : catalog.flows) {
      const auto* found = flow.find_slot(slot);
      if (found != nullptr && !found->label.empty()) {
        label = text_in(found->label, conversation.language);
      }
    }
    told.push_back({slot, label, value});
  }
  return told;
}

std::string replaced(std::string text, const std::string& name, const std::string& value) {
  const std::string mark = "{" + name + "}";
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
    text.replace(at, mark.size(), value);
    at += value.size();
  }
  return text;
}

std::string template_of(HandoffReason reason, bool topic) {
  switch (reason) {
    case HandoffReason::asked_for_person: return topic ? "first_reply_topic" : "first_reply_asked";
    case HandoffReason::not_understood: return "first_reply_unknown";
    case HandoffReason::intent:
    case HandoffReason::offered: return topic ? "first_reply_topic" : "first_reply_asked";
    case HandoffReason::flow: return "first_reply_flow";
    case HandoffReason::error: return "first_reply_error";
  }
  return "first_reply_asked";
}

std::string first_reply_of(const Catalog& catalog, const HandoffCard& card,
                           const std::string& agent) {
  const auto words = [&](const std::string& name) {
    const auto found = catalog.phrases.find(name);
    return found == catalog.phrases.end() ? std::string() : text_in(found->second, card.language);
  };
  const bool topic = card.wants && !card.wants->intent.empty();
  // What the visitor's page says of him comes last: braces in his name are no names.
  auto text = replaced(words(template_of(card.reason, topic)), "hello",
                       words(card.name.empty() ? "hello" : "hello_named"));
  text = replaced(std::move(text), "topic", topic ? card.wants->label : "");
  text = replaced(std::move(text), "agent", agent);
  return replaced(std::move(text), "visitor", card.name);
}

}  // namespace

HandoffCard handoff_card(const Catalog& catalog, const Conversation& conversation,
                         std::span<const std::shared_ptr<const Event>> events,
                         const std::string& agent) {
  HandoffCard card{.language = conversation.language,
                   .page = conversation.page,
                   .referrer = conversation.referrer,
                   .attributes = conversation.attributes,
                   .reason = conversation.handoff_reason,
                   .detail = conversation.handoff_detail,
                   .waiting_since = conversation.waiting_since,
                   .answer_by = conversation.answer_by};
  if (const auto name = card.attributes.find("name"); name != card.attributes.end()) {
    card.name = name->second;
  }
  CardFold fold(catalog, card);
  Browsing browsing;
  for (const auto& event : events) {
    fold.read(*event);
    browsing.read(*event);
  }
  fold.finish();
  card.told = told_in(catalog, conversation);
  card.pages = browsing.pages();
  card.products = browsing.products();
  if (card.handed_off_at && !conversation.erased) {
    card.first_reply = first_reply_of(catalog, card, agent);
  }
  return card;
}

}  // namespace frontdesk
