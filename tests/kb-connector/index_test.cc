// SPDX-License-Identifier: MIT
#include "kb-connector/index/index.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <thread>

#include "kb-connector/index/common_words.h"
#include "kb-connector/index/passage.h"
#include "kb-connector/index/spelling.h"

namespace index_test {

using namespace frontdesk;

namespace {

Article article(const char* id, const char* language, const char* title, const char* body) {
  Article a;
  a.id = ArticleId(id);
  a.language = language;
  a.title = title;
  a.body = body;
  return a;
}

std::vector<Article> shop() {
  return {
      article("return", "lt", "Kaip grąžinti prekę",
              "# Grąžinimas\n\nPrekę galite grąžinti per **14 dienų**. Užpildykite "
              "[formą](https://x.lt) "
              "paskyroje.\n\n## Be čekio\n\nJei pametėte kvitą, pateikite banko išrašą."),
      article("money", "lt", "Kada grąžinami pinigai",
              "Pinigus už grąžintą prekę pervedame per 14 dienų į tą pačią sąskaitą."),
      article("delivery", "lt", "Pristatymo terminai",
              "Sandėlyje esančias prekes pristatome per 1–3 darbo dienas."),
      article("address", "lt", "Kaip pakeisti pristatymo adresą",
              "Kol užsakymas neišsiųstas, adresą galite pakeisti savo paskyroje."),
      article("password", "lt", "Pamiršau slaptažodį",
              "Prisijungimo lange spauskite „Pamiršote slaptažodį?“ ir įveskite savo el. paštą."),
      article("sizes", "lt", "Dydžių lentelė",
              "Dydžių lentelę rasite kiekvieno drabužio ir batų puslapyje."),
      article("return", "en", "How to return an item",
              "You can return an item within 14 days. Fill in the form in your account."),
      article("gift", "en", "Gift cards", "A gift card is valid for twelve months."),
  };
}

std::string first(const Index& index, const char* question) {
  const auto hits = index.search(question, 3);
  return hits.empty() ? "" : hits.front().id.value;
}

}  // namespace

TEST_CASE("an article is found with and without Lithuanian letters, in other forms of its words") {
  const Index index(shop(), "lt", {});
  CHECK(index.size() == 6);
  CHECK(index.language() == "lt");
  CHECK(first(index, "noriu grąžinti batus") == "return");
  CHECK(first(index, "noriu grazinti batus") == "return");
  CHECK(first(index, "NORIU GRĄŽINTI PREKĘ!!") == "return");
  CHECK(first(index, "neatsimenu slaptazodzio") == "password");
  CHECK(first(index, "kokio dydžio lentelę naudoti") == "sizes");
  CHECK(first(index, "per kiek dienų pristatote") == "delivery");
}

TEST_CASE("a typing mistake still finds the article") {
  const Index index(shop(), "lt", {});
  CHECK(first(index, "pamirsau slaptazodzi") == "password");
  CHECK(first(index, "pamirsau salptazodi") == "password");
  CHECK(first(index, "kaip pakeisti pristaytmo adresa") == "address");
  CHECK(first(index, "dydziu lentle") == "sizes");
}

TEST_CASE("a question made of an article's own words is surer than one about something else") {
  const Index index(shop(), "lt", {});
  const auto sure = index.search("kaip grąžinti prekę", 1);
  REQUIRE(sure.size() == 1);
  CHECK(sure.front().probability > 0.7);
  for (const char* other : {"koks rytoj oras", "kas laimėjo varžybas", "papasakok anekdotą",
                            "kaip išsikepti cepelinus"}) {
    CAPTURE(other);
    const auto hits = index.search(other, 3);
    if (!hits.empty()) CHECK(hits.front().probability < 0.5);
  }
}

TEST_CASE("hits come best first, no more than asked for, with probabilities between 0 and 1") {
  const Index index(shop(), "lt", {});
  const auto hits = index.search("prekę grąžinti per kiek dienų", 3);
  REQUIRE(hits.size() == 3);
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (i > 0) CHECK(hits[i - 1].score >= hits[i].score);
    CHECK(hits[i].probability >= 0);
    CHECK(hits[i].probability <= 1);
  }
  CHECK(index.search("prekę", 0).empty());
  CHECK(index.search("prekę grąžinti", 1).front().id ==
        index.search("prekę grąžinti", 5).front().id);
}

TEST_CASE("what holds no words finds nothing") {
  const Index index(shop(), "lt", {});
  for (const char* question :
       {"", "   ", "?!...", "🙂", "👍🏽👍🏽", "\xFF\xFE", "\n\t"}) {
    CAPTURE(question);
    CHECK(index.search(question, 5).empty());
  }
}

TEST_CASE("a question of 4,000 characters is read from its beginning") {
  const Index index(shop(), "lt", {});
  std::string question = "kaip pakeisti pristatymo adresą ";
  while (question.size() < 4000) question += "labai ilgas pasakojimas apie viską ";
  CHECK(first(index, question.c_str()) == "address");
  CHECK_NOTHROW((void)index.search(std::string(4000, 'a'), 5));
}

TEST_CASE("a draft is never found") {
  auto articles = shop();
  articles[4].draft = true;
  const Index index(articles, "lt", {});
  CHECK(index.size() == 5);
  for (const Hit& hit : index.search("pamiršau slaptažodį", 10)) CHECK(hit.id.value != "password");
  CHECK_FALSE(index.find(ArticleId("password"), "slaptažodis"));
}

TEST_CASE("an alternative question is searched as the title is") {
  auto articles = shop();
  articles[1].questions = {"kada grįš babkės į kortelę"};
  const Index index(articles, "lt", {});
  const auto hits = index.search("babkės į kortelę", 3);
  REQUIRE_FALSE(hits.empty());
  CHECK(hits.front().id.value == "money");
  CHECK(hits.front().title == "Kada grąžinami pinigai");
  CHECK(hits.front().probability > 0.5);
}

TEST_CASE("a synonym finds what its own word would, less surely") {
  const std::vector<std::vector<std::string>> synonyms = {{"čekis", "kvitas"},
                                                          {"dovanų kuponas", "gift card"}};
  const Index with(shop(), "lt", synonyms);
  const Index without(shop(), "lt", {});
  CHECK(first(with, "neturiu čekio") == "return");
  CHECK(with.search("turiu kvitą", 1).front().score >= with.search("turiu čekį", 1).front().score);
  const Index english(shop(), "en", synonyms);
  CHECK(first(english, "dovanų kuponas") == "gift");
  CHECK(first(Index(shop(), "en", {}), "dovanų kuponas").empty());
}

TEST_CASE("a synonym that is a beginning is found in the question and never searched for") {
  const Index whole(shop(), "lt", {{"kvitelis", "kvitas"}});
  const Index begun(shop(), "lt", {{"kvitel*", "kvitas"}});
  const auto score = [](const Index& index, const char* text) {
    return index.search(text, 1).front().score;
  };
  CHECK(score(begun, "neturiu kvitelio") >= score(whole, "neturiu kvitelio"));
  const Index starred(shop(), "lt", {{"čekis", "kvitas"}, {"ček*", "kvit*"}});
  const Index plain(shop(), "lt", {{"čekis", "kvitas"}});
  for (const auto* text : {"neturiu čekio", "turiu kvitą", "čekis", "kvitas"}) {
    CAPTURE(text);
    CHECK(score(starred, text) == doctest::Approx(score(plain, text)));
  }
  CHECK(first(Index(shop(), "en", {{"dovan* kup*", "gift card"}}), "dovanų kuponas") == "gift");
  CHECK(first(Index(shop(), "en", {{"dovan* kup*", "gift card"}}), "dovanų").empty());
}

TEST_CASE("the snippet is the passage that answers, under its heading, with its words marked") {
  const Index index(shop(), "lt", {});
  const auto hits = index.search("pamečiau kvitą, ar užteks banko išrašo", 1);
  REQUIRE_FALSE(hits.empty());
  CHECK(hits.front().id.value == "return");
  CHECK(hits.front().section == "Be čekio");
  const std::string& snippet = hits.front().snippet;
  CHECK(snippet.find(std::string(kMarkBegin) + "kvitą" + std::string(kMarkEnd)) !=
        std::string::npos);
  CHECK(snippet.find('*') == std::string::npos);
  CHECK(snippet.find("http") == std::string::npos);
}

TEST_CASE("an index of nothing finds nothing") {
  const Index index({}, "lt", {{"a", "b"}});
  CHECK(index.size() == 0);
  CHECK(index.search("kaip grąžinti prekę", 5).empty());
}

TEST_CASE("a base of one article answers about it") {
  const Index index({shop()[4]}, "lt", {});
  CHECK(first(index, "pamiršau slaptažodį") == "password");
}

TEST_CASE("the same articles and question give the same hits, from every thread") {
  const Index index(shop(), "lt", {});
  const auto expected = index.search("kada grąžinami pinigai už prekę", 5);
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const auto hits = index.search("kada grąžinami pinigai už prekę", 5);
        bool same = hits.size() == expected.size();
        for (std::size_t h = 0; same && h < hits.size(); ++h) {
          same = hits[h].id == expected[h].id && hits[h].score == expected[h].score &&
                 hits[h].probability == expected[h].probability &&
                 hits[h].snippet == expected[h].snippet;
        }
        wrong[t] += same ? 0 : 1;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(std::all_of(wrong.begin(), wrong.end(), [](int n) { return n == 0; }));
}

using Words = std::vector<std::string>;

Words texts(const std::vector<const Spelling::Known*>& found) {
  Words words;
  for (const Spelling::Known* known : found) words.push_back(known->text);
  return words;
}

TEST_CASE("two letters swapped, one missing or one wrong: the word that was meant is found") {
  const Tokens tokens("lt");
  const Spelling spelling({"pristatymas", "pristatymo", "adresas", "kaina", "kaina"}, tokens);
  const auto nearest = [&](std::string_view word) { return texts(spelling.nearest(word)); };
  CHECK(nearest("pristaytmo") == Words{"pristatymo"});
  CHECK(nearest("adesas") == Words{"adresas"});
  CHECK(nearest("kaima") == Words{"kaina"});
  CHECK(nearest("kain").empty());
  CHECK(nearest("pristatyma") == Words{"pristatymas", "pristatymo"});
  CHECK(nearest("kai").empty());
  CHECK(nearest("").empty());
  CHECK(nearest(std::string(500, 'k')).empty());
  CHECK(spelling.nearest("adesas").front()->stem == tokens.stem("adresas"));
  CHECK(Spelling({}, tokens).nearest("adresas").empty());
  CHECK(Spelling({}, tokens).nearest_stems("adresas").empty());
}

TEST_CASE("a mistake in the first letter is mended when no word begins so") {
  const Spelling spelling({"pristatymas", "adresas", "adata", "kaina", "laukas"}, Tokens("lt"));
  const auto nearest = [&](std::string_view word) { return texts(spelling.nearest(word)); };
  CHECK(nearest("rpistatymas") == Words{"pristatymas"});
  CHECK(nearest("ristatymas") == Words{"pristatymas"});
  CHECK(nearest("sadresas") == Words{"adresas"});
  CHECK(nearest("jaina") == Words{"kaina"});
  // Two mistakes, one of them in the first letter, are another word.
  CHECK(nearest("jainas").empty());
  // What begins alike is nearer, even with more mistakes.
  CHECK(Spelling({"laukinis", "taukiniu"}, Tokens("lt")).nearest("laukiniu").front()->text ==
        "laukinis");
}

TEST_CASE("a word in a form that no article has is mended by its stem") {
  const Tokens tokens("lt");
  const Spelling spelling({"prisijunkite", "garantija", "kaina"}, tokens);
  const auto stems = [&](std::string_view word) { return texts(spelling.nearest_stems(word)); };
  CHECK(stems("priisjungiu") == Words{tokens.stem_text("prisijunkite")});
  CHECK(stems("garnatijoms") == Words{tokens.stem_text("garantija")});
  CHECK(stems("kainavo") == Words{"kain"});
  CHECK(stems("kianavo").empty());
  CHECK(stems("kainoraščiuose").empty());  // more is left than an ending has
  CHECK(stems("kain").empty());
  CHECK(stems(std::string(500, 'k')).empty());
}

TEST_CASE("a misspelt word that only synonyms have finds what they mean") {
  const Index index(shop(), "lt", {{"vokelis", "dydis"}});
  CHECK(first(index, "vokelis") == "sizes");
  CHECK(first(index, "voeklis") == "sizes");
  CHECK(first(index, "pasworda") == "password");
}

TEST_CASE("a page of unknown words costs no more than a few of them") {
  const Index index(shop(), "lt", {});
  std::string page = "pristaytmo adresas";
  for (int i = 0; i < 400; ++i) page += " zodis" + std::to_string(i) + "abc";
  CHECK(first(index, page.c_str()) == "address");
}

TEST_CASE("words that mean the same in every shop need no synonyms of the author's") {
  const Index index(shop(), "lt", {});
  CHECK(first(index, "neturiu kvito, tik čekį") == "return");
  CHECK(first(index, "passwordas") == "password");
  CHECK(common_synonyms("lt").size() > 40);
  CHECK(common_synonyms("en").size() > 40);
  CHECK(common_synonyms("xx").empty());
  for (const auto* language : {"lt", "en"}) {
    for (const auto& group : common_synonyms(language)) CHECK(group.size() > 1);
  }
  CHECK(weight_in_question("lt", "kaip") < 1);
  CHECK(weight_in_question("lt", "grazinti") == 1);
  CHECK(weight_in_question("en", "how") < 1);
}

TEST_CASE("an article past its day of review loses its place to one that fits as well") {
  std::vector<Article> articles = {article("old", "lt", "Prekės grąžinimas", "Per 14 dienų."),
                                   article("new", "lt", "Prekės grąžinimas", "Per 14 dienų.")};
  articles[0].review_by = "2026-03-01";
  CHECK(first(Index(articles, "lt", {}), "prekės grąžinimas") == "old");
  CHECK(first(Index(articles, "lt", {}, "2026-03-01"), "prekės grąžinimas") == "old");
  CHECK(first(Index(articles, "lt", {}, "2026-03-02"), "prekės grąžinimas") == "new");
}

namespace {

// Articles of a few words each, all different.
std::vector<Article> many(std::size_t count) {
  std::vector<Article> articles;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string own = "zodis" + std::string(1, static_cast<char>('a' + i % 26)) +
                            std::string(1, static_cast<char>('a' + i / 26 % 26));
    articles.push_back(article(("m" + std::to_string(i)).c_str(), "lt", ("Apie " + own).c_str(),
                               ("Čia parašyta viskas apie " + own + " ir kitus dalykus.").c_str()));
  }
  return articles;
}

}  // namespace

TEST_CASE("one changed article is found by its new words at once, and by its old ones no more") {
  for (const std::size_t count : {10, 200}) {
    CAPTURE(count);
    const Index before(many(count), "lt", {});
    Article changed = many(count)[3];
    changed.title = "Dviračių nuoma";
    changed.body = "Dviratį išnuomojame valandai.";
    const Index after(before, {changed, article("fresh", "lt", "Slidžių nuoma", "Slidės žiemai.")},
                      {ArticleId("m4")});
    CHECK(after.size() == count);
    CHECK(before.size() == count);
    CHECK(first(after, "kaip išsinuomoti dviratį") == "m3");
    CHECK(first(after, "slidžių nuoma") == "fresh");
    CHECK(first(after, "zodisda") != "m3");
    CHECK(first(after, "zodisea") != "m4");
    CHECK(first(after, "zodisfa") == "m5");
    CHECK(first(before, "zodisda") == "m3");
    CHECK_FALSE(after.find(ArticleId("m4"), ""));
    CHECK(after.find(ArticleId("m3"), "")->title == "Dviračių nuoma");
  }
}

TEST_CASE("a hundred changes, one after another, leave what a whole build has") {
  std::vector<Article> articles = many(300);
  auto index = std::make_unique<Index>(articles, "lt", std::vector<std::vector<std::string>>{});
  for (std::size_t i = 0; i < 100; ++i) {
    Article& changed = articles[i * 3];
    changed.title += " pakeista";
    changed.draft = i % 10 == 9;
    index =
        std::make_unique<Index>(*index, std::vector<Article>{changed}, std::vector<ArticleId>{});
  }
  const Index whole(articles, "lt", {});
  CHECK(index->size() == whole.size());
  for (const char* question : {"zodisda pakeista", "zodisga", "apie zodisaa", "zodiskk"}) {
    CAPTURE(question);
    CHECK(first(*index, question) == first(whole, question));
  }
}

TEST_CASE("an article of another language or a draft changes nothing here but what it replaces") {
  const Index before(many(100), "lt", {});
  Article english = many(1)[0];
  english.language = "en";
  CHECK(Index(before, {english}, {}).size() == 100);
  Article draft = many(1)[0];
  draft.draft = true;
  CHECK(Index(before, {draft}, {}).size() == 99);
  CHECK(Index(before, {}, {ArticleId("nobody")}).size() == 100);
  CHECK(Index(Index({}, "lt", {}), many(3), {}).size() == 3);
}

TEST_CASE("a base of 30 articles says what to expect of its answers") {
  CHECK(Index(many(5), "lt", {}).expected().questions == 0);
  const Expectation expected = Index(many(60), "lt", {}).expected();
  CHECK(expected.questions > 60);
  CHECK(expected.right > 0.9);
  CHECK(expected.answered > 0.3);
  CHECK(expected.false_on_unrelated < 0.1);
  CHECK(expected.false_on_left_out <= 1);
}

TEST_CASE("what readers said makes a base more or less sure, and changes no order") {
  const std::vector<Article> articles = many(60);
  const auto said = [&](std::size_t count, bool helped) {
    std::vector<Verdict> verdicts;
    for (std::size_t i = 0; i < count; ++i) {
      const Article& about = articles[i % articles.size()];
      verdicts.push_back({"noriu " + about.title, about.id, "lt", helped});
    }
    return verdicts;
  };
  const auto index = [&](const std::vector<Verdict>& verdicts) {
    return Index(articles, "lt", {}, "", verdicts);
  };
  const auto surest = [](const Index& any) {
    return any.search("noriu zodisda", 1).front().probability;
  };
  const Index silent = index({});
  const Index pleased = index(said(30, true));
  const Index displeased = index(said(30, false));
  CHECK(silent.expected().ratings == 0);
  CHECK(pleased.expected().ratings == 30);
  CHECK(pleased.expected().helped == 30);
  CHECK(displeased.expected().helped == 0);
  CHECK(pleased.expected().questions == silent.expected().questions);
  CHECK(surest(pleased) > surest(silent));
  CHECK(surest(displeased) < surest(silent));
  for (const char* question : {"zodisda", "noriu zodisga", "apie zodisaa"}) {
    CHECK(first(displeased, question) == first(silent, question));
  }
  // However many they are, they weigh no more than a quarter of the practice.
  CHECK(surest(index(said(600, false))) == doctest::Approx(surest(index(said(1200, false)))));
  CHECK(surest(index(said(1200, false))) > 0.1);
}

TEST_CASE("what was said of an article that is not found first, or not here, is passed over") {
  const std::vector<Verdict> verdicts = {{"zodisda", ArticleId("m4"), "lt", true},
                                         {"zodisda", ArticleId("nobody"), "lt", true},
                                         {"zodisda", ArticleId("m3"), "en", true},
                                         {"", ArticleId("m3"), "lt", true}};
  CHECK(Index(many(60), "lt", {}, "", verdicts).expected().ratings == 0);
  CHECK(Index(many(20), "lt", {}, "", {{"zodisda", ArticleId("m3"), "lt", true}})
            .expected()
            .ratings == 0);
}

TEST_CASE("what readers said outlives changes of articles") {
  const std::vector<Verdict> verdicts(5, Verdict{"zodisda", ArticleId("m3"), "lt", true});
  const Index before(many(100), "lt", {}, "", verdicts);
  REQUIRE(before.expected().ratings == 5);
  CHECK(Index(before, {many(100)[7]}, {}).expected().ratings == 5);
  CHECK(Index(before, many(80), {}).expected().ratings == 5);  // a whole build
}

TEST_CASE("a library changes the index of each language") {
  const Library before(shop(), {"lt", "en"}, {});
  Article gift = shop()[7];
  gift.title = "Vouchers";
  gift.body = "A voucher is a present.";
  const Library after(before, {gift}, {{ArticleId("return"), "en"}});
  CHECK(after.search("vouchers", "en", 1).front().title == "Vouchers");
  CHECK(after.search("kaip grąžinti prekę", "lt", 1).front().id.value == "return");
  for (const Hit& hit : after.search("return an item", "en", 5)) CHECK(hit.language != "en");
  CHECK(before.search("gift cards", "en", 1).front().title == "Gift cards");
  CHECK(before.expected("lt").questions == 0);
  CHECK(before.expected("xx").questions == 0);
}

TEST_CASE(
    "a library searches the language asked for, and the others where that has nothing likely") {
  const Library library(shop(), {"lt", "en"}, {});
  CHECK(library.search("kaip grąžinti prekę", "lt", 3).front().language == "lt");
  CHECK(library.search("how to return an item", "en", 3).front().language == "en");
  const auto gift = library.search("gift cards", "lt", 3);
  REQUIRE_FALSE(gift.empty());
  CHECK(gift.front().id.value == "gift");
  CHECK(gift.front().language == "en");
  // There is a Lithuanian translation of what was found in English.
  const auto translated = library.search("how to return an item", "lt", 1);
  REQUIRE_FALSE(translated.empty());
  CHECK(translated.front().id.value == "return");
  CHECK(translated.front().language == "lt");
  CHECK(translated.front().title == "Kaip grąžinti prekę");
}

TEST_CASE("a library describes an article with the passage that fits") {
  const Library library(shop(), {"lt", "en"}, {});
  const Hit hit = library.describe(shop()[0], "pamečiau kvitą");
  CHECK(hit.id.value == "return");
  CHECK(hit.section == "Be čekio");
  CHECK(library.describe(shop()[0], "").snippet.find("14 dienų") != std::string::npos);
  CHECK(Library({}, {}, {}).describe(shop()[0], "x").title == "Kaip grąžinti prekę");
}

}  // namespace index_test
