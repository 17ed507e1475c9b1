// SPDX-License-Identifier: MIT
#pragma once
// The subcommands. Each prints its result on standard output and everything else on standard error, and
// returns the exit code: 0 good; 1 the judged thing is not; 2 bad input; 3 could not run.

#include <filesystem>
#include <string>
#include <vector>

#include "cli/workspace.h"
#include "core/settings.h"

namespace frontdesk {

enum ExitCode : int { kGood = 0, kNotGood = 1, kBadInput = 2, kCouldNotRun = 3 };

struct ServeCommand {
  Places places;
  std::string host;
  int port = -1;
};
int serve(const ServeCommand& command);

/// Lints a content folder; with the database of the data folder, where there is one, also whether the articles of
/// sources that intents name are there.
int check(const Places& places, const std::string& format, bool strict);

struct TrainCommand {
  Places places;
  std::filesystem::path tsv;         // instead of content
  std::filesystem::path valid;       // held-out rows for `tsv`
  std::filesystem::path unlabelled;  // messages, one a line
  double false_handoff_rate =
      -1;  // below 0: as the settings say; this and the next for either source
  double wrong_answer_cost = -1;
  unsigned seed = 1;
};
int train(const TrainCommand& command);

int evaluate(const std::filesystem::path& model, const std::filesystem::path& tsv,
             const std::string& format, const std::filesystem::path& report);

/// What the bot would understand and do, a line of JSON a text.
int explain(const Places& places, const std::string& language, const std::string& text,
            const std::filesystem::path& file);

int search(const Places& places, const std::string& language, const std::string& question);
int search_about(const Places& places);

struct EvaluateSearchCommand {
  std::filesystem::path docs;
  std::filesystem::path queries;
  std::filesystem::path qrels;
  std::filesystem::path unanswerable;
  std::string language;
};
int evaluate_search(const EvaluateSearchCommand& command);

/// The content's own tests: every `tests:` sentence and every transcript below `folders` (the content's
/// tests/ when none is given).
int test(const Places& places, const std::vector<std::filesystem::path>& folders);

/// What visitors asked in vain, the most asked first: a line a question, or JSON.
int gaps(const Places& places, const std::string& format, std::size_t most);

/// Talk in the terminal.
int chat(const Places& places, const std::string& language);

struct UserAddCommand {
  Places places;
  std::string name;
  std::string role = "agent";
  bool password_from_input = false;  // else one is made and printed
};
int user_add(const UserAddCommand& command);

struct SyncCommand {
  Places places;
  std::string source;    // empty: all of them
  bool confirm = false;  // lets through what would be held
};
/// Fetches the articles of other places. Works while the server runs, which then takes them in. 1 when
/// something was held or single articles failed, 3 when a source could not be synced to its end.
int sync(const SyncCommand& command);

// ---- Shared by the commands ----

/// Reads the workspace and prints its problems; false when it has errors.
bool read_or_complain(const Places& places, Workspace& workspace);

/// Adds what the database of the data folder has, when there is one: synced articles and what readers said of
/// articles. One that cannot be read is a warning on standard error: the content's own articles do.
void add_stored(const Places& places, Workspace& workspace);

/// The brain of a folder, with what is stored; or nothing, with the reason printed and `exit_code` set.
std::shared_ptr<const Brain> brain_or_complain(const Places& places, int& exit_code);

/// The machine's clock.
const class Clock& system_clock();

}  // namespace frontdesk
