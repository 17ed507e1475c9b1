// SPDX-License-Identifier: MIT
#pragma once
// The folder with everything that must not be lost, and the promise that one server has it.

#include <filesystem>

#include "core/result.h"

namespace frontdesk {

/// Holds a data folder for one server, until it is destroyed or the process ends, however it ends.
class DataFolderLock {
 public:
  explicit DataFolderLock(int descriptor) : descriptor_(descriptor) {}
  ~DataFolderLock();
  DataFolderLock(DataFolderLock&& other) noexcept;
  DataFolderLock(const DataFolderLock&) = delete;
  DataFolderLock& operator=(const DataFolderLock&) = delete;
  DataFolderLock& operator=(DataFolderLock&&) = delete;

 private:
  int descriptor_;
};

/// Makes the folder when there is none and locks FOLDER/frontdesk.lock (flock; the file stays
/// behind and means nothing by itself). Only `serve` asks for it: short commands open the database
/// beside a running server. `conflict` when another server has the folder; `unavailable` when it
/// cannot be written.
Result<DataFolderLock> lock_data_folder(const std::filesystem::path& folder);

}  // namespace frontdesk
