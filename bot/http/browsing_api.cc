// SPDX-License-Identifier: MIT
#include "http/browsing_api.h"

#include "http/gate.h"
#include "http/page_fields.h"
#include "http/visitor_api.h"

namespace frontdesk {
namespace {

// A quick look at one product after another; more is a machine.
constexpr double kPagesPerHour = 300;
constexpr double kPagesAtOnce = 20;

}  // namespace

BrowsingApi::BrowsingApi(const Site& site)
    : site_(site),
      exempt_(site.settings.limits.exempt),
      pages_(kPagesPerHour / 3600.0, kPagesAtOnce) {}

void BrowsingApi::add_to(Router& router) {
  router.add({"POST", "/api/v1/conversations/:id/page", Access::visitor,
              [this](const Call& call) { return see_page(call); }});
}

Reply BrowsingApi::see_page(const Call& call) {
  const auto body = Body::parse(call.request.body, site_.settings.limits.json_depth);
  if (!body) return refuse(body.error());
  auto page = page_field(*body, "page");
  if (!page) return refuse(page.error());
  if (page->empty()) return refuse({Code::invalid, "'page' must say which page it is"});
  auto attributes = page_attributes(*body);
  if (!attributes) return refuse(attributes.error());
  auto staged = site_.conversations.see_page(ConversationId(call.parameters.at("id")), call.contact,
                                             {std::move(*page), std::move(*attributes)});
  if (!staged) return refuse(staged.error());
  if (staged->append && !call.request.again && !exempt_.contains(call.request.address)) {
    const auto wait = pages_.take(call.contact.value, site_.conversations.clock().now());
    if (wait.count() > 0) return Reply{.response = too_many(wait, "too many pages at once")};
  }
  return answer_visitor(std::move(*staged));
}

}  // namespace frontdesk
