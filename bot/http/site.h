// SPDX-License-Identifier: MIT
#pragma once
// What the HTTP handlers work with: references to the parts that main owns, and the few things that only
// main can make because http may not know the folders they come from.

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "core/settings.h"
#include "http/front.h"
#include "service/accounts.h"
#include "service/conversations.h"
#include "service/presence.h"
#include "service/queue.h"
#include "service/signals.h"

namespace frontdesk {

struct Site {
  Conversations& conversations;
  Accounts& accounts;
  Presence& presence;
  LiveSignals& signals;
  Queue& queue;
  Random& random;
  const Settings& settings;
  const std::map<std::string, std::string_view>& files;  // of the web bundles, by name

  std::function<std::string(const Article&)>
      article_json;                        // the article as a tree that a client draws
  std::function<std::string()> demo_page;  // the sample shop's page; "" when the content has none
  std::function<FrontFigures()> figures;
  std::function<void(const std::string&)> announce;  // a topic has news
  std::atomic<bool> ready{true};                     // false while draining
};

}  // namespace frontdesk
