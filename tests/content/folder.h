// SPDX-License-Identifier: MIT
#pragma once
// A content folder that a test writes and that is gone after it, and problems as short text.

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "content/loader.h"
#include "core/catalog.h"
#include "core/settings.h"

namespace support {

class Folder {
 public:
  Folder() {
    static std::atomic<int> count{0};
    path_ = std::filesystem::temp_directory_path() /
            ("frontdesk-content-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  Folder& file(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return *this;
  }

  /// Loaded at noon UTC of 2026-11-22, a Sunday.
  [[nodiscard]] frontdesk::LoadedContent load(
      const frontdesk::Settings& settings = frontdesk::Settings{}) const {
    return frontdesk::load_content(path_, settings, kNow);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  static constexpr frontdesk::Time kNow{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) +
                                        std::chrono::hours(12)};

 private:
  std::filesystem::path path_;
};

/// "FILE:LINE:COLUMN: text", a line each; a warning begins with "warning".
inline std::string shown(const std::vector<frontdesk::Problem>& problems) {
  std::string all;
  for (const auto& problem : problems) {
    all += problem.severity == frontdesk::Problem::Severity::warning ? "warning " : "";
    all += problem.at.file + ":" + std::to_string(problem.at.line) + ":" +
           std::to_string(problem.at.column) + ": " + problem.text + "\n";
  }
  return all;
}

inline bool holds(const std::string& all, const std::string& part) {
  return all.find(part) != std::string::npos;
}

}  // namespace support
