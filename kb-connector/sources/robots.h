// SPDX-License-Identifier: MIT
#pragma once
// What a site's robots.txt lets a program read (RFC 9309).
//
// The groups that name this program count, else those for everybody ("*"). Of the rules of a group that match
// a path the longest decides, `Allow` where two are as long; where none matches it may be read. "*" in a rule
// is any text, "$" at its end is the end of the path. Letters may be written with "%" in either.
//
// Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

/// More of a file than this is not read.
inline constexpr std::size_t kRobotsBytes = 500 * 1024;

class Robots {
 public:
  /// Everything may be read: what a site without robots.txt (4xx) means.
  Robots() = default;

  /// The rules for `agent`, the first word of what this program calls itself.
  Robots(std::string_view text, std::string_view agent);

  /// Whether a path with its query ("/a?b=c") may be read. /robots.txt itself may.
  [[nodiscard]] bool allows(std::string_view path) const;

  /// Addresses of sitemaps, in file order. They stand outside of the groups.
  [[nodiscard]] const std::vector<std::string>& sitemaps() const { return sitemaps_; }

 private:
  struct Rule {
    std::string pattern;  // letters written one way
    bool allow = false;
  };
  std::vector<Rule> rules_;
  std::vector<std::string> sitemaps_;
};

}  // namespace frontdesk
