// SPDX-License-Identifier: MIT
#pragma once
// A WordPress, by its REST API (wp/v2). Tested against 6.1.
//
//   url         the site: https://shop.example.lt. Where /wp-json is not served:
//               https://shop.example.lt/index.php?rest_route=
//   user        of an application password (Users, Profile), somebody who may edit posts; empty: as a visitor
//   languages   the first is the articles'
//   options     types: what to read, by REST base, default "posts,pages"
//               lang_parameter: where a plugin (Polylang, WPML) chooses the language by a parameter of the
//               query, its name, mostly "lang": each language of `languages` is then listed by itself
//
// - An article is a published or private post; drafts, planned ones and the bin are none. Its id is "TYPE/NUMBER".
// - Without a user WordPress does not tell what was deleted or hidden, so the list is always complete: a hundred
//   numbers and times a call. With a user and since a time it is by time of change, the bin and drafts among them as
//   deleted. WordPress counts pages, so a list that changed while it was read begins again.
// - For everybody is what is published without a password and what a visitor's own call shows as well; private
//   posts are for agents only. A post with a password is for agents only when there is a user, else for nobody.
//   A site that answers nobody without a user has articles as `visibility` of the source says.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kb-connector/ingest/page.h"
#include "kb-connector/source.h"
#include "kb-connector/source_config.h"
#include "kb-connector/sources/api_calls.h"

namespace frontdesk {

class WordPress final : public KnowledgeSource {
 public:
  WordPress(SourceConfig config, const OutboundClient& outbound);

  Result<SourceList> list(const ListPosition& position) override;
  [[nodiscard]] std::optional<Time> retry_at() const override { return calls_.retry_at(); }
  Result<Article> fetch(const SourceEntry& entry) override;

 private:
  using Fields = std::vector<std::pair<std::string, std::string>>;
  using As = ApiCalls::As;

  // One list of the server: a type of posts, in a language.
  struct Shelf {
    std::string type;
    std::string language;
  };
  struct Place {
    std::size_t shelf = 0;
    int page = 1;
    std::int64_t total = -1;  // as the first page said; -1: not asked yet
  };

  [[nodiscard]] static std::optional<Place> read_place(const std::string& page);
  Result<OutboundResponse> get(const std::string& path, const Fields& query, As as);
  Result<std::optional<std::set<std::int64_t>>> open_to_visitors(const Shelf& shelf,
                                                                 const nlohmann::json& posts);
  SourceEntry entry_of(const Shelf& shelf, const nlohmann::json& post,
                       const std::optional<std::set<std::int64_t>>& open) const;
  [[nodiscard]] As reader() const { return calls_.has_user() ? As::user : As::visitor; }
  [[nodiscard]] std::string plain(const std::string& html);

  SourceConfig config_;
  ApiCalls calls_;
  PageReader reader_;
  std::string api_;
  std::vector<Shelf> shelves_;
};

}  // namespace frontdesk
