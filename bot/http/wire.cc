// SPDX-License-Identifier: MIT
#include "http/wire.h"

#include <algorithm>

#include "http/card_json.h"
#include "http/wire_json.h"
#include "service/giving_back.h"

namespace frontdesk {

using wire::article_links;
using wire::Json;
using wire::time_json;
using wire::write;

namespace {

Json decision_json(const Decision& decision, const std::string& content_version) {
  Json json{{"action", name_of(decision.action)},
            {"intent", decision.intent.empty() ? Json(nullptr) : Json(decision.intent)},
            {"confidence", decision.confidence},
            {"threshold", decision.threshold}};
  if (!decision.rule.empty()) json["rule"] = decision.rule;
  if (!decision.articles.empty()) {
    auto list = Json::array();
    for (const auto& id : decision.articles) list.push_back(id.value);
    json["articles"] = std::move(list);
  }
  json["content_version"] = content_version;
  json["because"] = decision.because;
  return json;
}

/// The members of each type of event, beside the envelope's.
struct Members {
  Json& json;
  const Event& event;
  Reader reader;

  void operator()(const ConversationStarted& fact) const {
    json["language"] = fact.language;
    json["inbox"] = fact.inbox.value;
    json["page"] = fact.page;
    json["referrer"] = fact.referrer;
    json["attributes"] = fact.attributes;
  }
  void operator()(const MessageAdded& fact) const {
    json["author"] = name_of(fact.author);
    json["text"] = fact.text;
    json["language"] = fact.language;
    if (!fact.client_id.empty()) json["client_id"] = fact.client_id;
    if (!fact.choice.empty()) json["choice"] = fact.choice;
    if (!fact.quick_replies.empty()) {
      auto list = Json::array();
      for (const auto& reply : fact.quick_replies) {
        list.push_back({{"choice", reply.choice}, {"label", reply.label}});
      }
      json["quick_replies"] = std::move(list);
    }
    if (!fact.articles.empty()) json["articles"] = article_links(fact.articles);
    if (!fact.attachments.empty()) {
      auto list = Json::array();
      for (const auto& file : fact.attachments) {
        list.push_back(
            {{"id", file.id}, {"name", file.name}, {"type", file.type}, {"size", file.size}});
      }
      json["attachments"] = std::move(list);
    }
    if (fact.decision) json["decision"] = decision_json(*fact.decision, event.content_version);
  }
  void operator()(const NoteAdded& fact) const {
    json["author"] = "agent";
    json["text"] = fact.text;
    json["client_id"] = fact.client_id;
    if (!fact.name.empty()) json["name"] = fact.name;
  }
  void operator()(const HandoffRequested& fact) const {
    json["reason"] = name_of(fact.reason);
    if (reader == Reader::agent) {
      json["team"] = fact.team.value;
      json["detail"] = fact.detail;
    }
  }
  void operator()(const WentOffline& fact) const {
    json["reason"] = name_of(fact.reason);
    if (reader == Reader::agent) {
      json["team"] = fact.team.value;
      json["detail"] = fact.detail;
    }
    if (fact.answer_by) json["answer_by"] = to_text(*fact.answer_by);
  }
  void operator()(const AgentJoined& fact) const {
    json["agent"] = Json{{"name", fact.name}};
    if (reader == Reader::agent) json["agent"]["id"] = fact.agent.value;
    agent_only("because", fact.because);
  }
  void operator()(const Transferred& fact) const {
    if (reader == Reader::visitor) return;
    json["team"] = fact.team.value;
    json["agent"] = Json{{"id", fact.agent.value}};
    json["name"] = fact.name;
  }
  void operator()(const Requeued& fact) const { agent_only("reason", fact.reason); }
  void operator()(const ReturnedToBot& fact) const { agent_only("step", fact.step.value); }
  void operator()(const Closed& fact) const { agent_only("reason", fact.reason); }
  void operator()(const Reopened&) const {}
  void operator()(const Erased&) const {}
  void operator()(const FlowStarted& fact) const {
    json["flow"] = fact.flow.value;
    if (!fact.then.empty()) json["then"] = fact.then;
  }
  void operator()(const StepEntered& fact) const { json["step"] = fact.step.value; }
  void operator()(const SlotFilled& fact) const {
    json["slot"] = fact.slot;
    json["value"] = fact.value;
    json["label"] = fact.label;
  }
  void operator()(const AnswerRefused& fact) const { json["step"] = fact.step.value; }
  void operator()(const FlowEnded& fact) const { json["outcome"] = fact.outcome; }
  void operator()(const CallRequested& fact) const {
    json["step"] = fact.step.value;
    json["method"] = fact.method;
    json["url"] = fact.url;
  }
  void operator()(const CallReturned& fact) const {
    json["status"] = fact.status;
    json["saved"] = fact.saved;
    if (!fact.error.empty()) json["error"] = fact.error;
  }
  void operator()(const LanguageChanged& fact) const { json["language"] = fact.language; }
  void operator()(const ArticleRated& fact) const {
    json["article"] = fact.article.value;
    json["language"] = fact.language;
    json["helped"] = fact.helped;
  }
  void operator()(const ArticleOpened& fact) const {
    json["article"] = fact.article.value;
    json["language"] = fact.language;
    json["title"] = fact.title;
    json["from"] = fact.from;
  }
  void operator()(const PageSeen& fact) const {
    json["page"] = fact.page;
    json["attributes"] = fact.attributes;
  }
  void operator()(const AgentsAsked& fact) const {
    auto agents = Json::array();
    for (const auto& agent : fact.agents) agents.push_back(agent.value);
    json["agents"] = std::move(agents);
    json["until"] = to_text(fact.until);
    json["because"] = fact.because;
  }
  void operator()(const PutOnHold& fact) const {
    if (fact.until) json["until"] = to_text(*fact.until);
  }
  void operator()(const Resumed&) const {}
  void operator()(const ContactLeft& fact) const {
    json["email"] = fact.email;
    json["phone"] = fact.phone;
    json["name"] = fact.name;
    json["question"] = fact.question;
  }
  void operator()(const Tagged& fact) const { json["tags"] = fact.tags; }
  void operator()(const PriorityChanged& fact) const { json["priority"] = fact.priority; }
  void operator()(const SuggestionJudged& fact) const {
    json["kind"] = fact.kind;
    json["message"] = fact.message;
    json["outcome"] = fact.outcome;
    json["text"] = fact.text;
    if (!fact.intent.empty()) json["intent"] = fact.intent;
    if (!fact.article.empty()) json["article"] = fact.article.value;
    if (!fact.reason.empty()) json["reason"] = fact.reason;
  }
  void operator()(const IntentMarked& fact) const {
    json["message"] = fact.message;
    json["intent"] = fact.intent.empty() ? Json(nullptr) : Json(fact.intent);
  }
  void operator()(const WaitPromised& fact) const { json["until"] = to_text(fact.until); }
  void operator()(const ClosingAnnounced& fact) const { json["closes_at"] = to_text(fact.at); }
  void operator()(const Unknown&) const {}

 private:
  void agent_only(const char* name, const std::string& value) const {
    if (reader == Reader::agent && !value.empty()) json[name] = value;
  }
};

Json to_json(const ShownEvent& shown, Reader reader) {
  const auto& event = shown.event;
  Json json{{"sequence", event.sequence},
            {"previous", shown.previous},
            {"at", to_text(event.at)},
            {"type", type_of(event.fact)}};
  if (reader == Reader::agent) {
    json["epoch"] = event.epoch;
    json["actor"] = Json{{"kind", name_of(event.actor.kind)}, {"id", event.actor.id}};
    if (event.cause != 0) json["cause"] = event.cause;
  }
  std::visit(Members{json, event, reader}, event.fact);
  return json;
}

Json events_array(const std::vector<ShownEvent>& events, Reader reader) {
  auto list = Json::array();
  for (const auto& event : events) list.push_back(to_json(event, reader));
  return list;
}

std::string topic_label(const Brain& brain, const std::string& topic, const std::string& language) {
  const auto* intent = brain.catalog.find_intent(topic);
  return intent == nullptr ? topic : text_in(intent->label, language);
}

Json row(const Summary& summary, const Brain& brain, const AgentId& reader) {
  const bool waits = summary.waiting_since.has_value();
  Json json{{"conversation", summary.conversation.value},
            {"status", name_of(summary.status)},
            {"epoch", summary.epoch},
            {"last", summary.last},
            {"waiting_since", time_json(summary.waiting_since)},
            {"since", to_text(waits ? *summary.waiting_since : summary.started_at)},
            {"unanswered_since", time_json(summary.unanswered_since)},
            {"unanswered", summary.unanswered_since.has_value()},
            {"language", summary.language},
            {"owner", nullptr},
            {"team", summary.team.value},
            {"name", summary.name},
            {"last_text", summary.last_text},
            {"last_author", name_of(summary.last_author)},
            {"reason", summary.reason},
            {"topic", topic_label(brain, summary.topic, summary.language)},
            {"started_at", to_text(summary.started_at)},
            {"updated_at", to_text(summary.updated_at)},
            {"on_hold", summary.on_hold},
            {"priority", summary.priority},
            {"tags", summary.tags},
            {"asked",
             std::find(summary.asked.begin(), summary.asked.end(), reader) != summary.asked.end()},
            {"asked_until", time_json(summary.asked_until)}};
  if (const auto* team = brain.catalog.find_team(summary.team);
      team != nullptr && team->answer_within.count() > 0) {
    json["answer_within"] = team->answer_within.count();
    const auto from = waits ? summary.waiting_since : summary.unanswered_since;
    const bool promised = summary.status == Status::queued || summary.status == Status::assigned;
    if (promised && from && !summary.answer_by) {
      const auto due = brain.answers_by(team, *from);
      if (due) json["due"] = to_text(*due);
    }
  }
  if (summary.answer_by) json["due"] = to_text(*summary.answer_by);
  if (const auto order = summary.told.find(brain.catalog.toolbox.order_slot);
      order != summary.told.end()) {
    json["order"] = order->second;
  }
  if (!summary.owner.empty()) {
    json["owner"] = Json{{"id", summary.owner.value}, {"name", summary.owner_name}};
  }
  return json;
}

Json card_of(const Log& log, const Brain& brain, const AgentAccount& reader) {
  return wire::card_json(handoff_card(brain.catalog, log.conversation, log.events, reader.name));
}

}  // namespace

std::vector<ShownEvent> shown_events(const std::vector<std::shared_ptr<const Event>>& events,
                                     Sequence after, Reader reader, std::size_t limit) {
  std::vector<ShownEvent> shown;
  Sequence previous = 0;
  for (const auto& event : events) {
    if (shown.size() == limit) break;
    if (reader == Reader::agent) {
      if (event->sequence > after) shown.push_back({*event, previous});
      previous = event->sequence;
      continue;
    }
    auto visible = visible_to_visitor(*event);
    if (!visible) continue;
    if (event->sequence > after) shown.push_back({std::move(*visible), previous});
    previous = event->sequence;
  }
  return shown;
}

std::string event_json(const ShownEvent& shown, Reader reader) {
  return write(to_json(shown, reader));
}

std::string events_json(Sequence last, const std::vector<ShownEvent>& events, Reader reader,
                        const std::string& extra) {
  return "{" + extra + (extra.empty() ? "" : ",") + "\"last\":" + std::to_string(last) +
         ",\"events\":" + write(events_array(events, reader)) + "}";
}

std::string place_json(const Place& place) {
  Json json{{"ahead", place.ahead}};
  if (place.estimate) {
    json["likely"] = place.estimate->likely.count();
    if (place.estimate->most) json["most"] = place.estimate->most->count();
  }
  if (place.promised) {
    json["promised"] = to_text(*place.promised);
    json["late"] = place.late;
  }
  if (place.nobody) json["nobody"] = true;
  return write(json);
}

std::string row_json(const Summary& summary, const Brain& brain, const AgentId& reader) {
  return write(row(summary, brain, reader));
}

std::string rows_json(const std::vector<Summary>& rows, const Brain& brain, const AgentId& reader) {
  auto list = Json::array();
  for (const auto& each : rows) list.push_back(row(each, brain, reader));
  return write(Json{{"conversations", std::move(list)}});
}

std::string open_list_json(const OpenList& list, const Brain& brain, const AgentId& reader) {
  auto rows = Json::array();
  for (const auto& each : list.rows) rows.push_back(row(each, brain, reader));
  Json json{{"conversations", std::move(rows)}};
  for (const auto status : list.cut) json["cut"].push_back(name_of(status));
  return write(json);
}

std::string found_rows_json(const std::vector<FoundConversation>& found, const Brain& brain,
                            const AgentId& reader) {
  auto list = Json::array();
  for (const auto& each : found) {
    list.push_back(row(each.row, brain, reader));
    list.back()["snippet"] = each.snippet;
  }
  return write(Json{{"conversations", std::move(list)}});
}

std::string commanded_json(const Conversation& conversation) {
  return write(Json{{"epoch", conversation.epoch},
                    {"status", name_of(conversation.status)},
                    {"last", conversation.last}});
}

std::string card_only_json(const Log& log, const Brain& brain, const AgentAccount& reader) {
  return write(Json{{"card", card_of(log, brain, reader)}});
}

std::string conversation_json(const Log& log, const Brain& brain, const AgentAccount& reader) {
  const auto& now = log.conversation;
  auto json = row(summary_of(now), brain, reader.id);
  json["card"] = card_of(log, brain, reader);
  if (const auto place = flow_place(brain, now)) {
    json["flow"] = Json{{"id", place->flow.value}, {"step", nullptr}, {"steps", Json::array()}};
    if (!place->at.empty()) json["flow"]["step"] = place->at.value;
    for (const auto& step : place->steps) {
      json["flow"]["steps"].push_back(Json{{"id", step.id.value}, {"label", step.label}});
    }
  }
  if (now.contact_left) {
    json["contact"] = Json{{"email", now.contact_left->email},
                           {"phone", now.contact_left->phone},
                           {"name", now.contact_left->name},
                           {"question", now.contact_left->question}};
  }
  json["events"] =
      events_array(shown_events(log.events, 0, Reader::agent, log.events.size()), Reader::agent);
  return write(json);
}

std::string widget_json(const Brain& brain, bool open) {
  const auto& widget = brain.catalog.widget;
  const auto colours = [](const BrandColours& theme) {
    return Json{{"accent", theme.accent},
                {"on_accent", theme.on_accent},
                {"link", theme.link},
                {"accent_soft", theme.accent_soft}};
  };
  Json greeting = Json::object();
  Json starters = Json::object();
  for (const auto& language : brain.catalog.languages) {
    auto text = text_in(widget.greeting, language);
    const auto phrase = brain.catalog.phrases.find("greeting");
    if (text.empty() && phrase != brain.catalog.phrases.end()) {
      text = text_in(phrase->second, language);
    }
    greeting[language] = text;
    starters[language] = Json::array();
    for (const auto& name : widget.starters) {
      const auto* intent = brain.catalog.find_intent(name);
      if (intent == nullptr) continue;
      starters[language].push_back(
          Json{{"choice", "intent:" + name}, {"label", text_in(intent->label, language)}});
    }
    if (const auto person = brain.catalog.phrases.find("person");
        person != brain.catalog.phrases.end()) {
      starters[language].push_back(
          Json{{"choice", "person"}, {"label", text_in(person->second, language)}});
    }
  }
  return write(
      Json{{"name", widget.name},
           {"brand", Json{{"light", colours(widget.light)}, {"dark", colours(widget.dark)}}},
           {"languages", brain.catalog.languages},
           {"greeting", std::move(greeting)},
           {"starters", std::move(starters)},
           {"retention_days", widget.retention_days},
           {"privacy_url", widget.privacy_url},
           {"email", widget.email},
           {"side", widget.side},
           {"mode", widget.mode},
           {"open", open}});
}

std::string hits_json(const std::vector<AgentHit>& hits) {
  auto list = Json::array();
  for (const auto& [hit, agents_only] : hits) {
    list.push_back(Json{{"id", hit.id.value},
                        {"title", hit.title},
                        {"language", hit.language},
                        {"url", hit.url},
                        {"snippet", hit.snippet},
                        {"section", hit.section},
                        {"anchor", hit.anchor},
                        {"score", hit.probability},
                        {"agents_only", agents_only}});
  }
  return write(Json{{"articles", std::move(list)}});
}

std::string found_json(const std::vector<Hit>& hits) {
  auto list = Json::array();
  for (const auto& hit : hits) {
    Json each{{"id", hit.id.value},
              {"title", hit.title},
              {"language", hit.language},
              {"url", hit.url},
              {"snippet", hit.snippet}};
    if (!hit.section.empty()) each["section"] = hit.section;
    if (!hit.anchor.empty()) each["anchor"] = hit.anchor;
    if (!hit.review_by.empty()) each["review_by"] = hit.review_by;
    if (!hit.reviewed.empty()) each["reviewed"] = hit.reviewed;
    list.push_back(std::move(each));
  }
  return write(Json{{"articles", std::move(list)}});
}

std::string conflict_json(const Error& refused, const Conversation& conversation) {
  Json error{{"code", name_of(Code::conflict)},
             {"message", refused.message},
             {"epoch", conversation.epoch},
             {"status", name_of(conversation.status)},
             {"owner", nullptr}};
  if (!refused.reason.empty()) error["reason"] = refused.reason;
  if (!conversation.owner.empty()) {
    error["owner"] = Json{{"id", conversation.owner.value}, {"name", conversation.owner_name}};
  }
  return write(Json{{"error", std::move(error)}});
}

std::string object_json(const std::vector<std::pair<std::string, std::string>>& members) {
  auto json = Json::object();
  for (const auto& [name, value] : members) json[name] = value;
  return write(json);
}

std::string quoted(const std::string& text) { return write(Json(text)); }

}  // namespace frontdesk
