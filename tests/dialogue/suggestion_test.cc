// SPDX-License-Identifier: MIT
#include "dialogue/suggestion.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace suggestion_test {

using namespace frontdesk;
using support::Chat;
using support::small_brain;

namespace {

const AgentIdentity kRuta{AgentId("r"), "Ruta"};

std::vector<std::shared_ptr<const Event>> log_of(const Chat& chat) {
  std::vector<std::shared_ptr<const Event>> log;
  for (const auto& event : chat.log) log.push_back(std::make_shared<const Event>(event));
  return log;
}

std::optional<Suggestion> suggested(const Chat& chat) {
  return suggest(*chat.brain, chat.now, log_of(chat), chat.time);
}

void add(Chat& chat, Actor actor, Fact fact) {
  auto draft = chat.draft();
  draft.add(std::move(actor), std::move(fact));
  chat.keep(std::move(draft));
}

/// A conversation that Ruta has, in which the visitor then says this.
Chat asked(const std::string& text) {
  Chat chat(small_brain());
  chat.say("a human");
  auto draft = chat.draft();
  REQUIRE(take(draft, kRuta, chat.now.epoch));
  chat.keep(std::move(draft));
  if (!text.empty()) chat.say(text);
  return chat;
}

}  // namespace

TEST_CASE("what an author wrote for the intent is proposed, with how sure and why") {
  const auto chat = asked("when do you open");
  const auto suggestion = suggested(chat);
  REQUIRE(suggestion);
  CHECK(suggestion->kind == Suggestion::Kind::answer);
  CHECK(suggestion->intent == "hours");
  CHECK(suggestion->text == "We are open 8-20 in Vilnius.");
  CHECK(suggestion->message == chat.now.last_visitor_message);
  CHECK(suggestion->confidence == 1);
  CHECK(suggestion->because.find("hours.open") != std::string::npos);
}

TEST_CASE("proposing changes nothing, and the same words bring the same proposal after a note") {
  auto chat = asked("when do you open");
  const auto before = chat.log.size();
  const auto first = suggested(chat);
  CHECK(chat.log.size() == before);
  add(chat, {ActorKind::agent, "r"}, NoteAdded{"he is in a hurry", "n1", "Ruta"});
  CHECK(suggested(chat)->text == first->text);
}

TEST_CASE("an article is proposed with its link") {
  const auto suggestion = suggested(asked("warranty of two years receipt"));
  REQUIRE(suggestion);
  CHECK(suggestion->kind == Suggestion::Kind::article);
  REQUIRE_FALSE(suggestion->articles.empty());
  CHECK(suggestion->articles[0].id == ArticleId("warranty"));
  CHECK(suggestion->confidence > 0);
}

TEST_CASE("the question that a flow would ask next is proposed as a step") {
  const auto suggestion = suggested(asked("i want to send it back"));
  REQUIRE(suggestion);
  CHECK(suggestion->kind == Suggestion::Kind::step);
  CHECK(suggestion->text == "Number, please?");
}

TEST_CASE("nothing is proposed where the bot would ask back, call a person or the shop") {
  CHECK_FALSE(suggested(asked("qwrtp zxcvb")));
  CHECK_FALSE(suggested(asked("a human")));
  CHECK_FALSE(suggested(asked("that is terrible")));
  CHECK_FALSE(suggested(asked("where is my order 10023")));
}

TEST_CASE("nothing is proposed for what is answered, judged, or not an agent's") {
  auto answered = asked("when do you open");
  add(answered, {ActorKind::agent, "r"}, MessageAdded{.author = Author::agent, .text = "At 8"});
  CHECK_FALSE(suggested(answered));

  auto judged = asked("when do you open");
  add(judged, {ActorKind::agent, "r"},
      SuggestionJudged{
          .kind = "answer", .message = judged.now.last_visitor_message, .outcome = "rejected"});
  CHECK_FALSE(suggested(judged));
  judged.say("so when do you open");
  CHECK(suggested(judged));

  Chat bots(small_brain());
  bots.say("when do you open");
  CHECK_FALSE(suggested(bots));
  auto draft = bots.draft();
  REQUIRE(take(draft, kRuta, bots.now.epoch));
  bots.keep(std::move(draft));
  // The bot answered it when it had it.
  CHECK_FALSE(suggested(bots));
}

TEST_CASE("what was proposed to a message can be worked out after it was answered") {
  auto chat = asked("when do you open");
  const auto message = chat.now.last_visitor_message;
  add(chat, {ActorKind::agent, "r"}, MessageAdded{.author = Author::agent, .text = "At 8"});
  const auto proposed = suggest_for(*chat.brain, chat.now, log_of(chat), message, chat.time);
  REQUIRE(proposed);
  CHECK(proposed->intent == "hours");
  CHECK_FALSE(suggest_for(*chat.brain, chat.now, log_of(chat), 2, chat.time));
  CHECK_FALSE(suggest_for(*chat.brain, chat.now, log_of(chat), 999, chat.time));
}

}  // namespace suggestion_test
