// SPDX-License-Identifier: MIT
#pragma once
// Articles that are offered where the visitor is: `pages:` of an article against the page that holds the
// widget.
//
// A prefix that begins with "/" is compared with the page's path, any other with its whole address; both
// without query and fragment, and only whole segments count: "/returns" is a prefix of "/returns/how", not of
// "/returns-desk".

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "core/catalog.h"

namespace frontdesk {

/// Articles by the prefixes of their pages. A look-up costs what the page's address is long, however many
/// articles there are. Immutable; any thread.
class PageArticles {
 public:
  PageArticles() = default;
  /// Keeps views into the articles, which have to outlive this.
  explicit PageArticles(const std::vector<std::shared_ptr<const Article>>& articles);

  /// The articles of that language for that page, those with the longest prefix first, then in the order in
  /// which they were given; at most `limit`.
  [[nodiscard]] std::vector<const Article*> find(std::string_view page, std::string_view language,
                                                 std::size_t limit) const;

 private:
  struct Entry {
    std::string_view language;
    std::string_view prefix;
    const Article* article = nullptr;
  };
  std::vector<Entry> entries_;  // sorted by language and prefix
};

}  // namespace frontdesk
