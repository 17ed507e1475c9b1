// SPDX-License-Identifier: MIT
#include "store/fact_json.h"

#include <doctest/doctest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "support/facts.h"

namespace fact_json_test {

using namespace frontdesk;

namespace {

Fact again(const Fact& fact) {
  const auto stored = to_stored(fact);
  return from_stored(stored.type, stored.version, stored.body);
}

bool unknown(std::string_view type, int version, std::string_view body) {
  const Fact fact = from_stored(type, version, body);
  const auto* kept = std::get_if<Unknown>(&fact);
  return kept != nullptr && kept->type == type && kept->version == version && kept->body == body;
}

template <std::size_t... I>
std::vector<Fact> defaults(std::index_sequence<I...>) {
  return {Fact(std::in_place_index<I>)...};
}

}  // namespace

TEST_CASE("every fact comes back as it went, full or empty") {
  const auto full = support::every_fact();
  CHECK(full.size() == std::variant_size_v<AnyFact> - 1);
  for (const auto& fact : full) {
    CAPTURE(to_stored(fact).body);
    CHECK(again(fact) == fact);
  }
  for (const auto& fact : defaults(std::make_index_sequence<std::variant_size_v<AnyFact> - 1>())) {
    CAPTURE(to_stored(fact).body);
    CHECK(again(fact) == fact);
  }
}

TEST_CASE("the type, the version and the shape of a body stand apart") {
  const auto stored = to_stored(AgentJoined{AgentId("a"), "Rasa"});
  CHECK(stored.type == "agent_joined");
  CHECK(stored.version == 1);
  CHECK(stored.body == R"({"agent":"a","name":"Rasa"})");
  CHECK(to_stored(Erased{}).body == "{}");
  CHECK(to_stored(MessageAdded{}).body == R"({"author":"visitor"})");
}

TEST_CASE("what is not known is kept as it is") {
  CHECK(unknown("from_tomorrow", 1, R"({"a": [1]})"));
  CHECK(unknown("message", 2, R"({"author":"visitor"})"));
  CHECK(unknown("message", 0, R"({"author":"visitor"})"));
  CHECK(unknown("", 1, "{}"));
  const Fact kept = Unknown{"from_tomorrow", 3, R"({"a": [1]})"};
  CHECK(again(kept) == kept);
}

TEST_CASE("a body of the wrong shape is not known either") {
  for (const auto* body : {"",
                           "{",
                           "null",
                           "[]",
                           "7",
                           R"("x")",
                           "{}",
                           R"({"author":"martian"})",
                           R"({"author":1})",
                           R"({"author":"bot","text":1})",
                           R"({"author":"bot","language_sure":"yes"})",
                           R"({"author":"bot","quick_replies":{}})",
                           R"({"author":"bot","quick_replies":[1]})",
                           R"({"author":"bot","quick_replies":[{"choice":"a"}]})",
                           R"({"author":"bot","attachments":[{"id":"f","size":-1}]})",
                           R"({"author":"bot","decision":[]})",
                           R"({"author":"bot","decision":{"action":"dance"}})",
                           R"({"author":"bot","decision":{"action":"flow","confidence":"high"}})",
                           R"({"author":"bot","articles":[{"id":null}]})",
                           "{\"author\":\"bot\",\"text\":\"\xff\"}"}) {
    CAPTURE(body);
    CHECK(unknown("message", 1, body));
  }
  CHECK(unknown("started", 1, R"({"contact":"c","inbox":"i","attributes":{"a":1}})"));
  CHECK(unknown("call_returned", 1, R"({"key":"k","status":99999999999})"));
  CHECK(unknown("call_returned", 1, R"({"key":"k","status":18446744073709551615})"));
  CHECK(unknown("call_requested", 1, R"({"key":"k","timeout":1.5})"));
}

TEST_CASE("keys that are not known are passed over") {
  CHECK(from_stored("closed", 1, R"({"reason":"done","mood":{"a":[{}]}})") == Fact(Closed{"done"}));
}

TEST_CASE("spaces at the end of a body mean nothing") {
  CHECK(from_stored("closed", 1, "{}      ") == Fact(Closed{}));
  CHECK(from_stored("odd", 1, "{}   ") == Fact(Unknown{"odd", 1, "{}"}));
}

TEST_CASE("text that is not UTF-8 does not make a body unreadable") {
  const Fact fact = again(NoteAdded{.text = "a\xff\xc4z"});
  REQUIRE(std::holds_alternative<NoteAdded>(fact));
  CHECK(std::get<NoteAdded>(fact).text == "a\xEF\xBF\xBD\xEF\xBF\xBDz");
}

TEST_CASE("every byte of UTF-8 text comes back") {
  std::string text;
  for (char c = 0; c >= 0 && c < 127; ++c) text += c;
  text += "\x7f ąč \xe2\x80\xa8 🙂";
  CHECK(std::get<NoteAdded>(again(NoteAdded{.text = text})).text == text);
}

TEST_CASE("confidences come back to the last bit, and what is no number is zero") {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> draw(0, 1);
  MessageAdded message{.author = Author::bot, .decision = Decision{}};
  for (int i = 0; i < 1000; ++i) {
    message.decision->confidence = draw(random);
    CHECK(again(message) == Fact(message));
  }
  message.decision->confidence = std::numeric_limits<double>::quiet_NaN();
  CHECK(std::get<MessageAdded>(again(message)).decision->confidence == 0);
  message.decision->confidence = std::numeric_limits<double>::infinity();
  CHECK(std::get<MessageAdded>(again(message)).decision->confidence == 0);
}

TEST_CASE("no bytes at all make reading throw") {
  std::mt19937 random(11);
  const auto facts = support::every_fact();
  for (int i = 0; i < 5000; ++i) {
    auto stored = to_stored(facts[random() % facts.size()]);
    for (auto changes = 1 + random() % 3; changes > 0 && !stored.body.empty(); --changes) {
      const auto at = random() % stored.body.size();
      switch (random() % 3) {
        case 0: stored.body[at] = static_cast<char>(random()); break;
        case 1: stored.body.erase(at, 1 + random() % 8); break;
        default: stored.body.insert(at, stored.body.substr(0, random() % 9)); break;
      }
    }
    CHECK_NOTHROW(from_stored(stored.type, stored.version, stored.body));
  }
  CHECK(unknown("message", 1, std::string(100'000, '[')));
}

}  // namespace fact_json_test
