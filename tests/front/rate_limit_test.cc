// SPDX-License-Identifier: MIT
#include "http/rate_limit.h"

#include <doctest/doctest.h>

namespace rate_limit_test {

using namespace std::chrono_literals;
using frontdesk::RateLimiter;

namespace {
const auto kStart = frontdesk::from_millis(1'700'000'000'000);
}

TEST_CASE("a burst is allowed at once and then the rate, and the wait that is told is right") {
  RateLimiter limiter(1, 5);
  for (int i = 0; i < 5; ++i) CHECK(limiter.take("a", kStart) == 0ms);
  const auto wait = limiter.take("a", kStart);
  CHECK(wait == 1000ms);
  CHECK(limiter.take("a", kStart + wait - 1ms) > 0ms);
  CHECK(limiter.take("a", kStart + wait) == 0ms);
  CHECK(limiter.take("b", kStart) == 0ms);
}

TEST_CASE("being refused costs nothing, asking costs nothing, forgetting fills") {
  RateLimiter limiter(10, 1);
  CHECK(limiter.wait("a", kStart) == 0ms);
  CHECK(limiter.take("a", kStart) == 0ms);
  for (int i = 0; i < 100; ++i) CHECK(limiter.take("a", kStart) == 100ms);
  CHECK(limiter.wait("a", kStart) == 100ms);
  limiter.forget("a");
  CHECK(limiter.take("a", kStart) == 0ms);
}

TEST_CASE("over a long time exactly the rate gets through") {
  RateLimiter limiter(0.5, 30);
  int allowed = 0;
  for (int second = 0; second < 3600; ++second) {
    allowed += limiter.take("a", kStart + std::chrono::seconds(second)) == 0ms;
  }
  CHECK(allowed == 30 + 3599 / 2);
}

TEST_CASE("a clock that jumps locks nobody out") {
  RateLimiter limiter(1, 5);
  for (int i = 0; i < 5; ++i) CHECK(limiter.take("a", kStart) == 0ms);
  const auto past = kStart - std::chrono::hours(24 * 3650);
  CHECK(limiter.take("a", past) == 1000ms);
  CHECK(limiter.take("a", past + 1s) > 0ms);
  CHECK(limiter.take("a", past + 5s) <= 1000ms);
}

TEST_CASE("memory is bounded, and those who are most limited stay limited") {
  RateLimiter limiter(1, 10, 100);
  for (int i = 0; i < 10; ++i) CHECK(limiter.take("greedy", kStart) == 0ms);
  for (int i = 0; i < 10'000; ++i) {
    CHECK(limiter.take("key " + std::to_string(i), kStart) == 0ms);
    CHECK(limiter.size() <= 100);
  }
  CHECK(limiter.take("greedy", kStart) > 0ms);
}

TEST_CASE("Retry-After is whole seconds, at least one, and spread") {
  CHECK(frontdesk::retry_after_seconds(1ms, 0) == 1);
  CHECK(frontdesk::retry_after_seconds(1001ms, 0) == 2);
  for (std::size_t salt = 0; salt < 50; ++salt) {
    const int seconds = frontdesk::retry_after_seconds(60s, salt);
    CHECK(seconds >= 60);
    CHECK(seconds <= 73);
  }
}

}  // namespace rate_limit_test
