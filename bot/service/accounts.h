// SPDX-License-Identifier: MIT
#pragma once
// Agents' accounts: passwords, log-ins and sessions.
//
// Passwords are argon2id (libsodium, OPSLIMIT_INTERACTIVE, MEMLIMIT_INTERACTIVE: 64 MiB and some 0.1 s
// each), so log_in and add belong on the side pool and never on the front's thread. A session's secret is
// 256 random bits; only its SHA-256 is stored. Any thread may call any function.

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

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

  /// Everybody who has an account, by name.
  Result<std::vector<AgentAccount>> all();

  /// What an admin may change of an account; nothing: it stays.
  struct Change {
    std::optional<Role> role;
    std::optional<bool> disabled;
    std::optional<std::string> password;
  };
  /// Another password, or being disabled, logs him out everywhere.
  /// not_found: no such account. invalid: a password that will not do. conflict: nobody would be admin.
  Result<AgentAccount> change(const AgentId& id, const Change& change);

  /// A secret with which the first admin makes himself, once, within kFirstHours; nothing when there is an
  /// account. Another call makes another secret, and the one before is worth nothing. Kept in memory only:
  /// who starts the server anew asks for another.
  Result<std::optional<std::string>> first_secret();
  static constexpr std::chrono::hours kFirstHours{1};

  struct LogIn {
    AgentAccount account;
    std::string secret;  // goes into the cookie
  };
  /// unauthenticated: unknown name, wrong password or disabled: the same words and the same time for each.
  /// rate_limited: too many wrong passwords for this name; Error::retry_after_seconds.
  Result<LogIn> log_in(const std::string& name, const std::string& password);

  /// Makes the first admin and logs him in. A name or password that will not do leaves the secret as it is.
  /// unauthenticated: not this secret, or no longer. conflict: somebody has an account by now.
  Result<LogIn> make_first(const std::string& secret, const std::string& name,
                           const std::string& password);

  /// Who holds this secret. unauthenticated: nobody, or no longer.
  Result<AgentAccount> who(const std::string& secret);

  Result<Done> log_out(const std::string& secret);
  Result<Done> set_availability(const AgentId& id, const Availability& says);

 private:
  Result<LogIn> let_in(const AgentAccount& account);
  [[nodiscard]] Result<std::string> hash_of(const std::string& password) const;
  void forget(const AgentId& id);

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

  std::mutex changes_;  // one change of accounts at a time
  std::mutex mutex_;
  std::string first_hash_;  // of the secret for the first admin; empty: there is none
  Time first_until_;
  std::unordered_map<std::string, Failures> failures_;  // by name
  std::unordered_map<std::string, Known> known_;        // by hash of the secret, for a few seconds
};

}  // namespace frontdesk
