// SPDX-License-Identifier: MIT
#include "cli/server.h"

#include <spdlog/spdlog.h>

#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/syncing.h"
#include "content/problems.h"
#include "http/agent_api.h"
#include "http/front.h"
#include "http/gate.h"
#include "http/pages.h"
#include "http/stream.h"
#include "http/visitor_api.h"
#include "kb-connector/markdown.h"
#include "outbound/client.h"
#include "service/accounts.h"
#include "service/calls.h"
#include "service/upkeep.h"

namespace frontdesk {

extern const std::map<std::string, std::string_view> kWebFiles;  // made by bot/web/embed.cmake

namespace {

constexpr std::chrono::seconds kReloadPeriod{2};
constexpr std::chrono::seconds kSweepPeriod{5};
constexpr std::chrono::seconds kSyncPeriod{5};
// While a sync brings article after article, so much of the time goes into taking them in at most.
constexpr int kReloadShare = 10;

nlohmann::ordered_json tree_json(const std::vector<MarkdownNode>& nodes) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& node : nodes) {
    nlohmann::ordered_json each{{"type", node.type}};
    if (node.level != 0) each["level"] = node.level;
    if (!node.text.empty()) each["text"] = node.text;
    if (!node.href.empty()) each["href"] = node.href;
    if (!node.children.empty()) each["children"] = tree_json(node.children);
    list.push_back(std::move(each));
  }
  return list;
}

std::string article_json(const Article& article) {
  const nlohmann::ordered_json json{
      {"id", article.id.value},       {"title", article.title},
      {"language", article.language}, {"review_by", article.review_by},
      {"url", article.url},           {"body", tree_json(parse_markdown(article.body))}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// What a folder looks like from outside: newest change and number of files. Only a hint that it is worth
/// reading; what was read is compared by content.
struct FolderState {
  // The clock of files counts from a year to come, so "none yet" is the least time there is, not zero.
  std::filesystem::file_time_type newest = std::filesystem::file_time_type::min();
  std::size_t files = 0;
  friend bool operator==(const FolderState&, const FolderState&) = default;
};

FolderState state_of(const std::filesystem::path& folder) {
  FolderState state;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator each(folder, error), end;
       !error && each != end; each.increment(error)) {
    if (!each->is_regular_file(error)) continue;
    ++state.files;
    state.newest = std::max(state.newest, each->last_write_time(error));
  }
  return state;
}

}  // namespace

struct Server::Parts {
  ServerOptions options;
  Settings settings;
  Hub hub;
  Conversations conversations;
  Accounts accounts;
  Site site;
  VisitorApi visitor_api;
  AgentApi agent_api;
  Pages pages;
  Router router;
  Gate gate;
  Front front;
  OutboundClient outbound;
  Syncing syncing;
  // Made when the server begins to listen: nothing may be called or swept before.
  std::unique_ptr<Calls> calls;
  std::unique_ptr<Upkeep> upkeep;
  std::unique_ptr<Upkeep> sync_upkeep;  // apart: a sync takes as long as its server does
  std::mutex reloading;                 // upkeep's thread and a test's
  FolderState seen;
  std::int64_t seen_articles;
  std::chrono::steady_clock::time_point
      next_articles;  // new articles alone are not looked at before

  Parts(ServerOptions given, Settings all, std::shared_ptr<const Brain> brain, Store& store,
        const Clock& clock, Random& random)
      : options(std::move(given)),
        settings(std::move(all)),
        conversations(store, clock, random, hub, std::move(brain)),
        accounts(store, clock, random, settings),
        site{conversations,
             accounts,
             random,
             settings,
             kWebFiles,
             article_json,
             [this] { return demo_page(); },
             [this] { return front.figures(); }},
        visitor_api(site),
        agent_api(site),
        pages(site),
        gate(site, router),
        front(
            settings.limits, settings.trusted_proxies,
            [this](const Request& request) { return gate.handle(request); },
            [this](std::span<const Append> appends) { return conversations.commit(appends); }),
        outbound(settings.outbound),
        syncing(options.places, outbound, store, clock, random),
        seen(state_of(options.places.content)),
        seen_articles(options.articles_version) {
    syncing.use(options.sources);
    visitor_api.add_to(router);
    agent_api.add_to(router);
    pages.add_to(router);
    hub.listen([this](const Summary& row) {
      front.announce(topic_of(row.conversation));
      front.announce(kListTopic);
    });
    conversations.on_commit([this](const Event& event) {
      if (calls) calls->take(event);
    });
  }

  std::string demo_page() const {
    std::ifstream file(options.places.content / "demo" / "index.html", std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  /// Content that changed and has no error goes live whole, and so do articles that a sync brought, of this
  /// process or another; with an error the old content stays. `patient`: articles may wait a while.
  void reload(bool patient) {
    using Steady = std::chrono::steady_clock;
    const std::lock_guard lock(reloading);
    const auto now_seen = state_of(options.places.content);
    const auto articles = conversations.store().articles_version();
    const auto begin = Steady::now();
    const bool news =
        articles && *articles != seen_articles && (!patient || begin >= next_articles);
    if (now_seen == seen && !news) return;
    seen = now_seen;
    if (articles) seen_articles = *articles;
    take_in();
    next_articles = Steady::now() + kReloadShare * (Steady::now() - begin);
  }

  void take_in() {
    auto workspace = read_workspace(options.places, conversations.clock().now());
    if (has_errors(workspace.problems)) {
      spdlog::error("the content has errors and is not used; the old content stays:");
      for (const auto& problem : workspace.problems) spdlog::error("{}", to_text(problem));
      return;
    }
    if (auto added = add_sourced_articles(workspace, conversations.store()); !added) {
      spdlog::error("the new content is not used: {}", added.error().message);
      return;
    }
    syncing.use(workspace.sources);
    auto brain = make_brain(options.places, std::move(workspace),
                            [](const std::string& what) { spdlog::info("{}", what); });
    if (!brain) {
      spdlog::error("the new content is not used: {}", brain.error().message);
      return;
    }
    if ((*brain)->version() == conversations.brain()->version()) return;
    spdlog::info("content {} is live", (*brain)->version());
    conversations.use(std::move(*brain));
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
  const std::chrono::seconds limit{parts.settings.desk.waiting_limit_seconds};
  parts.upkeep = std::make_unique<Upkeep>(std::vector<Upkeep::Job>{
      {"reload", kReloadPeriod, [&parts] { parts.reload(true); }},
      {"waiting", kSweepPeriod, [&parts, limit] { sweep_waiting(parts.conversations, limit); }},
  });
  parts.sync_upkeep = std::make_unique<Upkeep>(std::vector<Upkeep::Job>{
      {"sync", kSyncPeriod, [&parts] { parts.syncing.sync_due(); }},
  });
  return port;
}

void Server::run() {
  parts_->front.run();
  parts_->syncing.stop();
  parts_->sync_upkeep.reset();
  parts_->upkeep.reset();
  parts_->calls.reset();
}

void Server::stop() noexcept {
  parts_->site.ready = false;
  parts_->front.stop();
}

void Server::reload() { parts_->reload(false); }

void Server::sync() { parts_->syncing.sync_due(); }

}  // namespace frontdesk
