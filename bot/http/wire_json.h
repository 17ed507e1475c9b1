// SPDX-License-Identifier: MIT
#pragma once
// What the files that write JSON for clients share. Inside http only: no other folder includes this.

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/event.h"
#include "core/ids.h"
#include "core/local_text.h"

namespace frontdesk::wire {

using Json = nlohmann::ordered_json;

/// In one line; bytes that are not UTF-8 are replaced.
std::string write(const Json& json);

/// A time as text, or null.
Json time_json(const std::optional<Time>& time);

/// {"lt": ..., "en": ...}; an object even when empty.
Json texts_json(const LocalText& texts);

/// Articles as they stand under a message.
Json article_links(const std::vector<ArticleLink>& articles);

}  // namespace frontdesk::wire
