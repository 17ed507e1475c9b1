// SPDX-License-Identifier: MIT
#include <fstream>
#include <iostream>
#include <sstream>

#include "cli/commands.h"
#include "cli/explanation.h"
#include "cli/sourced_references.h"
#include "cli/transcript.h"
#include "content/problems.h"
#include "core/clock.h"
#include "dialogue/turn.h"
#include "kb-connector/sources.h"
#include "store/sqlite_store.h"

namespace frontdesk {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void complain(const SourceSpan& at, const std::string& text) {
  std::cout << to_text(Problem{Problem::Severity::error, at, text}) << '\n';
}

/// The intent that a sentence starts, "none" when the bot is not sure of one.
std::string understood(const Brain& brain, const IntentTest& each) {
  Conversation conversation;
  conversation.language = each.language;
  const auto explanation =
      explain(brain, conversation, Said{.text = each.say}, system_clock().now());
  const auto& meaning = explanation.meaning;
  return meaning.intent.empty() ? "none" : meaning.intent;
}

/// Checked with the database, where there is one.
Result<std::vector<Problem>> sourced_references(const Places& places, const Workspace& workspace) {
  const auto file = places.data / "frontdesk.db";
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return check_sourced_references(workspace, nullptr);
  const auto store = SqliteStore::open(file);
  if (!store) return store.error();
  return check_sourced_references(workspace, store->get());
}

}  // namespace

int check(const Places& places, const std::string& format, bool strict) {
  auto workspace = read_workspace(places, system_clock().now());
  auto& problems = workspace.problems;
  for (const auto& config : workspace.sources) {
    const auto said = lint_source(config);
    problems.insert(problems.end(), said.begin(), said.end());
  }
  const auto said = sourced_references(places, workspace);
  if (!said) {
    std::cerr << "error: " << said.error().message << '\n';
    return kCouldNotRun;
  }
  problems.insert(problems.end(), said->begin(), said->end());
  if (format == "json") {
    std::cout << to_json(workspace.problems) << '\n';
  } else {
    for (const auto& problem : workspace.problems) std::cout << to_text(problem) << '\n';
    if (workspace.problems.empty()) {
      std::cerr << workspace.catalog.intents.size() << " intents, "
                << workspace.catalog.flows.size() << " flows, " << workspace.catalog.articles.size()
                << " articles: no problems\n";
    }
  }
  if (has_errors(workspace.problems)) return kBadInput;
  return strict && has_warnings(workspace.problems) ? kNotGood : kGood;
}

int test(const Places& places, const std::vector<std::filesystem::path>& folders) {
  int exit_code = kGood;
  const auto brain = brain_or_complain(places, exit_code);
  if (!brain) return exit_code;

  int passed = 0;
  int failed = 0;
  for (const auto& intent : brain->catalog.intents) {
    for (const auto& each : intent.tests) {
      const auto found = understood(*brain, each);
      if (found == each.expect) {
        ++passed;
        continue;
      }
      ++failed;
      complain(each.at, "'" + each.say + "' should be " + each.expect + ", but it is " + found);
    }
  }
  std::cerr << "sentences: " << passed << " right, " << failed << " not\n";
  // A classifier is judged by how many sentences it gets right, a conversation by every line.
  const int sentences = passed + failed;
  const int sentence_failures = failed;

  std::vector<std::filesystem::path> files;
  if (folders.empty()) {
    files = transcripts_in(places.content / "tests");
  } else {
    for (const auto& folder : folders) {
      const auto more = transcripts_in(folder);
      files.insert(files.end(), more.begin(), more.end());
    }
  }
  int transcripts_failed = 0;
  int checks = 0;
  for (const auto& file : files) {
    const auto result = play_transcript(*brain, read_file(file), file.string());
    checks += result.checks;
    for (const auto& failure : result.failures) complain(failure.at, failure.text);
    if (!result.failures.empty()) ++transcripts_failed;
  }
  std::cerr << "transcripts: " << files.size() - static_cast<std::size_t>(transcripts_failed)
            << " of " << files.size() << " pass, " << checks << " lines checked\n";
  std::cout << passed + static_cast<int>(files.size()) - transcripts_failed << " passed, "
            << sentence_failures + transcripts_failed << " failed\n";
  (void)sentences;
  return sentence_failures + transcripts_failed == 0 ? kGood : kNotGood;
}

int chat(const Places& places, const std::string& language) {
  int exit_code = kGood;
  const auto brain = brain_or_complain(places, exit_code);
  if (!brain) return exit_code;

  Conversation conversation;
  conversation.id = ConversationId("chat");
  conversation.channel = "terminal";
  const NearestExamples examples(training_rows(brain->catalog));
  std::string why = "nothing has been said yet\n";
  const auto show = [&](const Draft& draft) {
    for (const auto& event : draft.events()) {
      const auto* message = std::get_if<MessageAdded>(&event.fact);
      if (message == nullptr || message->author != Author::bot) {
        if (message == nullptr) std::cerr << "  [" << type_of(event.fact) << "]\n";
        continue;
      }
      std::cout << "bot: " << message->text << '\n';
      for (const auto& article : message->articles) std::cout << "  > " << article.title << '\n';
      for (const auto& reply : message->quick_replies) {
        std::cout << "  (" << reply.label << ")\n";
      }
    }
    std::cout.flush();
    conversation = draft.conversation();
  };

  Draft first(conversation, system_clock().now(), brain->version());
  greet(*brain, first, {.contact = ContactId("you"), .language = language});
  show(first);
  std::string line;
  for (int count = 1; std::getline(std::cin, line); ++count) {
    if (line == "/quit") break;
    if (line == "/why") {
      std::cout << why << std::flush;
      continue;
    }
    if (line.empty()) continue;
    const auto now = system_clock().now();
    why = explanation_text(*brain, examples, explain(*brain, conversation, {.text = line}, now));
    Draft draft(conversation, now, brain->version());
    take_turn(*brain, draft, {.text = line, .client_id = std::to_string(count)});
    show(draft);
  }
  return kGood;
}

}  // namespace frontdesk
