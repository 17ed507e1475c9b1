// SPDX-License-Identifier: MIT
#include "dialogue/brain.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace brain_test {

using namespace support;

namespace {

Article article(const std::string& id, const std::string& title, const std::string& body,
                const std::string& language = "en") {
  return {.id = ArticleId(id), .language = language, .title = title, .body = body};
}

std::string best(const Library& library, const std::string& question) {
  const auto hits = library.search(question, "en", 1);
  return hits.empty() ? "" : hits.front().id.value;
}

}  // namespace

TEST_CASE(
    "a brain with other articles finds what is new, and shares all else with the one before") {
  const auto before = small_brain();
  const Brain after(*before,
                    {.changed = {article("grill", "Cleaning a grill", "Brush the grate.")},
                     .removed = {{ArticleId("warranty"), "en"}}},
                    {.changed = {article("margin", "Margins of grills", "Forty percent.")}}, "v2");
  CHECK(after.version() == "v2");
  CHECK(before->version() == "v1");
  CHECK(&after.catalog == &before->catalog);
  CHECK(after.classifier == before->classifier);
  CHECK(best(after.library, "how do i clean a grill") == "grill");
  CHECK(best(after.library, "warranty") == "");
  CHECK(best(before->library, "warranty") == "warranty");
  CHECK(best(before->library, "how do i clean a grill") != "grill");
  CHECK(after.articles.find(ArticleId("grill"), "en") != nullptr);
  CHECK(after.articles.find(ArticleId("warranty"), "en") == nullptr);
  // What is for agents is where agents look, and nowhere else.
  CHECK(best(after.agents_library, "margins of grills") == "margin");
  CHECK(best(after.library, "margins forty percent") != "margin");
  CHECK(after.articles.find(ArticleId("margin"), "en") == nullptr);
  CHECK(after.agents_articles.find(ArticleId("margin"), "en") != nullptr);
}

TEST_CASE("languages are learnt again from the articles when an eighth of them has changed") {
  auto catalog = small_catalog();
  for (int i = 0; i < 20; ++i) {
    catalog.articles.push_back(article("a" + std::to_string(i), "Title", "Body."));
  }
  const auto before = small_brain(std::move(catalog), std::make_unique<FakeClassifier>());
  const Brain one(*before, {.changed = {article("a1", "Other", "Body.")}}, {}, "v2");
  CHECK(&one.understander == &before->understander);
  const Brain two(one, {.changed = {article("a2", "Other", "Body.")}}, {}, "v3");
  CHECK(&two.understander == &before->understander);
  const Brain three(two, {.changed = {article("a3", "Other", "Body.")}}, {}, "v4");
  CHECK(&three.understander != &before->understander);
  const Brain four(three, {.changed = {article("a4", "Other", "Body.")}}, {}, "v5");
  CHECK(&four.understander == &three.understander);
}

}  // namespace brain_test
