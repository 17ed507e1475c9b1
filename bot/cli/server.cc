// SPDX-License-Identifier: MIT
#include "cli/server.h"

#include <spdlog/spdlog.h>

#include <atomic>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/reloading.h"
#include "cli/syncing.h"
#include "http/agent_api.h"
#include "http/article_api.h"
#include "http/browsing_api.h"
#include "http/front.h"
#include "http/gate.h"
#include "http/pages.h"
#include "http/signal_api.h"
#include "http/stream.h"
#include "http/visitor_api.h"
#include "http/waiting_api.h"
#include "kb-connector/markdown.h"
#include "outbound/client.h"
#include "service/accounts.h"
#include "service/calls.h"
#include "service/dispatcher.h"
#include "service/presence.h"
#include "service/serving.h"
#include "service/upkeep.h"

namespace frontdesk {

extern const std::map<std::string, std::string_view> kWebFiles;  // made by bot/web/embed.cmake

namespace {

constexpr std::chrono::milliseconds kReloadPeriod{100};
constexpr std::chrono::seconds kSweepPeriod{5};
constexpr std::chrono::seconds kSyncPeriod{5};
constexpr std::chrono::seconds kRoutingPeriod{1};  // the least time that a ring can have
constexpr std::chrono::seconds kRenewalPeriod{1};
constexpr std::chrono::seconds kSignOfLifePeriod{10};
// Others' places are told so often at most; how long it takes changes with time alone, so now and then too.
constexpr std::chrono::milliseconds kPlacesPeriod{500};
constexpr int kPlacesEvery = 20;

nlohmann::ordered_json tree_json(const std::vector<MarkdownNode>& nodes) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& node : nodes) {
    nlohmann::ordered_json each{{"type", node.type}};
    if (node.level != 0) each["level"] = node.level;
    if (!node.text.empty()) each["text"] = node.text;
    if (!node.href.empty()) each["href"] = node.href;
    if (!node.anchor.empty()) each["anchor"] = node.anchor;
    if (!node.children.empty()) each["children"] = tree_json(node.children);
    list.push_back(std::move(each));
  }
  return list;
}

std::string article_json(const Article& article) {
  const nlohmann::ordered_json json{{"id", article.id.value},
                                    {"title", article.title},
                                    {"language", article.language},
                                    {"review_by", article.review_by},
                                    {"reviewed", article.reviewed},
                                    {"url", article.url},
                                    {"body", tree_json(parse_markdown(article.body))}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

struct Server::Parts {
  ServerOptions options;
  Settings settings;
  Hub hub;
  Conversations conversations;
  Accounts accounts;
  LiveSignals signals;
  Presence presence;
  Dispatcher dispatcher;
  Serving serving;
  Queue queue;
  std::uint64_t queue_told = 0;  // what had changed when its visitors were last told; of upkeep
  int queue_rounds = 0;
  Site site;
  VisitorApi visitor_api;
  ArticleApi article_api;
  AgentApi agent_api;
  SignalApi signal_api;
  WaitingApi waiting_api;
  BrowsingApi browsing_api;
  Pages pages;
  Router router;
  Gate gate;
  Front front;
  OutboundClient outbound;
  Syncing syncing;
  Reloading reloading;
  // Made when the server begins to listen: nothing may be called or swept before.
  std::unique_ptr<Calls> calls;
  std::unique_ptr<Upkeep> upkeep;
  std::unique_ptr<Upkeep> sync_upkeep;  // apart: a sync takes as long as its server does
  std::unique_ptr<Upkeep> presence_upkeep;
  std::unique_ptr<Upkeep> lease_upkeep;    // apart: it waits for the disk
  std::unique_ptr<Upkeep> routing_upkeep;  // apart: a visitor waits for it
  std::atomic<Upkeep*> routing = nullptr;  // the same, for whichever thread announces

  Parts(ServerOptions given, Settings all, std::shared_ptr<const Brain> brain, Store& store,
        const Clock& clock, Random& random)
      : options(std::move(given)),
        settings(std::move(all)),
        conversations(store, clock, random, hub, std::move(brain)),
        accounts(store, clock, random, settings),
        presence(conversations, std::chrono::seconds{settings.desk.lease_seconds}),
        dispatcher(conversations, presence),
        serving(conversations, presence),
        queue(conversations),
        site{conversations,
             accounts,
             presence,
             signals,
             queue,
             random,
             settings,
             kWebFiles,
             article_json,
             [this] { return demo_page(); },
             [this] { return front.figures(); },
             [this](const std::string& topic) { front.announce(topic); }},
        visitor_api(site),
        article_api(site),
        agent_api(site),
        signal_api(site),
        waiting_api(site),
        browsing_api(site),
        pages(site),
        gate(site, router),
        front(
            settings.limits, settings.trusted_proxies,
            [this](const Request& request) { return gate.handle(request); },
            [this](std::span<const Append> appends) { return conversations.commit(appends); }),
        outbound(settings.outbound),
        syncing(options.places, outbound, store, clock, random, "the server"),
        reloading(options.places, conversations, syncing, options.basis, options.articles_version) {
    if (options.basis) syncing.use(options.basis->sources);
    visitor_api.add_to(router);
    article_api.add_to(router);
    agent_api.add_to(router);
    signal_api.add_to(router);
    waiting_api.add_to(router);
    browsing_api.add_to(router);
    pages.add_to(router);
    queue.ask_who_serves([this](const TeamId& team) { return serving.anybody(team); });
    hub.listen([this](const Summary& row) {
      queue.take(row);
      front.announce(topic_of(row.conversation));
      front.announce(kListTopic);
      auto* waker = routing.load();
      if (waker != nullptr && concerns_routing(row)) waker->hurry("routing");
    });
    conversations.on_commit([this](const Event& event) {
      signals.take(event);
      if (calls) calls->take(event);
    });
  }

  /// Wakes the streams of those whose place may have changed.
  void tell_places() {
    const auto version = queue.version() + hub.people() + presence.arrivals();
    if (version == queue_told && ++queue_rounds < kPlacesEvery) return;
    queue_told = version;
    queue_rounds = 0;
    queue.promise_waits();
    for (const auto& id : queue.everybody()) front.announce(signals_topic_of(id));
  }

  std::string demo_page() const {
    std::ifstream file(options.places.content / "demo" / "index.html", std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
};

Server::Server(ServerOptions options, Settings settings, std::shared_ptr<const Brain> brain,
               Store& store, const Clock& clock, Random& random)
    : parts_(std::make_unique<Parts>(std::move(options), std::move(settings), std::move(brain),
                                     store, clock, random)) {}

Server::~Server() = default;

Result<int> Server::listen() {
  auto& parts = *parts_;
  const auto& host = parts.options.host.empty() ? parts.settings.host : parts.options.host;
  const int wanted = parts.options.port < 0 ? parts.settings.port : parts.options.port;
  auto port = parts.front.listen(host, wanted);
  if (!port) return port;
  parts.calls = std::make_unique<Calls>(parts.conversations, parts.outbound);
  parts.queue.look();
  const std::chrono::seconds limit{parts.settings.desk.waiting_limit_seconds};
  parts.upkeep = std::make_unique<Upkeep>(std::vector<Upkeep::Job>{
      {"reload", kReloadPeriod, [&parts] { parts.reloading.look(); }},
      {"waiting", kSweepPeriod, [&parts, limit] { sweep_waiting(parts.conversations, limit); }},
      {"silence", kSweepPeriod,
       [&parts] { sweep_silence(parts.conversations, parts.settings.desk); }},
      {"places", kPlacesPeriod, [&parts] { parts.tell_places(); }},
      {"queue", kSweepPeriod, [&parts] { parts.queue.look(); }},
  });
  parts.presence_upkeep = std::make_unique<Upkeep>(std::vector<Upkeep::Job>{
      {"signs of life", kSignOfLifePeriod, [&parts] { parts.front.announce(kAgentsTopic); }},
      {"gone agents", kSweepPeriod, [&parts] { parts.presence.sweep(); }},
  });
  parts.lease_upkeep = std::make_unique<Upkeep>(std::vector<Upkeep::Job>{
      {"leases", kRenewalPeriod, [&parts] { parts.presence.renew(); }},
  });
  parts.routing_upkeep = std::make_unique<Upkeep>(std::vector<Upkeep::Job>{
      {"routing", kRoutingPeriod, [&parts] { parts.dispatcher.look(); }},
  });
  parts.routing = parts.routing_upkeep.get();
  parts.sync_upkeep = std::make_unique<Upkeep>(std::vector<Upkeep::Job>{
      {"sync", kSyncPeriod, [&parts] { parts.syncing.sync_due(); }},
      {"folders", kReloadPeriod, [&parts] { parts.syncing.sync_changed(); }},
  });
  return port;
}

Result<std::optional<std::string>> Server::first_admin() {
  const auto secret = parts_->accounts.first_secret();
  if (!secret) return secret.error();
  if (!*secret) return std::optional<std::string>();
  return std::optional("/console/#first=" + **secret);
}

void Server::run() {
  parts_->front.run();
  parts_->syncing.stop();
  parts_->sync_upkeep.reset();
  parts_->presence_upkeep.reset();
  parts_->lease_upkeep.reset();
  parts_->upkeep.reset();
  parts_->routing_upkeep->stop();
  parts_->calls.reset();
}

void Server::stop() noexcept {
  parts_->site.ready = false;
  parts_->front.stop();
}

void Server::reload() { parts_->reloading.look_now(); }

void Server::sync() { parts_->syncing.sync_due(); }

}  // namespace frontdesk
