// SPDX-License-Identifier: MIT
#include "support/test_server.h"

#include <utility>

#include "store/sqlite_store.h"
#include "support/memory_store.h"

namespace support {

std::string Visitor::path(const std::string& rest) const {
  return "/api/v1/conversations/" + id + rest;
}

std::string Visitor::desk_path(const std::string& rest) const {
  return "/api/v1/agent/conversations/" + id + rest;
}

TestServer::TestServer(const Change& change, Kept kept, const std::filesystem::path& content,
                       std::optional<frontdesk::Workspace> basis,
                       std::shared_ptr<const frontdesk::Brain> brain) {
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
      settings, std::move(brain), *store_, clock, random);
  const auto listening = server_->listen();
  REQUIRE(listening);
  port = *listening;
  thread_ = std::thread([this] { server_->run(); });
}

TestServer::~TestServer() {
  server_->stop();
  thread_.join();
}

std::optional<std::string> TestServer::first_admin() {
  auto path = server_->first_admin();
  REQUIRE(path);
  return *path;
}

HttpAnswer TestServer::get(const std::string& target, const Headers& headers) const {
  return http(port, "GET", target, headers);
}

HttpAnswer TestServer::post(const std::string& target, const nlohmann::json& body,
                            const Headers& headers) const {
  return post_text(target, body.dump(), headers);
}

HttpAnswer TestServer::post_text(const std::string& target, const std::string& body,
                                 const Headers& headers) const {
  return http(port, "POST", target, with({{"Content-Type", "application/json"}}, headers), body);
}

Visitor TestServer::start(const nlohmann::json& body) const {
  const auto answer = post("/api/v1/conversations", body);
  REQUIRE(answer.status == 201);
  const auto json = answer.json();
  return {json["conversation"], json["token"]};
}

HttpAnswer TestServer::say(const Visitor& visitor, const std::string& text, std::string client_id) {
  return send(visitor, "text", text, std::move(client_id));
}

HttpAnswer TestServer::tap(const Visitor& visitor, const std::string& choice,
                           std::string client_id) {
  return send(visitor, "choice", choice, std::move(client_id));
}

HttpAnswer TestServer::events(const Visitor& visitor, const std::string& query) const {
  return get(visitor.path("/events") + query, visitor.headers());
}

Visitor TestServer::waiting() {
  auto visitor = start();
  REQUIRE(say(visitor, "a person please").status == 200);
  return visitor;
}

Headers TestServer::agent(const std::string& name, frontdesk::Role role) {
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
  return {{"Cookie", (https ? "__Host-sid=" : "sid=") + secret}, {"X-Requested-With", "frontdesk"}};
}

Headers TestServer::serving(const std::string& name, frontdesk::Role role) {
  auto headers = agent(name, role);
  REQUIRE(post("/api/v1/agent/status", {{"available", true}}, headers).status == 200);
  return headers;
}

nlohmann::json TestServer::seen(const Visitor& visitor, const Headers& agent) const {
  const auto answer = get(visitor.desk_path(), agent);
  REQUIRE(answer.status == 200);
  return answer.json();
}

HttpAnswer TestServer::command(const Visitor& visitor, const Headers& agent,
                               const std::string& what, nlohmann::json body) const {
  body["epoch"] = seen(visitor, agent)["epoch"];
  return post(visitor.desk_path("/" + what), body, agent);
}

HttpAnswer TestServer::send(const Visitor& visitor, const char* field, const std::string& value,
                            std::string client_id) {
  // A second passes, as between people.
  clock.tick(std::chrono::seconds{1});
  if (client_id.empty()) client_id = next_id();
  return post(visitor.path("/messages"), {{"client_id", client_id}, {field, value}},
              visitor.headers());
}

}  // namespace support
