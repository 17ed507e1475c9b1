// SPDX-License-Identifier: MIT
#include "http/agent_conversation_api.h"

#include "desk/desk.h"
#include "http/agent_care_api.h"
#include "http/agent_command.h"
#include "http/gate.h"
#include "http/visitor_api.h"
#include "http/wire.h"
#include "service/giving_back.h"
#include "service/handing_on.h"

namespace frontdesk {
namespace {

constexpr std::size_t kLongestReason = 500;

/// What a transfer says to whoever gets the conversation; as long as a note may be, or empty.
Result<std::string> read_comment(const Site& site, const Body& body) {
  const auto text = body.text("comment");
  if (!text) return text.error();
  const auto most = static_cast<std::size_t>(site.settings.limits.message_code_points) * 4;
  if (text->size() > most) return Error{Code::too_large, "'comment' may be as long as a note"};
  const bool empty = text->find_first_not_of(" \t\r\n") == std::string::npos;
  return empty ? std::string() : clean_text(*text);
}

}  // namespace

void AgentConversationApi::add_to(Router& router) {
  const auto to = [this](Reply (AgentConversationApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  const std::string one = "/api/v1/agent/conversations/:id";
  const auto agent = Access::agent;
  router.add({"GET", one, agent, to(&AgentConversationApi::show)});
  router.add({"GET", one + "/card", agent, to(&AgentConversationApi::card)});
  router.add({"GET", one + "/events", agent, to(&AgentConversationApi::events)});
  router.add({"POST", one + "/take", agent, to(&AgentConversationApi::take)});
  router.add({"POST", one + "/messages", agent, to(&AgentConversationApi::say)});
  router.add({"POST", one + "/notes", agent, to(&AgentConversationApi::note)});
  router.add({"POST", one + "/transfer", agent, to(&AgentConversationApi::transfer)});
  router.add({"POST", one + "/return", agent, to(&AgentConversationApi::give_back)});
  router.add({"POST", one + "/close", agent, to(&AgentConversationApi::close)});
}

Reply AgentConversationApi::show(const Call& call) {
  const auto log = site_.conversations.log(ConversationId(call.parameters.at("id")));
  if (!log) return refuse(log.error());
  return Reply{
      .response = {.body = conversation_json(**log, *site_.conversations.brain(), call.agent)}};
}

Reply AgentConversationApi::card(const Call& call) {
  const auto log = site_.conversations.log(ConversationId(call.parameters.at("id")));
  if (!log) return refuse(log.error());
  return Reply{
      .response = {.body = card_only_json(**log, *site_.conversations.brain(), call.agent)}};
}

Reply AgentConversationApi::events(const Call& call) {
  const ConversationId id(call.parameters.at("id"));
  const auto log = site_.conversations.log(id);
  if (!log) return refuse(log.error());
  return read_events(site_, call.request, id, *log, &call.agent, "");
}

Reply AgentConversationApi::take(const Call& call) {
  const auto command = read_command(site_, call);
  if (!command) return refuse(command.error());
  const auto over = command->body.flag("over", false);
  if (!over) return refuse(over.error());
  if (*over && !kLeads.contains(call.agent.role)) {
    return refuse({Code::forbidden, "only supervisors take a conversation from a colleague"});
  }
  return carry_out_command(site_, *command, [&](Draft& draft) {
    return *over ? take_over(draft, identity_of(call), command->epoch)
                 : frontdesk::take(draft, identity_of(call), command->epoch);
  });
}

Reply AgentConversationApi::say(const Call& call) {
  const auto command = read_command(site_, call);
  if (!command) return refuse(command.error());
  const auto words = read_words(site_, command->body);
  if (!words) return refuse(words.error());
  const auto names = command->body.list("articles");
  if (!names) return refuse(names.error());
  const std::vector<ArticleId> articles(names->begin(), names->end());
  const auto decide = [&](Draft& draft) -> Result<Done> {
    auto links = site_.conversations.links_to(command->id, articles);
    if (!links) return links.error();
    return frontdesk::answer(draft, identity_of(call), command->epoch, words->text,
                             words->client_id, std::move(*links));
  };
  return answer_command(
      site_,
      site_.conversations.command_once(command->id, call.agent.id, words->client_id, words->text,
                                       decide, Written::message, articles),
      command->id, true);
}

Reply AgentConversationApi::note(const Call& call) {
  const auto command = read_command(site_, call);
  if (!command) return refuse(command.error());
  const auto words = read_words(site_, command->body);
  if (!words) return refuse(words.error());
  const auto decide = [&](Draft& draft) {
    return frontdesk::note(draft, identity_of(call), command->epoch, words->text, words->client_id);
  };
  return answer_command(
      site_,
      site_.conversations.command_once(command->id, call.agent.id, words->client_id, words->text,
                                       decide, Written::note),
      command->id, true);
}

Reply AgentConversationApi::transfer(const Call& call) {
  const auto command = read_command(site_, call);
  if (!command) return refuse(command.error());
  const auto to = command->body.object("to");
  if (!to) return refuse(to.error());
  const auto team = to->text("team");
  const auto agent = to->text("agent");
  const auto comment = read_comment(site_, command->body);
  if (!team) return refuse(team.error());
  if (!agent) return refuse(agent.error());
  if (!comment) return refuse(comment.error());
  if (team->empty() == agent->empty()) {
    return refuse({Code::invalid, "'to' must be {\"team\": ID} or {\"agent\": NAME}"});
  }
  if (!team->empty()) {
    return answer_command(site_,
                          hand_to_team(site_.conversations, command->id, identity_of(call),
                                       command->epoch, TeamId(*team), *comment),
                          command->id);
  }
  auto colleague = site_.conversations.store().find_agent_named(*agent);
  if (!colleague) colleague = site_.conversations.store().find_agent(AgentId(*agent));
  if (!colleague || colleague->disabled) {
    return refuse({Code::invalid, "there is no agent '" + *agent + "'"});
  }
  if (!may_serve(colleague->role)) {
    return refuse(
        {Code::invalid, "'" + colleague->name + "' writes content and has no conversations"});
  }
  return answer_command(site_,
                        hand_to_agent(site_.conversations, site_.presence, command->id,
                                      identity_of(call), command->epoch, *colleague, *comment),
                        command->id);
}

Reply AgentConversationApi::give_back(const Call& call) {
  const auto command = read_command(site_, call);
  if (!command) return refuse(command.error());
  const auto step = command->body.text("step");
  if (!step) return refuse(step.error());
  return carry_out_command(site_, *command, [&](Draft& draft) {
    return frontdesk::give_back(*site_.conversations.brain(), draft, identity_of(call),
                                command->epoch, StepId(*step));
  });
}

Reply AgentConversationApi::close(const Call& call) {
  const auto command = read_command(site_, call);
  if (!command) return refuse(command.error());
  const auto reason = command->body.text("reason");
  if (!reason) return refuse(reason.error());
  if (reason->size() > kLongestReason) {
    return refuse({Code::too_large, "'reason' may have at most 500 bytes"});
  }
  Closing closing{.require_tag = site_.conversations.brain()->catalog.toolbox.require_tag};
  if (command->body.has("tags")) {
    auto tags = read_tag_list(site_, *command);
    if (!tags) return refuse(tags.error());
    closing.tags = std::move(*tags);
  }
  return carry_out_command(site_, *command, [&](Draft& draft) {
    return frontdesk::close(draft, identity_of(call), command->epoch, clean_text(*reason), closing);
  });
}

}  // namespace frontdesk
