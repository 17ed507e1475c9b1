// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace frontdesk {

/// SHA-256 as 64 lower-case hex digits.
std::string sha256(std::string_view bytes);

}  // namespace frontdesk
