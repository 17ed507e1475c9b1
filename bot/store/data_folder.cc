// SPDX-License-Identifier: MIT
#include "store/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace frontdesk {

DataFolderLock::DataFolderLock(DataFolderLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

DataFolderLock::~DataFolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<DataFolderLock> lock_data_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const auto path = folder / "frontdesk.lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return Error{Code::unavailable, path.string() + ": " + std::system_category().message(errno)};
  }
  DataFolderLock lock(descriptor);
  while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno == EWOULDBLOCK) {
      return Error{Code::conflict, "another server is running on the data folder " +
                                       folder.string() + " (it holds " + path.string() + ")"};
    }
    return Error{Code::unavailable, path.string() + ": " + std::system_category().message(errno)};
  }
  return lock;
}

}  // namespace frontdesk
