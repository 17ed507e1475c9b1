// SPDX-License-Identifier: MIT
#include "cli/transcript.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <optional>
#include <sstream>

#include "core/ascii.h"
#include "core/draft.h"
#include "desk/desk.h"
#include "dialogue/turn.h"
#include "service/calls.h"

namespace frontdesk {
namespace {

// 2026-11-23T10:00:00Z is a Monday, 12:00 in Vilnius.
constexpr std::int64_t kBegin = 1'795'428'000'000;

std::string text_after(std::string_view line, std::size_t begin) {
  return std::string(trimmed(line.substr(begin)));
}

struct CallAnswer {
  int status = 0;
  std::string body;
};

class Player {
 public:
  Player(const Brain& brain, std::string file) : brain_(brain), file_(std::move(file)) {}

  void play(const std::string& text) {
    std::istringstream lines(text);
    std::string line;
    while (std::getline(lines, line)) {
      ++line_;
      column_ = static_cast<int>(line.find_first_not_of(" \t")) + 1;
      play_line(std::string(trimmed(line)));
    }
  }

  TranscriptResult result;

 private:
  void fail(const std::string& text) {
    result.failures.push_back({{file_, line_, std::max(1, column_)}, text});
  }

  void play_line(const std::string& line) {
    if (line.empty() || line.front() == '#') return;
    if (line.starts_with("->")) return expect_decision(text_after(line, 2));
    const auto colon = line.find(':');
    if (colon == std::string::npos) return fail("expected 'WORD: ...' or '-> ...'");
    const std::string word(trimmed(std::string_view(line).substr(0, colon)));
    const auto rest = text_after(line, colon + 1);
    if (word == "lang") {
      language_ = rest;
    } else if (word == "visitor") {
      say({.text = rest});
    } else if (word == "tap") {
      tap(rest);
    } else if (word == "call") {
      answer_call(rest);
    } else if (word == "clock") {
      move_clock(rest);
    } else if (word == "bot") {
      expect_message(rest);
    } else if (word == "status") {
      expect_status(rest);
    } else if (word.starts_with("agent ")) {
      agent(text_after(word, 6), rest);
    } else {
      fail("'" + word + "' is not lang, visitor, tap, call, agent NAME, clock, bot, status or ->");
    }
  }

  Draft draft() {
    if (conversation_.last == 0) {
      conversation_.id = ConversationId(file_);
      conversation_.channel = "web";
      Draft first(conversation_, now_, brain_.version());
      greet(brain_, first,
            {.contact = ContactId("visitor"), .inbox = InboxId("main"), .language = language_});
      conversation_ = first.conversation();
    }
    return {conversation_, now_, brain_.version()};
  }

  void keep(const Draft& done) {
    for (const auto& event : done.events()) {
      if (const auto* message = std::get_if<MessageAdded>(&event.fact);
          message != nullptr && message->author == Author::bot) {
        said_.push_back(*message);
      }
    }
    conversation_ = done.conversation();
    make_calls();
  }

  void forget() {
    said_.clear();
    current_.reset();
  }

  void say(Said said) {
    forget();
    said.client_id = "m" + std::to_string(line_);
    auto turn = draft();
    take_turn(brain_, turn, said);
    keep(turn);
  }

  void tap(const std::string& choice) {
    (void)draft();
    const auto& offered = conversation_.offered;
    const auto found = std::find_if(offered.begin(), offered.end(),
                                    [&](const QuickReply& each) { return each.choice == choice; });
    if (found == offered.end() && choice != "person") {
      std::string list;
      for (const auto& each : offered) list += " " + each.choice;
      return fail("'" + choice +
                  "' was not offered; offered:" + (list.empty() ? " nothing" : list));
    }
    say({.text = found == offered.end() ? choice : found->label, .choice = choice});
  }

  void make_calls() {
    while (conversation_.flow && conversation_.flow->open_call && !answers_.empty()) {
      const auto call = *conversation_.flow->open_call;
      const auto answer = answers_.front();
      answers_.pop_front();
      CallReturned returned{.key = call.key, .status = answer.status};
      if (answer.status > 0 && answer.status < 400) {
        auto saved = saved_values(answer.body, call.save);
        if (!saved) return fail("the call's answer: " + saved.error().message);
        returned.saved = std::move(*saved);
      }
      Draft next(conversation_, now_, brain_.version());
      take_call(brain_, next, returned, 0);
      keep(next);
    }
  }

  void answer_call(const std::string& rest) {
    CallAnswer answer;
    const auto [end, error] =
        std::from_chars(rest.data(), rest.data() + rest.size(), answer.status);
    if (error != std::errc{}) return fail("expected 'call: STATUS JSON'");
    answer.body = trimmed(std::string_view(end, rest.data() + rest.size()));
    answers_.push_back(std::move(answer));
    make_calls();
  }

  void move_clock(const std::string& rest) {
    std::int64_t count = 0;
    const char* begin = rest.data() + (rest.starts_with('+') ? 1 : 0);
    const auto [end, error] = std::from_chars(begin, rest.data() + rest.size(), count);
    const std::string unit(end, rest.data() + rest.size());
    const std::int64_t seconds = unit == "s"   ? 1
                                 : unit == "m" ? 60
                                 : unit == "h" ? 3600
                                 : unit == "d" ? 86400
                                               : 0;
    if (error != std::errc{} || seconds == 0) return fail("expected 'clock: +10m' (s, m, h or d)");
    now_ += std::chrono::seconds{count * seconds};
  }

  void agent(const std::string& name, const std::string& what) {
    forget();
    auto turn = draft();
    const AgentIdentity who{AgentId("agent:" + name), name};
    const auto epoch = conversation_.epoch;
    Result<Done> done = Done{};
    if (what == "take") {
      done = take(turn, who, epoch);
    } else if (what == "return") {
      done = return_to_bot(turn, who, epoch, {});
    } else if (what == "close") {
      done = close(turn, who, epoch, "");
    } else {
      done = answer(turn, who, epoch, what, "a" + std::to_string(line_));
    }
    if (!done) return fail("agent " + name + ": " + done.error().message);
    keep(turn);
  }

  void expect_message(const std::string& expected) {
    ++result.checks;
    if (said_.empty()) {
      current_.reset();
      return fail("expected the bot to say '" + expected + "', but it said nothing more");
    }
    current_ = said_.front();
    said_.pop_front();
    if (expected == "...") return;
    if (expected.size() > 2 && expected.front() == '/' && expected.back() == '/') {
      const RE2 pattern("(?is)" + expected.substr(1, expected.size() - 2), RE2::Quiet);
      if (!pattern.ok()) return fail("not a regular expression: " + pattern.error());
      if (RE2::PartialMatch(current_->text, pattern)) return;
    } else if (current_->text == expected) {
      return;
    }
    fail("expected the bot to say '" + expected + "', but it said '" + current_->text + "'");
  }

  void expect_decision(const std::string& line) {
    ++result.checks;
    const auto open = line.find('(');
    const auto because =
        open == std::string::npos
            ? std::string_view()
            : trimmed(std::string_view(line).substr(open + 1, line.rfind(')') - open - 1));
    std::istringstream parts(line.substr(0, open));
    std::string action;
    std::string detail;
    parts >> action >> detail;
    if (action == "silent") {
      if (!said_.empty()) fail("expected silence, but the bot said '" + said_.front().text + "'");
      return;
    }
    if (!current_) {
      if (said_.empty()) return fail("expected '" + line + "', but the bot did nothing");
      current_ = said_.front();
      said_.pop_front();
    }
    const auto& decision = *current_->decision;
    const auto actual = describe(decision);
    const bool right_detail = detail.empty() || matches(decision, detail);
    if (action != name_of(decision.action) || !right_detail ||
        decision.because.find(because) == std::string::npos) {
      fail("expected '" + line + "', but it was '" + actual + "  (" + decision.because + ")'");
    }
    current_.reset();
  }

  bool matches(const Decision& decision, const std::string& detail) const {
    switch (decision.action) {
      case Action::handoff: return detail == name_of(conversation_.handoff_reason);
      case Action::articles:
        return !decision.articles.empty() && decision.articles.front().value == detail;
      case Action::flow: return decision.because.find("flow " + detail) != std::string::npos;
      default: return decision.intent == detail;
    }
  }

  std::string describe(const Decision& decision) const {
    std::string text(name_of(decision.action));
    switch (decision.action) {
      case Action::handoff: return text + " " + std::string(name_of(conversation_.handoff_reason));
      case Action::articles:
        return decision.articles.empty() ? text : text + " " + decision.articles.front().value;
      default: return decision.intent.empty() ? text : text + " " + decision.intent;
    }
  }

  void expect_status(const std::string& expected) {
    ++result.checks;
    const auto actual = name_of(conversation_.status);
    if (expected != actual) {
      fail("expected status " + expected + ", but it is " + std::string(actual));
    }
  }

  const Brain& brain_;
  std::string file_;
  int line_ = 0;
  int column_ = 1;
  std::string language_ = "lt";
  Time now_ = from_millis(kBegin);
  Conversation conversation_;
  std::deque<MessageAdded> said_;        // by the bot since the last turn, not yet looked at
  std::optional<MessageAdded> current_;  // looked at by `bot:`, not yet by `->`
  std::deque<CallAnswer> answers_;
};

}  // namespace

TranscriptResult play_transcript(const Brain& brain, const std::string& text,
                                 const std::string& file) {
  Player player(brain, file);
  player.play(text);
  return std::move(player.result);
}

std::vector<std::filesystem::path> transcripts_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> found;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator each(folder, error), end;
       !error && each != end; each.increment(error)) {
    if (each->path().extension() == ".chat") found.push_back(each->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace frontdesk
