// SPDX-License-Identifier: MIT
#pragma once
// What a visitor's widget calls: begin a conversation, say something, read what happened. Articles are in
// article_api.h.
//
// Every handler runs on the front's thread, stages at most one Append and never waits.

#include "http/address.h"
#include "http/rate_limit.h"
#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class VisitorApi {
 public:
  explicit VisitorApi(const Site& site);

  /// Adds its routes. This must outlive the router.
  void add_to(Router& router);

 private:
  Reply start(const Call& call);
  Reply say(const Call& call);
  Reply events(const Call& call);
  Reply widget(const Call& call);

  /// 0, or how long this caller has to wait.
  std::chrono::milliseconds hold_back(const Call& call, bool handoff);

  const Site& site_;
  Networks exempt_;
  RateLimiter starts_;    // by address
  RateLimiter bursts_;    // messages, by contact
  RateLimiter minutes_;   // messages over a longer time, by contact
  RateLimiter handoffs_;  // by contact
};

/// The events of a conversation as JSON, at once, after a wait, or as a stream: what visitors and agents
/// ask for alike. `agent`: who asks, or null for the visitor.
Reply read_events(const Site& site, const Request& request, const ConversationId& id,
                  const std::shared_ptr<const Log>& log, const AgentAccount* agent,
                  const std::string& owner);

/// The answer to what a visitor did: the events that it adds and he may see, and the append.
Reply answer_visitor(Staged staged);

}  // namespace frontdesk
