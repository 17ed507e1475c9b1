// SPDX-License-Identifier: MIT
#include "kb-connector/public_id.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

namespace frontdesk {
namespace {

bool plain(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' || letter == '.';
}

}  // namespace

ArticleId public_id(const SourcedArticle& article) {
  constexpr std::size_t kLongest = 64;
  constexpr std::size_t kKept = 40;
  const std::string& own =
      article.article.id.empty() ? article.key.id.value : article.article.id.value;
  if (own.size() <= kLongest && std::all_of(own.begin(), own.end(), plain)) {
    return ArticleId(article.key.source + ":" + own);
  }
  std::string readable;
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  for (const char letter : own) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211U;
    if (plain(letter)) {
      readable += letter;
    } else if (!readable.empty() && readable.back() != '-') {
      readable += '-';
    }
  }
  // The end of a long one tells more than "https-".
  if (readable.size() > kKept) readable = readable.substr(readable.size() - kKept);
  std::string digits;
  for (int i = 0; i < 8; ++i, hash >>= 8) digits += "0123456789abcdef"[hash & 15];
  return ArticleId(article.key.source + ":" + readable + "-" + digits);
}

}  // namespace frontdesk
