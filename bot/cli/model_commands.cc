// SPDX-License-Identifier: MIT
#include <cstdio>
#include <fstream>
#include <iostream>

#include "cli/commands.h"
#include "cli/explanation.h"
#include "content/lexicon.h"
#include "core/clock.h"
#include "dialogue/turn.h"
#include "kb-connector/evaluate.h"
#include "models/evaluate.h"
#include "models/model_file.h"
#include "models/report.h"
#include "models/train.h"

namespace frontdesk {
namespace {

int complain(const Error& error) {
  std::cerr << "error: " << error.message << '\n';
  const bool input = error.code == Code::invalid || error.code == Code::not_found;
  return input ? kBadInput : kCouldNotRun;
}

// Names at most so many; a file of another model has them all wrong.
void warn_of_unknown_labels(const std::filesystem::path& tsv, const std::vector<JudgedRow>& rows) {
  const auto unknown = unknown_labels(rows);
  if (unknown.empty()) return;
  constexpr std::size_t kMost = 20;
  std::size_t named = 0;
  std::size_t count = 0;
  std::string names;
  for (const auto& [label, times] : unknown) {
    count += times;
    if (++named <= kMost)
      names += (names.empty() ? "" : ", ") + label + " (" + std::to_string(times) + ")";
  }
  if (named > kMost) names += ", and " + std::to_string(named - kMost) + " more";
  std::cerr << "warning: " << tsv.string()
            << ": the model does not know these labels (rows): " << names << "; their " << count
            << " rows count as errors";
  if (count == rows.size()) {
    std::cerr
        << ". It knows none of the labels: is this the file of another model, or are its columns "
           "swapped? Expected label<TAB>text";
  }
  std::cerr << '\n';
}

}  // namespace

namespace {

void print_curve(const TrainedModel& model) {
  std::printf("\nthreshold  answered  wrong  false handoffs  out of scope stopped\n");
  const double chosen = model.classifier->threshold();
  for (std::size_t i = 0; i < model.curve.size(); ++i) {
    const auto& point = model.curve[i];
    const bool last = i + 1 == model.curve.size() || model.curve[i + 1].threshold > chosen;
    const bool here = last && point.threshold <= chosen;
    std::printf("%9.2f  %7.1f%%  %4.1f%%  %13.1f%%  %19.1f%%%s\n", point.threshold,
                100 * point.answered, 100 * point.wrong, 100 * point.false_handoffs,
                100 * point.oos_stopped, here ? "  <- the threshold is here or just above" : "");
  }
}

}  // namespace

int train(const TrainCommand& command) {
  TrainOptions options;
  const Progress progress = [last = -1](std::string_view what, double share) mutable {
    const int percent = static_cast<int>(share * 100);
    if (percent == last) return;
    last = percent;
    std::cerr << "\r" << percent << " %  " << what << "          " << std::flush;
  };

  Workspace workspace;
  if (command.tsv.empty() && !read_or_complain(command.places, workspace)) return kBadInput;
  options.recipe = recipe_of(workspace.settings);
  options.recipe.seed = command.seed;
  if (command.false_handoff_rate >= 0) {
    options.recipe.false_handoff_rate = command.false_handoff_rate;
  }
  if (command.wrong_answer_cost >= 0) options.recipe.wrong_answer_cost = command.wrong_answer_cost;
  if (!command.unlabelled.empty()) {
    std::ifstream file(command.unlabelled);
    std::string line;
    while (std::getline(file, line)) options.unlabelled.push_back(line);
    if (!file.eof()) {
      return complain(
          Error{Code::invalid, command.unlabelled.string() + ": the file cannot be read"});
    }
  }
  std::optional<Result<TrainedModel>> trained;
  if (command.tsv.empty()) {
    trained = train_catalog(workspace.catalog, options, progress);
  } else {
    auto rows = read_tsv(command.tsv);
    if (!rows) return complain(rows.error());
    if (!command.valid.empty()) {
      auto valid = read_tsv(command.valid);
      if (!valid) return complain(valid.error());
      options.valid = std::move(*valid);
    }
    add_titles(*rows);
    options.concepts = base_concepts();
    trained = frontdesk::train(*rows, options, progress);
  }
  std::cerr << '\n';
  if (!*trained) return complain(trained->error());
  const auto& model = **trained;
  auto bytes = save(model, command.places.model);
  if (!bytes) return complain(bytes.error());
  std::cout << "seconds " << model.seconds << "\nbytes " << *bytes << "\nthreshold "
            << model.classifier->threshold() << "\nrows " << model.rows << "\nguessed "
            << model.guessed << "\njudged " << model.judged << "\njudged_accuracy "
            << model.judged_accuracy << "\njudged_answered " << model.judged_answered
            << "\njudged_right " << model.judged_right << '\n'
            << std::flush;
  print_curve(model);
  return kGood;
}

int evaluate(const std::filesystem::path& model, const std::filesystem::path& tsv,
             const std::string& format, const std::filesystem::path& report_folder) {
  auto classifier = load(model);
  if (!classifier) return complain(classifier.error());
  auto rows = read_tsv(tsv);
  if (!rows) return complain(rows.error());
  if (rows->empty()) {
    return complain(Error{Code::invalid, tsv.string() + ": there is no row in it to judge by"});
  }
  const double threshold = (*classifier)->threshold();
  const auto judged = judge_rows(**classifier, *rows);
  warn_of_unknown_labels(tsv, judged);
  // With its folder: data sets tend to name their files alike.
  const auto place = std::filesystem::absolute(tsv).lexically_normal();
  const std::string name = (place.parent_path().filename() / place.filename()).string();
  if (format == "json") {
    std::cout << to_json(frontdesk::evaluate(judged, threshold)) << '\n';
  } else {
    std::cout << name << '\n' << to_table(judged, threshold);
  }
  if (report_folder.empty()) return kGood;
  const auto key = model_key(model);
  const auto written = write_report(
      report_folder, judged, {.file = name, .model = key ? *key : "", .threshold = threshold});
  if (!written) return complain(written.error());
  std::cerr << "report: " << written->string() << '\n';
  return kGood;
}

int explain(const Places& places, const std::string& language, const std::string& text,
            const std::filesystem::path& path) {
  int exit_code = kGood;
  const auto brain = brain_or_complain(places, exit_code);
  if (!brain) return exit_code;
  const NearestExamples examples(training_rows(brain->catalog));
  Conversation conversation;
  conversation.language = language;
  const auto now = system_clock().now();
  const auto print = [&](const std::string& line) {
    const auto explanation = explain(*brain, conversation, Said{.text = line}, now);
    using Json = nlohmann::ordered_json;
    std::cout << explanation_json(*brain, examples, explanation)
                     .dump(-1, ' ', false, Json::error_handler_t::replace)
              << '\n';
  };
  if (path.empty()) {
    print(text);
    return kGood;
  }
  std::ifstream file(path);
  if (!file) {
    std::cerr << "error: " << path.string() << " cannot be read\n";
    return kBadInput;
  }
  std::string line;
  while (std::getline(file, line)) {
    if (!line.empty()) print(line);
  }
  return kGood;
}

int search(const Places& places, const std::string& language, const std::string& question) {
  Workspace workspace;
  if (!read_or_complain(places, workspace)) return kBadInput;
  add_stored(places, workspace);
  const auto& catalog = workspace.catalog;
  const Library library(catalog.articles, catalog.languages, catalog.synonyms, workspace.today,
                        workspace.verdicts);
  constexpr std::size_t kMost = 10;
  const auto& spoken = language.empty() ? catalog.languages.front() : language;
  std::cout << to_json(library.search(question, spoken, kMost)) << '\n';
  return kGood;
}

int search_about(const Places& places) {
  Workspace workspace;
  if (!read_or_complain(places, workspace)) return kBadInput;
  add_stored(places, workspace);
  const auto& catalog = workspace.catalog;
  const Library library(catalog.articles, catalog.languages, catalog.synonyms, workspace.today,
                        workspace.verdicts);
  nlohmann::ordered_json languages;
  for (const std::string& language : catalog.languages) {
    languages[language] = nlohmann::ordered_json::parse(to_json(library.expected(language)));
  }
  std::cout << languages.dump(2) << '\n';
  return kGood;
}

int evaluate_search(const EvaluateSearchCommand& command) {
  const Settings defaults;
  auto evaluation = frontdesk::evaluate_search(
      {.docs = command.docs,
       .queries = command.queries,
       .qrels = command.qrels,
       .unanswerable = command.unanswerable,
       .language = command.language},
      {.answer = defaults.policy.article_answer, .offer = defaults.policy.article_offer});
  if (!evaluation) return complain(evaluation.error());
  std::cout << to_json(*evaluation) << '\n';
  return kGood;
}

}  // namespace frontdesk
