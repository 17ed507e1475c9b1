// SPDX-License-Identifier: MIT
#pragma once
// A sitemap as a site publishes it (sitemaps.org): a list of pages, or a list of such lists; XML or plain
// text, as it is or packed with gzip.
//
// Pure but for the libraries that unpack and parse. A document type, and with it entities of its own, is
// refused; so is what unpacks to more than it may.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/result.h"

namespace frontdesk {

inline constexpr std::size_t kSitemapBytes = 10'000'000;  // unpacked
inline constexpr std::size_t kSitemapUrls = 50'000;       // the rest of a file is not read
inline constexpr std::size_t kSitemapRatio = 100;         // unpacked to packed bytes, from 1 MB on

/// One address of a sitemap.
struct SitemapUrl {
  std::string url;
  std::optional<Time> modified;
  std::map<std::string, std::string>
      languages;  // "lt" -> address: alternates (hreflang), itself among them
};

struct SitemapFile {
  bool index = false;  // urls are sitemaps
  std::vector<SitemapUrl> urls;
};

/// Reads a sitemap. Errors:
///   too_large  more than kSitemapBytes unpacked, or more than kSitemapRatio
///   invalid    it is no sitemap
Result<SitemapFile> read_sitemap(std::string_view bytes);

}  // namespace frontdesk
