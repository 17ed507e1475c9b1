// SPDX-License-Identifier: MIT
#include "kb-connector/sources.h"

#include <algorithm>

#include "kb-connector/markdown_folder.h"
#include "kb-connector/sources/dokuwiki.h"
#include "kb-connector/sources/git.h"
#include "kb-connector/sources/mediawiki.h"
#include "kb-connector/sources/wordpress.h"

namespace frontdesk {
namespace {

namespace fs = std::filesystem;

// A source that keeps nothing on this machine.
template <class Kind>
std::unique_ptr<KnowledgeSource> called(const SourceConfig& config, const OutboundClient& outbound,
                                        const fs::path&) {
  return std::make_unique<Kind>(config, outbound);
}

std::unique_ptr<KnowledgeSource> git(const SourceConfig& config, const OutboundClient& outbound,
                                     const fs::path& data) {
  return std::make_unique<GitSource>(config, outbound, data);
}

std::unique_ptr<KnowledgeSource> markdown(const SourceConfig& config, const OutboundClient&,
                                          const fs::path&) {
  return std::make_unique<MarkdownFolder>(config.content / config.option("folder"));
}

}  // namespace

const std::vector<SourceKind>& source_kinds() {
  // name, needs a url, options, required options, how to make one
  static const std::vector<SourceKind> kKinds = {
      {"dokuwiki", true, {"namespace"}, {}, called<DokuWiki>},
      {"git", true, {"branch", "folder"}, {}, git},
      {"markdown", false, {"folder"}, {"folder"}, markdown},
      {"mediawiki", true, {"namespace"}, {}, called<MediaWiki>},
      {"wordpress", true, {"types", "lang_parameter"}, {}, called<WordPress>},
  };
  return kKinds;
}

const SourceKind* find_source_kind(const std::string& name) {
  const auto& kinds = source_kinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const SourceKind& kind) { return kind.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

Result<std::unique_ptr<KnowledgeSource>> make_source(const SourceConfig& config,
                                                     const OutboundClient& outbound,
                                                     const fs::path& data) {
  const SourceKind* kind = find_source_kind(config.kind);
  if (kind == nullptr) {
    return Error{Code::invalid, "there is no kind of source '" + config.kind + "'"};
  }
  return kind->make(config, outbound, data);
}

}  // namespace frontdesk
