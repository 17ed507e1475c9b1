// SPDX-License-Identifier: MIT
#pragma once
// The router's table of a server, for tests that walk every route.

#include <string>
#include <utility>
#include <vector>

#include "http/agent_api.h"
#include "http/article_api.h"
#include "http/browsing_api.h"
#include "http/pages.h"
#include "http/signal_api.h"
#include "http/visitor_api.h"
#include "http/waiting_api.h"
#include "support/memory_store.h"
#include "support/test_server.h"

namespace support {

/// A route as its pattern, method and access say.
struct ListedRoute {
  std::string method;
  std::string pattern;
  frontdesk::Access access;

  /// As OpenAPI writes it: "GET /widget/{path}".
  [[nodiscard]] std::string operation() const {
    return method + " " + replaced("{", "}", "{path}");
  }
  /// An address that it matches, with `id` for its parameter.
  [[nodiscard]] std::string target(const std::string& id) const {
    auto path = pattern;
    if (const auto colon = path.find(":id"); colon != std::string::npos) path.replace(colon, 3, id);
    if (path.ends_with("*")) path.pop_back();
    return path;
  }

 private:
  [[nodiscard]] std::string replaced(const std::string& open, const std::string& close,
                                     const std::string& rest) const {
    std::string all;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] == '*') {
        all += rest;
      } else if (pattern[i] == ':') {
        const auto end = std::min(pattern.find('/', i), pattern.size());
        all += open + pattern.substr(i + 1, end - i - 1) + close;
        i = end - 1;
      } else {
        all += pattern[i];
      }
    }
    return all;
  }
};

/// The same table as the one that Server builds.
inline std::vector<ListedRoute> every_route() {
  using namespace frontdesk;  // NOLINT: local
  MemoryStore store;
  ManualClock clock;
  SystemRandom random;
  Settings settings;
  Hub hub;
  Conversations conversations(store, clock, random, hub, SmallShop::brain());
  Accounts accounts(store, clock, random, settings);
  const std::map<std::string, std::string_view> files;
  LiveSignals signals;
  Presence presence(conversations, std::chrono::seconds{60});
  Queue queue(conversations);
  const Site site{conversations, accounts, presence, signals, queue, random,
                  settings,      files,    {},       {},      {},    {}};
  VisitorApi visitors(site);
  ArticleApi articles(site);
  AgentApi agents(site);
  SignalApi signal_calls(site);
  WaitingApi waiting(site);
  BrowsingApi browsing(site);
  Pages pages(site);
  Router router;
  visitors.add_to(router);
  articles.add_to(router);
  agents.add_to(router);
  signal_calls.add_to(router);
  waiting.add_to(router);
  browsing.add_to(router);
  pages.add_to(router);
  std::vector<ListedRoute> all;
  for (const auto& route : router.routes()) {
    all.push_back({route.method, route.pattern, route.access});
  }
  return all;
}

}  // namespace support
