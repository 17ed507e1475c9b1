// SPDX-License-Identifier: MIT
// One system of tests/bench/understanding/run that is ours: trains on a labelled set, then says of every row
// what it takes it for.
//
//   bench_understanding ensemble|fasttext|linear TRAIN.tsv JUDGED.tsv...
//
// `ensemble` is what ships. `fasttext` and `linear` are such members alone, each trained by itself on the same
// rows and copies, without calibration and concepts, fastText with more turns and dimensions and asked by its
// own library. fastText sees no rows out of scope; the linear model has a class of them, half of whose margin
// is taken off its confidence.
//
// Prints lines of cells between tabs:
//   seconds S       CPU time of the training, from texts to a system that can be asked
//   threshold T     the system's own, below which it gives no answer (ensemble)
//   probability 1   its confidence is meant as a probability
//   row F L I C     of row by row of the F-th judged file: label, best intent or nothing, confidence
//   us U            microseconds of one message of the last file, from what was written to the ranking;
//                   every message at least five times, after all rows were asked once
//   beside U        the same for the ensemble's fastText alone, asked by its own library in turns with it
//   peak B          bytes of memory at most
// Errors go to standard error, with status 2.

#include <fasttext/fasttext.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "content/lexicon.h"
#include "models/evaluate.h"
#include "models/fasttext_trainer.h"
#include "models/linear_trainer.h"
#include "models/train.h"
#include "models/typos.h"
#include "nlu/features.h"
#include "nlu/linear.h"
#include "nlu/normalise.h"

using namespace frontdesk;

namespace {

constexpr int kLeastPasses = 5;
constexpr std::size_t kLeastMessages = 2000;

// What a system says of one message.
struct Said {
  std::string intent;
  double confidence = 0;
};
using Ask = std::function<Said(const std::string& text)>;

struct System {
  Ask ask;
  std::function<void(const std::string& text)> beside;  // may be empty
  double threshold = -1;                                // its own, if it has one
  bool probability = false;
};

[[noreturn]] void stop(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(2);
}

template <class T>
T take(Result<T> result) {
  if (!result) stop(result.error().message);
  return std::move(*result);
}

Said best_of(const std::vector<float>& scores, const std::vector<std::string>& intents,
             double penalty) {
  const auto best = std::max_element(scores.begin(),
                                     scores.begin() + static_cast<std::ptrdiff_t>(intents.size()));
  return {intents[static_cast<std::size_t>(best - scores.begin())], *best - penalty};
}

// fastText as its own library asks it.
class Library {
 public:
  explicit Library(const std::string& bytes) {
    constexpr std::size_t kHeader =
        8;  // magic number and version, which loading a stream leaves out
    std::istringstream in(bytes.substr(kHeader));
    model_.loadModel(in);
  }
  // The best label's number and probability; -1 for a text without a word.
  [[nodiscard]] std::pair<int, double> ask(const std::string& text) const {
    std::istringstream line(text + "\n");
    std::vector<std::pair<float, std::string>> said;
    if (!model_.predictLine(line, said, 1, 0) || said.empty()) return {-1, 0};
    constexpr std::size_t kPrefix = 9;  // "__label__"
    return {std::stoi(said[0].second.substr(kPrefix)), static_cast<double>(said[0].first)};
  }

 private:
  fasttext::FastText model_;
};

System ensemble(const std::vector<LabelledText>& rows) {
  std::vector<LabelledText> titled = rows;
  add_titles(titled);
  TrainOptions options;
  options.concepts = base_concepts();
  const auto model = std::make_shared<TrainedModel>(take(train(titled, options)));
  std::fprintf(stderr,
               "held-out rows: %zu, %.3f right in scope, %.3f answered, %.3f of answers right\n",
               model->judged, model->judged_accuracy, model->judged_answered, model->judged_right);
  System made;
  made.ask = [model](const std::string& text) {
    const std::string folded = fold(text);
    if (folded.empty()) return Said{};
    Classification said = model->classifier->classify(folded);
    return Said{said.ranking.empty() ? "" : said.ranking.front().intent, said.confidence};
  };
  const auto alone = std::make_shared<Library>(model->fasttext);
  made.beside = [alone](const std::string& text) {
    static_cast<void>(alone->ask(model_text(fold(text))));
  };
  made.threshold = model->classifier->threshold();
  made.probability = true;
  return made;
}

// A labelled set as the trainers take it: class k is intents[k]; out of scope is the class after the last.
struct Prepared {
  std::vector<std::string> intents;
  std::vector<std::string> texts;
  std::vector<int> labels;
  bool has_oos = false;
};

bool is_small(const std::vector<LabelledText>& rows, const Recipe& recipe) {
  return rows.size() < static_cast<std::size_t>(recipe.small_set);
}

Prepared prepare(const std::vector<LabelledText>& rows, const Recipe& recipe, bool with_oos) {
  Prepared made;
  std::map<std::string, int> number;
  for (const auto& row : rows) {
    if (row.label != kOutOfScope) number[row.label] = 0;
  }
  for (auto& [label, n] : number) {
    n = static_cast<int>(made.intents.size());
    made.intents.push_back(label);
  }
  for (const auto& row : rows) {
    const bool out = row.label == kOutOfScope;
    std::string text = model_text(fold(row.text));
    if (text.empty() || (out && !with_oos)) continue;
    made.has_oos |= out;
    made.texts.push_back(std::move(text));
    made.labels.push_back(out ? static_cast<int>(made.intents.size()) : number[row.label]);
  }
  const std::size_t originals = made.texts.size();
  for (int copy = 0; is_small(rows, recipe) && copy < recipe.typo_copies; ++copy) {
    for (std::size_t i = 0; i < originals; ++i) {
      made.texts.push_back(with_typo(made.texts[i], recipe.seed + static_cast<unsigned>(copy)));
      made.labels.push_back(made.labels[i]);
    }
  }
  return made;
}

// With the settings that do best for fastText alone, which has nobody beside it to lean on.
System fasttext_alone(const std::vector<LabelledText>& rows) {
  const Recipe recipe;
  const auto set = std::make_shared<Prepared>(prepare(rows, recipe, false));
  const FastTextRecipe alone{0.5, 60, 50, 3, 6, 2, 100000};
  const auto member = std::make_shared<Library>(
      take(train_fasttext(set->texts, set->labels,
                          is_small(rows, recipe) ? recipe.fasttext_small : alone, recipe.seed)));
  System made;
  made.ask = [set, member](const std::string& text) {
    const std::string seen = model_text(fold(text));
    if (seen.empty()) return Said{};
    const auto [label, probability] = member->ask(seen);
    if (label < 0) return Said{};
    return Said{set->intents[static_cast<std::size_t>(label)], probability};
  };
  made.probability = true;
  return made;
}

System linear_alone(const std::vector<LabelledText>& rows) {
  struct Parts {
    Prepared set;
    Vocabulary vocabulary;
    LinearModel model;
  };
  const Recipe recipe;
  const auto parts = std::make_shared<Parts>();
  parts->set = prepare(rows, recipe, true);
  const Prepared& set = parts->set;
  std::vector<ModelMessage> messages;
  for (const auto& text : set.texts) messages.push_back({text, {}});
  const int least = is_small(rows, recipe) ? 1 : 2;
  parts->vocabulary =
      Vocabulary::build(messages, Vocabulary::Plan::plain, {1, least, least, least});
  std::vector<Features> features;
  for (const auto& message : messages) features.push_back(parts->vocabulary.extract(message));
  std::vector<LinearRow> examples;
  for (std::size_t i = 0; i < features.size(); ++i) {
    examples.push_back({&features[i].values, set.labels[i], false});
  }
  LinearTrainer trainer(parts->vocabulary.size(), set.intents.size() + (set.has_oos ? 1 : 0),
                        recipe.linear_c, recipe.seed);
  trainer.learn(examples);
  LinearWeights learnt = trainer.weights();
  parts->model = LinearModel(learnt.weights, std::move(learnt.bias));
  System made;
  made.ask = [parts](const std::string& text) {
    const std::string seen = model_text(fold(text));
    if (seen.empty()) return Said{"", -1e9};
    std::vector<float> margins;
    parts->model.margins(parts->vocabulary.extract({seen, {}}).values, margins);
    return best_of(margins, parts->set.intents,
                   parts->set.has_oos ? 0.5 * static_cast<double>(margins.back()) : 0);
  };
  return made;
}

template <class Call>
double microseconds(Call call) {
  const auto started = std::chrono::steady_clock::now();
  call();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - started)
      .count();
}

void time(const System& system, const std::vector<LabelledText>& rows) {
  std::size_t messages = 0;
  for (int pass = 0; pass < kLeastPasses || messages < kLeastMessages; ++pass) {
    for (const auto& row : rows) {
      std::printf("us\t%.3f\n", microseconds([&] { system.ask(row.text); }));
    }
    for (const auto& row : rows) {
      if (!system.beside) break;
      std::printf("beside\t%.3f\n", microseconds([&] { system.beside(row.text); }));
    }
    messages += rows.size();
  }
}

}  // namespace

int main(int argc, char** argv) {
  using Make = System (*)(const std::vector<LabelledText>&);
  const std::map<std::string, Make> systems = {
      {"ensemble", ensemble}, {"fasttext", fasttext_alone}, {"linear", linear_alone}};
  const auto wanted = systems.find(argc > 1 ? argv[1] : "");
  if (argc < 4 || wanted == systems.end()) {
    stop("usage: bench_understanding ensemble|fasttext|linear TRAIN.tsv JUDGED.tsv...");
  }
  const auto rows = take(read_tsv(argv[2]));
  std::vector<std::vector<LabelledText>> judged;
  for (int i = 3; i < argc; ++i) judged.push_back(take(read_tsv(argv[i])));

  const std::clock_t began = std::clock();
  const System system = wanted->second(rows);
  std::printf("seconds\t%.2f\n", static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC);
  if (system.threshold >= 0) std::printf("threshold\t%.9g\n", system.threshold);
  if (system.probability) std::printf("probability\t1\n");
  for (std::size_t file = 0; file < judged.size(); ++file) {
    for (const auto& row : judged[file]) {
      const Said said = system.ask(row.text);
      std::printf("row\t%zu\t%s\t%s\t%.9g\n", file, row.label.c_str(), said.intent.c_str(),
                  said.confidence);
    }
  }
  time(system, judged.back());
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  std::printf("peak\t%lld\n", static_cast<long long>(used.ru_maxrss) * 1024);
  return 0;
}
