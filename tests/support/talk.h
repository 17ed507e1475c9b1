// SPDX-License-Identifier: MIT
#pragma once
// Builders for tests of stores: a conversation that hands out its Appends one by one, and a folder
// that is gone after the test.

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

#include <stdlib.h>

#include "core/store.h"
#include "support/build.h"

namespace support {

/// One conversation as its only writer sees it.
class Talk {
 public:
  explicit Talk(const std::string& id, const std::string& contact = "")
      : contact_(contact.empty() ? "contact-" + id : contact) {
    log.id = frontdesk::ConversationId(id);
  }

  /// The first append: a new contact with the token "hash-CONTACT" (or, with false, one that is
  /// there already) and the bot's greeting.
  frontdesk::Append start(bool new_contact = true,
                          std::map<std::string, std::string> attributes = {}) {
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

  frontdesk::Append say(const std::string& text, const std::string& client_id = "") {
    return add(frontdesk::ActorKind::visitor,
               frontdesk::MessageAdded{.author = frontdesk::Author::visitor,
                                       .text = text,
                                       .language = "lt",
                                       .client_id = client_id});
  }

  /// The next fact as an Append of its own.
  frontdesk::Append add(frontdesk::ActorKind by, frontdesk::Fact fact) {
    log.add(by, std::move(fact), by == frontdesk::ActorKind::visitor ? contact_.value : "");
    return since(log.events.size() - 1);
  }

  /// Everything after `expected` as one Append.
  [[nodiscard]] frontdesk::Append since(frontdesk::Sequence expected) const {
    return {
        .conversation = log.id,
        .expected = expected,
        .events = {log.events.begin() + static_cast<std::ptrdiff_t>(expected), log.events.end()},
        .summary = frontdesk::summary_of(frontdesk::fold(log.events)),
        .new_contact = std::nullopt};
  }

  [[nodiscard]] const frontdesk::ContactId& contact() const { return contact_; }
  [[nodiscard]] const frontdesk::ConversationId& id() const { return log.id; }

  Log log;

 private:
  frontdesk::ContactId contact_;
};

/// A folder of its own, removed with everything in it.
class TempFolder {
 public:
  TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "frontdesk-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TempFolder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// The bytes of every file in it, one after the other.
  [[nodiscard]] std::string bytes() const {
    std::ostringstream all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path_)) {
      // << of an empty file would set failbit on `all`.
      if (!entry.is_regular_file() || entry.file_size() == 0) continue;
      all << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    }
    return all.str();
  }

 private:
  std::filesystem::path path_;
};

}  // namespace support
