// SPDX-License-Identifier: MIT
#pragma once
// What the visitor's client says of the articles that he read: facts that agents see, and that figures are
// made of. The bot says nothing to them.

#include <cstddef>
#include <optional>
#include <string>

#include "core/draft.h"
#include "core/result.h"
#include "dialogue/brain.h"

namespace frontdesk {

/// More articles of one conversation are not remembered.
inline constexpr std::size_t kMostOpened = 50;

/// An article was opened, and perhaps judged.
struct Reading {
  ArticleId article;
  std::string language;  // in which it was shown; another is found when there is none in this one
  std::string from;      // "message", "search" or "link" (ArticleOpened)
  std::optional<bool> helped = {};
};

/// Adds ArticleOpened, unless it is there, and ArticleRated, unless it was judged before. Adds nothing to a
/// conversation that is closed, and nothing more to one that is full.
///   not_found  no such article for visitors
///   invalid    `from` is none of the three
Result<Done> take_reading(const Brain& brain, Draft& draft, const Reading& reading);

}  // namespace frontdesk
