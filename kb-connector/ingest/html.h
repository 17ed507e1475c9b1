// SPDX-License-Identifier: MIT
#pragma once
// HTML to a CleanPage, in this process. What page.h promises of a page's content is kept here.
//
// libxml2's parser behind bounds.h; the tree is walked without recursion. Pure functions; any thread. Nobody but
// the child (serve_pages) reads what came from elsewhere with them.

#include <string>
#include <string_view>

#include "kb-connector/ingest/page.h"

namespace frontdesk {

/// A whole page in UTF-8.
CleanPage clean_page(std::string_view html, std::string_view url);

/// A piece of one; only `truncated`, `body` and `links` are set.
CleanPage clean_fragment(std::string_view html, std::string_view url);

/// The words of a piece of HTML on one line, at most kTitleCharacters.
std::string plain_words(std::string_view html);

}  // namespace frontdesk
