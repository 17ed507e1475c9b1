// SPDX-License-Identifier: MIT
#include "http/agent_api.h"

#include <algorithm>

#include "desk/desk.h"
#include "http/body.h"
#include "http/error_response.h"
#include "http/gate.h"
#include "http/stream.h"
#include "http/visitor_api.h"
#include "http/wire.h"

namespace frontdesk {
namespace {

constexpr std::size_t kLongestReason = 500;
constexpr int kMostCapacity = 100;

AgentIdentity identity(const Call& call) { return {call.agent.id, call.agent.name}; }

std::string me_json(const AgentAccount& account) {
  return "{\"name\":" + quoted(account.name) +
         ",\"role\":" + quoted(std::string(name_of(account.role))) +
         ",\"available\":" + (account.available ? "true" : "false") +
         ",\"capacity\":" + std::to_string(account.capacity) + "}";
}

/// What a command on a conversation says: its fields, checked, or what is wrong with them.
struct Command {
  ConversationId id;
  Epoch epoch = 0;
  std::string client_id;
  std::string text;
  Body body;
};

Result<Command> read_command(const Site& site, const Call& call, bool with_text) {
  auto body = Body::parse(call.request.body, site.settings.limits.json_depth);
  if (!body) return body.error();
  if (!body->has("epoch")) return Error{Code::invalid, "'epoch' is missing"};
  auto epoch = body->number("epoch", 0);
  if (!epoch) return epoch.error();
  Command command{.id = ConversationId(call.parameters.at("id")), .epoch = *epoch, .body = *body};
  if (!with_text) return command;

  auto client_id = body->text("client_id");
  auto text = body->text("text");
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
  command.client_id = std::move(*client_id);
  command.text = clean_text(*text);
  return command;
}

/// An error of a command; a conflict says what the conversation is now.
Reply refuse(const Site& site, const ConversationId& id, const Error& error) {
  if (error.code != Code::conflict) return refuse(error);
  const auto log = site.conversations.log(id);
  if (!log) return refuse(log.error());
  return Reply{.response = {.status = status_of(Code::conflict),
                            .body = conflict_json(error.message, (*log)->conversation)}};
}

/// The answer to a command: where the conversation is now, and with `events` what the command added.
Reply answer(const Site& site, Result<Staged> staged, const ConversationId& id, bool with_events) {
  if (!staged) return refuse(site, id, staged.error());
  const auto& now = staged->conversation;
  std::string members = "\"epoch\":" + std::to_string(now.epoch) +
                        ",\"status\":" + quoted(std::string(name_of(now.status)));
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

Result<std::vector<Status>> statuses_named(const std::string& name) {
  using List = std::vector<Status>;
  if (name.empty() || name == "all") return List{};
  if (name == "mine") return List{Status::assigned};
  if (name == "open") {
    return List{Status::bot, Status::queued, Status::assigned, Status::offline};
  }
  for (const auto status :
       {Status::bot, Status::queued, Status::assigned, Status::offline, Status::closed}) {
    if (name == name_of(status)) return List{status};
  }
  return Error{Code::invalid,
               "'status' must be queued, mine, all, open, bot, assigned, offline or closed"};
}

}  // namespace

AgentApi::AgentApi(const Site& site)
    : site_(site),
      exempt_(site.settings.limits.exempt),
      logins_(site.settings.limits.logins_per_minute / 60.0,
              site.settings.limits.logins_per_minute) {}

void AgentApi::add_to(Router& router) {
  const auto to = [this](Reply (AgentApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  const std::string base = "/api/v1/agent";
  const std::string one = base + "/conversations/:id";
  const auto agent = Access::agent;
  router.add({"POST", base + "/login", Access::anybody, to(&AgentApi::log_in)});
  router.add({"POST", base + "/logout", agent, to(&AgentApi::log_out)});
  router.add({"GET", base + "/me", agent, to(&AgentApi::me)});
  router.add({"POST", base + "/status", agent, to(&AgentApi::status)});
  router.add({"GET", base + "/conversations", agent, to(&AgentApi::list)});
  router.add({"GET", base + "/events", agent, to(&AgentApi::list_events)});
  router.add({"GET", one, agent, to(&AgentApi::show)});
  router.add({"GET", one + "/events", agent, to(&AgentApi::events)});
  router.add({"POST", one + "/take", agent, to(&AgentApi::take)});
  router.add({"POST", one + "/messages", agent, to(&AgentApi::say)});
  router.add({"POST", one + "/notes", agent, to(&AgentApi::note)});
  router.add({"POST", one + "/transfer", agent, to(&AgentApi::transfer)});
  router.add({"POST", one + "/return", agent, to(&AgentApi::give_back)});
  router.add({"POST", one + "/close", agent, to(&AgentApi::close)});
  router.add({"GET", base + "/search", agent, to(&AgentApi::search)});
  router.add({"GET", base + "/articles/:id", agent, to(&AgentApi::article)});
}

Reply AgentApi::log_in(const Call& call) {
  const auto body = Body::parse(call.request.body, site_.settings.limits.json_depth);
  if (!body) return refuse(body.error());
  auto name = body->text("name");
  auto password = body->text("password");
  if (!name) return refuse(name.error());
  if (!password) return refuse(password.error());
  if (name->empty() || password->empty() || name->size() > 100 || password->size() > 1024) {
    return refuse({Code::invalid, "send 'name' and 'password'"});
  }
  if (!exempt_.contains(call.request.address)) {
    const auto wait =
        logins_.take(address_group(call.request.address), site_.conversations.clock().now());
    if (wait.count() > 0) return Reply{.response = too_many(wait, "too many log-ins")};
  }
  return Reply{.slow = [&site = site_, name = *name, password = *password] {
    auto entered = site.accounts.log_in(name, password);
    if (!entered) return error_response(entered.error());
    Response response{.body = me_json(entered->account)};
    response.headers.emplace_back("Set-Cookie", session_cookie(site.settings, entered->secret));
    return response;
  }};
}

Reply AgentApi::log_out(const Call& call) {
  const auto secret = cookie(call.request, session_cookie_name(site_.settings));
  if (auto done = site_.accounts.log_out(secret); !done) return refuse(done.error());
  Reply reply{.response = {.body = "{}"}};
  reply.response.headers.emplace_back("Set-Cookie", session_cookie(site_.settings, ""));
  return reply;
}

Reply AgentApi::me(const Call& call) { return Reply{.response = {.body = me_json(call.agent)}}; }

Reply AgentApi::status(const Call& call) {
  const auto body = Body::parse(call.request.body, site_.settings.limits.json_depth);
  if (!body) return refuse(body.error());
  const auto available = body->flag("available", call.agent.available);
  const auto capacity = body->number("capacity", static_cast<std::uint64_t>(call.agent.capacity));
  if (!available) return refuse(available.error());
  if (!capacity) return refuse(capacity.error());
  if (*capacity > kMostCapacity) return refuse({Code::invalid, "'capacity' may be at most 100"});
  auto account = call.agent;
  account.available = *available;
  account.capacity = static_cast<int>(*capacity);
  if (auto done = site_.accounts.set_availability(account.id, account.available, account.capacity);
      !done) {
    return refuse(done.error());
  }
  return Reply{.response = {.body = me_json(account)}};
}

Reply AgentApi::list(const Call& call) {
  const auto found = call.request.query.find("status");
  const std::string name = found == call.request.query.end() ? "" : found->second;
  auto statuses = statuses_named(name);
  if (!statuses) return refuse(statuses.error());
  ListQuery query{.statuses = *statuses};
  if (name == "mine") query.owner = call.agent.id;
  auto rows = site_.conversations.store().list(query);
  if (!rows) return refuse(rows.error());
  return Reply{.response = {.body = rows_json(*rows, *site_.conversations.brain())}};
}

Reply AgentApi::list_events(const Call&) {
  Reply reply;
  reply.stream = Reply::Stream{
      .topics = {kListTopic},
      .source = list_stream(site_.conversations, site_.settings.limits.stream_buffer)};
  return reply;
}

Reply AgentApi::show(const Call& call) {
  const auto log = site_.conversations.log(ConversationId(call.parameters.at("id")));
  if (!log) return refuse(log.error());
  return Reply{.response = {.body = conversation_json(**log, *site_.conversations.brain())}};
}

Reply AgentApi::events(const Call& call) {
  const ConversationId id(call.parameters.at("id"));
  const auto log = site_.conversations.log(id);
  if (!log) return refuse(log.error());
  return read_events(site_, call.request, id, *log, &call.agent, "");
}

Reply AgentApi::take(const Call& call) {
  auto command = read_command(site_, call, false);
  if (!command) return refuse(command.error());
  return answer(
      site_,
      site_.conversations.command(
          command->id,
          [&](Draft& draft) { return frontdesk::take(draft, identity(call), command->epoch); }),
      command->id, false);
}

Reply AgentApi::say(const Call& call) {
  auto command = read_command(site_, call, true);
  if (!command) return refuse(command.error());
  const auto names = command->body.list("articles");
  if (!names) return refuse(names.error());
  const std::vector<ArticleId> articles(names->begin(), names->end());
  return answer(site_,
                site_.conversations.command_once(
                    command->id, call.agent.id, command->client_id, command->text,
                    [&](Draft& draft) -> Result<Done> {
                      auto links = site_.conversations.links_to(command->id, articles);
                      if (!links) return links.error();
                      return frontdesk::answer(draft, identity(call), command->epoch, command->text,
                                               command->client_id, std::move(*links));
                    },
                    articles),
                command->id, true);
}

Reply AgentApi::note(const Call& call) {
  auto command = read_command(site_, call, true);
  if (!command) return refuse(command.error());
  return answer(site_,
                site_.conversations.command_once(
                    command->id, call.agent.id, command->client_id, command->text,
                    [&](Draft& draft) {
                      return frontdesk::note(draft, identity(call), command->epoch, command->text,
                                             command->client_id);
                    }),
                command->id, true);
}

Reply AgentApi::transfer(const Call& call) {
  auto command = read_command(site_, call, false);
  if (!command) return refuse(command.error());
  const auto to = command->body.object("to");
  if (!to) return refuse(to.error());
  const auto team = to->text("team");
  const auto agent = to->text("agent");
  if (!team) return refuse(team.error());
  if (!agent) return refuse(agent.error());
  if (team->empty() == agent->empty()) {
    return refuse({Code::invalid, "'to' must be {\"team\": ID} or {\"agent\": NAME}"});
  }
  if (!team->empty()) {
    const auto* found = site_.conversations.brain()->catalog.find_team(TeamId(*team));
    if (found == nullptr) return refuse({Code::invalid, "there is no team '" + *team + "'"});
    return answer(site_,
                  site_.conversations.command(command->id,
                                              [&](Draft& draft) {
                                                return transfer_to_team(draft, identity(call),
                                                                        command->epoch,
                                                                        TeamId(*team), *team);
                                              }),
                  command->id, false);
  }
  auto colleague = site_.conversations.store().find_agent_named(*agent);
  if (!colleague) colleague = site_.conversations.store().find_agent(AgentId(*agent));
  if (!colleague || colleague->disabled) {
    return refuse({Code::invalid, "there is no agent '" + *agent + "'"});
  }
  return answer(site_,
                site_.conversations.command(command->id,
                                            [&](Draft& draft) {
                                              return transfer_to_agent(
                                                  draft, identity(call), command->epoch,
                                                  {colleague->id, colleague->name});
                                            }),
                command->id, false);
}

Reply AgentApi::give_back(const Call& call) {
  auto command = read_command(site_, call, false);
  if (!command) return refuse(command.error());
  const auto step = command->body.text("step");
  if (!step) return refuse(step.error());
  return answer(site_,
                site_.conversations.command(command->id,
                                            [&](Draft& draft) {
                                              return return_to_bot(draft, identity(call),
                                                                   command->epoch, StepId(*step));
                                            }),
                command->id, false);
}

Reply AgentApi::close(const Call& call) {
  auto command = read_command(site_, call, false);
  if (!command) return refuse(command.error());
  const auto reason = command->body.text("reason");
  if (!reason) return refuse(reason.error());
  if (reason->size() > kLongestReason) {
    return refuse({Code::too_large, "'reason' may have at most 500 bytes"});
  }
  return answer(site_,
                site_.conversations.command(command->id,
                                            [&](Draft& draft) {
                                              return frontdesk::close(draft, identity(call),
                                                                      command->epoch,
                                                                      clean_text(*reason));
                                            }),
                command->id, false);
}

Reply AgentApi::search(const Call& call) {
  const auto text = call.request.query.find("q");
  const auto language = call.request.query.find("lang");
  if (text == call.request.query.end() || text->second.empty()) {
    return refuse({Code::invalid, "'q' is missing"});
  }
  constexpr std::size_t kMost = 10;
  return Reply{.slow = [brain = site_.conversations.brain(), question = text->second,
                        language = language == call.request.query.end() ? "" : language->second] {
    const auto& languages = brain->catalog.languages;
    const bool known = std::find(languages.begin(), languages.end(), language) != languages.end();
    const auto& spoken = known || languages.empty() ? language : languages.front();
    std::vector<AgentHit> hits;
    for (auto& hit : brain->library.search(question, spoken, kMost)) hits.push_back({hit, false});
    for (auto& hit : brain->agents_library.search(question, spoken, kMost)) {
      hits.push_back({hit, true});
    }
    std::stable_sort(hits.begin(), hits.end(), [](const AgentHit& a, const AgentHit& b) {
      return a.hit.probability > b.hit.probability;
    });
    if (hits.size() > kMost) hits.resize(kMost);
    return Response{.body = hits_json(hits)};
  }};
}

Reply AgentApi::article(const Call& call) {
  const auto brain = site_.conversations.brain();
  const ArticleId id(call.parameters.at("id"));
  const auto found = call.request.query.find("lang");
  const std::string language = found == call.request.query.end() ? "" : found->second;
  const Article* article = brain->articles.find(id, language);
  if (article == nullptr || article->language != language) {
    const Article* agents = brain->agents_articles.find(id, language);
    if (article == nullptr || (agents != nullptr && agents->language == language)) article = agents;
  }
  if (article == nullptr) {
    return refuse({Code::not_found, "there is no such article"});
  }
  return Reply{.response = {.body = site_.article_json(*article)}};
}

}  // namespace frontdesk
