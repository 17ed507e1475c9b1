// SPDX-License-Identifier: MIT
#include "dialogue/words_search.h"

#include <doctest/doctest.h>

namespace words_search_test {

using namespace frontdesk;

namespace {

std::vector<Event> said(const std::vector<std::string>& texts) {
  std::vector<Event> events;
  for (const auto& text : texts) {
    events.push_back({.sequence = events.size() + 1, .fact = MessageAdded{.text = text}});
  }
  return events;
}

}  // namespace

TEST_CASE("words are found by their beginnings, without accents, in any order and any message") {
  const auto log = said({"Noriu GRĄŽINTI fotelį", "Užsakymas 10023"});
  for (const auto* query : {"graz", "fotel noriu", "grazinti 10023", "100", "Grąžinti"}) {
    CHECK_MESSAGE(WordsSearch(query).look(log), query);
  }
  for (const auto* query : {"azinti", "grazinti kede", "0023"}) {
    CHECK_MESSAGE(!WordsSearch(query).look(log), query);
  }
}

TEST_CASE("a letter or a mark alone is nothing to look for") {
  for (const auto* query : {"", "a", "?!", " . "}) CHECK(WordsSearch(query).empty());
  CHECK_FALSE(WordsSearch("ab").empty());
  CHECK_FALSE(WordsSearch("").look(said({"anything"})));
}

TEST_CASE("the snippet is the newest text that has a word, around its first") {
  CHECK(WordsSearch("fotelis").look(said({"fotelis vakar", "fotelis šiandien", "kita"})) ==
        "fotelis šiandien");
  std::string text;
  for (int i = 0; i < 40; ++i) text += "žodis" + std::to_string(i) + " ";
  const auto snippet = WordsSearch("fotelis").look(said({text + "fotelis " + text}));
  REQUIRE(snippet);
  CHECK(snippet->starts_with("… "));
  CHECK(snippet->ends_with(" …"));
  CHECK(snippet->find("fotelis") != std::string::npos);
  CHECK(snippet->size() < 250);
}

TEST_CASE(
    "notes, what was told, the name and the address left are looked through, decisions are not") {
  std::vector<Event> log;
  const auto add = [&](Fact fact) {
    log.push_back({.sequence = log.size() + 1, .fact = std::move(fact)});
  };
  add(ConversationStarted{.attributes = {{"name", "Onutė"}}});
  add(NoteAdded{.text = "klientė skambino"});
  add(SlotFilled{.slot = "reason", .value = "damaged", .label = "Sugadinta"});
  add(ContactLeft{.email = "ona@example.lt"});
  add(MessageAdded{.author = Author::bot, .decision = Decision{.because = "rule secret.word"}});
  for (const auto* query : {"onute", "skambino", "damaged", "sugadinta", "example"}) {
    CHECK_MESSAGE(WordsSearch(query).look(log), query);
  }
  CHECK_FALSE(WordsSearch("secret").look(log));
  for (auto& event : log) event.fact = without_personal_data(event.fact);
  for (const auto* query : {"onute", "skambino", "sugadinta", "example"}) {
    CHECK_MESSAGE(!WordsSearch(query).look(log), query);
  }
}

}  // namespace words_search_test
