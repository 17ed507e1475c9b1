// SPDX-License-Identifier: MIT
// When a source is asked, and when it is left alone.
#include <doctest/doctest.h>

#include "support/sync_place.h"

namespace sync_waiting_test {

using namespace frontdesk;
using namespace std::chrono_literals;
using Place = support::SyncPlace;

TEST_CASE("a server that answers 500 for an hour is left alone for longer and longer") {
  Place place;
  place.source.fill(5);
  place.sync();
  place.clock.tick(60min);
  place.source.down = Error{Code::unavailable, "the server answers 500"};
  std::vector<std::int64_t> waits;
  for (const Time until = place.clock.now() + 60min; place.clock.now() < until;) {
    const auto summary = place.sync();
    REQUIRE(summary.error);
    CHECK(summary.error->message == "the server answers 500");
    CHECK(place.ids().size() == 5);
    waits.push_back(place.wait().count());
    place.clock.tick(place.wait());
  }
  CHECK(waits == std::vector<std::int64_t>{30, 60, 120, 240, 480, 900, 900, 900});
  CHECK(place.state().failures == 8);
  CHECK(place.state().error == "the server answers 500");
  place.source.down.reset();
  CHECK(place.sync().unchanged == 5);
  CHECK(place.state().failures == 0);
  CHECK(place.state().error == "");
  CHECK(place.wait() == 60min);
}

TEST_CASE("back-off is shortened by chance and lengthened by Retry-After, up to 15 minutes") {
  Place place;
  place.source.down = Error{Code::unavailable, "down"};
  place.jitter = 1;
  place.sync();
  CHECK(place.wait() == 15s);
  place.jitter = 0.5;
  place.sync();
  CHECK(place.wait() == 45s);
  place.source.asked_to_wait_until = place.clock.now() + 200s;
  place.sync();
  CHECK(place.wait() == 200s);
  place.source.asked_to_wait_until = place.clock.now() + 48h;
  place.sync();
  CHECK(place.wait() == 15min);
  place.source.asked_to_wait_until.reset();
  place.source.down = Error{Code::rate_limited, "slowly", 700};
  place.sync();
  CHECK(place.wait() == 700s);
}

TEST_CASE("a source that refuses us is asked again after a long while only") {
  Place place;
  place.source.down = Error{Code::unauthenticated, "the password is wrong"};
  place.sync();
  CHECK(place.wait() == 15min);
}

TEST_CASE("a source is due at once, then every so many minutes") {
  const SourceConfig config{.name = "wiki", .every = 30min};
  const Time now = from_millis(1'800'000'000'000);
  CHECK(next_sync(config, nullptr, now) == now);
  SourceState state;
  CHECK(next_sync(config, &state, now) == now);
  state.synced_at = now - 10min;
  CHECK(next_sync(config, &state, now) == now + 20min);
  state.retry_at = now + 5min;
  CHECK(next_sync(config, &state, now) == now + 5min);
  // The clock was set back by a year.
  state.retry_at = now + 8760h;
  CHECK(next_sync(config, &state, now) == now + 15min);
  state = {};
  state.synced_at = now + 8760h;
  CHECK(next_sync(config, &state, now) == now);
}

}  // namespace sync_waiting_test
