// SPDX-License-Identifier: MIT
#include "dialogue/reply.h"

#include <doctest/doctest.h>

#include <set>

#include "support/small_bot.h"

namespace reply_test {

using namespace support;

namespace {

Intent& find_intent(Catalog& catalog, const std::string& name) {
  for (auto& intent : catalog.intents) {
    if (intent.name == name) return intent;
  }
  throw std::runtime_error("no intent " + name);
}

Catalog closed_at_night(const std::string& hours, const std::string& sentence) {
  auto catalog = small_catalog();
  for (auto& team : catalog.teams) {
    team.always_open = false;
    team.hours_text = {{"en", hours}};
  }
  if (!sentence.empty()) catalog.phrases["handoff_offline"] = {{"en", sentence}};
  return catalog;
}

}  // namespace

TEST_CASE("variations are spread by conversation and place, and each is always the same") {
  auto catalog = small_catalog();
  find_intent(catalog, "greet").answer = {{"en", {{.text = "A"}, {.text = "B"}, {.text = "C"}}}};
  const auto brain = small_brain(catalog);
  std::set<std::string> seen;
  for (int i = 0; i < 40; ++i) {
    Chat chat(brain, "en", {}, "c" + std::to_string(i));
    chat.say("hello there");
    Chat again(brain, "en", {}, "c" + std::to_string(i));
    again.say("hello there");
    CHECK(chat.texts() == again.texts());
    seen.insert(chat.texts());
  }
  CHECK(seen == std::set<std::string>{"A", "B", "C"});
}

TEST_CASE("the first variation whose condition holds is said") {
  auto catalog = small_catalog();
  Variation gold{.text = "Hello, {name}.", .when = {{equal("plan", "gold")}}};
  Variation named{.text = "Hi, {name}.",
                  .when = {{{"name", Condition::Term::Test::set, ""},
                            {"plan", Condition::Term::Test::not_equal, "none"}}}};
  find_intent(catalog, "greet").answer = {{"en", {gold, named, {.text = "Hello."}}}};
  const auto brain = small_brain(catalog);
  const auto greeted = [&](std::map<std::string, std::string> attributes) {
    Chat chat(brain, "en", std::move(attributes));
    chat.say("hello there");
    return chat.texts();
  };
  CHECK(greeted({{"name", "Ona"}, {"plan", "gold"}}) == "Hello, Ona.");
  CHECK(greeted({{"name", "Ona"}}) == "Hi, Ona.");
  CHECK(greeted({{"name", "Ona"}, {"plan", "none"}}) == "Hello.");
  CHECK(greeted({}) == "Hello.");
}

TEST_CASE("a value is put into a text once and never read as a template again") {
  auto catalog = small_catalog();
  find_intent(catalog, "greet").answer = english("Hello, {name}. {");
  Chat chat(small_brain(catalog), "en", {{"name", "{city} {shop_api} {name"}});
  chat.say("hello there");
  CHECK(chat.texts() == "Hello, {city} {shop_api} {name. {");
}

TEST_CASE("a name that nobody knows is nothing") {
  auto catalog = small_catalog();
  find_intent(catalog, "greet").answer = english("[{nobody}]");
  Chat chat(small_brain(catalog));
  chat.say("hello there");
  CHECK(chat.texts() == "[]");
}

TEST_CASE("texts come in the conversation's language, else in English") {
  auto catalog = small_catalog();
  find_intent(catalog, "greet").answer["lt"] = {{.text = "Labas."}};
  const auto brain = small_brain(catalog);
  Chat lithuanian(brain, "lt");
  lithuanian.say("hello there");
  CHECK(lithuanian.texts() == "Labas.");
  lithuanian.tap("intent:order_status");
  CHECK(lithuanian.texts() == "Which order?");
  CHECK(lithuanian.now.offered.back().label == brain->catalog.phrases.at("person").at("lt"));
}

TEST_CASE("outside office hours the visitor is told when somebody is there") {
  const auto said = [](const std::string& hours, const std::string& sentence) {
    Chat chat(small_brain(closed_at_night(hours, sentence)));
    chat.say("human");
    CHECK(chat.types() == "message message offline");
    CHECK(chat.now.status == Status::offline);
    return chat.texts();
  };
  CHECK(said("Mon-Fri 8-20", "Closed. Hours: {when}. Write to us.") ==
        "Closed. Hours: Mon-Fri 8-20. Write to us.");
  CHECK(said("I-V 8-20 val.", "Closed. Hours: {when}. Write to us.") ==
        "Closed. Hours: I-V 8-20 val. Write to us.");
  CHECK(said("I-V 8-20 val.", "Closed ({when}).") == "Closed (I-V 8-20 val.).");
  CHECK(said("{city}", "{when} {city}") == "{city} Vilnius");
  CHECK(said("8-20", "").find("8-20") != std::string::npos);
}

TEST_CASE(
    "who is handed to a team that is closed is told when somebody is there, and keeps his place") {
  auto catalog = closed_at_night("8-20", "");
  catalog.teams.front().always_open = true;
  Chat chat(small_brain(catalog));
  chat.say("human");
  const auto place = chat.now.waiting_since;
  chat.time += std::chrono::minutes{5};
  const auto hand_to = [&](const char* team) {
    auto draft = chat.draft();
    draft.add({ActorKind::agent, "ruta"}, AgentJoined{AgentId("ruta"), "Ruta"});
    draft.add({ActorKind::agent, "ruta"}, Transferred{.team = TeamId(team)});
    go_offline_when_closed(*chat.brain, draft);
    chat.keep(std::move(draft));
  };
  hand_to("support");
  CHECK(chat.now.status == Status::queued);
  hand_to("returns");
  CHECK(chat.types() == "agent_joined transferred message offline");
  CHECK(chat.now.status == Status::offline);
  CHECK(chat.now.team == TeamId("returns"));
  CHECK(chat.now.waiting_since == place);
  CHECK(chat.texts().find("8-20") != std::string::npos);
  CHECK(visible_to_visitor(chat.added.back()));
}

TEST_CASE("office hours count at the moment of the handoff, and the owner may switch them off") {
  auto catalog = closed_at_night("8-20", "");
  const Time opens = from_millis(1'700'000'000'000);
  for (auto& team : catalog.teams) team.open = {{opens, opens + std::chrono::hours{12}}};
  Chat open(small_brain(catalog));
  open.say("human");
  CHECK(open.now.status == Status::queued);

  Chat closed(small_brain(catalog));
  closed.time = opens + std::chrono::hours{12};
  closed.say("human");
  CHECK(closed.now.status == Status::offline);

  DeskSettings desk;
  desk.always_open = true;
  Chat always(small_brain(catalog, std::make_unique<FakeClassifier>(), {}, desk));
  always.time = opens + std::chrono::hours{12};
  always.say("human");
  CHECK(always.now.status == Status::queued);
}

TEST_CASE("safe answers are given on the offline list too") {
  Chat chat(small_brain(closed_at_night("8-20", "")));
  chat.say("human");
  chat.say("when are you open");
  CHECK(chat.texts() == "We are open 8-20 in Vilnius.");
  CHECK(chat.now.status == Status::offline);
}

}  // namespace reply_test
