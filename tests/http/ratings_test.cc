// SPDX-License-Identifier: MIT
// What visitors say of articles reaches the search of a running server.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "support/test_server.h"

namespace ratings_test {

using namespace support;  // NOLINT: a test

namespace {

/// The small shop with forty articles, so that its base learns about itself.
struct Place {
  Place() {
    std::filesystem::copy(SmallShop::instance().path(), content,
                          std::filesystem::copy_options::recursive);
    for (int i = 0; i < 40; ++i) {
      const std::string own = "topic" + std::string(1, static_cast<char>('a' + i % 26)) +
                              std::string(1, static_cast<char>('a' + i / 26));
      std::ofstream(content / "articles" / "en" / (own + ".md"))
          << "---\nid: " << own << "\ntitle: Cleaning of " << own << "\nlang: en\n---\n\nAll about "
          << own << " and how it is cleaned.\n";
    }
  }
  /// The version of content and learning that answered last in a conversation.
  std::string version(const Visitor& visitor) {
    const frontdesk::ConversationId id(visitor.id);
    const auto logs = server.store().load({&id, 1});
    REQUIRE(logs.ok());
    return logs->front().back().content_version;
  }

  TempFolder folder;
  std::filesystem::path content = folder / "content";
  TestServer server{
      {}, TestServer::Kept::in_sqlite, content, frontdesk::basis_of(SmallShop::workspace())};
};

constexpr std::chrono::hours kDay{24};

}  // namespace

TEST_CASE("a server learns from what visitors said of articles by the next day") {
  Place place;
  auto& server = place.server;
  server.reload();
  const auto unhappy = server.start();
  const auto answer = server.say(unhappy, "cleaning of topicca").body;
  REQUIRE(answer.find("not_helped:en:topicca") != std::string::npos);
  const auto before = place.version(unhappy);
  const auto visitor = server.start();
  server.clock.tick(kDay);
  server.reload();
  server.say(visitor, "when are you open");
  CHECK(place.version(visitor) == before);  // nobody said anything

  REQUIRE(server.tap(unhappy, "not_helped:en:topicca").status == 200);
  server.clock.tick(kDay);
  server.reload();
  server.say(visitor, "when are you open");
  CHECK(place.version(visitor) != before);
}

}  // namespace ratings_test
