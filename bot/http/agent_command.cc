// SPDX-License-Identifier: MIT
#include "http/agent_command.h"

#include <algorithm>

#include "http/error_response.h"
#include "http/gate.h"
#include "http/wire.h"

namespace frontdesk {
namespace {

Reply refuse_command(const Site& site, const ConversationId& id, const Error& error) {
  if (error.code != Code::conflict) return refuse(error);
  const auto log = site.conversations.log(id);
  if (!log) return refuse(log.error());
  return Reply{.response = {.status = status_of(Code::conflict),
                            .body = conflict_json(error, (*log)->conversation)}};
}

}  // namespace

AgentIdentity identity_of(const Call& call) { return {call.agent.id, call.agent.name}; }

Result<AgentCommand> read_command(const Site& site, const Call& call) {
  auto body = Body::parse(call.request.body, site.settings.limits.json_depth);
  if (!body) return body.error();
  if (!body->has("epoch")) return Error{Code::invalid, "'epoch' is missing"};
  const auto epoch = body->number("epoch", 0);
  if (!epoch) return epoch.error();
  return AgentCommand{
      .id = ConversationId(call.parameters.at("id")), .epoch = *epoch, .body = std::move(*body)};
}

Result<AgentWords> read_words(const Site& site, const Body& body) {
  auto client_id = body.text("client_id");
  auto text = body.text("text");
  if (!client_id) return client_id.error();
  if (!text) return text.error();
  if (client_id->empty() || client_id->size() > 64 ||
      client_id->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                   "._:-") != std::string::npos) {
    return Error{Code::invalid, "'client_id' must have 1 to 64 of A-Z a-z 0-9 . _ : -"};
  }
  const auto points = std::count_if(text->begin(), text->end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  });
  if (points > site.settings.limits.message_code_points) {
    return Error{Code::too_large, "'text' has " + std::to_string(points) + " characters; " +
                                      std::to_string(site.settings.limits.message_code_points) +
                                      " are the most"};
  }
  if (text->find_first_not_of(" \t\r\n") == std::string::npos) {
    return Error{Code::invalid, "'text' must not be empty"};
  }
  return AgentWords{std::move(*client_id), clean_text(*text)};
}

Reply answer_command(const Site& site, Result<Staged> staged, const ConversationId& id,
                     bool with_events) {
  if (!staged) return refuse_command(site, id, staged.error());
  const auto& now = staged->conversation;
  std::string members = "\"epoch\":" + std::to_string(now.epoch) +
                        ",\"status\":" + frontdesk::quoted(std::string(name_of(now.status)));
  if (staged->duplicate) members += ",\"duplicate\":true";
  Reply reply;
  if (with_events) {
    std::vector<ShownEvent> shown;
    for (const auto& event : staged->events) shown.push_back({*event, event->sequence - 1});
    reply.response.body = events_json(now.last, shown, Reader::agent, members);
  } else {
    reply.response.body = "{" + members + ",\"last\":" + std::to_string(now.last) + "}";
  }
  reply.append = std::move(staged->append);
  return reply;
}

Reply carry_out_command(const Site& site, const AgentCommand& command,
                        const Conversations::Command& decide) {
  return answer_command(site, site.conversations.command(command.id, decide), command.id);
}

}  // namespace frontdesk
