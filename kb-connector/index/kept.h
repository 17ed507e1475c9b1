// SPDX-License-Identifier: MIT
#pragma once
// An article as an index keeps it: what is searched and shown of it. Immutable; shared by the indexes that have
// it, from any thread.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/ids.h"
#include "kb-connector/index/passage.h"

namespace frontdesk {

/// Hashes of which two articles that are nearly the same have, nearly always, one in common (duplicates.h).
using LikenessKeys = std::array<std::uint32_t, 9>;

struct Kept {
  ArticleId id;
  std::string title;
  std::vector<std::string> questions;
  std::vector<std::string> tags;
  std::string url;
  std::string review_by;
  std::string reviewed;
  std::vector<Section> sections;
  LikenessKeys keys{};
};
using KeptPtr = std::shared_ptr<const Kept>;

}  // namespace frontdesk
