// SPDX-License-Identifier: MIT
#include "content/phrases.h"

#include <doctest/doctest.h>

#include "content/folder.h"
#include "content/yaml.h"

namespace phrases_test {

using namespace frontdesk;

TEST_CASE("every phrase has words in Lithuanian and English") {
  for (const auto& [name, words] : default_phrases()) {
    CHECK_MESSAGE(words.size() == 2, name);
    for (const char* language : {"lt", "en"}) {
      REQUIRE(words.count(language) == 1);
      // Calm: the bot is not excited, and least of all about an error.
      CHECK((words.at(language).find('!') == std::string::npos || name == "greeting"));
    }
  }
  CHECK(phrase_names().size() == default_phrases().size());
}

TEST_CASE("the manual in the header names every phrase") {
  const auto header = yaml::read_bytes(std::string(FRONTDESK_ROOT) + "/bot/content/phrases.h");
  REQUIRE(header.ok());
  for (const auto& name : phrase_names()) {
    CHECK_MESSAGE(header->find(name) != std::string::npos, name);
  }
}

TEST_CASE("the phrase for closed hours says when, and an own one that does not is told") {
  CHECK(default_phrases().at("handoff_offline").at("lt").find("{when}") != std::string::npos);
  support::Folder folder;
  folder.file("a.yaml", "intent: a\nlabel: A\nexamples: {lt: [x], en: [y]}\nanswer: z\n");
  folder.file("phrases.yaml", "handoff_offline: {lt: Nedirbame.}\n");
  CHECK(support::shown(folder.load().problems) ==
        "warning phrases.yaml:1:18: says nothing of the opening time: {when}\n");
}

}  // namespace phrases_test
