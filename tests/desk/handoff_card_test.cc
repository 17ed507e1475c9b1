// SPDX-License-Identifier: MIT
#include "desk/handoff_card.h"

#include <doctest/doctest.h>

#include "desk/transfer.h"
#include "support/small_bot.h"

namespace handoff_card_test {

using namespace frontdesk;
using support::Chat;
using support::small_brain;

namespace {

HandoffCard card_of(const Chat& chat, const std::string& agent = "Ruta") {
  std::vector<std::shared_ptr<const Event>> events;
  for (const auto& event : chat.log) events.push_back(std::make_shared<const Event>(event));
  return handoff_card(chat.brain->catalog, chat.now, events, agent);
}

void add(Chat& chat, Actor actor, Fact fact) {
  auto draft = chat.draft();
  draft.add(std::move(actor), std::move(fact));
  chat.keep(std::move(draft));
}

}  // namespace

TEST_CASE("a conversation that nobody was asked for has no first reply") {
  Chat chat(small_brain());
  chat.say("when do you open");
  const auto card = card_of(chat);
  CHECK(card.first_reply.empty());
  CHECK_FALSE(card.handed_off_at);
  CHECK_FALSE(card.waited);
}

TEST_CASE("whose agent is gone when the team is closed waits since a person was asked for first") {
  Chat chat(small_brain());
  chat.say("human");
  const auto asked = chat.time;
  chat.time += std::chrono::seconds(100);
  add(chat, {ActorKind::agent, "ruta"}, AgentJoined{AgentId("ruta"), "Ruta"});
  add(chat, {ActorKind::system, ""}, WentOffline{});
  const auto card = card_of(chat);
  CHECK(card.handed_off_at == asked);
  CHECK(card.waiting_since == asked);
  CHECK_FALSE(card.waited);
}

TEST_CASE("the card says who it is, what he wants and what the bot tried") {
  Chat chat(small_brain(), "en",
            {{"name", "Ona"}, {"product", "Armchair"}, {"product_price", "99 €"}});
  chat.say("when do you open");
  chat.say("not what I meant, a human");
  const auto card = card_of(chat);
  CHECK(card.name == "Ona");
  CHECK_FALSE(card.verified);
  CHECK(card.language == "en");
  REQUIRE(card.wants);
  CHECK(card.wants->intent == "hours");
  CHECK(card.wants->label == "Opening hours");
  CHECK(card.wants->text == "when do you open");
  REQUIRE(card.tried.size() == 1);
  CHECK(card.tried[0].action == Action::answer);
  CHECK(card.tried[0].title == "Opening hours");
  CHECK(card.tried[0].because.find("rule hours.open") != std::string::npos);
  CHECK(card.tried[0].said == "not what I meant, a human");
  REQUIRE(card.products.size() == 1);
  CHECK(card.products[0].name == "Armchair");
  CHECK(card.products[0].price == "99 €");
  CHECK(card.reason == HandoffReason::asked_for_person);
}

TEST_CASE("what was never understood is wanted in the visitor's own words") {
  Chat chat(small_brain());
  chat.say("qwrtp zxcvb");
  chat.say("qwrtp zxcvb again");
  const auto card = card_of(chat);
  CHECK(card.reason == HandoffReason::not_understood);
  REQUIRE(card.wants);
  CHECK(card.wants->intent.empty());
  CHECK(card.wants->text == "qwrtp zxcvb again");
}

TEST_CASE("slots that were told stand under their labels, as a person reads them") {
  auto catalog = support::small_catalog();
  for (auto& flow : catalog.flows) {
    for (auto& slot : flow.slots) {
      if (slot.name == "order_number") slot.label = {{"en", "Order number"}};
    }
  }
  Chat chat(small_brain(std::move(catalog)));
  chat.say("where is my order 10023");
  const auto card = card_of(chat);
  REQUIRE(card.told.size() == 1);
  CHECK(card.told[0].slot == "order_number");
  CHECK(card.told[0].label == "Order number");
  CHECK(card.told[0].value == "10023");
}

TEST_CASE("articles stand with what the visitor said of them, and those that he opened") {
  Chat chat(small_brain());
  const ArticleLink link{.id = ArticleId("warranty"), .title = "Warranty of two years"};
  add(chat, {ActorKind::visitor, "visitor"},
      MessageAdded{.author = Author::visitor, .text = "how long is the warranty"});
  auto draft = chat.draft();
  draft.add(bot_actor(),
            MessageAdded{.author = Author::bot,
                         .text = "Here",
                         .articles = {link},
                         .decision = Decision{.action = Action::articles, .because = "found"}},
            chat.now.last);
  chat.keep(std::move(draft));
  add(chat, {ActorKind::visitor, "visitor"},
      ArticleOpened{ArticleId("warranty"), "en", "Warranty of two years", "message"});
  add(chat, {ActorKind::visitor, "visitor"}, ArticleRated{ArticleId("warranty"), "en", false});
  const auto card = card_of(chat);
  REQUIRE(card.tried.size() == 1);
  REQUIRE(card.tried[0].articles.size() == 1);
  CHECK(card.tried[0].title == "Warranty of two years");
  CHECK(card.tried[0].articles[0].helped == false);
  REQUIRE(card.read.size() == 1);
  CHECK(card.read[0].from == "message");
  CHECK(card.read[0].helped == false);
}

TEST_CASE("the wait is counted from when a person was asked for until one came") {
  Chat chat(small_brain());
  chat.time += std::chrono::minutes{10};
  chat.say("a human");
  CHECK_FALSE(card_of(chat).waited);
  chat.time += std::chrono::seconds{95};
  add(chat, {ActorKind::agent, "r"}, AgentJoined{AgentId("r"), "Ruta"});
  CHECK(card_of(chat).waited == std::chrono::seconds{95});
}

TEST_CASE("the first reply greets, follows the reason and speaks the visitor's language") {
  const auto reply = [](const std::string& language, const std::string& name,
                        const std::vector<std::string>& said) {
    Chat chat(small_brain(), language,
              name.empty() ? std::map<std::string, std::string>()
                           : std::map<std::string, std::string>{{"name", name}});
    for (const auto& words : said) chat.say(words);
    return card_of(chat).first_reply;
  };
  CHECK(reply("en", "Ona", {"a human"}) ==
        "Hello Ona. This is Ruta. I have read what you told the bot and will answer now.");
  CHECK(reply("lt", "", {"human"}) ==
        "Sveiki. Čia Ruta. Perskaičiau, ką rašėte robotui, tuoj atsakysiu.");
  CHECK(reply("en", "", {"when do you open", "human"}).find("“Opening hours”") !=
        std::string::npos);
  CHECK(reply("en", "", {"qwrtp zxcvb", "qwrtp zxcvb"}).find("did not understand") !=
        std::string::npos);
}

TEST_CASE("braces in a visitor's name are a name") {
  Chat chat(small_brain(), "en", {{"name", "{agent} {topic}"}});
  chat.say("a human");
  CHECK(card_of(chat).first_reply.starts_with("Hello {agent} {topic}. This is Ruta."));
}

TEST_CASE("an erased conversation's card says nothing of anybody") {
  Chat chat(small_brain(), "en", {{"name", "Ona"}});
  chat.say("a human, I am Ona");
  std::vector<Event> blank;
  for (auto event : chat.log) {
    event.fact = without_personal_data(event.fact);
    blank.push_back(event);
  }
  chat.log = blank;
  chat.now = fold(blank);
  add(chat, system_actor(), Erased{});
  const auto card = card_of(chat);
  CHECK(card.name.empty());
  CHECK(card.first_reply.empty());
  CHECK((!card.wants || card.wants->text.empty()));
}

TEST_CASE("what the bot answered while he waited stands apart from what he wants") {
  Chat chat(small_brain());
  chat.say("where is my order");
  chat.say("human");
  chat.say("when do you open");
  auto card = card_of(chat);
  REQUIRE(card.wants);
  CHECK(card.wants->intent == "order_status");
  CHECK(card.wants->text == "where is my order");
  CHECK(card.tried.size() == 1);
  REQUIRE(card.meanwhile.size() == 1);
  CHECK(card.meanwhile[0].title == "Opening hours");

  Chat unknown(small_brain());
  unknown.say("qwrtp zxcvb");
  unknown.say("qwrtp again");
  unknown.say("are you there");
  card = card_of(unknown);
  REQUIRE(card.wants);
  CHECK(card.wants->text == "qwrtp again");
}

TEST_CASE("who waits again has not been served, and the card says who handed him on and why") {
  Chat chat(small_brain());
  chat.say("human");
  chat.time += std::chrono::seconds(40);
  const AgentIdentity ruta{AgentId("ruta"), "Ruta"};
  auto draft = chat.draft();
  REQUIRE(take(draft, ruta, chat.now.epoch));
  chat.keep(std::move(draft));
  CHECK(card_of(chat).waited == std::chrono::seconds(40));
  CHECK_FALSE(card_of(chat).transferred);
  chat.time += std::chrono::seconds(10);
  draft = chat.draft();
  REQUIRE(transfer_to_team(draft, ruta, chat.now.epoch, TeamId("returns"), "Returns",
                           "wants his money back"));
  chat.keep(std::move(draft));
  const auto card = card_of(chat);
  CHECK_FALSE(card.waited);
  REQUIRE(card.transferred);
  CHECK(card.transferred->by == "Ruta");
  CHECK(card.transferred->comment == "wants his money back");
  CHECK(card.transferred->at == chat.time);

  const AgentIdentity jonas{AgentId("jonas"), "Jonas"};
  draft = chat.draft();
  REQUIRE(take(draft, jonas, chat.now.epoch));
  chat.keep(std::move(draft));
  CHECK(card_of(chat).transferred);
  add(chat, {ActorKind::system, ""}, Requeued{"gone"});
  CHECK_FALSE(card_of(chat).waited);
  add(chat, {ActorKind::agent, "jonas"}, ReturnedToBot{});
  CHECK_FALSE(card_of(chat).transferred);
}

TEST_CASE(
    "a transfer without a word has who and when, and a note of another moment is no comment") {
  Chat chat(small_brain());
  chat.say("human");
  const AgentIdentity ruta{AgentId("ruta"), "Ruta"};
  auto draft = chat.draft();
  REQUIRE(take(draft, ruta, chat.now.epoch));
  REQUIRE(note(draft, ruta, draft.conversation().epoch, "a note", "n1"));
  chat.keep(std::move(draft));
  draft = chat.draft();
  REQUIRE(transfer_to_agent(draft, ruta, chat.now.epoch, {AgentId("jonas"), "Jonas"}));
  chat.keep(std::move(draft));
  const auto card = card_of(chat);
  REQUIRE(card.transferred);
  CHECK(card.transferred->by == "Ruta");
  CHECK(card.transferred->comment.empty());
}

}  // namespace handoff_card_test
