// SPDX-License-Identifier: MIT
#include "cli/folder_watch.h"

#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>
#include <utility>

namespace frontdesk {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto kLookWithBell = 2s;
constexpr auto kLookWithout = 500ms;
constexpr int kLookShare = 20;  // so much of the time goes into looking at most

constexpr std::uint32_t kRings = IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE |
                                 IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF |
                                 IN_ONLYDIR;

class Hash {  // FNV-1a
 public:
  void add(std::string_view bytes) {
    for (const char byte : bytes) add_byte(static_cast<std::uint8_t>(byte));
  }
  void add(std::uint64_t number) {
    for (int i = 0; i < 8; ++i, number >>= 8) add_byte(static_cast<std::uint8_t>(number));
  }
  void add(const timespec& time) {
    add(static_cast<std::uint64_t>(time.tv_sec));
    add(static_cast<std::uint64_t>(time.tv_nsec));
  }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  void add_byte(std::uint8_t byte) { value_ = (value_ ^ byte) * 1099511628211U; }
  std::uint64_t value_ = 14695981039346656037U;
};

std::uint64_t hash_of(const fs::path& path, const struct stat& file) {
  Hash hash;
  hash.add(path.native());
  hash.add(static_cast<std::uint64_t>(file.st_ino));
  hash.add(static_cast<std::uint64_t>(file.st_size));
  hash.add(file.st_mtim);
  hash.add(file.st_ctim);
  return hash.value();
}

}  // namespace

bool Settling::is_news(std::uint64_t state, Moment now) {
  if (state == told_) {
    waiting_.reset();
    return false;
  }
  if (!waiting_) waiting_ = Waiting{state, now, now};
  if (waiting_->state != state) {
    waiting_->state = state;
    waiting_->since = now;
  }
  if (now - waiting_->since < kQuiet && now - waiting_->first < kLongest) return false;
  return is_news_at_once(state);
}

bool Settling::is_news_at_once(std::uint64_t state) {
  waiting_.reset();
  return std::exchange(told_, state) != state;
}

FolderWatch::FolderWatch(fs::path folder)
    : folder_(std::move(folder)),
      bell_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)),
      settling_(look()) {}

FolderWatch::~FolderWatch() {
  if (bell_ >= 0) ::close(bell_);
}

bool FolderWatch::rang() {
  std::array<char, 4096> events{};
  bool any = false;
  while (bell_ >= 0 && ::read(bell_, events.data(), events.size()) > 0) any = true;
  return any;
}

/// Folders are watched before their files are looked at: what comes after the look rings.
std::uint64_t FolderWatch::look() {
  reliable_ = bell_ >= 0;
  const auto watch = [&](const fs::path& folder) {
    if (bell_ >= 0 && ::inotify_add_watch(bell_, folder.c_str(), kRings) < 0) reliable_ = false;
  };
  watch(folder_);
  std::uint64_t sum = 0;  // the order in which files are met does not count
  std::error_code error;
  for (fs::recursive_directory_iterator each(folder_, error), end; !error && each != end;
       each.increment(error)) {
    const auto& path = each->path();
    const bool hidden = path.filename().native().starts_with('.');
    std::error_code ignored;
    if (each->is_directory(ignored) && !each->is_symlink(ignored)) {
      if (hidden) {
        each.disable_recursion_pending();
      } else {
        watch(path);
      }
      continue;
    }
    struct stat file {};
    if (!hidden && ::stat(path.c_str(), &file) == 0) sum += hash_of(path, file);
  }
  return sum;
}

bool FolderWatch::changed(Moment now) {
  const bool soon = rang() || settling_.waits();
  if (!soon && now < next_look_) return false;
  const auto begin = std::chrono::steady_clock::now();
  const auto state = look();
  const auto cost = std::chrono::steady_clock::now() - begin;
  next_look_ =
      now + std::max<Moment::duration>(reliable_ ? kLookWithBell : kLookWithout, kLookShare * cost);
  return settling_.is_news(state, now);
}

bool FolderWatch::changed_at_once() { return settling_.is_news_at_once(look()); }

}  // namespace frontdesk
