// SPDX-License-Identifier: MIT
#pragma once
// The names under which readers know the articles of sources. Pure; any thread.

#include "core/knowledge.h"

namespace frontdesk {

/// "wiki:page-12": the source, then the article's own id or else how the source lists it; the same in all
/// its languages. Only letters that need no escape in an address; an id with others, or a long one, is
/// shortened and ends in eight digits of its hash.
ArticleId public_id(const SourcedArticle& article);

}  // namespace frontdesk
