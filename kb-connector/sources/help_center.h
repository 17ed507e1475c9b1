// SPDX-License-Identifier: MIT
#pragma once
// A hosted help centre, read through its JSON API as a mapping says (help_center_mapping.h).
//
//   kind: help_center
//   url: https://shop.zendesk.com         # not needed where the service has one address for all
//   user: agent@shop.lt
//   secret: ZENDESK_TOKEN
//   options: {service: zendesk}           # or mapping: FILE, seen from the content folder
//
// Options: `service` (a built-in mapping) or `mapping` (a file); `locales`, the service's own names of
// languages with "," between them, where they are not the source's `languages`; `account` and `portal`, which
// some services' paths need.
//
// A part of a list is one call for articles, and the calls for what they stand in. All calls go to the
// address of the source, never to one that an answer names: a next part elsewhere is an error. Answers are
// bounded in bytes and depth. An article that is not published is left out, and after some time said to be
// gone; the version is a hash of what is shown, or of the title and the time of change where the list has no
// text.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kb-connector/ingest/page.h"
#include "kb-connector/source.h"
#include "kb-connector/source_config.h"
#include "outbound/client.h"

namespace frontdesk {

class HelpCenterCalls;
class HelpCenterListing;

class HelpCenter final : public KnowledgeSource {
 public:
  HelpCenter(SourceConfig config, const OutboundClient& outbound, PageReader reader = PageReader());
  ~HelpCenter() override;

  Result<SourceList> list(const ListPosition& position) override;

  /// From what was listed, or by a call of its own where there was no room for it.
  Result<Article> fetch(const SourceEntry& entry) override;

  [[nodiscard]] std::optional<Time> retry_at() const override;

  /// What is wrong with the mapping.
  [[nodiscard]] std::vector<Problem> problems() const override;

 private:
  SourceConfig config_;
  PageReader reader_;
  std::vector<Problem> problems_;
  std::unique_ptr<HelpCenterCalls> calls_;      // null when there is no mapping
  std::unique_ptr<HelpCenterListing> listing_;  // the list that is going on, or the last one
  long part_ = 0;                               // how many parts of it were given
};

}  // namespace frontdesk
