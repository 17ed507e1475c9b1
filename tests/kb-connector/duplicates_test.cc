// SPDX-License-Identifier: MIT
#include "kb-connector/index/duplicates.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "kb-connector/index/index.h"

namespace duplicates_test {

using namespace frontdesk;

namespace {

const std::string kReturns =
    "Prekę galite grąžinti per 14 dienų nuo pirkinio gavimo, jei ji nenaudota ir turi etiketes. "
    "Užpildykite "
    "grąžinimo formą savo paskyroje, supakuokite prekę ir nuneškite ją į bet kurį paštomatą. "
    "Pinigus "
    "pervedame į tą pačią sąskaitą per penkias darbo dienas nuo tada, kai prekė pasiekia sandėlį.";
const std::string kFrame =
    "Pradžia Pagalba Grąžinimas. Spausdinta iš shop.example. Atgal į viršų.\n\n";

Article article(const std::string& id, const std::string& title, const std::string& body,
                const std::string& url = "") {
  Article made;
  made.id = ArticleId(id);
  made.language = "lt";
  made.title = title;
  made.body = body;
  made.url = url;
  return made;
}

Kept kept(const std::string& title, const std::string& text) {
  Kept made;
  made.title = title;
  made.sections = {{"", text}};
  return made;
}

/// Whether two are alike, asked both ways, and would be compared at all.
bool alike(const Kept& one, const Kept& other) {
  const bool answer = are_alike(one, other);
  CHECK(are_alike(other, one) == answer);
  const auto a = likeness_keys(one);
  const auto b = likeness_keys(other);
  const bool met = std::any_of(a.begin(), a.end(), [&](std::uint32_t key) {
    return std::find(b.begin(), b.end(), key) != b.end();
  });
  if (answer) CHECK(met);
  return answer;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::vector<std::string> ids(const std::vector<Hit>& hits) {
  std::vector<std::string> all;
  for (const Hit& hit : hits) all.push_back(hit.id.value);
  return all;
}

/// Articles that have little in common.
std::vector<Article> others(std::size_t count, unsigned seed = 3) {
  std::mt19937 random(seed);
  const auto word = [&] {
    std::string letters;
    for (int i = 0; i < 3; ++i) {
      letters += "kstnrlmv"[random() % 8];
      letters += "aeiou"[random() % 5];
    }
    return letters + ' ';
  };
  std::vector<Article> all;
  for (std::size_t i = 0; i < count; ++i) {
    std::string title;
    std::string body;
    for (int w = 0; w < 3; ++w) title += word();
    for (int w = 0; w < 40; ++w) body += word();
    all.push_back(article("wiki:" + std::to_string(i), title, body));
  }
  return all;
}

std::vector<KeptPtr> kept_of(const std::map<std::string, Article>& articles) {
  std::vector<KeptPtr> all;
  for (const auto& [id, each] : articles) {
    auto made = std::make_shared<Kept>();
    made->id = each.id;
    made->title = each.title;
    made->url = each.url;
    made->review_by = each.review_by;
    made->sections = sections_of(each.body);
    made->keys = likeness_keys(*made);
    all.push_back(std::move(made));
  }
  return all;
}

}  // namespace

TEST_CASE("the same page elsewhere, printed or framed is alike") {
  const Kept page = kept("Prekių grąžinimas", kReturns);
  CHECK(alike(page, page));
  CHECK(alike(page, kept("Prekiu GRAZINIMAS", kReturns + " Atnaujinta vakar.")));
  CHECK(alike(page, kept("Prekių grąžinimas", kFrame + kReturns)));
  CHECK(alike(page, kept("Prekių grąžinimas", replaced(kReturns, "14", "30"))));
  CHECK(alike(page, kept("Prekių grąžinimas - Parduotuvė", kReturns)));
  CHECK(alike(page, kept("Prekių grąžinimas (spausdinti)", kReturns)));
  CHECK(alike(kept("Kontaktai", ""), kept("Kontaktai", "")));
  CHECK(alike(kept("Kontaktai", "Rašykite mums."), kept("Kontaktai", "rašykite mums")));
}

TEST_CASE("what looks like another article and is one is not alike") {
  const Kept page = kept("Prekių grąžinimas", kReturns);
  const std::string longer = kReturns + kReturns + kReturns;
  CHECK_FALSE(alike(page, kept("Garantija", kReturns)));
  CHECK_FALSE(alike(page, kept("Kaip grąžinti prekę", kReturns)));
  CHECK_FALSE(
      alike(page, kept("Prekių grąžinimas", "Prekių, pirktų išparduotuvėje, grąžinti negalite.")));
  CHECK_FALSE(alike(page, kept("Prekių grąžinimas į paštomatą",
                               replaced(kReturns, "grąžinimo formą", "anketą"))));
  // Pages made after one pattern.
  CHECK_FALSE(alike(kept("Telefono X1 garantija", longer), kept("Telefono X2 garantija", longer)));
  CHECK_FALSE(alike(kept("Telefono garantija", longer), kept("Telefono garantija 2020", longer)));
  CHECK_FALSE(alike(kept("Lietuva: siuntimas", longer), kept("Latvija: siuntimas", longer)));
  // A short text within a long one says less.
  CHECK_FALSE(
      alike(kept("Kontaktai", "Rašykite mums."), kept("Kontaktai", "Rašykite mums. " + kReturns)));
  CHECK_FALSE(alike(kept("Kontaktai", ""), kept("Kontaktai", "Rašykite mums.")));
  CHECK_FALSE(alike(kept("", kReturns), kept("Kontaktai", kReturns)));
}

TEST_CASE("of those alike the owner's own is found, then the newest, https, the shorter address") {
  const auto shown = [](std::vector<Article> all, const std::string& today = "") {
    std::vector<std::string> first;
    for (int turn = 0; turn < 2; ++turn) {
      const Index index(all, "lt", {}, today);
      CHECK(index.size() == all.size());
      CHECK(index.copies() == all.size() - 1);
      const auto hits = index.search("kaip grąžinti prekę", 3);
      REQUIRE(hits.size() == 1);
      first.push_back(hits[0].id.value);
      std::reverse(all.begin(), all.end());
    }
    CHECK(first[0] == first[1]);
    return first[0];
  };
  const std::string title = "Prekių grąžinimas";
  auto newest = article("wiki:a", title, kReturns, "http://www.shop.example/spausdinti/grazinimas");
  const auto own = article("return", title, kReturns);
  const auto plain = article("site:b", title, kReturns, "http://shop.example/g");
  const auto secure = article("site:c", title, kReturns, "https://www.shop.example/g?print=1");
  const auto shorter = article("site:d", title, kReturns, "https://shop.example/g");
  newest.review_by = "2031-01-01";
  CHECK(shown({newest, own, plain, secure, shorter}) == "return");
  auto stale = article("wiki:0", title, kReturns, "https://shop.example/g");
  stale.review_by = "2030-01-01";
  CHECK(shown({newest, plain, secure, shorter}) == "wiki:a");
  CHECK(shown({stale, newest, plain}, "2030-06-01") == "wiki:a");
  CHECK(shown({stale, plain}) == "wiki:0");
  CHECK(shown({stale, plain}, "2030-06-01") == "site:b");
  CHECK(shown({plain, secure, shorter}) == "site:d");
  CHECK(shown({plain, secure}) == "site:c");
  CHECK(shown({article("site:2", title, kReturns), article("site:1", title, kReturns)}) ==
        "site:1");
}

TEST_CASE("a copy takes no place in a list, makes nothing less sure, and can still be read") {
  std::vector<Article> all = others(80);
  all.push_back(article("wiki:returns", "Prekių grąžinimas", kReturns));
  const Index without(all, "lt", {});
  all.push_back(article("zsite:1", "Prekių grąžinimas", kFrame + kReturns));
  all.push_back(article("zsite:2", "Prekių grąžinimas - Parduotuvė", kReturns));
  const Index with(all, "lt", {});
  CHECK(with.copies() == 2);
  for (const auto* question :
       {"prekių grąžinimas", "per kiek dienų galiu grąžinti", "sandėlį pasiekia"}) {
    const auto before = without.search(question, 3);
    const auto after = with.search(question, 3);
    CHECK(ids(after) == ids(before));
    REQUIRE_FALSE(after.empty());
    CHECK(after[0].probability == before[0].probability);
  }
  const auto copy = with.find(ArticleId("zsite:1"), "sandėlį");
  REQUIRE(copy);
  CHECK(copy->title == "Prekių grąžinimas");
  CHECK_FALSE(copy->snippet.empty());
}

TEST_CASE("articles of two languages are never copies of each other") {
  auto english = article("site:en", "Prekių grąžinimas", kReturns);
  english.language = "en";
  const Library library({article("site:lt", "Prekių grąžinimas", kReturns), english}, {"lt", "en"},
                        {});
  CHECK(library.search("prekių grąžinimas", "lt", 3).at(0).id.value == "site:lt");
  CHECK(library.search("prekių grąžinimas", "en", 3).at(0).id.value == "site:en");
}

TEST_CASE("a copy is found as soon as its original goes or becomes something else") {
  std::vector<Article> all = others(100);
  const auto original = article("aaa:1", "Prekių grąžinimas", kReturns);
  const auto copy = article("zzz:1", "Prekių grąžinimas", kReturns);
  const auto own = article("return", "Prekių grąžinimas", kFrame + kReturns);
  all.push_back(original);
  all.push_back(copy);
  const auto found = [](const Index& index) {
    auto hits = ids(index.search("prekių grąžinimas", 2));
    std::erase_if(hits, [](const std::string& id) { return id.starts_with("wiki:"); });
    return hits;
  };
  using Ids = std::vector<std::string>;
  const Index first(all, "lt", {});
  CHECK(found(first) == Ids{"aaa:1"});

  CHECK(found(Index(first, {}, {original.id})) == Ids{"zzz:1"});
  CHECK(found(Index(first, {}, {copy.id})) == Ids{"aaa:1"});
  CHECK(found(Index(first, {}, {original.id, copy.id})).empty());

  const Index changed(first, {article("aaa:1", "Garantija", "Garantija galioja dvejus metus.")},
                      {});
  CHECK(found(changed) == Ids{"zzz:1"});
  CHECK(changed.copies() == 0);
  const Index back(changed, {original}, {});
  CHECK(found(back) == Ids{"aaa:1"});
  CHECK(back.copies() == 1);

  // The owner's own comes in: both others are its copies, until it goes.
  const Index better(back, {own}, {});
  CHECK(found(better) == Ids{"return"});
  CHECK(better.copies() == 2);
  const Index draft = [&] {
    auto hidden = own;
    hidden.draft = true;
    return Index(better, {hidden}, {});
  }();
  CHECK(found(draft) == Ids{"aaa:1"});
  CHECK(draft.copies() == 1);
}

TEST_CASE("copies that come and go one by one leave what a whole build has") {
  std::map<std::string, Article> there;
  for (auto& each : others(120)) there.emplace(each.id.value, each);
  std::mt19937 random(11);
  auto index = std::make_unique<Index>(others(120), "lt", std::vector<std::vector<std::string>>{});
  const std::vector<std::string> sources = {"", "a:", "m:", "z:"};
  for (int step = 0; step < 150; ++step) {
    // Five pages, each in up to four places, in versions near each other, some chained: the first is like
    // the second and the second like the third.
    const std::string page = std::to_string(random() % 5);
    const std::string id = sources[random() % sources.size()] + "page-" + page;
    if (random() % 3 == 0) {
      there.erase(id);
      index = std::make_unique<Index>(*index, std::vector<Article>{},
                                      std::vector<ArticleId>{ArticleId(id)});
    } else {
      std::string body = replaced(kReturns, "prekę", "prekę" + page);
      for (unsigned more = random() % 4; more > 0; --more)
        body += " Papildoma eilutė apie " + page + ".";
      Article made = article(id, "Prekių grąžinimas " + page, body);
      if (random() % 4 == 0) made.review_by = "2030-01-0" + std::to_string(1 + random() % 5);
      there.insert_or_assign(id, made);
      index = std::make_unique<Index>(*index, std::vector<Article>{made}, std::vector<ArticleId>{});
    }
    // What a whole build would search, without the build.
    const Originals whole = place_articles(kept_of(there), "");
    CAPTURE(step);
    CHECK(index->size() == there.size());
    CHECK(index->copies() == whole.copies.size());
    std::vector<std::string> mine = ids(index->search("prekių grąžinimas paskyroje", 25));
    std::vector<std::string> theirs;
    for (const KeptPtr& each : whole.added) theirs.push_back(each->id.value);
    for (auto* list : {&mine, &theirs}) {
      std::erase_if(*list, [](const std::string& one) { return one.find("page-") == one.npos; });
      std::sort(list->begin(), list->end());
    }
    CHECK(mine == theirs);
  }
}

TEST_CASE("every article twice, a word changed in each copy: half of them is searched") {
  std::vector<Article> all = others(400, 5);
  for (std::size_t i = 0; i < 400; ++i) {
    Article copy = all[i];
    copy.id = ArticleId("www:" + std::to_string(i));
    copy.body = "Spausdinti " + copy.body;
    all.push_back(copy);
  }
  const Index index(all, "lt", {});
  CHECK(index.copies() == 400);
  CHECK(index.size() == 800);
}

}  // namespace duplicates_test
