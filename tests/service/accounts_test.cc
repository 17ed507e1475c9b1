// SPDX-License-Identifier: MIT
#include "service/accounts.h"

#include <doctest/doctest.h>

#include "support/office.h"

namespace accounts_test {

using namespace support;

namespace {

const std::string kPassword = "correct horse battery";

struct Desk {
  MemoryStore store;
  ManualClock clock;
  SystemRandom random;
  Settings settings;
  Accounts accounts{store, clock, random, settings};

  Desk() { REQUIRE(accounts.add("Ruta", Role::agent, kPassword)); }

  Code refusal(const std::string& name, const std::string& password) {
    const auto result = accounts.log_in(name, password);
    REQUIRE_FALSE(result.ok());
    return result.error().code;
  }
  std::string secret() {
    auto log_in = accounts.log_in("Ruta", kPassword);
    REQUIRE(log_in.ok());
    return log_in->secret;
  }
};

}  // namespace

TEST_CASE("whoever knows name and password gets a secret that names him") {
  Desk desk;
  const auto log_in = desk.accounts.log_in("Ruta", kPassword);
  REQUIRE(log_in.ok());
  CHECK(log_in->account.name == "Ruta");
  CHECK(log_in->secret.size() == 43);
  const auto who = desk.accounts.who(log_in->secret);
  REQUIRE(who.ok());
  CHECK(who->id == log_in->account.id);
  CHECK_FALSE(desk.accounts.who("").ok());
  CHECK_FALSE(desk.accounts.who(log_in->secret + "x").ok());
  // Only its hash is kept.
  CHECK_FALSE(desk.store.find_session(log_in->secret, desk.clock.now()).ok());
  CHECK(desk.store.find_session(secret_hash(log_in->secret), desk.clock.now()).ok());
}

TEST_CASE("a wrong password and an unknown name are refused in the same words") {
  Desk desk;
  const auto wrong = desk.accounts.log_in("Ruta", "wrong horse battery");
  const auto unknown = desk.accounts.log_in("Nobody", kPassword);
  REQUIRE_FALSE(wrong.ok());
  REQUIRE_FALSE(unknown.ok());
  CHECK(wrong.error().code == Code::unauthenticated);
  CHECK(unknown.error().code == Code::unauthenticated);
  CHECK(wrong.error().message == unknown.error().message);
}

TEST_CASE(
    "passwords are kept as argon2id hashes, names once, and neither may be too short or too long") {
  Desk desk;
  const auto kept = desk.store.find_agent_named("Ruta");
  REQUIRE(kept.ok());
  CHECK(kept->password_hash.starts_with("$argon2id$"));
  const auto code = [&](const std::string& name, const std::string& password) {
    const auto added = desk.accounts.add(name, Role::agent, password);
    REQUIRE_FALSE(added.ok());
    return added.error().code;
  };
  CHECK(code("Ruta", kPassword) == Code::conflict);
  CHECK(code("", kPassword) == Code::invalid);
  CHECK(code(std::string(101, 'x'), kPassword) == Code::invalid);
  CHECK(code("Jonas", "short") == Code::invalid);
  CHECK(code("Jonas", std::string(1025, 'x')) == Code::invalid);
}

TEST_CASE("after five wrong passwords each further one costs time, and the right one ends it") {
  Desk desk;
  for (int i = 0; i < 5; ++i) CHECK(desk.refusal("Ruta", "wrong") == Code::unauthenticated);
  CHECK(desk.refusal("Ruta", "wrong") ==
        Code::unauthenticated);  // the sixth blocks for two seconds
  auto blocked = desk.accounts.log_in("Ruta", kPassword);
  REQUIRE_FALSE(blocked.ok());
  CHECK(blocked.error().code == Code::rate_limited);
  CHECK(blocked.error().retry_after_seconds == 2);
  // Another name is another matter.
  REQUIRE(desk.accounts.add("Jonas", Role::agent, kPassword));
  CHECK(desk.accounts.log_in("Jonas", kPassword).ok());

  desk.clock.tick(std::chrono::milliseconds{1999});
  CHECK(desk.refusal("Ruta", kPassword) == Code::rate_limited);
  desk.clock.tick(std::chrono::milliseconds{1});
  CHECK(desk.refusal("Ruta", "wrong") == Code::unauthenticated);  // the seventh: four seconds
  CHECK(desk.accounts.log_in("Ruta", kPassword).error().retry_after_seconds == 4);
  desk.clock.tick(std::chrono::seconds{4});
  CHECK(desk.accounts.log_in("Ruta", kPassword).ok());
  for (int i = 0; i < 5; ++i) CHECK(desk.refusal("Ruta", "wrong") == Code::unauthenticated);
  CHECK(desk.accounts.log_in("Ruta", kPassword).ok());
}

TEST_CASE("a session ends when nobody used it for hours, and lives while somebody does") {
  Desk desk;
  desk.settings.session_idle_hours = 8;
  const auto idle = desk.secret();
  const auto used = desk.secret();
  for (int hour = 0; hour < 10; ++hour) {
    desk.clock.tick(std::chrono::hours{1});
    CHECK(desk.accounts.who(used).ok());
  }
  const auto who = desk.accounts.who(idle);
  REQUIRE_FALSE(who.ok());
  CHECK(who.error().code == Code::unauthenticated);
}

TEST_CASE("a session ends after its days however much it is used") {
  Desk desk;
  desk.settings.session_days = 2;
  const auto secret = desk.secret();
  for (int hour = 1; hour < 48; ++hour) {
    desk.clock.tick(std::chrono::hours{1});
    REQUIRE(desk.accounts.who(secret).ok());
  }
  // Remembered a moment ago, it still ends to the millisecond.
  desk.clock.tick(std::chrono::minutes{60} - std::chrono::milliseconds{1});
  CHECK(desk.accounts.who(secret).ok());
  desk.clock.tick(std::chrono::milliseconds{1});
  CHECK_FALSE(desk.accounts.who(secret).ok());
}

TEST_CASE("logging out ends a session at once, and no other") {
  Desk desk;
  const auto one = desk.secret();
  const auto other = desk.secret();
  REQUIRE(desk.accounts.who(one).ok());
  REQUIRE(desk.accounts.log_out(one));
  CHECK_FALSE(desk.accounts.who(one).ok());
  CHECK(desk.accounts.who(other).ok());
}

TEST_CASE("a disabled account can neither log in nor go on") {
  MemoryStore store;
  ManualClock clock;
  SystemRandom random;
  const Settings settings;
  Accounts accounts(store, clock, random, settings);
  // The hash of kPassword is made by another office; here its account is disabled.
  MemoryStore other_store;
  Accounts other(other_store, clock, random, settings);
  REQUIRE(other.add("Ruta", Role::agent, kPassword));
  auto account = *other_store.find_agent_named("Ruta");
  account.disabled = true;
  REQUIRE(store.add_agent(account));
  const auto refused = accounts.log_in("Ruta", kPassword);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Code::unauthenticated);

  REQUIRE(store.add_session({.token_hash = secret_hash("secret"),
                             .agent = account.id,
                             .created_at = clock.now(),
                             .used_at = clock.now(),
                             .expires_at = clock.now() + std::chrono::hours{1}}));
  CHECK_FALSE(accounts.who("secret").ok());
}

TEST_CASE("availability is seen at once by whoever asks who somebody is") {
  Desk desk;
  const auto secret = desk.secret();
  const auto before = desk.accounts.who(secret);
  REQUIRE(before.ok());
  CHECK_FALSE(before->available);
  REQUIRE(desk.accounts.set_availability(before->id, {.available = true, .capacity = 3}));
  CHECK(desk.accounts.who(secret)->available);
  CHECK(desk.accounts.who(secret)->capacity == 3);
}

TEST_CASE("secrets are never alike") {
  SystemRandom random;
  CHECK(make_secret(random) != make_secret(random));
  CHECK(secret_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace accounts_test
