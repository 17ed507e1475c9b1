// SPDX-License-Identifier: MIT
#include "http/signal_api.h"

#include <algorithm>

#include "http/body.h"
#include "http/error_response.h"
#include "http/gate.h"
#include "http/stream.h"

namespace frontdesk {
namespace {

// A widget signals every few seconds while somebody types, and when he has read something.
constexpr double kVisitorPerSecond = 2;
constexpr double kVisitorBurst = 20;

/// How far was read: never further than there is something.
Result<Sequence> read_last(const Site& site, const Call& call, const Conversation& conversation) {
  const auto body = Body::parse(call.request.body, site.settings.limits.json_depth);
  if (!body) return body.error();
  if (!body->has("last")) return Error{Code::invalid, "'last' is missing"};
  const auto last = body->number("last", 0);
  if (!last) return last.error();
  return std::min<Sequence>(*last, conversation.last);
}

}  // namespace

SignalApi::SignalApi(const Site& site)
    : site_(site),
      exempt_(site.settings.limits.exempt),
      visitors_(kVisitorPerSecond, kVisitorBurst) {}

void SignalApi::add_to(Router& router) {
  const auto to = [this](Reply (SignalApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  const std::string visitors = "/api/v1/conversations/:id";
  const std::string agents = "/api/v1/agent/conversations/:id";
  router.add({"POST", visitors + "/typing", Access::visitor, to(&SignalApi::visitor_types)});
  router.add({"POST", visitors + "/seen", Access::visitor, to(&SignalApi::visitor_saw)});
  router.add({"POST", agents + "/typing", Access::agent, to(&SignalApi::agent_types)});
  router.add({"POST", agents + "/seen", Access::agent, to(&SignalApi::agent_saw)});
}

Result<std::shared_ptr<const Log>> SignalApi::of_visitor(const Call& call) {
  auto log = site_.conversations.log(ConversationId(call.parameters.at("id")));
  if (!log) return log;
  const auto& conversation = (*log)->conversation;
  if (conversation.contact != call.contact || conversation.erased) {
    return Error{Code::not_found, "there is no such conversation"};
  }
  if (exempt_.contains(call.request.address)) return log;
  const auto wait = visitors_.take(call.contact.value, site_.conversations.clock().now());
  if (wait.count() == 0) return log;
  return Error{Code::rate_limited, "too many signals at once",
               retry_after_seconds(wait, call.contact.value.size())};
}

Reply SignalApi::took(const ConversationId& id, bool news) const {
  if (news) site_.announce(signals_topic_of(id));
  return Reply{.response = {.body = "{}"}};
}

Reply SignalApi::visitor_types(const Call& call) {
  const auto log = of_visitor(call);
  if (!log) return refuse(log.error());
  const auto& id = (*log)->conversation.id;
  return took(id, site_.signals.typing(id, {}, site_.conversations.clock().now()));
}

Reply SignalApi::visitor_saw(const Call& call) {
  const auto log = of_visitor(call);
  if (!log) return refuse(log.error());
  const auto last = read_last(site_, call, (*log)->conversation);
  if (!last) return refuse(last.error());
  const auto& id = (*log)->conversation.id;
  return took(id, site_.signals.seen(id, Author::visitor, *last));
}

Reply SignalApi::agent_types(const Call& call) {
  const auto log = site_.conversations.log(ConversationId(call.parameters.at("id")));
  if (!log) return refuse(log.error());
  const auto& conversation = (*log)->conversation;
  // Only of whoever has it the visitor may know: another writes a note, or not to him.
  const LiveSignals::Typist typist{.author = Author::agent,
                                   .agent = call.agent.id,
                                   .name = call.agent.name,
                                   .owns = conversation.owner == call.agent.id};
  return took(conversation.id,
              site_.signals.typing(conversation.id, typist, site_.conversations.clock().now()));
}

Reply SignalApi::agent_saw(const Call& call) {
  const auto log = site_.conversations.log(ConversationId(call.parameters.at("id")));
  if (!log) return refuse(log.error());
  const auto& conversation = (*log)->conversation;
  const auto last = read_last(site_, call, conversation);
  if (!last) return refuse(last.error());
  const bool owns = conversation.owner == call.agent.id;
  return took(conversation.id, owns && site_.signals.seen(conversation.id, Author::agent, *last));
}

}  // namespace frontdesk
