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
  explicit Talk(const std::string& id, const std::string& contact = "");

  /// The first append: a new contact with the token "hash-CONTACT" (or, with false, one that is
  /// there already) and the bot's greeting.
  frontdesk::Append start(bool new_contact = true,
                          std::map<std::string, std::string> attributes = {});

  frontdesk::Append say(const std::string& text, const std::string& client_id = "");

  /// The next fact as an Append of its own.
  frontdesk::Append add(frontdesk::ActorKind by, frontdesk::Fact fact);

  /// Everything after `expected` as one Append.
  [[nodiscard]] frontdesk::Append since(frontdesk::Sequence expected) const;

  [[nodiscard]] const frontdesk::ContactId& contact() const { return contact_; }
  [[nodiscard]] const frontdesk::ConversationId& id() const { return log.id; }

  Log log;

 private:
  frontdesk::ContactId contact_;
};

/// A folder of its own, removed with everything in it.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// The bytes of every file in it, one after the other.
  [[nodiscard]] std::string bytes() const;

 private:
  std::filesystem::path path_;
};

}  // namespace support
