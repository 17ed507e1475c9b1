// SPDX-License-Identifier: MIT
#pragma once
// A MediaWiki, by its api.php. Tested against 1.39.
//
//   url         where the wiki's api.php is: https://wiki.example.lt/w/api.php, or the folder it is in
//   user        a bot password's name, "Admin@frontdesk" (Special:BotPasswords, grant "basic"); empty: as a visitor
//   languages   which to take, all when empty
//   options     namespace: number of the one to read (default 0, the articles)
//
// - An article is a page that is no redirect and not the main page. Its id is the page's number, which stays
//   when the page gets another title; its language is the page's ("zh-hans" is "zh"). Of "Title/lt" (the Translate
//   extension) the title is "Title".
// - The complete list is allpages. Since a time it is recentchanges, log entries among them: edited, moved,
//   deleted and restored pages. MediaWiki keeps these for 90 days by default; for a time further back the list is
//   complete. The version has the time of `touched` as well, which is newer when a template changed.
// - Everybody may read what the wiki lets somebody read who has not logged in. With a user each part of the
//   list is asked for again without, and what does not come then is for agents only. An article for everybody is
//   also fetched without the user. A wiki that is closed as a whole has only articles for agents.
// - Polite: maxlag=5, one call at a time.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kb-connector/ingest/page.h"
#include "kb-connector/source.h"
#include "kb-connector/source_config.h"
#include "kb-connector/sources/api_calls.h"

namespace frontdesk {

class MediaWiki final : public KnowledgeSource {
 public:
  MediaWiki(SourceConfig config, const OutboundClient& outbound);

  Result<SourceList> list(const ListPosition& position) override;
  [[nodiscard]] std::optional<Time> retry_at() const override { return calls_.retry_at(); }
  Result<Article> fetch(const SourceEntry& entry) override;

 private:
  using Fields = std::vector<std::pair<std::string, std::string>>;
  using As = ApiCalls::As;

  // What is asked of the wiki once.
  struct Site {
    std::string main_page;
    std::string language;
    std::string article_url;  // with $1
  };

  Result<nlohmann::json> ask(Fields fields, As as);
  Result<nlohmann::json> ask_once(const Fields& fields, As as);
  Result<Done> log_in();
  Result<const Site*> site();
  Result<SourceList> list_all(const std::string& page);
  Result<SourceList> list_changes(Time since, const std::string& page);
  Result<SourceList> entries_of(const nlohmann::json& pages);
  Result<std::set<std::int64_t>> open_to_visitors(const nlohmann::json& pages);
  [[nodiscard]] As reader() const { return calls_.has_user() ? As::user : As::visitor; }

  SourceConfig config_;
  ApiCalls calls_;
  PageReader reader_;
  std::string api_;
  std::string namespace_;
  std::optional<Site> site_;
  std::map<std::string, std::string> cookies_;  // of the user's session; empty: not logged in
};

}  // namespace frontdesk
