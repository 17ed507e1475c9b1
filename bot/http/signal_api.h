// SPDX-License-Identifier: MIT
#pragma once
// "I am typing", "I have read up to here": signals of visitors and agents (service/signals.h).
//
// The answer is always {} and nothing is stored, so a call that is lost does no harm. Handlers run on the
// front's thread and never wait.

#include "http/address.h"
#include "http/rate_limit.h"
#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class SignalApi {
 public:
  explicit SignalApi(const Site& site);

  /// Adds its routes. This must outlive the router.
  void add_to(Router& router);

 private:
  Reply visitor_types(const Call& call);
  Reply visitor_saw(const Call& call);
  Reply agent_types(const Call& call);
  Reply agent_saw(const Call& call);

  /// The conversation of a visitor who may signal now, or what to answer him.
  Result<std::shared_ptr<const Log>> of_visitor(const Call& call);
  Reply took(const ConversationId& id, bool news) const;

  const Site& site_;
  Networks exempt_;
  RateLimiter visitors_;  // by contact
};

}  // namespace frontdesk
