// SPDX-License-Identifier: MIT
#pragma once
// Problems as people and programs read them. The value itself is core's (core/catalog.h).

#include <string>
#include <vector>

#include "core/catalog.h"

namespace frontdesk {

/// "FILE:LINE:COLUMN: error: text", without a newline; what editors and terminals make a link of.
std::string to_text(const Problem& problem);

/// A JSON array of {"file", "line", "column", "severity", "text"}, in one line. Always valid JSON
/// and valid UTF-8, whatever the texts hold.
std::string to_json(const std::vector<Problem>& problems);

/// By file, line and column; problems of one place keep their order.
void sort_by_place(std::vector<Problem>& problems);

/// Whether any of them is more than a note.
bool has_warnings(const std::vector<Problem>& problems);

/// Whether any of them is an error, and not only a warning or a note.
bool has_errors(const std::vector<Problem>& problems);

}  // namespace frontdesk
