// SPDX-License-Identifier: MIT
#include "http/suggestion_api.h"

#include "desk/training.h"
#include "http/agent_command.h"
#include "http/error_response.h"
#include "http/gate.h"
#include "http/wire_json.h"
#include "service/lookups.h"

namespace frontdesk {
namespace {

constexpr std::size_t kLongestJudgement = 500;  // of a reason

std::string suggestion_json(const std::optional<Suggestion>& suggestion) {
  using wire::Json;
  if (!suggestion) return wire::write(Json{{"suggestion", nullptr}});
  Json json{{"kind", name_of(suggestion->kind)},
            {"message", suggestion->message},
            {"intent", suggestion->intent},
            {"text", suggestion->text},
            {"articles", wire::article_links(suggestion->articles)},
            {"confidence", suggestion->confidence},
            {"because", suggestion->because}};
  if (!suggestion->reviewed.empty()) json["reviewed"] = suggestion->reviewed;
  return wire::write(Json{{"suggestion", std::move(json)}});
}

wire::Json reasons_json(const std::vector<HandoffTally>& tallies) {
  using wire::Json;
  auto list = Json::array();
  for (const auto& [cause, count, latest] : tallies) {
    Json json{{"reason", name_of(cause.reason)}, {"count", count}, {"latest", Json::array()}};
    if (!cause.intent.empty()) json["intent"] = cause.intent;
    if (!cause.flow.empty()) json["flow"] = cause.flow.value;
    if (!cause.step.empty()) json["step"] = cause.step.value;
    for (const auto& call : latest) {
      json["latest"].push_back(
          Json{{"conversation", call.conversation.value}, {"at", to_text(call.at)}});
    }
    list.push_back(std::move(json));
  }
  return list;
}

std::string review_json(const std::vector<IntentMark>& marks,
                        const std::vector<HandoffTally>& tallies,
                        const std::vector<AgentAccount>& agents) {
  using wire::Json;
  auto list = Json::array();
  for (const auto& mark : marks) {
    std::string by;
    for (const auto& agent : agents) {
      if (agent.id.value == mark.by) by = agent.name;
    }
    list.push_back(Json{{"conversation", mark.conversation.value},
                        {"message", mark.message},
                        {"text", mark.text},
                        {"language", mark.language},
                        {"intent", mark.intent},
                        {"was", mark.was},
                        {"by", by},
                        {"at", to_text(mark.at)}});
  }
  return wire::write(Json{{"marks", std::move(list)}, {"reasons", reasons_json(tallies)}});
}

}  // namespace

void SuggestionApi::add_to(Router& router) {
  const auto to = [this](Reply (SuggestionApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  const std::string base = "/api/v1/agent";
  const std::string one = base + "/conversations/:id";
  router.add({"GET", one + "/suggestion", Access::agent, to(&SuggestionApi::suggestion)});
  router.add({"POST", one + "/suggestion", Access::agent, to(&SuggestionApi::judge)});
  router.add({"POST", one + "/intent", Access::agent, to(&SuggestionApi::mark)});
  router.add({"GET", base + "/review", Access::agent, to(&SuggestionApi::review)});
}

Reply SuggestionApi::suggestion(const Call& call) {
  return Reply{.slow = [&site = site_, id = ConversationId(call.parameters.at("id"))] {
    const auto log = site.conversations.log(id);
    if (!log) return error_response(log.error());
    const auto brain = site.conversations.brain();
    return Response{.body = suggestion_json(suggest(*brain, (*log)->conversation, (*log)->events,
                                                    site.conversations.clock().now()))};
  }};
}

Reply SuggestionApi::judge(const Call& call) {
  const auto command = read_command(site_, call);
  if (!command) return refuse(command.error());
  SuggestionJudged judged;
  for (const auto& [name, field] :
       {std::pair{"kind", &judged.kind}, std::pair{"outcome", &judged.outcome},
        std::pair{"reason", &judged.reason}, std::pair{"text", &judged.text}}) {
    auto text = command->body.text(name);
    if (!text) return refuse(text.error());
    *field = clean_text(*text);
  }
  const auto message = command->body.number("message", 0);
  if (!message) return refuse(message.error());
  judged.message = *message;
  const auto most = static_cast<std::size_t>(site_.settings.limits.message_code_points) * 4;
  if (judged.reason.size() > kLongestJudgement || judged.text.size() > most) {
    return refuse(
        {Code::too_large, "'reason' may have at most 500 bytes, 'text' what a message may"});
  }
  const auto log = site_.conversations.log(command->id);
  if (!log) return refuse(log.error());
  // The reply may have been sent already: what was proposed is worked out again.
  if (const auto proposed =
          suggest_for(*site_.conversations.brain(), (*log)->conversation, (*log)->events,
                      judged.message, site_.conversations.clock().now())) {
    judged.intent = proposed->intent;
    if (!proposed->articles.empty()) judged.article = proposed->articles.front().id;
    if (judged.text.empty()) judged.text = proposed->text;
  }
  return carry_out_command(site_, *command, [&](Draft& draft) {
    return judge_suggestion(draft, (*log)->events, identity_of(call), command->epoch, judged);
  });
}

Reply SuggestionApi::mark(const Call& call) {
  const auto command = read_command(site_, call);
  if (!command) return refuse(command.error());
  const auto message = command->body.number("message", 0);
  const auto intent = command->body.text("intent");
  if (!message) return refuse(message.error());
  if (!intent) return refuse(intent.error());
  if (!intent->empty() && site_.conversations.brain()->catalog.find_intent(*intent) == nullptr) {
    return refuse({Code::invalid, "there is no intent '" + *intent + "'"});
  }
  const auto log = site_.conversations.log(command->id);
  if (!log) return refuse(log.error());
  return carry_out_command(site_, *command, [&](Draft& draft) {
    return mark_intent(draft, (*log)->events, identity_of(call), command->epoch, *message, *intent);
  });
}

Reply SuggestionApi::review(const Call&) {
  return Reply{.slow = [&site = site_] {
    const auto marks = review_list(site.conversations);
    if (!marks) return error_response(marks.error());
    const auto reasons = handoff_reasons(site.conversations);
    if (!reasons) return error_response(reasons.error());
    const auto agents = site.conversations.store().agents();
    if (!agents) return error_response(agents.error());
    return Response{.body = review_json(*marks, *reasons, *agents)};
  }};
}

}  // namespace frontdesk
