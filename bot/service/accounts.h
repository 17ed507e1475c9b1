// SPDX-License-Identifier: MIT
#pragma once
// Agents' accounts: passwords, log-ins and sessions.
//
// Passwords are argon2id (libsodium, OPSLIMIT_INTERACTIVE, MEMLIMIT_INTERACTIVE: 64 MiB and some 0.1 s
// each), so log_in and add belong on the side pool and never on the front's thread. A session's secret is
// 256 random bits; only its SHA-256 is stored. Any thread may call any function.

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/clock.h"
#include "core/settings.h"
#include "core/store.h"

namespace frontdesk {

/// SHA-256 as lower-case hex: how secrets are stored and looked up.
std::string secret_hash(std::string_view secret);

/// 256 random bits as base64url, 43 characters.
std::string make_secret(Random& random);

/// Bytes from the operating system's generator, by way of libsodium.
class SystemRandom : public Random {
 public:
  SystemRandom();
  void fill(std::span<std::uint8_t> bytes) override;
};

class Accounts {
 public:
  Accounts(Store& store, const Clock& clock, Random& random, const Settings& settings);

  /// invalid: a name or a password that will not do. conflict: the name is taken.
  Result<AgentId> add(const std::string& name, Role role, const std::string& password);

  struct LogIn {
    AgentAccount account;
    std::string secret;  // goes into the cookie
  };
  /// unauthenticated: unknown name, wrong password or disabled: the same words and the same time for each.
  /// rate_limited: too many wrong passwords for this name; Error::retry_after_seconds.
  Result<LogIn> log_in(const std::string& name, const std::string& password);

  /// Who holds this secret. unauthenticated: nobody, or no longer.
  Result<AgentAccount> who(const std::string& secret);

  Result<Done> log_out(const std::string& secret);
  Result<Done> set_availability(const AgentId& id, bool available, int capacity);

 private:
  struct Failures {
    int count = 0;
    Time blocked_until;
  };
  struct Known {
    AgentAccount account;
    Session session;
    Time checked_at;
  };

  Store& store_;
  const Clock& clock_;
  Random& random_;
  const Settings& settings_;
  std::string dummy_hash_;  // of nobody's password: unknown names cost the same time

  std::mutex mutex_;
  std::unordered_map<std::string, Failures> failures_;  // by name
  std::unordered_map<std::string, Known> known_;        // by hash of the secret, for a few seconds
};

}  // namespace frontdesk
