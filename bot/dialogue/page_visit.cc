// SPDX-License-Identifier: MIT
#include "dialogue/page_visit.h"

#include <algorithm>

namespace frontdesk {
namespace {

bool knows(const Conversation& conversation, const PageSeen& seen) {
  const auto& known = conversation.attributes;
  const auto still_shown = [&](const auto& entry) {
    return !is_of_product(entry.first) || seen.attributes.contains(entry.first);
  };
  const auto is_known = [&](const auto& entry) {
    const auto found = known.find(entry.first);
    return found != known.end() && found->second == entry.second;
  };
  return conversation.page == seen.page &&
         std::all_of(seen.attributes.begin(), seen.attributes.end(), is_known) &&
         std::all_of(known.begin(), known.end(), still_shown);
}

}  // namespace

void take_page(Draft& draft, const PageSeen& seen) {
  const auto& conversation = draft.conversation();
  if (conversation.status == Status::closed || conversation.pages_seen >= kMostPagesSeen) return;
  if (knows(conversation, seen)) return;
  draft.add({ActorKind::visitor, conversation.contact.value}, seen);
}

}  // namespace frontdesk
