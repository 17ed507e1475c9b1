// SPDX-License-Identifier: MIT
// The conversations of this folder and of the sample shop, held to the letter against the shop's content and
// a model trained on it.
#include <doctest/doctest.h>

#include <fstream>
#include <memory>
#include <sstream>

#include "cli/transcript.h"
#include "cli/workspace.h"
#include "content/problems.h"
#include "core/clock.h"

namespace transcripts_test {

using namespace frontdesk;

namespace {

const std::filesystem::path kRoot = FRONTDESK_ROOT;

/// A Monday of the transcripts' own week, so that office hours are computed around it.
constexpr std::int64_t kMonday = 1'795'428'000'000;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The shop's brain. The model lies in the build folder under the name of its content, so that it is trained
/// once for each content and not once for each run.
std::shared_ptr<const Brain> shop_brain() {
  static const std::shared_ptr<const Brain> kBrain = [] {
    Places places;
    places.content = kRoot / "intents/shop";
    places.data = FRONTDESK_MODELS;
    auto workspace = read_workspace(places, from_millis(kMonday));
    for (const auto& problem : workspace.problems) {
      if (problem.severity == Problem::Severity::error) MESSAGE(to_text(problem));
    }
    auto brain = make_brain(places, std::move(workspace), [](const std::string&) {});
    if (!brain) throw std::runtime_error(brain.error().message);
    return *brain;
  }();
  return kBrain;
}

void play_all(const std::filesystem::path& folder) {
  const auto files = transcripts_in(folder);
  REQUIRE_FALSE(files.empty());
  const auto brain = shop_brain();
  for (const auto& file : files) {
    const auto name = file.lexically_relative(kRoot).string();
    SUBCASE(name.c_str()) {
      const auto result = play_transcript(*brain, read_file(file), name);
      CHECK(result.checks > 0);
      for (const auto& failure : result.failures) {
        FAIL_CHECK(to_text(Problem{Problem::Severity::error, failure.at, failure.text}));
      }
    }
  }
}

}  // namespace

TEST_CASE("the bot does what the transcripts say") { play_all(kRoot / "tests/transcripts"); }

TEST_CASE("the sample shop's own transcripts hold") { play_all(kRoot / "intents/shop/tests"); }

}  // namespace transcripts_test
