// SPDX-License-Identifier: MIT
// The player of transcripts itself: a transcript that is wrong must not pass.
#include <doctest/doctest.h>

#include "cli/transcript.h"
#include "support/small_bot.h"

namespace player_test {

using namespace support;

namespace {

/// "LINE: TEXT" of every failure, one a line.
std::string failures(const std::string& text) {
  static const auto kBrain = small_brain();
  std::string all;
  for (const auto& failure : play_transcript(*kBrain, "lang: en\n" + text, "t.chat").failures) {
    all += std::to_string(failure.at.line) + ": " + failure.text + "\n";
  }
  return all;
}

bool fails_at(const std::string& text, int line, const std::string& because) {
  const auto all = failures(text);
  CAPTURE(all);
  const auto begin = std::to_string(line) + ": ";
  const bool right = all.starts_with(begin) && all.find(because) != std::string::npos;
  CHECK(right);
  return right;
}

}  // namespace

TEST_CASE("a transcript that is right passes, and every expectation is counted") {
  const auto brain = small_brain();
  const std::string text =
      "# a comment\n"
      "lang: en\n"
      "\n"
      "visitor: hello there\n"
      "bot: Hello.\n"
      "-> answer greet  (intent greet at 0.90)\n"
      "tap: intent:order_status\n"
      "bot: /which order/\n"
      "-> flow status\n"
      "call: 200 {\"state\": \"packed\"}\n"
      "visitor: 10023\n"
      "bot: ...\n"
      "status: bot\n"
      "visitor: human\n"
      "-> handoff asked_for_person\n"
      "status: queued\n"
      "visitor: hello there\n"
      "-> silent\n"
      "agent Ruta: take\n"
      "status: assigned\n"
      "agent Ruta: How can I help?\n"
      "agent Ruta: return\n"
      "clock: +10m\n"
      "agent Jonas: take\n"
      "agent Jonas: close\n"
      "status: closed\n";
  const auto result = play_transcript(*brain, text, "t.chat");
  for (const auto& failure : result.failures) FAIL_CHECK(failure.text);
  CHECK(result.checks == 11);
}

TEST_CASE("a wrong text fails, exact and as a pattern") {
  fails_at("visitor: hello there\nbot: Good day.\n", 3, "but it said 'Hello.'");
  fails_at("visitor: hello there\nbot: Hello\n", 3, "but it said 'Hello.'");
  fails_at("visitor: hello there\nbot: /good day/\n", 3, "but it said 'Hello.'");
  fails_at("visitor: hello there\nbot: /(/\n", 3, "not a regular expression");
}

TEST_CASE("a message that was not said fails, however it is expected") {
  fails_at("visitor: hello there\nbot: ...\nbot: ...\n", 4, "it said nothing more");
  fails_at("visitor: human\nvisitor: hello there\nbot: ...\n", 4, "it said nothing more");
  fails_at("visitor: human\nvisitor: hello there\n-> answer\n", 4, "the bot did nothing");
}

TEST_CASE("a wrong action, detail or reason fails") {
  fails_at("visitor: hello there\n-> clarify\n", 3, "but it was 'answer greet");
  fails_at("visitor: hello there\n-> answer hours\n", 3, "but it was 'answer greet");
  fails_at("visitor: hello there\n-> answer greet (rule x)\n", 3, "but it was 'answer greet");
  fails_at("visitor: human\n-> handoff not_understood\n", 3,
           "but it was 'handoff asked_for_person");
  fails_at("visitor: where is my order\n-> flow return\n", 3, "but it was 'flow");
  fails_at("visitor: no such words\n-> articles a1\n", 3, "but it was 'clarify");
  fails_at("visitor: hello there\n-> dance\n", 3, "but it was 'answer greet");
}

TEST_CASE("silence that was broken fails") {
  fails_at("visitor: hello there\n-> silent\n", 3, "expected silence");
}

TEST_CASE("a wrong status fails") {
  fails_at("visitor: hello there\nstatus: queued\n", 3, "but it is bot");
  fails_at("visitor: hello there\nstatus: nonsense\n", 3, "but it is bot");
}

TEST_CASE("a tap on what was not offered fails, a person can always be tapped") {
  fails_at("visitor: hello there\ntap: intent:hours\n", 3,
           "'intent:hours' was not offered; offered: intent:order_status");
  CHECK(failures("visitor: no such words\ntap: person\nstatus: queued\n").empty());
}

TEST_CASE("an agent's command that is refused fails") {
  fails_at("visitor: hello there\nagent Ruta: return\n", 3, "agent Ruta: take the conversation");
  fails_at("visitor: human\nagent Ruta: take\nagent Jonas: Hello!\n", 4, "Ruta has already taken");
}

TEST_CASE("lines that mean nothing fail") {
  fails_at("vistor: hello there\n", 2, "'vistor' is not lang, visitor");
  fails_at("hello there\n", 2, "expected 'WORD: ...'");
  fails_at("clock: soon\n", 2, "expected 'clock: +10m'");
  fails_at("clock: +10x\n", 2, "expected 'clock: +10m'");
  fails_at("call: soon\n", 2, "expected 'call: STATUS JSON'");
  fails_at("call: 200 no json\nvisitor: where is my order 10023\n", 3, "not JSON");
  fails_at("agent: take\n", 2, "'agent' is not lang");
}

}  // namespace player_test
