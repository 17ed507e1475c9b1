// SPDX-License-Identifier: MIT
#pragma once
// A DokuWiki, by XML-RPC (`$conf['remote'] = 1`). Tested against 2022-07-31.
//
//   url         the wiki: https://wiki.example.lt, or its lib/exe/xmlrpc.php
//   user        who may call the API (`$conf['remoteuser']`) and read the pages; empty: as a visitor
//   languages   the first is the articles'; a page of a namespace that is named as another one ("en:returns")
//               is in that
//   options     namespace: where to begin; default all
//
// - An article is a page. Its title is its first heading, else the last part of its name.
// - The list is always complete: it is one call for the whole wiki, and it alone shows what the access rules
//   (ACL) let be read now. The version is the time of the last change.
// - Everybody may read what the access rules let a nameless visitor read; DokuWiki is asked for each page. With no
//   user only such pages are listed at all.
// - DokuWiki takes a wrong password for no user, and would list the public pages only: so it is asked first
//   whether the password is right.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kb-connector/ingest/page.h"
#include "kb-connector/source.h"
#include "kb-connector/source_config.h"
#include "kb-connector/sources/api_calls.h"

namespace frontdesk {

class DokuWiki final : public KnowledgeSource {
 public:
  DokuWiki(SourceConfig config, const OutboundClient& outbound);

  Result<SourceList> list(const ListPosition& position) override;
  [[nodiscard]] std::optional<Time> retry_at() const override { return calls_.retry_at(); }
  Result<Article> fetch(const SourceEntry& entry) override;

 private:
  struct Page {
    std::string id;
    std::int64_t changed = 0;  // seconds since 1970
  };

  Result<nlohmann::json> call(const std::string& method, const nlohmann::json& parameters);
  Result<Done> check_password();
  Result<Done> read_pages();
  Result<SourceEntry> entry_of(const Page& page);
  [[nodiscard]] std::string language_of(const std::string& id) const;

  SourceConfig config_;
  ApiCalls calls_;
  PageReader reader_;
  std::string root_;  // of the wiki's addresses
  std::string api_;
  bool password_checked_ = false;
  std::vector<Page> pages_;  // as listed last, by id
};

}  // namespace frontdesk
