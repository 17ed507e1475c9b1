// SPDX-License-Identifier: MIT
#pragma once
// The real server in a thread: port 0, a clock moved by hand, and a small content of its own that needs no
// training. What a test says with it reads like the story of a visitor and his agents.

#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "cli/server.h"
#include "cli/workspace.h"
#include "content/problems.h"
#include "service/accounts.h"
#include "store/sqlite_store.h"
#include "support/build.h"
#include "support/http_client.h"
#include "support/memory_store.h"
#include "support/talk.h"

namespace support {

/// A shop in a handful of files. Rules decide, so nothing has to be trained.
class SmallShop {
 public:
  SmallShop() {
    file("hours.yaml",
         "intent: hours\nlabel: {lt: Darbo laikas, en: Opening hours}\n"
         "examples: {lt: [kada dirbate], en: [when are you open]}\n"
         "rules: [{id: hours.word, pattern: '\\b(open|dirbate)\\b'}]\n"
         "answer: {lt: Kasdien nuo 9 val., en: Every day from 9.}\nsafe_while_waiting: true\n");
    file(
        "human_agent.yaml",
        "intent: human_agent\nlabel: {lt: Žmogus, en: A person}\n"
        "examples: {lt: [noriu žmogaus], en: [a person please]}\n"
        "rules: [{id: human.word, pattern: '\\b(person|zmogaus)\\b'}]\nhandoff: {team: support}\n");
    file("complaint.yaml",
         "intent: complaint\nlabel: {lt: Skundas, en: A complaint}\n"
         "examples: {lt: [noriu skustis], en: [i want to complain]}\n"
         "rules: [{id: complaint.word, pattern: '\\b(complain|skustis)\\b'}]\n"
         "handoff: {team: returns}\n");
    file("return_item.yaml",
         "intent: return_item\nlabel: {lt: Grąžinimas, en: A return}\n"
         "examples: {lt: [grąžinti prekę], en: [send it back]}\n"
         "rules: [{id: return.word, pattern: '\\b(send it back|grazinti)\\b'}]\nflow: "
         "return_item\n");
    file("flows/return_item.yaml",
         "flow: return_item\nslots: {number: {type: text, label: {lt: Numeris, en: Number}}}\n"
         "steps:\n"
         "  - {id: order, ask: number, text: {lt: Koks numeris?, en: Which number?}}\n"
         "  - {id: make, call: {method: POST, url: 'http://127.0.0.1:9/returns', "
         "body: {number: '{number}'}, timeout: 1s}, error: person}\n"
         "  - {id: done, say: {lt: Padaryta., en: Done.}}\n"
         "  - {id: bye, end: true}\n"
         "  - {id: person, handoff: {team: returns}}\n");
    file("desk.yaml",
         "teams:\n  support: {label: {lt: Pagalba, en: Support}, zone: UTC, "
         "hours: {mon-fri: '09:00-17:00'}}\n"
         "  returns: {label: {lt: Grąžinimai, en: Returns}, zone: UTC, "
         "hours: {mon-fri: '09:00-17:00'}}\n"
         "tags: {delivery: {lt: Pristatymas, en: Delivery}, refund: {lt: Pinigai, en: Refund}}\n"
         "order_slot: number\n"
         "replies:\n  - {shortcut: hello, title: Greeting, "
         "text: {lt: 'Sveiki, {visitor}!', en: 'Hello {visitor}, here is {agent}.'}}\n"
         "macros:\n  - {id: refunded, label: {lt: Grąžinta, en: Refunded}, "
         "text: {lt: Grąžinome., en: It is on its way.}, tags: [refund], priority: 0, "
         "then: close}\n"
         "  - {id: to_returns, label: {lt: Grąžinimams, en: To returns}, then: {team: returns}}\n");
    file("widget.yaml",
         "name: Small shop\nbrand: '#1F5AA6'\ngreeting: {lt: Sveiki!, en: Hello!}\n"
         "starters: [hours, return_item]\nemail: help@shop.example\nretention_days: 30\n");
    file("bot.yaml", "desk: {always_open: true}\nlanguages: [lt, en]\n");
    file("articles/en/delivery.md",
         "---\nid: delivery\ntitle: Delivery to parcel lockers\nlang: en\n"
         "questions: [how long does delivery take]\nreview_by: 2099-01-01\n"
         "reviewed: 2026-11-20\n---\n\n"
         "A parcel reaches the **locker** in [two days](https://shop.example/x).\n\n## Prices\n\n"
         "- small: 2 euros\n- large: 4 euros\n");
    file("articles/en/secret.md",
         "---\nid: secret\ntitle: Not ready\nlang: en\ndraft: true\n---\n\nNot yet.\n");
    file("demo/index.html", "<!doctype html><title>Small shop</title>");
  }

  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

  /// Read once in a process: it never changes.
  static const SmallShop& instance() {
    static const SmallShop shop;
    return shop;
  }
  static const frontdesk::Workspace& workspace() {
    static const auto read = [] {
      auto all = frontdesk::read_workspace({.content = instance().path()}, ManualClock().now());
      for (const auto& problem : all.problems) {
        if (problem.severity == frontdesk::Problem::Severity::error) {
          FAIL(frontdesk::to_text(problem));
        }
      }
      return all;
    }();
    return read;
  }
  static std::shared_ptr<const frontdesk::Brain> brain() {
    static const auto made = [] {
      auto workspace = SmallShop::workspace();
      workspace.catalog.version = "small-shop";
      std::vector<frontdesk::Problem> problems;
      return std::make_shared<const frontdesk::Brain>(std::move(workspace.catalog), nullptr,
                                                      workspace.settings.policy,
                                                      workspace.settings.desk, problems);
    }();
    return made;
  }

 private:
  void file(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  TempFolder folder_;
};

/// A visitor with his conversation.
struct Visitor {
  std::string id;
  std::string token;

  [[nodiscard]] Headers headers() const { return {{"Authorization", "Bearer " + token}}; }
  [[nodiscard]] std::string path(const std::string& rest) const {
    return "/api/v1/conversations/" + id + rest;
  }
  [[nodiscard]] std::string desk_path(const std::string& rest = "") const {
    return "/api/v1/agent/conversations/" + id + rest;
  }
};

class TestServer {
 public:
  using Change = std::function<void(frontdesk::Settings&)>;
  enum class Kept { in_memory, in_sqlite };

  /// Nothing is limited for the test's own address unless `change` says so. Without a `basis` (that of
  /// SmallShop::workspace() for a copy of its content) the first change of content or articles is read as if
  /// all had changed.
  explicit TestServer(const Change& change = {}, Kept kept = Kept::in_memory,
                      const std::filesystem::path& content = SmallShop::instance().path(),
                      std::optional<frontdesk::Workspace> basis = {}) {
    settings.limits.exempt = {"127.0.0.0/8"};
    settings.desk.always_open = true;
    if (change) change(settings);
    if (kept == Kept::in_memory) {
      store_ = std::make_unique<MemoryStore>();
    } else {
      auto opened = frontdesk::SqliteStore::open(data_ / "frontdesk.db");
      REQUIRE(opened);
      store_ = std::move(*opened);
    }
    server_ = std::make_unique<frontdesk::Server>(
        frontdesk::ServerOptions{
            {.content = content, .data = data_.path()}, "127.0.0.1", 0, std::move(basis)},
        settings, SmallShop::brain(), *store_, clock, random);
    const auto listening = server_->listen();
    REQUIRE(listening);
    port = *listening;
    thread_ = std::thread([this] { server_->run(); });
  }
  ~TestServer() {
    server_->stop();
    thread_.join();
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  /// Looks for changed content now, as upkeep does ten times a second.
  void reload() { server_->reload(); }
  /// Syncs the sources that are due, as upkeep does every few seconds.
  void sync() { server_->sync(); }

  /// The path of the link for the first admin, or nothing.
  std::optional<std::string> first_admin() {
    auto path = server_->first_admin();
    REQUIRE(path);
    return *path;
  }

  // ---- Calls ----

  HttpAnswer get(const std::string& target, const Headers& headers = {}) const {
    return http(port, "GET", target, headers);
  }
  HttpAnswer post(const std::string& target, const nlohmann::json& body,
                  const Headers& headers = {}) const {
    return post_text(target, body.dump(), headers);
  }
  /// A body as it is, said to be JSON.
  HttpAnswer post_text(const std::string& target, const std::string& body,
                       const Headers& headers = {}) const {
    return http(port, "POST", target, with({{"Content-Type", "application/json"}}, headers), body);
  }

  // ---- A visitor ----

  Visitor start(const nlohmann::json& body = {{"language", "en"}}) const {
    const auto answer = post("/api/v1/conversations", body);
    REQUIRE(answer.status == 201);
    const auto json = answer.json();
    return {json["conversation"], json["token"]};
  }
  HttpAnswer say(const Visitor& visitor, const std::string& text, std::string client_id = "") {
    return send(visitor, "text", text, std::move(client_id));
  }
  HttpAnswer tap(const Visitor& visitor, const std::string& choice, std::string client_id = "") {
    return send(visitor, "choice", choice, std::move(client_id));
  }
  HttpAnswer events(const Visitor& visitor, const std::string& query = "") const {
    return get(visitor.path("/events") + query, visitor.headers());
  }
  /// A visitor who waits for a person.
  Visitor waiting() {
    auto visitor = start();
    REQUIRE(say(visitor, "a person please").status == 200);
    return visitor;
  }

  // ---- An agent ----

  /// The headers of an agent who is logged in: his cookie and what a change of state needs. He is made when
  /// he is new, with this role; no password is hashed, which takes long.
  Headers agent(const std::string& name, frontdesk::Role role = frontdesk::Role::agent) {
    auto known = store().find_agent_named(name);
    if (!known) {
      const frontdesk::AgentAccount account{.id = frontdesk::AgentId("id-" + name),
                                            .name = name,
                                            .role = role,
                                            .created_at = clock.now()};
      REQUIRE(store().add_agent(account));
    }
    const std::string secret = "secret-" + std::to_string(++count_) + "-" + name;
    REQUIRE(store().add_session({.token_hash = frontdesk::secret_hash(secret),
                                 .agent = frontdesk::AgentId("id-" + name),
                                 .created_at = clock.now(),
                                 .used_at = clock.now(),
                                 .expires_at = clock.now() + std::chrono::days(7)}));
    const bool https = settings.public_url.starts_with("https://");
    return {{"Cookie", (https ? "__Host-sid=" : "sid=") + secret},
            {"X-Requested-With", "frontdesk"}};
  }
  /// GET of a conversation as an agent sees it.
  nlohmann::json seen(const Visitor& visitor, const Headers& agent) const {
    const auto answer = get(visitor.desk_path(), agent);
    REQUIRE(answer.status == 200);
    return answer.json();
  }
  /// A command with the epoch that the conversation has now.
  HttpAnswer command(const Visitor& visitor, const Headers& agent, const std::string& what,
                     nlohmann::json body = nlohmann::json::object()) const {
    body["epoch"] = seen(visitor, agent)["epoch"];
    return post(visitor.desk_path("/" + what), body, agent);
  }

  [[nodiscard]] frontdesk::Store& store() { return *store_; }
  std::string next_id() { return "m-" + std::to_string(++count_); }

  frontdesk::Settings settings;
  ManualClock clock;
  frontdesk::SystemRandom random;
  int port = 0;

 private:
  HttpAnswer send(const Visitor& visitor, const char* field, const std::string& value,
                  std::string client_id) {
    // A second passes, as between people.
    clock.tick(std::chrono::seconds{1});
    if (client_id.empty()) client_id = next_id();
    return post(visitor.path("/messages"), {{"client_id", client_id}, {field, value}},
                visitor.headers());
  }

  TempFolder data_;
  std::unique_ptr<frontdesk::Store> store_;
  std::unique_ptr<frontdesk::Server> server_;
  std::thread thread_;
  std::atomic<int> count_ = 0;
};

}  // namespace support
