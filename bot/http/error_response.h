// SPDX-License-Identifier: MIT
#pragma once
// Errors as a client sees them: one table from Code to HTTP status, one JSON shape.
//
//   {"error": {"code": "conflict", "message": "Somebody else was first."}}
//
// rate_limited and unavailable always carry Retry-After. Any thread may call any function.

#include "core/result.h"
#include "http/front.h"

namespace frontdesk {

/// The HTTP status of a code: 400, 401, 403, 404, 409, 413, 415, 429, 503 or 500.
[[nodiscard]] int status_of(Code code);

/// The answer for an error. Its message is shown as it is, except that of `internal`, which is not for
/// clients: they read "Something went wrong here." and the caller logs the rest.
[[nodiscard]] Response error_response(const Error& error);

/// The same with a status that the table does not have (408, 411, 414, 417, 431, 501, ...).
[[nodiscard]] Response error_response(int status, const Error& error);

}  // namespace frontdesk
