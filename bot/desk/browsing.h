// SPDX-License-Identifier: MIT
#pragma once
// What the visitor has looked at on the site, for the agent who helps him with it. His pages say it, nobody
// has proven it. Pure.

#include <map>
#include <string>
#include <vector>

#include "core/event.h"

namespace frontdesk {

/// A page of the site. One that was seen again stands where it was seen last.
struct VisitedPage {
  std::string page;
  Time at;
};

/// What a page says that is looked at: its attributes `product`, `product_price`, `product_url` and
/// `product_times`, and the same of `product2` to `product20`.
struct SeenProduct {
  std::string name;
  std::string price;
  std::string url;
  std::string
      times;  // as the page says; else on how many pages it was seen, where these are several
};

/// Adds up what facts say of it, in their order.
class Browsing {
 public:
  void read(const Event& event);

  /// The newest first, at most ten; so are the products, at most twenty.
  [[nodiscard]] std::vector<VisitedPage> pages() const;
  [[nodiscard]] std::vector<SeenProduct> products() const;

 private:
  struct Counted {
    SeenProduct product;
    int pages = 0;
  };
  void see(const std::string& page, Time at, const std::map<std::string, std::string>& attributes);
  void see_product(SeenProduct product);

  std::vector<VisitedPage> pages_;  // both the oldest first
  std::vector<Counted> products_;
};

}  // namespace frontdesk
