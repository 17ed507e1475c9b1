// SPDX-License-Identifier: MIT
#include "kb-connector/sources/help_center.h"

#include <algorithm>

#include "content/yaml.h"
#include "kb-connector/ingest/charset.h"
#include "kb-connector/markdown.h"
#include "kb-connector/sources/help_center_calls.h"
#include "kb-connector/sources/help_center_listing.h"
#include "kb-connector/sources/help_center_mapping.h"

namespace frontdesk {
namespace {

constexpr std::size_t kTitleLength = 200;  // bytes

std::string title_of(const std::string& text) {
  std::string title = visible_text(text);
  std::replace_if(
      title.begin(), title.end(), [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
  if (title.size() <= kTitleLength) return title;
  std::size_t end = kTitleLength;
  while (end > 0 && (static_cast<unsigned char>(title[end]) & 0xC0U) == 0x80U) --end;
  return title.substr(0, end);
}

}  // namespace

HelpCenter::HelpCenter(SourceConfig config, const OutboundClient& outbound, PageReader reader)
    : config_(std::move(config)), reader_(std::move(reader)) {
  const std::string service = config_.option("service");
  std::string file = config_.option("mapping");
  std::string text;
  if (!file.empty()) {
    const auto bytes = yaml::read_bytes(config_.content / file);
    if (bytes) text = *bytes;
    if (!bytes) yaml::add_error(problems_, {file, 1, 1}, "the file cannot be read");
  } else {
    file = service + ".yaml";
    text = help_center_file(service);
    if (text.empty()) {
      yaml::add_error(problems_, config_.at,
                      "the option 'service' names no mapping" +
                          yaml::did_you_mean(service, help_center_services()));
    }
  }
  if (!problems_.empty()) return;
  auto mapping = read_mapping(text, file, problems_);
  if (!mapping) return;
  if (config_.url.empty() && mapping->url.empty()) {
    yaml::add_error(problems_, config_.at, "a source of " + mapping->name + " needs 'url'");
    return;
  }
  calls_ = std::make_unique<HelpCenterCalls>(config_, outbound, std::move(*mapping));
}

HelpCenter::~HelpCenter() = default;

std::optional<Time> HelpCenter::retry_at() const {
  return calls_ ? calls_->retry_at() : std::nullopt;
}

std::vector<Problem> HelpCenter::problems() const { return problems_; }

Result<SourceList> HelpCenter::list(const ListPosition& position) {
  if (!calls_) {
    return Error{Code::invalid, problems_.empty() ? "there is no mapping" : problems_.front().text};
  }
  if (position.page.empty()) {
    if (auto begun = calls_->begin(); !begun) return begun.error();
    listing_ = std::make_unique<HelpCenterListing>(config_, *calls_, position.since);
    part_ = 0;
    if (auto begun = listing_->begin(); !begun) return begun.error();
  } else if (!listing_ || position.page != std::to_string(part_)) {
    return Error{Code::invalid, "this part of the list is not known any more"};
  }
  SourceList list;
  if (auto went = listing_->go_on(list.entries); !went) return went.error();
  ++part_;
  if (!listing_->done()) list.next = std::to_string(part_);
  list.complete = listing_->done() && listing_->is_complete();
  return list;
}

Result<Article> HelpCenter::fetch(const SourceEntry& entry) {
  if (!listing_) return Error{Code::unavailable, "nothing was listed yet", 60};
  auto kept = listing_->whole(entry);
  if (!kept) return kept.error();
  const HelpCenterMapping& mapping = calls_->mapping();
  const HelpCenterMapping::Fields& at = mapping.article;
  Article article;
  article.id = ArticleId(entry.id);
  article.language = entry.language;
  article.title = title_of(text_of_field(kept->item, at.title));
  article.tags = texts_of_field(kept->item, mapping.fetch ? mapping.fetch->tags : at.tags);
  const std::string url = text_of_field(kept->item, at.url);
  if (url.starts_with("https://") || url.starts_with("http://")) article.url = url;
  const std::string body = text_of_field(kept->item, mapping.fetch ? mapping.fetch->body : at.body);
  if (mapping.markdown) {
    article.body = visible_text(body.substr(0, kMarkdownBytes));
  } else {
    auto page = reader_.read_fragment(body, article.url);
    if (!page) return page.error();
    article.body = std::move(page->body);
  }
  if (article.title.empty() || article.body.empty()) {
    return Error{Code::not_found, "the article has no title or no text"};
  }
  return article;
}

}  // namespace frontdesk
