// SPDX-License-Identifier: MIT
#include "kb-connector/sources.h"

#include <algorithm>

#include "kb-connector/markdown_folder.h"
#include "kb-connector/sources/csv.h"
#include "kb-connector/sources/dokuwiki.h"
#include "kb-connector/sources/git.h"
#include "kb-connector/sources/help_center.h"
#include "kb-connector/sources/mediawiki.h"
#include "kb-connector/sources/sitemap.h"
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

// A source that keeps what it can fetch again.
template <class Kind>
std::unique_ptr<KnowledgeSource> kept(const SourceConfig& config, const OutboundClient& outbound,
                                      const fs::path& data) {
  return std::make_unique<Kind>(config, outbound, data);
}

std::unique_ptr<KnowledgeSource> csv(const SourceConfig& config, const OutboundClient&,
                                     const fs::path&) {
  return std::make_unique<CsvSource>(config);
}

std::unique_ptr<KnowledgeSource> markdown(const SourceConfig& config, const OutboundClient&,
                                          const fs::path&) {
  return std::make_unique<MarkdownFolder>(config.content / config.option("folder"));
}

}  // namespace

const std::vector<SourceKind>& source_kinds() {
  // name, needs a url, options, required options, how to make one
  static const std::vector<SourceKind> kKinds = {
      {"csv", false, {"file"}, {"file"}, csv},
      {"dokuwiki", true, {"namespace"}, {}, called<DokuWiki>},
      {"git", true, {"branch", "folder"}, {}, kept<GitSource>},
      {"help_center",
       false,
       {"service", "mapping", "locales", "account", "portal"},
       {},
       called<HelpCenter>},
      {"markdown", false, {"folder"}, {"folder"}, markdown},
      {"mediawiki", true, {"namespace"}, {}, called<MediaWiki>},
      {"sitemap", true, {"path"}, {}, kept<SitemapSource>},
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

std::vector<Problem> lint_source(const SourceConfig& config) {
  const OutboundClient nowhere{OutboundSettings{}};
  const auto source = make_source(config, nowhere, "");
  if (!source) return {};
  const bool files = config.kind == "csv" || config.kind == "markdown";
  if (!files) return (*source)->problems();
  const auto list = (*source)->list({});
  auto problems = (*source)->problems();
  if (!list && problems.empty()) {
    problems.push_back({Problem::Severity::error, config.at, list.error().message});
  }
  return problems;
}

}  // namespace frontdesk
