// SPDX-License-Identifier: MIT
#pragma once
// A small labelled set for the tests of models, and a folder that goes when its test ends.

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

#include "models/train.h"

namespace support {

/// Three intents in two languages and a few sentences that belong to none.
inline std::vector<frontdesk::LabelledText> small_set() {
  return {{"track", "where is my parcel"},        {"track", "kur mano siunta"},
          {"track", "when will my order arrive"}, {"track", "kada atvyks mano siuntinys"},
          {"track", "parcel has not arrived"},    {"track", "siuntos sekimas"},
          {"return", "i want to return a shirt"}, {"return", "noriu grąžinti prekę"},
          {"return", "how do i send it back"},    {"return", "kaip grąžinti pirkinį"},
          {"return", "returns and refunds"},      {"return", "prekės grąžinimas"},
          {"hours", "when are you open"},         {"hours", "kokios darbo valandos"},
          {"hours", "opening hours please"},      {"hours", "ar dirbate sekmadienį"},
          {"hours", "are you open on sunday"},    {"hours", "kelintą užsidarote"},
          {"oos", "who won the football match"},  {"oos", "papasakok anekdotą"},
          {"oos", "what is the capital of peru"}, {"oos", "koks rytoj oras"}};
}

/// A recipe that trains in a blink: what is tested is not how good it gets.
inline frontdesk::TrainOptions quick_options() {
  frontdesk::TrainOptions options;
  options.recipe.folds = 3;
  options.recipe.network_small.units = 16;
  options.recipe.network_small.epochs = 30;
  options.recipe.fasttext_small.epochs = 10;
  options.recipe.fasttext_small.dimensions = 8;
  options.recipe.fasttext_small.buckets = 500;
  return options;
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    static std::atomic<int> number = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("frontdesk-models-" + std::to_string(getpid()) + "-" + std::to_string(++number));
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace support
