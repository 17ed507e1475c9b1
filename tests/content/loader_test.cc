// SPDX-License-Identifier: MIT
#include "content/loader.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "content/folder.h"
#include "content/problems.h"
#include "content/references.h"
#include "content/settings.h"

namespace loader_test {

using namespace frontdesk;
using support::Folder;
using support::holds;
using support::shown;

namespace {

const char* const kGood =
    "intent: hours\n"
    "label: {lt: Darbo laikas, en: Opening hours}\n"
    "examples: {lt: [kada dirbate], en: [when are you open]}\n"
    "answer: {lt: Kasdien., en: Every day.}\n";

std::string intent(const std::string& name, const std::string& lt, const std::string& en,
                   const std::string& more = "answer: yes\n") {
  return "intent: " + name + "\nlabel: " + name + "\nexamples: {lt: ['" + lt + "'], en: ['" + en +
         "']}\n" + more;
}

}  // namespace

TEST_CASE("a folder with one intent loads without a problem") {
  Folder folder;
  folder.file("a/b/hours.yaml", kGood);
  const auto loaded = folder.load();
  CHECK(shown(loaded.problems) == "");
  REQUIRE(loaded.catalog.intents.size() == 1);
  CHECK(loaded.catalog.intents[0].answer.at("lt")[0].text == "Kasdien.");
  CHECK(loaded.catalog.intents[0].at.file == "a/b/hours.yaml");
  CHECK(loaded.catalog.intents[0].at.column == 9);
  CHECK(loaded.catalog.version.size() == 64);
  CHECK(loaded.catalog.phrases.at("person").at("lt") == "Kalbėti su žmogumi");
  // Without desk.yaml somebody has to be there all the same.
  REQUIRE(loaded.catalog.teams.size() == 1);
  CHECK(loaded.catalog.teams[0].always_open);
}

TEST_CASE("one broken file never hides another") {
  Folder folder;
  folder.file("bad.yaml", "intent: x\nlabel: \"never\nexamples: [a]\n");
  folder.file("hours.yaml", kGood);
  folder.file("worse.yaml", "just words");
  folder.file("typo.yaml", "intnet: y\n");
  folder.file("old.yml", "intent: z\n");
  folder.file("nlu.yaml", "nlu:\n- intent: a\n");
  folder.file(".hidden/x.yaml", "}");
  const auto loaded = folder.load();
  CHECK(loaded.catalog.intents.size() == 1);
  CHECK(shown(loaded.problems) ==
        "bad.yaml:2:8: a quote that never closes\n"
        "nlu.yaml:1:1: a file of Rasa; 'frontdesk import rasa' makes files of ours from it\n"
        "warning old.yml:1:1: not read; content files end in .yaml\n"
        "typo.yaml:1:1: expected an intent: a file with 'intent: NAME'; is 'intnet' a slip for "
        "'intent'?\n"
        "worse.yaml:1:1: expected an intent: a file with 'intent: NAME'\n");
}

TEST_CASE("a folder that is not there, and one without intents, are errors") {
  CHECK(has_errors(load_content("/nowhere/at/all", Settings{}, Folder::kNow).problems));
  Folder folder;
  CHECK(holds(shown(folder.load().problems), "the content folder has no intents"));
}

TEST_CASE("the version follows names, bytes and settings, and nothing else") {
  Folder one, two;
  one.file("hours.yaml", kGood).file("articles/lt/x.md", "text");
  two.file("articles/lt/x.md", "text").file("hours.yaml", kGood).file("tests/x.chat", "lang: lt");
  const auto version = one.load().catalog.version;
  CHECK(version == two.load().catalog.version);
  CHECK(version == load_content(one.path(), Settings{}, Folder::kNow + std::chrono::hours(9999))
                       .catalog.version);
  Settings settings;
  settings.port = 1;
  CHECK(version == one.load(settings).catalog.version);
  settings.policy.article_answer = 0.8;
  CHECK(version != one.load(settings).catalog.version);
  const auto without = one.load().version_without_articles;
  const auto changed = one.file("articles/lt/x.md", "texts").load();
  CHECK(version != changed.catalog.version);
  CHECK(without == changed.version_without_articles);
  CHECK(without == two.load().version_without_articles);
  CHECK(without != one.file("out_of_scope.yaml", "out_of_scope: {en: [rain]}\n")
                       .load()
                       .version_without_articles);
}

TEST_CASE("no more than 500 files are read") {
  Folder folder;
  for (int i = 0; i < 501; ++i) {
    const std::string name = "i" + std::to_string(1000 + i);
    folder.file(name + ".yaml", intent(name, "žodis " + name, "word " + name));
  }
  const auto loaded = folder.load();
  CHECK(loaded.catalog.intents.size() == 500);
  CHECK(shown(loaded.problems) ==
        "i1500.yaml:1:1: more than 500 YAML files; this and later ones are not read\n");
}

TEST_CASE("one sentence in two intents is an error, the same words a warning") {
  Folder folder;
  folder.file("a.yaml", intent("a", "Kur mano SIUNTA?", "where is it"));
  folder.file("b.yaml", intent("b", "kur mano siunta", "it is where",
                               "counter_examples: {en: [it is where]}\nanswer: x\n"));
  folder.file("out_of_scope.yaml", "out_of_scope:\n  en: |\n    - where, is it\n");
  CHECK(shown(folder.load().problems) ==
        "b.yaml:3:17: the same sentence is an example of 'a' (a.yaml:3)\n"
        "warning b.yaml:3:42: the same words are an example of 'a' (a.yaml:3)\n"
        "b.yaml:4:25: this counter example is an example of the same intent (line 3)\n"
        "out_of_scope.yaml:3:5: the same sentence is an example of 'a' (a.yaml:3)\n");
}

TEST_CASE("an intent and a rule have one name each") {
  Folder folder;
  folder.file("a.yaml", intent("a", "vienas", "one", "rules: [{id: r, pattern: x}]\nanswer: x\n"));
  folder.file("b.yaml", intent("b", "du", "two", "rules: [{id: r, pattern: y}]\nanswer: x\n"));
  folder.file("c.yaml", intent("a", "trys", "three"));
  CHECK(shown(folder.load().problems) ==
        "b.yaml:4:9: the rule 'r' stands twice, first in a.yaml:4\n"
        "c.yaml:1:9: the intent 'a' stands twice, first in a.yaml:1\n");
}

TEST_CASE("references to what is not there name what is") {
  Folder folder;
  folder.file("a.yaml",
              intent("alpha", "vienas", "one",
                     "answer: 'See {shop_adress}'\nquick_replies: [alhpa, beta]\n"
                     "tests: [{say: x, lang: lt, expect: alfa}, {say: y, expect: none}]\n"));
  folder.file("b.yaml", intent("beta", "du", "two", "flow: retrun\n"));
  folder.file("c.yaml", intent("gamma", "trys", "three", "articles: [returns]\n"));
  folder.file("d.yaml", intent("delta", "keturi", "four", "handoff: {team: mian}\n"));
  folder.file("flows/return.yaml", "flow: return\nsteps: [{id: bye, end: true}]\n");
  folder.file("widget.yaml", "name: X\nstarters: [gama]\n");
  auto loaded = folder.load();
  CHECK(shown(loaded.problems) == "");
  const auto all = shown(check_references(loaded.catalog));
  CHECK(holds(all, "a.yaml:1:9: nothing fills {shop_adress} in the answer"));
  CHECK(holds(all,
              "a.yaml:1:9: there is no intent in 'quick_replies', 'alhpa', did you mean 'alpha'?"));
  CHECK(holds(all, "a.yaml:6:9: there is no intent 'alfa', did you mean 'alpha'?"));
  CHECK(holds(all, "b.yaml:1:9: there is no flow 'retrun', did you mean 'return'?"));
  CHECK(holds(all, "c.yaml:4:12: there is no article 'returns'\n"));
  CHECK(holds(all, "d.yaml:1:9: there is no team 'mian', did you mean 'main'?"));
  CHECK(holds(all,
              "widget.yaml:1:1: there is no intent in 'starters', 'gama', did you mean 'gamma'?"));
  Article article;
  article.id = ArticleId("returns");
  article.language = "lt";
  loaded.catalog.articles.push_back(article);
  CHECK_FALSE(holds(shown(check_references(loaded.catalog)), "c.yaml"));
}

TEST_CASE("an article of a source is not looked for in the content, but its source is") {
  Folder folder;
  folder.file("a.yaml", intent("alpha", "vienas", "one", "articles: [own, wiki:12, 'wikki:12']\n"));
  folder.file("b.yaml", intent("beta", "du", "two", "articles: 'help:a'\n"));
  auto loaded = folder.load();
  loaded.catalog.articles.push_back({.id = ArticleId("own"), .language = "lt"});
  CHECK(
      shown(check_references(loaded.catalog, {"wiki"})) ==
      "a.yaml:4:26: the article 'wikki:12' is of no source in sources.yaml, did you mean 'wiki'?\n"
      "b.yaml:4:11: the article 'help:a' is of no source in sources.yaml\n");
  // An id of the content's own may hold a colon.
  loaded.catalog.articles.push_back({.id = ArticleId("help:a"), .language = "lt"});
  CHECK_FALSE(holds(shown(check_references(loaded.catalog, {"wiki", "wikki"})), "help"));
  CHECK(source_in(ArticleId("wiki:a:b")) == "wiki");
  CHECK(source_in(ArticleId("wiki")).empty());
}

TEST_CASE("an intent that shows a draft is warned of, unless a translation is none") {
  Folder folder;
  folder.file("a.yaml", intent("alpha", "vienas", "one", "articles: [own]\n"));
  auto loaded = folder.load();
  loaded.catalog.articles.push_back({.id = ArticleId("own"), .language = "lt", .draft = true});
  CHECK(shown(check_references(loaded.catalog)) ==
        "warning a.yaml:4:12: the article 'own' is a draft: nobody is shown it\n");
  loaded.catalog.articles.push_back({.id = ArticleId("own"), .language = "en"});
  CHECK(shown(check_references(loaded.catalog)) == "");
}

TEST_CASE("entities, synonyms, phrases and the widget are read") {
  Folder folder;
  folder.file("hours.yaml", kGood);
  folder.file(
      "entities.yaml",
      "entities:\n  carrier: {label: {lt: Vežėjas, en: Carrier}, values: {omniva: [omnivos], dpd: "
      "[]}}\n  mail: {pattern: '[a-z]+@[a-z]+', check: emial}\n");
  folder.file("synonyms.yaml", "- [siunta, siuntinys, pak*]\n- [vienas]\n- [a b*, c]\n");
  folder.file("phrases.yaml", "person: {lt: Žmogaus!}\nperon: {lt: x}\n");
  folder.file("widget.yaml",
              "name: Shop\nbrand: '#FFD400'\nside: left\nretention_days: 0\n"
              "privacy_url: 'javascript:alert(1)'\n");
  const auto loaded = folder.load();
  CHECK(
      shown(loaded.problems) ==
      "entities.yaml:3:43: 'emial' is none of email, phone, iban, date, amount, did you mean "
      "'email'?\n"
      "phrases.yaml:2:1: unknown key 'peron' in phrases.yaml, did you mean 'person'?\n"
      "synonyms.yaml:2:3: a group has at least two words: [siunta, siuntinys]\n"
      "synonyms.yaml:3:4: 'a b*': a star stands for the rest of a word, after two letters or more: "
      "siunt*\n"
      "widget.yaml:4:17: expected a whole number from 1 to 3650, found '0'\n"
      "widget.yaml:5:1: an address begins with https://, http:// or /\n");
  CHECK(loaded.catalog.entities[0].values.at("omniva") == std::vector<std::string>{"omnivos"});
  CHECK(loaded.catalog.synonyms.size() == 2);
  CHECK(loaded.catalog.phrases.at("person").at("lt") == "Žmogaus!");
  CHECK(loaded.catalog.phrases.at("person").at("en") == "Talk to a person");
  CHECK(loaded.catalog.widget.side == "left");
  CHECK(loaded.catalog.widget.privacy_url.empty());
  CHECK(loaded.catalog.widget.light.on_accent == "#1D1B18");
}

TEST_CASE("one way to say two values is told, with both places") {
  Folder folder;
  folder.file("hours.yaml", kGood);
  folder.file("entities.yaml",
              "entities:\n"
              "  carrier:\n"
              "    values:\n"
              "      omniva: [omnivos, Omnivos, omnivos]\n"
              "      dpd: [OMNIVA, deped]\n"
              "  city:\n"
              "    examples: [Vilnius]\n"
              "    values: [Vilnius, vilnius]\n");
  CHECK(shown(folder.load().problems) ==
        "warning entities.yaml:4:34: 'omnivos' stands twice under 'omniva'\n"
        "warning entities.yaml:5:13: 'OMNIVA' stands for 'omniva' already (line 4), so it never "
        "means 'dpd'\n"
        "entities.yaml:7:5: 'examples' try a pattern or a check, and this entity has neither; ways "
        "to say a value belong under 'values'\n");
}

TEST_CASE("the day is the one of the first team's zone") {
  Folder folder;
  folder.file("hours.yaml", kGood);
  folder.file(
      "desk.yaml",
      "teams: {main: {label: {lt: A, en: A}, hours: {daily: '9-18'}, zone: Europe/Vilnius}}\n");
  const auto catalog = folder.load().catalog;
  using std::chrono::sys_days;
  const auto at = [](int month, int day, int hour, int minute) {
    return Time{sys_days(std::chrono::year(2026) / month / day) + std::chrono::hours(hour) +
                std::chrono::minutes(minute)};
  };
  // Two hours ahead in winter, three in summer.
  CHECK(catalog.day_at(at(11, 22, 21, 59)) == sys_days(std::chrono::year(2026) / 11 / 22));
  CHECK(catalog.day_at(at(11, 22, 22, 0)) == sys_days(std::chrono::year(2026) / 11 / 23));
  const Time summer = at(11, 22, 21, 0) + std::chrono::days(240);
  CHECK(catalog.day_at(summer) ==
        std::chrono::floor<std::chrono::days>(summer) + std::chrono::days(1));
  CHECK(Catalog{}.day_at(at(11, 22, 23, 59)) == sys_days(std::chrono::year(2026) / 11 / 22));
}

TEST_CASE("a colour without quotes is explained") {
  Folder folder;
  folder.file("hours.yaml", kGood).file("widget.yaml", "name: Shop\nbrand: #FFD400\n");
  CHECK(holds(shown(folder.load().problems), "widget.yaml:2:1: "));
  CHECK(holds(shown(folder.load().problems), "put quotes around a colour"));
}

TEST_CASE("problems are text and JSON") {
  CHECK(to_text({Problem::Severity::note, {"a.yaml", 1, 2}, "x"}) == "a.yaml:1:2: note: x");
  CHECK_FALSE(has_warnings({{Problem::Severity::note, {"a.yaml", 1, 2}, "x"}}));
  CHECK_FALSE(has_errors({{Problem::Severity::note, {"a.yaml", 1, 2}, "x"}}));
  CHECK(has_warnings({{Problem::Severity::warning, {"a.yaml", 1, 2}, "x"}}));
  const Problem problem{Problem::Severity::warning, {"a \"b\"\xFF.yaml", 3, 7}, "line\nbreak\tą"};
  CHECK(to_text(problem) == "a \"b\"\xFF.yaml:3:7: warning: line\nbreak\tą");
  CHECK(to_json({problem, problem}).find("}, {") != std::string::npos);
  CHECK(to_json({problem}) ==
        "[{\"file\": \"a \\\"b\\\"\xEF\xBF\xBD.yaml\", \"line\": 3, \"column\": 7, \"severity\": "
        "\"warning\", \"text\": \"line\\u000abreak\\u0009ą\"}]");
  CHECK(to_json({}) == "[]");
}

TEST_CASE("the shop of this repository loads without an error") {
  const std::filesystem::path shop = std::string(FRONTDESK_ROOT) + "/intents/shop";
  if (!std::filesystem::exists(shop)) {
    MESSAGE("no intents/shop here: skipped");
    return;
  }
  const auto settings = settings_for(shop, "");
  CHECK(shown(settings.problems) == "");
  const auto loaded = load_content(shop, settings.settings, Folder::kNow);
  CHECK(shown(loaded.problems) == "");
  CHECK(loaded.catalog.intents.size() == 28);
}

}  // namespace loader_test
