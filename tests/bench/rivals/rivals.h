// SPDX-License-Identifier: MIT
#pragma once
// Other searches over the same articles, to measure ours against; only the benchmark links them.

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace frontdesk {

/// A search over titles and texts.
class Rival {
 public:
  virtual ~Rival() = default;
  /// Places of the ten best articles, best first.
  virtual std::vector<std::size_t> search(const std::string& question) = 0;
};

using Texts = std::vector<std::pair<std::string, std::string>>;  // title, text

/// SQLite's FTS5, titles three times: the Porter stemmer without diacritics, or trigrams of folded text.
std::unique_ptr<Rival> make_fts5(const Texts& texts, bool trigrams);

/// Xapian with its stemmer of `language` on folded words, titles three times. Null when it was not there at
/// build.
std::unique_ptr<Rival> make_xapian(const Texts& texts, const std::string& language);

}  // namespace frontdesk
