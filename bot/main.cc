// SPDX-License-Identifier: MIT
// frontdesk: the command line. Each subcommand is a function of cli/; this file says how it is called.

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "kb-connector/ingest/page.h"

int main(int argc, char** argv) {
  using namespace frontdesk;
  CLI::App app{"A support chatbot that knows when to call a person.", "frontdesk"};
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::simple);

  Places places;
  int code = kGood;
  const auto with_content = [&](CLI::App* command) {
    command->add_option("--content", places.content, "Folder with intents, flows and articles")
        ->capture_default_str();
  };
  const auto with_model = [&](CLI::App* command) {
    command->add_option(
        "--model", places.model,
        "Folder of the trained model; by default one under DATA named by the content");
    command->add_option("--data", places.data, "Folder with the database and the models")
        ->capture_default_str();
    command->add_option("--config", places.config, "File that overrides single settings")
        ->check(CLI::ExistingFile);
  };

  ServeCommand serving;
  auto* serve_command = app.add_subcommand("serve", "Serve the widget, the console and the API");
  with_content(serve_command);
  with_model(serve_command);
  serve_command->add_option("--host", serving.host, "Address to listen on");
  serve_command->add_option("--port", serving.port, "Port to listen on; 0 picks one")
      ->check(CLI::Range(0, 65535));
  serve_command->callback([&] {
    serving.places = places;
    code = serve(serving);
  });

  std::string format = "text";
  bool strict = false;
  auto* check_command =
      app.add_subcommand("check", "Say everything that is wrong with the content");
  with_content(check_command);
  check_command->add_option("--config", places.config)->check(CLI::ExistingFile);
  check_command
      ->add_option("--data", places.data,
                   "Folder whose database says which articles the sources have, if there is one")
      ->capture_default_str();
  check_command->add_option("--format", format)->check(CLI::IsMember({"text", "json"}));
  check_command->add_flag("--strict", strict, "Fail on warnings too");
  check_command->callback([&] { code = check(places, format, strict); });

  TrainCommand training;
  auto* train_command = app.add_subcommand("train", "Train the classifier");
  with_content(train_command);
  train_command->add_option("--tsv", training.tsv, "Train on lines label<TAB>text instead")
      ->check(CLI::ExistingFile);
  train_command->add_option("--valid", training.valid, "Held-out lines for --tsv")
      ->check(CLI::ExistingFile);
  train_command
      ->add_option("--unlabelled", training.unlabelled,
                   "Messages of visitors, one a line: learnt where the classifier is sure of them")
      ->check(CLI::ExistingFile);
  train_command->add_option("--model", places.model, "Folder to write")->required();
  train_command->add_option("--config", places.config)->check(CLI::ExistingFile);
  train_command->add_option("--seed", training.seed)->capture_default_str();
  train_command->add_option("--false-handoff-rate", training.false_handoff_rate)
      ->check(CLI::Range(0.0, 0.9));
  train_command
      ->add_option("--wrong-answer-cost", training.wrong_answer_cost,
                   "Against a needless handoff's 1")
      ->check(CLI::Range(0.0, 1e6));
  train_command->callback([&] {
    training.places = places;
    code = train(training);
  });

  std::filesystem::path tsv;
  std::filesystem::path report;
  auto* evaluate_command = app.add_subcommand("evaluate", "Judge a classifier on labelled lines");
  evaluate_command->add_option("--model", places.model)->required()->check(CLI::ExistingDirectory);
  evaluate_command->add_option("--tsv", tsv)->required()->check(CLI::ExistingFile);
  evaluate_command->add_option("--format", format)->check(CLI::IsMember({"text", "json"}));
  evaluate_command->add_option("--report", report,
                               "Folder to write report.html to, a page with charts and sentences");
  evaluate_command->callback([&] { code = evaluate(places.model, tsv, format, report); });

  std::string language;
  std::string text;
  std::filesystem::path file;
  auto* explain_command = app.add_subcommand("explain", "What the bot would understand and do");
  with_content(explain_command);
  with_model(explain_command);
  explain_command->add_option("--lang", language, "Language of the page");
  auto* text_option = explain_command->add_option("text", text, "One message");
  auto* file_option =
      explain_command->add_option("--file", file, "Messages, one a line")->check(CLI::ExistingFile);
  text_option->excludes(file_option);
  explain_command->callback([&] {
    if (text.empty() && file.empty()) throw CLI::RequiredError("TEXT or --file");
    code = explain(places, language, text, file);
  });

  auto* search_command = app.add_subcommand("search", "Search the articles");
  with_content(search_command);
  search_command->add_option("--data", places.data, "Folder with the articles that were synced")
      ->capture_default_str();
  search_command->add_option("--config", places.config)->check(CLI::ExistingFile);
  search_command->add_option("--lang", language);
  auto* query_option = search_command->add_option("query", text);
  bool about = false;
  search_command->add_flag("--about", about, "What to expect of the answers, a language each")
      ->excludes(query_option);
  search_command->callback([&] {
    if (!about && text.empty()) throw CLI::RequiredError("query or --about");
    code = about ? search_about(places) : search(places, language, text);
  });

  EvaluateSearchCommand judging;
  auto* judge_command =
      app.add_subcommand("evaluate-search", "Judge the search on questions with known answers");
  judge_command->add_option("--docs", judging.docs)->required()->check(CLI::ExistingFile);
  judge_command->add_option("--queries", judging.queries)->required()->check(CLI::ExistingFile);
  judge_command->add_option("--qrels", judging.qrels)->required()->check(CLI::ExistingFile);
  judge_command->add_option("--unanswerable", judging.unanswerable)->check(CLI::ExistingFile);
  judge_command->add_option("--lang", judging.language);
  judge_command->callback([&] { code = evaluate_search(judging); });

  std::vector<std::filesystem::path> folders;
  auto* test_command = app.add_subcommand("test", "Run the content's own tests and transcripts");
  with_content(test_command);
  with_model(test_command);
  test_command
      ->add_option("--transcripts", folders, "Folders of .chat files instead of the content's")
      ->check(CLI::ExistingDirectory);
  test_command->callback([&] { code = test(places, folders); });

  auto* chat_command =
      app.add_subcommand("chat", "Talk in the terminal; /why explains, /quit ends");
  with_content(chat_command);
  with_model(chat_command);
  chat_command->add_option("--lang", language, "Language of the page");
  chat_command->callback([&] { code = chat(places, language.empty() ? "lt" : language); });

  std::size_t most_gaps = 50;
  auto* gaps_command = app.add_subcommand("gaps", "What visitors asked in vain");
  gaps_command->add_option("--data", places.data)->capture_default_str();
  gaps_command->add_option("--format", format)->check(CLI::IsMember({"text", "json"}));
  gaps_command->add_option("--most", most_gaps, "Questions to show")->capture_default_str();
  gaps_command->callback([&] { code = gaps(places, format, most_gaps); });

  SyncCommand syncing;
  auto* sync_command = app.add_subcommand("sync", "Fetch the articles of the sources");
  with_content(sync_command);
  sync_command->add_option("--data", places.data, "Folder with the database")
      ->capture_default_str();
  sync_command->add_option("--config", places.config)->check(CLI::ExistingFile);
  sync_command->add_option("--source", syncing.source, "Only this one of sources.yaml");
  sync_command->add_flag("--confirm", syncing.confirm,
                         "Let through what was held: many articles gone, or titles changed");
  sync_command->callback([&] {
    syncing.places = places;
    code = sync(syncing);
  });

  UserAddCommand user;
  auto* user_command = app.add_subcommand("user", "Accounts of agents");
  user_command->require_subcommand(1);
  auto* add_command = user_command->add_subcommand("add", "An account that can log in at once");
  add_command->add_option("name", user.name)->required();
  add_command->add_option("--role", user.role, "agent, supervisor, author or admin")
      ->capture_default_str();
  add_command->add_flag(
      "--password-stdin", user.password_from_input,
      "Read the password's line from standard input; else one is made and printed");
  add_command->add_option("--data", places.data)->capture_default_str();
  add_command->add_option("--config", places.config)->check(CLI::ExistingFile);
  add_command->callback([&] {
    user.places = places;
    code = user_add(user);
  });

  // The server calls itself with it.
  auto* pages_command =
      app.add_subcommand("read-page", "Read pages from a socket on standard input");
  pages_command->group("");  // not shown in the help
  pages_command->callback([&] { code = serve_pages(0); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Asking for help is no mistake; everything else the parser throws is.
    return app.exit(error) == 0 ? kGood : kBadInput;
  }
  return code;
}
