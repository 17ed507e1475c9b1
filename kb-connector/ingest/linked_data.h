// SPDX-License-Identifier: MIT
#pragma once
// Questions and answers that a page carries as data (JSON-LD of schema.org) beside its text.

#include <string_view>
#include <vector>

#include "kb-connector/ingest/page.h"

namespace frontdesk {

/// A page may have so many questions; more are left out.
inline constexpr std::size_t kMostQuestions = 200;

/// Adds what one script of type application/ld+json has: each Question of a FAQPage or QAPage, or by itself,
/// with its accepted (else its first suggested) answer; a HowTo with its steps as a numbered list. HTML in them
/// is read as clean_fragment does. What is no such data adds nothing. Any thread.
void add_questions(std::string_view json, std::string_view url,
                   std::vector<PageQuestion>& questions);

}  // namespace frontdesk
