// SPDX-License-Identifier: MIT
#include "desk/training.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace training_test {

using namespace frontdesk;
using support::Chat;
using support::small_brain;

namespace {

const AgentIdentity kRuta{AgentId("r"), "Ruta"};
const AgentIdentity kJonas{AgentId("j"), "Jonas"};

std::vector<std::shared_ptr<const Event>> log_of(const Chat& chat) {
  std::vector<std::shared_ptr<const Event>> log;
  for (const auto& event : chat.log) log.push_back(std::make_shared<const Event>(event));
  return log;
}

/// The sequence of the visitor's last message.
Sequence asked(const Chat& chat) { return chat.now.last_visitor_message; }

std::optional<Code> mark(Chat& chat, Sequence message, const std::string& intent,
                         const AgentIdentity& agent = kRuta) {
  auto draft = chat.draft();
  const auto done = mark_intent(draft, log_of(chat), agent, chat.now.epoch, message, intent);
  if (!done) return done.error().code;
  chat.keep(std::move(draft));
  return std::nullopt;
}

}  // namespace

TEST_CASE("only what a visitor said is marked, and the same mark is no news") {
  Chat chat(small_brain());
  chat.say("when do you open");
  const auto message = asked(chat);
  CHECK(mark(chat, 0, "hours") == Code::invalid);
  CHECK(mark(chat, 2, "hours") == Code::invalid);
  CHECK(mark(chat, 99, "hours") == Code::invalid);
  CHECK_FALSE(mark(chat, message, "warranty"));
  CHECK(chat.types() == "intent_marked");
  CHECK_FALSE(mark(chat, message, "warranty"));
  CHECK(chat.types() == "");
}

TEST_CASE("the list has a message once, as it was marked last, with what the bot made of it") {
  Chat chat(small_brain());
  chat.say("when do you open");
  const auto first = asked(chat);
  chat.say("where is my order");
  const auto second = asked(chat);
  CHECK_FALSE(mark(chat, first, "warranty"));
  CHECK_FALSE(mark(chat, second, ""));
  CHECK_FALSE(mark(chat, first, "greet", kJonas));
  const auto marks = marks_of(log_of(chat));
  REQUIRE(marks.size() == 2);
  CHECK(marks[0].message == first);
  CHECK(marks[0].intent == "greet");
  CHECK(marks[0].was == "hours");
  CHECK(marks[0].by == "j");
  CHECK(marks[0].text == "when do you open");
  CHECK(marks[1].intent == "");
  CHECK(marks[1].was == "order_status");
}

TEST_CASE("a suggestion is judged by the owner, in known words, once a message and outcome") {
  Chat chat(small_brain());
  chat.say("a human");
  const auto judge = [&](const AgentIdentity& agent, SuggestionJudged judged) {
    auto draft = chat.draft();
    const auto done = judge_suggestion(draft, log_of(chat), agent, chat.now.epoch, judged);
    const bool added = !draft.empty();
    if (!done) return std::string(name_of(done.error().code));
    chat.keep(std::move(draft));
    return std::string(added ? "kept" : "known");
  };
  SuggestionJudged judged{.kind = "answer", .message = asked(chat), .outcome = "edited"};
  CHECK(judge(kRuta, judged) == "conflict");
  auto draft = chat.draft();
  REQUIRE(take(draft, kRuta, chat.now.epoch));
  chat.keep(std::move(draft));
  CHECK(judge(kJonas, judged) == "conflict");
  CHECK(judge(kRuta, judged) == "kept");
  CHECK(judge(kRuta, judged) == "known");
  judged.outcome = "rejected";
  CHECK(judge(kRuta, judged) == "kept");
  judged.outcome = "liked";
  CHECK(judge(kRuta, judged) == "invalid");
  judged = {.kind = "joke", .message = asked(chat), .outcome = "edited"};
  CHECK(judge(kRuta, judged) == "invalid");
  judged = {.kind = "answer", .message = 2, .outcome = "edited"};
  CHECK(judge(kRuta, judged) == "invalid");
}

}  // namespace training_test
