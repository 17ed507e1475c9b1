// SPDX-License-Identifier: MIT
#include "kb-connector/index/own_weights.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "kb-connector/index/index.h"

namespace own_weights_test {

using namespace frontdesk;

namespace {

std::string word(std::size_t i) {
  constexpr std::string_view kLetters = "bdfgklmnprstvz";
  std::string text;
  for (std::size_t rest = i + 1; text.size() < 8; rest = rest * 31 + 17) {
    text += kLetters[rest % kLetters.size()];
    text += "aeiou"[rest / 7 % 5];
  }
  return text + std::to_string(i);
}

// Articles with one alternative question each, whose word stands in the title, or else in the text; the
// other has the words of another article's question.
std::vector<Searched> articles(std::size_t count, bool title_tells, bool with_questions = true) {
  std::vector<Searched> all;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string own = word(i);
    const std::string other = word((i + 5) % count);
    const std::string often = ' ' + (title_tells ? other : own);
    Searched article{{(title_tells ? own : other) + " article"}, "something else" + often};
    for (int times = 0; times < 4; ++times) article.text += often;
    if (with_questions) article.titles.push_back("where is " + own);
    all.push_back(std::move(article));
  }
  return all;
}

}  // namespace

TEST_CASE("titles that tell what visitors ask count more, titles that mislead less") {
  const FieldWeights telling = own_weights(articles(60, true), "en", {});
  CHECK(telling.title > 1);
  const FieldWeights misleading = own_weights(articles(60, false), "en", {});
  CHECK(misleading.title < 1);
  CHECK(misleading.lead >= 1);
  CHECK(telling.text == 1);
}

TEST_CASE("a base without alternative questions, or a small one, keeps the weights that ship") {
  for (const auto& base :
       {articles(60, true, false), articles(29, true), std::vector<Searched>{}}) {
    const FieldWeights weights = own_weights(base, "en", {});
    CHECK(weights.title == 1);
    CHECK(weights.lead == 1);
  }
}

TEST_CASE("one alternative question is too little to move the weights") {
  auto base = articles(60, true, false);
  base[7].titles.push_back("where is " + word(7));
  const FieldWeights weights = own_weights(base, "en", {});
  CHECK(weights.title == 1);
  CHECK(weights.lead == 1);
}

TEST_CASE("the same articles choose the same weights, also a few of many") {
  const auto base = articles(1000, true);
  const FieldWeights once = own_weights(base, "en", {});
  const FieldWeights again = own_weights(base, "en", {});
  CHECK(once.title == again.title);
  CHECK(once.lead == again.lead);
  CHECK(once.title > 1);
}

TEST_CASE("a few articles beside a base score with the weights of the base") {
  const auto base = articles(60, true);
  const FieldWeights weights{1, 2, 0.5F};
  const auto whole = std::make_shared<const Ranker>("en", std::vector<std::vector<std::string>>{},
                                                    base, nullptr, weights);
  const Ranker beside("en", {}, std::vector{base[5]}, whole);
  const std::string question = base[5].titles.front();
  const auto in_whole = whole->rank(whole->read(question), 1);
  const auto alone = beside.rank(beside.read(question), 1);
  REQUIRE(in_whole.size() == 1);
  REQUIRE(alone.size() == 1);
  CHECK(in_whole.front().doc == 5);
  CHECK(alone.front().score == doctest::Approx(in_whole.front().score).epsilon(0.001));
}

TEST_CASE("a changed article is found by the weights that the base chose") {
  std::vector<Article> all;
  for (const Searched& searched : articles(100, true)) {
    Article article;
    article.id = ArticleId(std::to_string(all.size()));
    article.language = "en";
    article.title = searched.titles.front();
    article.questions = {searched.titles.back()};
    article.body = searched.text;
    all.push_back(std::move(article));
  }
  const Index index(all, "en", {});
  Article changed = all[3];
  changed.body += " and a little more";
  const Index after(index, {changed}, {});
  const auto before = index.search(all[3].title, 1);
  const auto now = after.search(all[3].title, 1);
  REQUIRE(before.size() == 1);
  REQUIRE(now.size() == 1);
  CHECK(now.front().id == before.front().id);
  CHECK(now.front().score == doctest::Approx(before.front().score).epsilon(0.02));
}

}  // namespace own_weights_test
