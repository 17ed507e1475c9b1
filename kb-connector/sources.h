// SPDX-License-Identifier: MIT
#pragma once
// The kinds of sources there are, and how one is made.
//
// A new kind is a file in sources/ and a line in the table of sources.cc.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kb-connector/source.h"
#include "kb-connector/source_config.h"
#include "outbound/client.h"

namespace frontdesk {

/// What a kind's owner may and must write.
struct SourceKind {
  std::string name;
  bool needs_url = true;
  std::vector<std::string> options;           // the keys it knows
  std::vector<std::string> required_options;  // of them, those it cannot do without
  /// Never throws and asks nobody anything; what is wrong shows at the first list().
  std::unique_ptr<KnowledgeSource> (*make)(const SourceConfig& config,
                                           const OutboundClient& outbound,
                                           const std::filesystem::path& data) = nullptr;
};

/// All kinds, by name.
const std::vector<SourceKind>& source_kinds();

/// The kind of that name, or null.
const SourceKind* find_source_kind(const std::string& name);

/// A source. `outbound` must outlive it; `data` is a folder of its own, made when it is needed, where it
/// may keep what can be fetched again (a clone). invalid: there is no such kind.
Result<std::unique_ptr<KnowledgeSource>> make_source(const SourceConfig& config,
                                                     const OutboundClient& outbound,
                                                     const std::filesystem::path& data);

/// What is wrong with a source's files that stand beside the content: a CSV file, a folder, an owner's
/// mapping. Nobody is asked anything over a network.
std::vector<Problem> lint_source(const SourceConfig& config);

}  // namespace frontdesk
