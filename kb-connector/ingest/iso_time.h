// SPDX-License-Identifier: MIT
#pragma once
// Times as sitemaps and APIs write them. Pure; any thread.

#include <optional>
#include <string_view>

#include "core/ids.h"

namespace frontdesk {

/// ISO 8601 as W3C and RFC 3339 narrow it: a date, or a date and a time ("T" or a blank between them) with or
/// without seconds, a fraction and a zone ("Z", "+02:00", "+0200", "+02"). Without a time it is midnight, without a
/// zone it is UTC. Nothing when the text is anything else.
std::optional<Time> parse_iso_time(std::string_view text);

}  // namespace frontdesk
