// SPDX-License-Identifier: MIT
#pragma once
// When a server says that it may be asked again, and dates as HTTP writes them. Pure functions; any thread.

#include <chrono>
#include <optional>
#include <string_view>

#include "core/ids.h"

namespace frontdesk {

/// A server that wants more patience than this is asked again all the same: it may have meant milliseconds.
inline constexpr std::chrono::minutes kLongestRetryAfter{15};

/// A date in any of HTTP's three forms (RFC 9110, 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT",
/// "Sunday, 06-Nov-94 08:49:37 GMT" (of the hundred years around `now`), "Sun Nov  6 08:49:37 1994".
/// Last-Modified is written so too.
std::optional<Time> parse_http_date(std::string_view text, Time now);

/// What a Retry-After header means at `now`: seconds, or a date. Never before `now`, never more than
/// kLongestRetryAfter after it; nothing when the header is neither.
std::optional<Time> retry_after(std::string_view header, Time now);

}  // namespace frontdesk
