// SPDX-License-Identifier: MIT
#pragma once
// A small content of its own, in a folder that is gone after the process: what a server of tests serves.

#include <filesystem>
#include <memory>
#include <string>

#include "cli/workspace.h"
#include "support/talk.h"

namespace support {

/// A shop in a handful of files. Rules decide, so nothing has to be trained.
class SmallShop {
 public:
  SmallShop();

  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

  /// Read once in a process: it never changes.
  static const SmallShop& instance();
  static const frontdesk::Workspace& workspace();
  static std::shared_ptr<const frontdesk::Brain> brain();
  /// The same on days on which no team works.
  static std::shared_ptr<const frontdesk::Brain> closed_brain();

 private:
  void file(const std::string& name, const std::string& text);
  TempFolder folder_;
};

}  // namespace support
