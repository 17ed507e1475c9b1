// SPDX-License-Identifier: MIT
#include "models/train.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>
#include <optional>
#include <random>
#include <set>

#include "content/lexicon.h"
#include "models/fasttext_trainer.h"
#include "models/linear_trainer.h"
#include "models/network_trainer.h"
#include "models/typos.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

using Kind = LabelledText::Kind;
using Plan = Vocabulary::Plan;

// A row ready for training: its text as classifiers see it, its class.
struct Row {
  ModelMessage message;
  std::string folded;  // judged rows are read again, by a vocabulary that has not seen them
  int label = 0;       // -1: out of scope
  Kind kind = Kind::example;
};

// An n-gram that only one example has says little in a large set, and much in a small one.
constexpr Vocabulary::Least kLeast{1, 2, 3, 2};
constexpr Vocabulary::Least kLeastWide{2, 2, 3, 2};
constexpr Vocabulary::Least kLeastSmall{1, 1, 2, 1};
constexpr double kSureEnough = 0.6;   // confidence from which a message's own label is learnt
constexpr float kOosWeight = 3;       // examples out of scope are few against all others
constexpr unsigned kWideSeed = 1000;  // networks that begin alike are wrong alike

// The words of rows, the commonest first.
std::vector<std::string> words_by_count(const std::vector<Row>& rows) {
  std::map<std::string_view, std::size_t> counts;
  for (const auto& row : rows) {
    for (const auto word : words_of(row.message.text)) ++counts[word];
  }
  std::vector<std::pair<std::string_view, std::size_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> words;
  for (const auto& [word, count] : sorted) words.emplace_back(word);
  return words;
}

// The parts of an ensemble with fastText as the file that it is kept in.
struct Members {
  EnsembleParts parts;
  std::string fasttext;
};

class Trainer {
 public:
  Trainer(const std::vector<LabelledText>& rows, const TrainOptions& options)
      : recipe_(options.recipe), listed_(options.concepts) {
    const ConceptFinder concepts(listed_);
    std::map<std::string, int> number;
    for (const auto& row : rows) {
      if (row.label == kOutOfScope || row.kind == Kind::counter) continue;
      if (!model_text(fold(row.text)).empty()) number[row.label] = 0;
    }
    for (auto& [label, n] : number) {
      n = static_cast<int>(intents_.size());
      intents_.push_back(label);
    }
    const auto add = [&](const std::vector<LabelledText>& from, std::vector<Row>& to) {
      for (const auto& row : from) {
        Row made;
        made.folded = fold(row.text);
        made.label = -1;
        made.kind = row.kind;
        if (row.label != kOutOfScope) {
          const auto found = number.find(row.label);
          if (found == number.end()) continue;
          made.label = found->second;
        }
        made.message = read_message(made.folded, concepts);
        if (!made.message.text.empty()) to.push_back(std::move(made));
      }
    };
    add(rows, rows_);
    add(options.valid, valid_);
    std::set<std::string> taken;
    for (const auto* known : {&rows_, &valid_}) {
      for (const auto& row : *known) taken.insert(row.message.text);
    }
    for (const auto& text : options.unlabelled) {
      if (unlabelled_.size() >= kMostUnlabelled) break;
      Row made;
      made.folded = fold(text);
      made.label = -1;
      made.message = read_message(made.folded, concepts);
      if (!made.message.text.empty() && taken.insert(made.message.text).second)
        unlabelled_.push_back(std::move(made));
    }
    has_oos_ = std::any_of(rows_.begin(), rows_.end(), [](const Row& r) { return r.label < 0; });
    small_ = rows_.size() < static_cast<std::size_t>(recipe_.small_set);
  }

  [[nodiscard]] const std::vector<std::string>& intents() const { return intents_; }
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  [[nodiscard]] const std::vector<Row>& valid() const { return valid_; }
  [[nodiscard]] const std::vector<Row>& unlabelled() const { return unlabelled_; }

  Result<Members> fit(const std::vector<Row>& rows) {
    Members made;
    made.parts.intents = intents_;
    made.parts.has_oos = has_oos_;
    made.parts.concepts = ConceptFinder(listed_, words_by_count(rows));
    const std::vector<Row> all = with_copies(rows, made.parts.concepts);
    trained_ = all.size();
    std::vector<ModelMessage> messages;
    for (const auto& row : all) messages.push_back(row.message);
    Vocabulary& vocabulary = made.parts.vocabulary;
    vocabulary.learn(messages, Plan::plain, small_ ? kLeastSmall : kLeast);
    linear_.emplace(vocabulary.size(), intents_.size() + (has_oos_ ? 1 : 0), recipe_.linear_c,
                    recipe_.seed);
    made.parts.linear = learn_linear(all, vocabulary);
    // Networks drop features at random instead of learning copies with typos.
    const std::size_t originals = rows.size();
    messages.resize(originals);
    vocabulary.learn(messages, Plan::wide, small_ ? kLeastSmall : kLeastWide);
    network_.emplace(fit_network(rows, vocabulary, Plan::plain, recipe_.seed));
    wide_network_.emplace(fit_network(rows, vocabulary, Plan::wide, recipe_.seed + kWideSeed));
    made.parts.network = Network(network_->weights());
    made.parts.wide_network = Network(wide_network_->weights());
    std::vector<std::string> texts;
    std::vector<int> labels;
    for (const auto& row : all) {
      if (row.label < 0 || row.kind == Kind::counter) continue;
      texts.push_back(row.message.text);
      labels.push_back(row.label);
    }
    auto bytes = train_fasttext(texts, labels, small_ ? recipe_.fasttext_small : recipe_.fasttext,
                                recipe_.seed);
    if (!bytes) return bytes.error();
    made.fasttext = std::move(*bytes);
    auto loaded = FastTextMember::load(made.fasttext, intents_.size());
    if (!loaded) return loaded.error();
    made.parts.fasttext = std::move(*loaded);
    return made;
  }

  // Lets the members of the last fit, which have been judged, learn from the judging rows too. They are
  // read with the vocabulary as it is: it must not seem to know what it has not seen. fastText stays.
  // `rows` are those of the last fit.
  void learn_valid(Members& members, const std::vector<Row>& rows) {
    std::vector<Row> more;
    for (Row row : valid_) {
      row.message = read_message(row.folded, members.parts.concepts, &members.parts.vocabulary);
      more.push_back(std::move(row));
    }
    members.parts.linear =
        learn_linear(with_copies(more, members.parts.concepts), members.parts.vocabulary);
    std::vector<Row> all = rows;
    all.insert(all.end(), more.begin(), more.end());
    const auto learn = [&](NetworkTrainer& trainer, Plan plan) {
      std::vector<Features> features;
      for (const auto& row : all)
        features.push_back(members.parts.vocabulary.extract(row.message, plan));
      trainer.learn(examples_of(all, features), recipe_.valid_epochs, recipe_.valid_rate);
      return Network(trainer.weights());
    };
    members.parts.network = learn(*network_, Plan::plain);
    members.parts.wide_network = learn(*wide_network_, Plan::wide);
  }

  static void judge(const Members& members, const std::vector<Row>& rows,
                    std::vector<Judged>& judged) {
    for (const auto& row : rows) {
      const ModelMessage message =
          read_message(row.folded, members.parts.concepts, &members.parts.vocabulary);
      judged.push_back({member_scores(members.parts, message), row.label});
    }
  }

  // The messages without a label that are likely enough understood, with the label that they were given.
  // `heard` is what members said of all of them.
  [[nodiscard]] std::vector<Row> guessed(const std::vector<Judged>& heard,
                                         const Calibration& calibration) const {
    std::vector<Row> sure;
    for (std::size_t i = 0; i < heard.size(); ++i) {
      const auto probabilities = blend(heard[i].scores, calibration.weights);
      const auto signals = signals_of(heard[i].scores, probabilities);
      if (calibration.confidence.of(signals) < kSureEnough) continue;
      sure.push_back(unlabelled_[i]);
      sure.back().label = static_cast<int>(
          std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin());
    }
    return sure;
  }

  // Rows are dealt out label by label in a shuffled order, so that each fold has some of every intent.
  std::vector<int> deal(int folds) {
    std::mt19937 random(recipe_.seed);
    std::map<int, std::vector<std::size_t>> by_label;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (rows_[i].kind == Kind::example) by_label[rows_[i].label].push_back(i);
    }
    std::vector<int> fold(rows_.size(), -1);  // -1: always trained on
    int next = 0;
    for (auto& [label, places] : by_label) {
      for (std::size_t i = places.size(); i > 1; --i)
        std::swap(places[i - 1], places[random() % i]);
      for (const std::size_t place : places) fold[place] = next++ % folds;
    }
    return fold;
  }

  [[nodiscard]] bool is_small() const { return small_; }
  // How many rows the last fit trained on, copies included.
  [[nodiscard]] std::size_t trained() const { return trained_; }

 private:
  std::vector<Row> with_copies(const std::vector<Row>& rows, const ConceptFinder& concepts) {
    std::vector<Row> all = rows;
    if (!small_) return all;
    for (int copy = 0; copy < recipe_.typo_copies; ++copy) {
      for (const auto& row : rows) {
        if (row.kind != Kind::example) continue;
        Row made = row;
        made.message.text = with_typo(row.message.text, recipe_.seed + static_cast<unsigned>(copy));
        concepts.find(made.message.text, made.message.concepts);
        all.push_back(std::move(made));
      }
    }
    return all;
  }

  // `rows` join those that the linear member has.
  LinearModel learn_linear(const std::vector<Row>& rows, const Vocabulary& vocabulary) {
    std::vector<Features> features;
    for (const auto& row : rows) features.push_back(vocabulary.extract(row.message));
    std::vector<LinearRow> examples;
    const int oos = static_cast<int>(intents_.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      examples.push_back({&features[i].values, rows[i].label < 0 ? oos : rows[i].label,
                          rows[i].kind == Kind::counter});
    }
    linear_->learn(examples);
    LinearWeights made = linear_->weights();
    return LinearModel(made.weights, std::move(made.bias));
  }

  [[nodiscard]] const NetworkRecipe& network_recipe() const {
    return small_ ? recipe_.network_small : recipe_.network;
  }

  // What a network learns from; `features` must stay as long as the examples.
  static std::vector<NetworkRow> examples_of(const std::vector<Row>& rows,
                                             const std::vector<Features>& features) {
    std::vector<NetworkRow> examples;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      examples.push_back({&features[i].values, rows[i].label, rows[i].label < 0 ? kOosWeight : 1,
                          rows[i].kind == Kind::counter});
    }
    return examples;
  }

  NetworkTrainer fit_network(const std::vector<Row>& rows, const Vocabulary& vocabulary, Plan plan,
                             unsigned seed) {
    std::vector<Features> features;
    for (const auto& row : rows) features.push_back(vocabulary.extract(row.message, plan));
    const NetworkRecipe& recipe = network_recipe();
    NetworkTrainer trainer(vocabulary.size(plan), intents_.size(), recipe, seed);
    trainer.learn(examples_of(rows, features), recipe.epochs, recipe.rate);
    return trainer;
  }

  const Recipe& recipe_;
  const std::vector<Concept>& listed_;
  std::vector<std::string> intents_;
  std::vector<Row> rows_;
  std::vector<Row> valid_;
  std::vector<Row> unlabelled_;
  std::optional<LinearTrainer> linear_;  // of the last fit, as the two that follow
  std::optional<NetworkTrainer> network_;
  std::optional<NetworkTrainer> wide_network_;
  bool has_oos_ = false;
  bool small_ = false;
  std::size_t trained_ = 0;
};

// What one round of training came to.
struct Round {
  Members members;             // of all rows
  std::vector<Judged> judged;  // held-out rows
  std::vector<std::vector<Judged>>
      heard;  // what each fold's members, and at last `members`, say of the
              // messages without a label
};

// `more`: rows that each fold, and at last the training on all rows, has besides; or nothing.
Result<Round> run_round(Trainer& trainer, const Recipe& recipe,
                        const std::vector<std::vector<Row>>& more, const Progress& say) {
  Round made;
  const auto fit = [&](std::vector<Row> rows, const std::vector<Row>& held) {
    const std::size_t number = made.heard.size();
    if (!more.empty()) rows.insert(rows.end(), more[number].begin(), more[number].end());
    auto members = trainer.fit(rows);
    made.heard.emplace_back();
    if (!members) return members;
    Trainer::judge(*members, held, made.judged);
    if (more.empty()) Trainer::judge(*members, trainer.unlabelled(), made.heard.back());
    return members;
  };
  if (trainer.valid().empty()) {
    const int folds = trainer.is_small() ? recipe.folds : 1;
    const auto fold = trainer.deal(trainer.is_small() ? folds : 100 / recipe.judged_percent);
    for (int f = 0; f < folds; ++f) {
      say("judging on held-out examples", static_cast<double>(f) / (folds + 2));
      std::vector<Row> kept;
      std::vector<Row> held;
      for (std::size_t i = 0; i < fold.size(); ++i) {
        (fold[i] == f ? held : kept).push_back(trainer.rows()[i]);
      }
      auto members = fit(std::move(kept), held);
      if (!members) return members.error();
    }
  }
  say("training", 0.7);
  auto members = fit(trainer.rows(), trainer.valid());
  if (!members) return members.error();
  made.members = std::move(*members);
  return made;
}

}  // namespace

Result<TrainedModel> train(const std::vector<LabelledText>& rows, const TrainOptions& options,
                           const Progress& progress) {
  const auto started = std::chrono::steady_clock::now();
  const auto say = [&](std::string_view step, double share) {
    if (progress) progress(step, share);
  };
  Trainer trainer(rows, options);
  if (trainer.intents().size() < 2 || trainer.rows().empty()) {
    return Error{Code::invalid, "training needs examples of at least two intents"};
  }
  const Recipe& recipe = options.recipe;
  Recipe judging = recipe;
  if (!trainer.is_small()) judging.least_confidence = 0;
  auto round = run_round(trainer, recipe, {}, say);
  if (!round) return round.error();
  Calibration calibration = calibrate(round->judged, judging);
  std::vector<Row> learnt = trainer.rows();
  std::size_t guessed = 0;
  if (!trainer.unlabelled().empty()) {
    std::vector<std::vector<Row>> more;
    for (const auto& heard : round->heard) more.push_back(trainer.guessed(heard, calibration));
    round = run_round(trainer, recipe, more, say);
    if (!round) return round.error();
    calibration = calibrate(round->judged, judging);
    guessed = more.back().size();
    learnt.insert(learnt.end(), more.back().begin(), more.back().end());
  }
  const auto& judged = round->judged;
  Members* members = &round->members;

  if (!trainer.valid().empty() && recipe.valid_epochs > 0) {
    say("learning from the judged rows too", 0.9);
    trainer.learn_valid(*members, learnt);
  }

  TrainedModel made;
  EnsembleParts& parts = members->parts;
  parts.weights = calibration.weights;
  parts.confidence = calibration.confidence;
  parts.threshold = calibration.threshold;
  made.classifier = std::make_unique<Ensemble>(std::move(parts));
  made.curve = curve_of(judged, calibration);
  made.fasttext = std::move(members->fasttext);
  made.content_key =
      options.content_key.empty() ? rows_key(rows, options.concepts, recipe) : options.content_key;
  made.recipe = recipe;
  made.rows = trainer.trained();
  made.guessed = guessed;
  made.judged = judged.size();
  std::size_t in_scope = 0;
  std::size_t right = 0;
  std::size_t answered_in_scope = 0;
  std::size_t answered = 0;
  std::size_t answered_right = 0;
  for (const auto& row : judged) {
    const auto probabilities = blend(row.scores, calibration.weights);
    const bool good = is_right(row, probabilities);
    const bool above =
        calibration.confidence.of(signals_of(row.scores, probabilities)) >= calibration.threshold;
    in_scope += row.label >= 0;
    right += good;
    answered += above;
    answered_in_scope += above && row.label >= 0;
    answered_right += above && good;
  }
  const auto share = [](std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
  };
  made.judged_accuracy = share(right, in_scope);
  made.judged_answered = share(answered_in_scope, in_scope);
  made.judged_right = share(answered_right, answered);
  made.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  say("trained", 1);
  return made;
}

Result<TrainedModel> train_catalog(const Catalog& catalog, const TrainOptions& options,
                                   const Progress& progress) {
  TrainOptions completed = options;
  completed.content_key = content_key(catalog, options.recipe);
  completed.concepts = concepts_of(base_concepts(), catalog);
  return train(rows_of(catalog), completed, progress);
}

}  // namespace frontdesk
