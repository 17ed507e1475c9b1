// SPDX-License-Identifier: MIT
#include "http/waiting_api.h"

#include <algorithm>

#include "http/body.h"
#include "http/gate.h"
#include "http/visitor_api.h"

namespace frontdesk {
namespace {

// Who mends a mistyped address needs a few; more is a machine.
constexpr double kChangesPerHour = 20;
constexpr std::size_t kLongestEmail = 254;
constexpr std::size_t kLongestPhone = 40;
constexpr std::size_t kLongestName = 200;

Result<ContactLeft> read_contact(const Body& body, const Limits& limits) {
  ContactLeft contact;
  const std::tuple<const char*, std::string*, std::size_t> fields[] = {
      {"email", &contact.email, kLongestEmail},
      {"phone", &contact.phone, kLongestPhone},
      {"name", &contact.name, kLongestName},
      // In bytes what may be said in letters: four each at most.
      {"question", &contact.question, 4 * static_cast<std::size_t>(limits.message_code_points)}};
  for (const auto& [name, field, most] : fields) {
    auto text = body.text(name);
    if (!text) return text.error();
    if (text->size() > most) {
      return Error{Code::too_large, std::string("'") + name + "' may have at most " +
                                        std::to_string(most) + " bytes"};
    }
    *field = std::move(*text);
  }
  return contact;
}

}  // namespace

WaitingApi::WaitingApi(const Site& site)
    : site_(site),
      exempt_(site.settings.limits.exempt),
      changes_(kChangesPerHour / 3600.0, kChangesPerHour) {}

void WaitingApi::add_to(Router& router) {
  const auto to = [this](Reply (WaitingApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  const std::string one = "/api/v1/conversations/:id";
  router.add({"POST", one + "/contact", Access::visitor, to(&WaitingApi::contact)});
  router.add({"POST", one + "/leave", Access::visitor, to(&WaitingApi::leave)});
}

Reply WaitingApi::contact(const Call& call) {
  const auto body = Body::parse(call.request.body, site_.settings.limits.json_depth);
  if (!body) return refuse(body.error());
  const auto contact = read_contact(*body, site_.settings.limits);
  if (!contact) return refuse(contact.error());
  return answer(call, site_.conversations.leave_contact(ConversationId(call.parameters.at("id")),
                                                        call.contact, *contact));
}

Reply WaitingApi::leave(const Call& call) {
  return answer(call, site_.conversations.leave_queue(ConversationId(call.parameters.at("id")),
                                                      call.contact));
}

Reply WaitingApi::answer(const Call& call, Result<Staged> staged) {
  if (!staged) return refuse(staged.error());
  // What changes nothing costs nothing: it is how a client finds out that the first try arrived.
  if (staged->append && !call.request.again && !exempt_.contains(call.request.address)) {
    const auto wait = changes_.take(call.contact.value, site_.conversations.clock().now());
    if (wait.count() > 0) return Reply{.response = too_many(wait, "too many changes at once")};
  }
  return answer_visitor(std::move(*staged));
}

}  // namespace frontdesk
