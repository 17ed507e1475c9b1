// SPDX-License-Identifier: MIT
#include "service/accounts.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace frontdesk {
namespace {

constexpr int kFreeFailures = 5;  // wrong passwords without a delay
constexpr std::chrono::minutes kLongestBlock{15};
constexpr std::chrono::seconds kRemembered{5};  // how long a revoked session may live on
constexpr std::size_t kMostNames = 10000;       // names remembered with failures

const Error kNoLogIn{Code::unauthenticated, "wrong name or password"};

std::string hash_password(const std::string& password) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str(hash.data(), password.data(), password.size(),
                        crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
    return "";
  }
  return hash.data();
}

}  // namespace

std::string secret_hash(std::string_view secret) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(secret.data()),
                     secret.size());
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> text{};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return text.data();
}

std::string make_secret(Random& random) {
  std::array<std::uint8_t, 32> bytes{};
  random.fill(bytes);
  std::array<char, 64> text{};
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text.data();
}

SystemRandom::SystemRandom() {
  // Idempotent, and the first caller of libsodium in the program.
  if (sodium_init() < 0) std::abort();
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  randombytes_buf(bytes.data(), bytes.size());
}

Accounts::Accounts(Store& store, const Clock& clock, Random& random, const Settings& settings)
    : store_(store), clock_(clock), random_(random), settings_(settings) {}

Result<std::string> Accounts::hash_of(const std::string& password) const {
  const auto least = static_cast<std::size_t>(settings_.password_length);
  if (password.size() < least || password.size() > 1024) {
    return Error{Code::invalid, "a password has " + std::to_string(least) + " to 1024 bytes"};
  }
  auto hash = hash_password(password);
  if (hash.empty()) return Error{Code::unavailable, "not enough memory to hash a password", 5};
  return hash;
}

Result<AgentId> Accounts::add(const std::string& name, Role role, const std::string& password) {
  if (name.empty() || name.size() > 100) {
    return Error{Code::invalid, "a name has 1 to 100 bytes"};
  }
  auto hash = hash_of(password);
  if (!hash) return hash.error();
  const AgentAccount account{.id = AgentId(make_id(clock_, random_)),
                             .name = name,
                             .role = role,
                             .password_hash = std::move(*hash),
                             .created_at = clock_.now()};
  if (auto added = store_.add_agent(account); !added) return added.error();
  return account.id;
}

Result<std::vector<AgentAccount>> Accounts::all() { return store_.agents(); }

Result<AgentAccount> Accounts::change(const AgentId& id, const Change& change) {
  const std::lock_guard one_at_a_time(changes_);
  auto account = store_.find_agent(id);
  if (!account) return account;
  if (change.role) account->role = *change.role;
  if (change.disabled) account->disabled = *change.disabled;
  if (change.password) {
    auto hash = hash_of(*change.password);
    if (!hash) return hash.error();
    account->password_hash = std::move(*hash);
  }
  const auto everybody = store_.agents();
  if (!everybody) return everybody.error();
  const auto leads = [&](const AgentAccount& each) {
    const auto& now = each.id == id ? *account : each;
    return now.role == Role::admin && !now.disabled;
  };
  if (std::none_of(everybody->begin(), everybody->end(), leads)) {
    return Error{Code::conflict, "nobody would be admin"};
  }
  if (auto changed = store_.change_agent(*account); !changed) return changed.error();
  forget(id);
  return account;
}

Result<std::optional<std::string>> Accounts::first_secret() {
  const auto everybody = store_.agents();
  if (!everybody) return everybody.error();
  if (!everybody->empty()) return std::optional<std::string>();
  auto secret = make_secret(random_);
  const std::lock_guard lock(mutex_);
  first_hash_ = secret_hash(secret);
  first_until_ = clock_.now() + kFirstHours;
  return std::optional(std::move(secret));
}

Result<Accounts::LogIn> Accounts::make_first(const std::string& secret, const std::string& name,
                                             const std::string& password) {
  const std::lock_guard one_at_a_time(changes_);
  {
    const std::lock_guard lock(mutex_);
    // Hashes of equal length: how long the comparison takes says nothing of the secret.
    if (first_hash_.empty() || secret_hash(secret) != first_hash_ || clock_.now() >= first_until_) {
      return Error{Code::unauthenticated,
                   "this link is not valid, or no longer; start the server anew for another"};
    }
  }
  const auto everybody = store_.agents();
  if (!everybody) return everybody.error();
  if (!everybody->empty()) return Error{Code::conflict, "there is an account already; log in"};
  const auto id = add(name, Role::admin, password);
  if (!id) return id.error();
  {
    const std::lock_guard lock(mutex_);
    first_hash_.clear();
  }
  const auto account = store_.find_agent(*id);
  if (!account) return account.error();
  return let_in(*account);
}

Result<Accounts::LogIn> Accounts::let_in(const AgentAccount& account) {
  const Time now = clock_.now();
  LogIn log_in{.account = account, .secret = make_secret(random_)};
  auto added = store_.add_session({.token_hash = secret_hash(log_in.secret),
                                   .agent = account.id,
                                   .created_at = now,
                                   .used_at = now,
                                   .expires_at = now + std::chrono::days{settings_.session_days}});
  if (!added) return added.error();
  return log_in;
}

void Accounts::forget(const AgentId& id) {
  const std::lock_guard lock(mutex_);
  std::erase_if(known_, [&](const auto& entry) { return entry.second.account.id == id; });
}

Result<Accounts::LogIn> Accounts::log_in(const std::string& name, const std::string& password) {
  const Time now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = failures_.find(name);
        found != failures_.end() && found->second.blocked_until > now) {
      const auto wait = std::chrono::ceil<std::chrono::seconds>(found->second.blocked_until - now);
      return Error{Code::rate_limited, "too many wrong passwords; wait before the next try",
                   static_cast<int>(wait.count())};
    }
    if (dummy_hash_.empty()) dummy_hash_ = hash_password("nobody has this password");
  }

  auto account = store_.find_agent_named(name);
  const std::string& hash = account ? account->password_hash : dummy_hash_;
  const bool right = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
  if (!account && account.error().code != Code::not_found) return account.error();

  const std::lock_guard lock(mutex_);
  if (!account || !right || account->disabled) {
    if (failures_.size() >= kMostNames) failures_.clear();
    auto& failures = failures_[name];
    if (++failures.count > kFreeFailures) {
      const auto block = std::chrono::seconds{1 << std::min(failures.count - kFreeFailures, 10)};
      failures.blocked_until = now + std::min<std::chrono::milliseconds>(block, kLongestBlock);
    }
    return kNoLogIn;
  }
  failures_.erase(name);
  return let_in(*account);
}

Result<AgentAccount> Accounts::who(const std::string& secret) {
  const Error nobody{Code::unauthenticated, "log in first"};
  if (secret.empty()) return nobody;
  const auto hash = secret_hash(secret);
  const Time now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = known_.find(hash); found != known_.end() &&
                                              now - found->second.checked_at < kRemembered &&
                                              now < found->second.session.expires_at) {
      return found->second.account;
    }
  }
  auto session = store_.find_session(hash, now);
  if (!session) return session.error().code == Code::not_found ? nobody : session.error();
  if (now - session->used_at > std::chrono::hours{settings_.session_idle_hours}) {
    (void)store_.remove_session(hash);
    return nobody;
  }
  auto account = store_.find_agent(session->agent);
  if (!account || account->disabled) return nobody;
  // Once a minute is often enough to know that somebody is still there.
  if (now - session->used_at > std::chrono::minutes{1}) (void)store_.touch_session(hash, now);

  const std::lock_guard lock(mutex_);
  if (known_.size() >= kMostNames) known_.clear();
  known_[hash] = {*account, *session, now};
  return *account;
}

Result<Done> Accounts::log_out(const std::string& secret) {
  const auto hash = secret_hash(secret);
  {
    const std::lock_guard lock(mutex_);
    known_.erase(hash);
  }
  return store_.remove_session(hash);
}

Result<Done> Accounts::set_availability(const AgentId& id, const Availability& says) {
  auto done = store_.set_availability(id, says, clock_.now());
  forget(id);
  return done;
}

}  // namespace frontdesk
