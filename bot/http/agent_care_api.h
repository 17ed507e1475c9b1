// SPDX-License-Identifier: MIT
#pragma once
// What an agent does about a conversation beside writing in it: puts it aside, lets it ring on, sorts it, corrects what the
// visitor told (desk/care.h).
//
// Handlers run on the front's thread and never wait.

#include "http/agent_command.h"
#include "http/router.h"
#include "http/site.h"

namespace frontdesk {

class AgentCareApi {
 public:
  explicit AgentCareApi(const Site& site) : site_(site) {}

  /// Adds its routes. This must outlive the router.
  void add_to(Router& router);

 private:
  Reply hold(const Call& call);
  Reply resume(const Call& call);
  Reply decline(const Call& call);
  Reply tags(const Call& call);
  Reply priority(const Call& call);
  Reply slots(const Call& call);

  const Site& site_;
};

/// Tags as a client names them: each one of desk.yaml, or one that the conversation has already; otherwise
/// invalid.
Result<std::vector<std::string>> read_tag_list(const Site& site, const AgentCommand& command);

/// "2026-11-22T14:05:00Z", with or without seconds and their parts, in UTC; nothing for what is neither.
std::optional<Time> time_of(const std::string& text);

}  // namespace frontdesk
