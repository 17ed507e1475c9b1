// SPDX-License-Identifier: MIT
#pragma once
// Says when the files of a folder have changed and lie still again.
//
// The kernel rings (inotify) when something happens in the folder or in one below it; only then are the files
// looked at, and every two seconds, for what rings nowhere (a file that another machine wrote on a shared
// disk). Where the kernel cannot be asked they are looked at twice a second, a large folder less often.
// What a look sees is each file's name, inode, size and times, so a file that was renamed into the place of
// another one counts, however old it is. What begins with a dot is not looked at: an editor's own files, .git.
//
// One thread at a time.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace frontdesk {

/// Whether what was seen is news, told once. News is let lie for kQuiet, so that many files written in a row
/// are one change; but not for longer than kLongest. Pure.
class Settling {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::milliseconds kQuiet{80};
  static constexpr std::chrono::milliseconds kLongest{2000};

  explicit Settling(std::uint64_t state) : told_(state) {}

  /// `state` was seen at `now`.
  bool is_news(std::uint64_t state, Moment now);
  /// The same, whether it lies still or not.
  bool is_news_at_once(std::uint64_t state);
  /// News is lying: look again soon.
  [[nodiscard]] bool waits() const { return waiting_.has_value(); }

 private:
  struct Waiting {
    std::uint64_t state;
    Moment since;
    Moment first;
  };
  std::uint64_t told_;
  std::optional<Waiting> waiting_;
};

class FolderWatch {
 public:
  using Moment = Settling::Moment;

  /// What is there now is no news.
  explicit FolderWatch(std::filesystem::path folder);
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  /// Whether the files are others since the last true answer, and lie still. Costs next to nothing when the
  /// kernel did not ring; to be called every tenth of a second.
  bool changed(Moment now);
  /// Looks at the files in any case, and waits for nothing.
  bool changed_at_once();

 private:
  bool rang();
  std::uint64_t look();

  std::filesystem::path folder_;
  int bell_;               // inotify's descriptor; -1: none
  bool reliable_ = false;  // every folder rings
  Settling settling_;
  Moment next_look_;
};

}  // namespace frontdesk
