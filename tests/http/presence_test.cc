// SPDX-License-Identifier: MIT
// Who is there, as the server tells it: requests and streams are signs of life.
#include <doctest/doctest.h>

#include "http/stream.h"
#include "support/desk_office.h"
#include "support/test_server.h"

namespace presence_test {

using namespace frontdesk;
using std::chrono::seconds;
using support::DeskOffice;
using support::TestServer;

namespace {

class QuietStream : public EventSource {
 public:
  Chunk pull() override { return {.bytes = "x"}; }
};

}  // namespace

TEST_CASE("an agent is told whether he was there when he asked, and is there from then on") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto present = [&] {
    return server.get("/api/v1/agent/me", ruta).json()["present"].get<bool>();
  };
  CHECK_FALSE(present());
  CHECK(present());
  server.clock.tick(seconds{59});
  CHECK(present());
  server.clock.tick(seconds{60});
  CHECK_FALSE(present());
  CHECK(present());
}

TEST_CASE("a stream that can be read from is a sign of life") {
  support::MemoryStore store;
  DeskOffice office(store);
  const auto ruta = office.hire("ruta");
  office.clock.tick(support::kLease);
  const auto account = store.find_agent(ruta.id);
  REQUIRE(account.ok());
  CHECK_FALSE(office.presence.is_present(*account));
  const auto stream = watched_stream(office.presence, ruta.id, std::make_unique<QuietStream>());
  CHECK_FALSE(office.presence.is_present(*account));
  CHECK(stream->pull().bytes == "x");
  CHECK(office.presence.is_present(*account));
}

TEST_CASE("an agent who is not asked declines nothing, and an old epoch is refused") {
  TestServer server;
  const auto ruta = server.agent("Ruta");
  const auto visitor = server.waiting();
  const auto before = server.seen(visitor, ruta);
  const auto answer = server.command(visitor, ruta, "decline");
  CHECK(answer.status == 200);
  CHECK(answer.json()["last"] == before["last"]);
  CHECK(answer.json()["status"] == "queued");
  const auto late = server.post(visitor.desk_path("/decline"),
                                {{"epoch", before["epoch"].get<std::uint64_t>() + 1}}, ruta);
  CHECK(late.status == 409);
}

}  // namespace presence_test
