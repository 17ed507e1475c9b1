// SPDX-License-Identifier: MIT
#include "desk/browsing.h"

#include <algorithm>

namespace frontdesk {
namespace {

constexpr std::size_t kMostPages = 10;
constexpr std::size_t kMostProducts = 20;

SeenProduct product_in(const std::map<std::string, std::string>& attributes, std::size_t number) {
  const auto key = "product" + (number == 1 ? "" : std::to_string(number));
  const auto value = [&](const std::string& name) {
    const auto found = attributes.find(name);
    return found == attributes.end() ? std::string() : found->second;
  };
  return {value(key), value(key + "_price"), value(key + "_url"), value(key + "_times")};
}

}  // namespace

void Browsing::read(const Event& event) {
  if (const auto* started = std::get_if<ConversationStarted>(&event.fact)) {
    see(started->page, event.at, started->attributes);
  } else if (const auto* seen = std::get_if<PageSeen>(&event.fact)) {
    see(seen->page, event.at, seen->attributes);
  }
}

void Browsing::see(const std::string& page, Time at,
                   const std::map<std::string, std::string>& attributes) {
  if (!page.empty()) {
    std::erase_if(pages_, [&](const VisitedPage& seen) { return seen.page == page; });
    pages_.push_back({page, at});
  }
  for (std::size_t number = kMostProducts; number >= 1; --number) {
    if (auto product = product_in(attributes, number); !product.name.empty()) {
      see_product(std::move(product));
    }
  }
}

void Browsing::see_product(SeenProduct product) {
  const auto found = std::find_if(products_.begin(), products_.end(), [&](const Counted& seen) {
    return seen.product.name == product.name;
  });
  const int before = found == products_.end() ? 0 : found->pages;
  if (found != products_.end()) products_.erase(found);
  products_.push_back({std::move(product), before + 1});
}

std::vector<VisitedPage> Browsing::pages() const {
  const auto count = std::min(pages_.size(), kMostPages);
  return {pages_.rbegin(), pages_.rbegin() + static_cast<std::ptrdiff_t>(count)};
}

std::vector<SeenProduct> Browsing::products() const {
  std::vector<SeenProduct> newest;
  for (auto seen = products_.rbegin(); seen != products_.rend(); ++seen) {
    if (newest.size() == kMostProducts) break;
    newest.push_back(seen->product);
    if (newest.back().times.empty() && seen->pages > 1) {
      newest.back().times = std::to_string(seen->pages);
    }
  }
  return newest;
}

}  // namespace frontdesk
