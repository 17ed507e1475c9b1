// SPDX-License-Identifier: MIT
#pragma once
// Articles that are offered where the visitor is: `pages:` of an article against the page that holds the
// widget.
//
// A prefix that begins with "/" is compared with the page's path, any other with its whole address; both
// without query and fragment, and only whole segments count: "/returns" is a prefix of "/returns/how", not of
// "/returns-desk".

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/catalog.h"

namespace frontdesk {

/// Whether one of the prefixes fits the page; how long the longest one is, 0 where none does.
std::size_t fit_of(const std::vector<std::string>& prefixes, std::string_view page);

/// The articles of that language for that page, those with the longest prefix first, at most `limit`. They
/// live as long as the catalog.
std::vector<const Article*> articles_for_page(const Catalog& catalog, std::string_view page,
                                              std::string_view language, std::size_t limit);

}  // namespace frontdesk
