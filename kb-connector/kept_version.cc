// SPDX-License-Identifier: MIT
#include "kb-connector/kept_version.h"

#include <sodium.h>

#include <array>

namespace frontdesk {
namespace {

using namespace std::chrono_literals;

constexpr auto kUnsettled = 2s;
// No source writes it into a version: they are dates, numbers and hashes.
constexpr char kMark = '\x1f';

std::string fingerprint(const Article& article) {
  std::array<unsigned char, 16> hash{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, hash.size());
  for (const auto* text : {&article.title, &article.body, &article.url}) {
    // With its end: what moves from one text to the next is a change.
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(text->c_str()),
                              text->size() + 1);
  }
  crypto_generichash_final(&state, hash.data(), hash.size());
  std::string hex(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  hex.pop_back();
  return hex;
}

}  // namespace

std::string kept_version(const SourceEntry& entry, const Article& article, Time listed_at) {
  const bool unsettled = !entry.version.empty() && entry.updated_at &&
                         *entry.updated_at <= listed_at + kUnsettled &&
                         *entry.updated_at > listed_at - kUnsettled;
  return unsettled ? entry.version + kMark + fingerprint(article) : entry.version;
}

Kept compare_version(const std::string& kept, const SourceEntry& entry) {
  if (entry.version.empty()) return Kept::other;
  if (kept == entry.version) return Kept::same;
  return kept.starts_with(entry.version + kMark) ? Kept::look_again : Kept::other;
}

bool is_same_content(const std::string& kept, const Article& article) {
  const auto mark = kept.rfind(kMark);
  return mark != std::string::npos && kept.substr(mark + 1) == fingerprint(article);
}

}  // namespace frontdesk
