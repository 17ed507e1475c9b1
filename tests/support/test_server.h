// SPDX-License-Identifier: MIT
#pragma once
// The real server in a thread: port 0, a clock moved by hand, and the small shop as its content, which needs
// no training. What a test says with it reads like the story of a visitor and his agents.

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "cli/server.h"
#include "cli/workspace.h"
#include "service/accounts.h"
#include "support/build.h"
#include "support/http_client.h"
#include "support/small_shop.h"
#include "support/talk.h"

namespace support {

/// A visitor with his conversation.
struct Visitor {
  std::string id;
  std::string token;

  [[nodiscard]] Headers headers() const { return {{"Authorization", "Bearer " + token}}; }
  [[nodiscard]] std::string path(const std::string& rest) const;
  [[nodiscard]] std::string desk_path(const std::string& rest = "") const;
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
                      std::optional<frontdesk::Workspace> basis = {},
                      std::shared_ptr<const frontdesk::Brain> brain = SmallShop::brain());
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  /// Looks for changed content now, as upkeep does ten times a second.
  void reload() { server_->reload(); }
  /// Syncs the sources that are due, as upkeep does every few seconds.
  void sync() { server_->sync(); }

  /// The path of the link for the first admin, or nothing.
  std::optional<std::string> first_admin();

  // ---- Calls ----

  HttpAnswer get(const std::string& target, const Headers& headers = {}) const;
  HttpAnswer post(const std::string& target, const nlohmann::json& body,
                  const Headers& headers = {}) const;
  /// A body as it is, said to be JSON.
  HttpAnswer post_text(const std::string& target, const std::string& body,
                       const Headers& headers = {}) const;

  // ---- A visitor ----

  Visitor start(const nlohmann::json& body = {{"language", "en"}}) const;
  HttpAnswer say(const Visitor& visitor, const std::string& text, std::string client_id = "");
  HttpAnswer tap(const Visitor& visitor, const std::string& choice, std::string client_id = "");
  HttpAnswer events(const Visitor& visitor, const std::string& query = "") const;
  /// A visitor who waits for a person.
  Visitor waiting();

  // ---- An agent ----

  /// The headers of an agent who is logged in: his cookie and what a change of state needs. He is made when
  /// he is new, with this role; no password is hashed, which takes long.
  Headers agent(const std::string& name, frontdesk::Role role = frontdesk::Role::agent);
  /// The same of one who is there and takes conversations.
  Headers serving(const std::string& name, frontdesk::Role role = frontdesk::Role::agent);
  /// GET of a conversation as an agent sees it.
  nlohmann::json seen(const Visitor& visitor, const Headers& agent) const;
  /// A command with the epoch that the conversation has now.
  HttpAnswer command(const Visitor& visitor, const Headers& agent, const std::string& what,
                     nlohmann::json body = nlohmann::json::object()) const;

  [[nodiscard]] frontdesk::Store& store() { return *store_; }
  std::string next_id() { return "m-" + std::to_string(++count_); }

  frontdesk::Settings settings;
  ManualClock clock;
  frontdesk::SystemRandom random;
  int port = 0;

 private:
  HttpAnswer send(const Visitor& visitor, const char* field, const std::string& value,
                  std::string client_id);

  TempFolder data_;
  std::unique_ptr<frontdesk::Store> store_;
  std::unique_ptr<frontdesk::Server> server_;
  std::thread thread_;
  std::atomic<int> count_ = 0;
};

}  // namespace support
