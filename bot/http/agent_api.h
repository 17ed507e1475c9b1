// SPDX-License-Identifier: MIT
#pragma once
// What the agents' console calls: all of its parts.
//
// A part is a concept with its routes; a new one is added here. Who may call what stands in roles.h.

#include "http/account_api.h"
#include "http/agent_article_api.h"
#include "http/agent_care_api.h"
#include "http/agent_conversation_api.h"
#include "http/agent_list_api.h"
#include "http/agent_session_api.h"
#include "http/desk_api.h"
#include "http/lookup_api.h"
#include "http/router.h"
#include "http/site.h"
#include "http/suggestion_api.h"

namespace frontdesk {

class AgentApi {
 public:
  explicit AgentApi(const Site& site)
      : session_(site),
        accounts_(site),
        desk_(site),
        list_(site),
        conversation_(site),
        care_(site),
        suggestions_(site),
        lookups_(site),
        articles_(site) {}

  /// Adds the routes of every part. This must outlive the router.
  void add_to(Router& router) {
    session_.add_to(router);
    accounts_.add_to(router);
    desk_.add_to(router);
    list_.add_to(router);
    conversation_.add_to(router);
    care_.add_to(router);
    suggestions_.add_to(router);
    lookups_.add_to(router);
    articles_.add_to(router);
  }

 private:
  AgentSessionApi session_;
  AccountApi accounts_;
  DeskApi desk_;
  AgentListApi list_;
  AgentConversationApi conversation_;
  AgentCareApi care_;
  SuggestionApi suggestions_;
  LookupApi lookups_;
  AgentArticleApi articles_;
};

}  // namespace frontdesk
