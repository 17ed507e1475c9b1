// SPDX-License-Identifier: MIT
#include "models/model_file.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "models/hash.h"
#include "models/support.h"
#include "nlu/normalise.h"

namespace model_file_test {

using namespace frontdesk;
namespace fs = std::filesystem;

namespace {

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void put(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// Writes a manifest that vouches for whatever lies in the folder.
void vouch(const fs::path& folder) {
  std::string manifest = "frontdesk-model 1\nkey k\n";
  for (const auto* name : {"ensemble.bin", "fasttext.bin", "recipe.yaml"}) {
    const std::string bytes = bytes_of(folder / name);
    manifest += std::string("file ") + name + " " + std::to_string(bytes.size()) + " " +
                sha256(bytes) + "\n";
  }
  put(folder / "manifest", manifest);
}

struct Saved {
  support::TemporaryFolder temporary;
  fs::path folder = temporary.path() / "model";
  TrainedModel model;

  Saved() {
    auto trained = train(support::small_set(), support::quick_options());
    REQUIRE(trained.ok());
    model = std::move(*trained);
    REQUIRE(save(model, folder).ok());
  }
};

}  // namespace

TEST_CASE("a saved model says the same after loading") {
  Saved saved;
  auto loaded = load(saved.folder, saved.model.content_key);
  REQUIRE(loaded.ok());
  CHECK((*loaded)->threshold() == saved.model.classifier->threshold());
  for (const auto& row : support::small_set()) {
    const auto a = saved.model.classifier->classify(fold(row.text));
    const auto b = (*loaded)->classify(fold(row.text));
    CHECK(a.confidence == b.confidence);
    REQUIRE(a.ranking.size() == b.ranking.size());
    for (std::size_t i = 0; i < a.ranking.size(); ++i) {
      CHECK(a.ranking[i].intent == b.ranking[i].intent);
      CHECK(a.ranking[i].confidence == b.ranking[i].confidence);
    }
  }
}

TEST_CASE("saving again replaces the folder and leaves nothing beside it") {
  Saved saved;
  put(saved.folder / "left-over", "x");
  REQUIRE(save(saved.model, saved.folder).ok());
  CHECK_FALSE(fs::exists(saved.folder / "left-over"));
  CHECK(std::distance(fs::directory_iterator(saved.temporary.path()), {}) == 1);
}

TEST_CASE("a model of other content is a conflict, and none at all is not found") {
  Saved saved;
  CHECK(load(saved.folder, "another key").error().code == Code::conflict);
  CHECK(load(saved.temporary.path() / "nowhere").error().code == Code::not_found);
}

TEST_CASE("a truncated, changed or missing file is refused and named") {
  for (const auto* name : {"ensemble.bin", "fasttext.bin"}) {
    Saved saved;
    const std::string whole = bytes_of(saved.folder / name);
    put(saved.folder / name, whole.substr(0, whole.size() / 2));
    auto cut = load(saved.folder);
    REQUIRE_FALSE(cut.ok());
    CHECK(cut.error().code == Code::invalid);
    CHECK(cut.error().message.find(name) != std::string::npos);
    std::string changed = whole;
    changed[whole.size() / 2] = static_cast<char>(changed[whole.size() / 2] ^ 1);
    put(saved.folder / name, changed);
    CHECK(load(saved.folder).error().message.find("SHA-256") != std::string::npos);
    fs::remove(saved.folder / name);
    CHECK(load(saved.folder).error().code == Code::invalid);
  }
}

TEST_CASE("files of a foreign format are refused even when a manifest vouches for them") {
  for (const auto* name : {"ensemble.bin", "fasttext.bin"}) {
    Saved saved;
    const std::string whole = bytes_of(saved.folder / name);
    for (const std::string& bytes :
         {std::string(), std::string("GIF89a not a model at all"), std::string(4096, '\xFF')}) {
      put(saved.folder / name, bytes);
      vouch(saved.folder);
      auto loaded = load(saved.folder);
      REQUIRE_FALSE(loaded.ok());
      CHECK(loaded.error().code == Code::invalid);
    }
  }
  Saved saved;
  put(saved.folder / "manifest", "something else\n");
  CHECK(load(saved.folder).error().code == Code::invalid);
}

TEST_CASE("our own part refuses every truncation that a manifest vouches for") {
  Saved saved;
  const std::string whole = bytes_of(saved.folder / "ensemble.bin");
  for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 97) {
    put(saved.folder / "ensemble.bin", whole.substr(0, size));
    vouch(saved.folder);
    REQUIRE_FALSE(load(saved.folder).ok());
  }
}

}  // namespace model_file_test
