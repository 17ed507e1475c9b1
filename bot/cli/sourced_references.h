// SPDX-License-Identifier: MIT
#pragma once
// Intents that show articles of sources (`articles: [wiki:12]`), held to what the sources have.
//
// The article of a source comes and goes without anybody touching the content, so content that names one is
// good content; what is said here is for its author to know.

#include <vector>

#include "cli/workspace.h"
#include "core/store.h"
#include "dialogue/brain.h"

namespace frontdesk {

/// What is wrong with references to configured sources, by place. Of a workspace as read_workspace() gives it, without the
/// sources' articles. With a Store: an error for an article that its source does not have, a warning for one
/// that it had or that is not for visitors. A note for what cannot be known: no Store, or a source that was
/// never synced.
Result<std::vector<Problem>> check_sourced_references(const Workspace& workspace, Store* store);

/// A warning for each reference of an intent to an article that visitors cannot get now.
std::vector<Problem> missing_articles(const Brain& brain);

}  // namespace frontdesk
