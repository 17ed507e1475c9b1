// SPDX-License-Identifier: MIT
#include "support/talk.h"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <stdlib.h>

namespace support {

Talk::Talk(const std::string& id, const std::string& contact)
    : contact_(contact.empty() ? "contact-" + id : contact) {
  log.id = frontdesk::ConversationId(id);
}

frontdesk::Append Talk::start(bool new_contact, std::map<std::string, std::string> attributes) {
  auto append = add(frontdesk::ActorKind::visitor,
                    frontdesk::ConversationStarted{.contact = contact_,
                                                   .inbox = frontdesk::InboxId("main"),
                                                   .language = "lt",
                                                   .page = "https://shop.example/cart",
                                                   .attributes = std::move(attributes)});
  if (new_contact) {
    append.new_contact = frontdesk::NewContact{
        .id = contact_, .token_hash = "hash-" + contact_.value, .created_at = log.now};
  }
  return append;
}

frontdesk::Append Talk::say(const std::string& text, const std::string& client_id) {
  return add(frontdesk::ActorKind::visitor,
             frontdesk::MessageAdded{.author = frontdesk::Author::visitor,
                                     .text = text,
                                     .language = "lt",
                                     .client_id = client_id});
}

frontdesk::Append Talk::add(frontdesk::ActorKind by, frontdesk::Fact fact) {
  log.add(by, std::move(fact), by == frontdesk::ActorKind::visitor ? contact_.value : "");
  return since(log.events.size() - 1);
}

frontdesk::Append Talk::since(frontdesk::Sequence expected) const {
  return {.conversation = log.id,
          .expected = expected,
          .events = {log.events.begin() + static_cast<std::ptrdiff_t>(expected), log.events.end()},
          .summary = frontdesk::summary_of(frontdesk::fold(log.events)),
          .new_contact = std::nullopt};
}

TempFolder::TempFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "frontdesk-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

std::filesystem::path TempFolder::operator/(const std::string& name) const { return path_ / name; }

std::string TempFolder::bytes() const {
  std::ostringstream all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path_)) {
    // << of an empty file would set failbit on `all`.
    if (!entry.is_regular_file() || entry.file_size() == 0) continue;
    all << std::ifstream(entry.path(), std::ios::binary).rdbuf();
  }
  return all.str();
}

}  // namespace support
