// SPDX-License-Identifier: MIT
#include "models/train.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>
#include <random>

#include "models/calibrate.h"
#include "models/hash.h"
#include "models/trainers.h"
#include "models/typos.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

using Kind = LabelledText::Kind;

// A row ready for training: its text as classifiers see it, its class.
struct Row {
  std::string text;
  int label = 0;  // -1: out of scope
  Kind kind = Kind::example;
};

struct Members {
  Vocabulary vocabulary;
  LinearModel linear;
  std::string fasttext;
};

class Trainer {
 public:
  Trainer(const std::vector<LabelledText>& rows, const TrainOptions& options)
      : recipe_(options.recipe) {
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
        Row made{model_text(fold(row.text)), -1, row.kind};
        if (row.label != kOutOfScope) {
          const auto found = number.find(row.label);
          if (found == number.end()) continue;
          made.label = found->second;
        }
        if (!made.text.empty()) to.push_back(std::move(made));
      }
    };
    add(rows, rows_);
    add(options.valid, valid_);
    has_oos_ = std::any_of(rows_.begin(), rows_.end(), [](const Row& r) { return r.label < 0; });
    small_ = rows_.size() < static_cast<std::size_t>(recipe_.small_set);
  }

  [[nodiscard]] const std::vector<std::string>& intents() const { return intents_; }
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  [[nodiscard]] const std::vector<Row>& valid() const { return valid_; }
  [[nodiscard]] bool has_oos() const { return has_oos_; }

  Result<Members> fit(const std::vector<Row>& rows) {
    const std::vector<Row> all = with_copies(rows);
    trained_ = all.size();
    Members made;
    std::vector<std::string> texts;
    for (const auto& row : all) texts.push_back(row.text);
    made.vocabulary = Vocabulary::build(texts, {1, small_ ? 1 : 2});
    std::vector<Features> features;
    std::vector<Target> targets;
    const int oos = static_cast<int>(intents_.size());
    for (const auto& row : all) {
      features.push_back(made.vocabulary.extract(row.text));
      targets.push_back({row.label < 0 ? oos : row.label, row.kind == Kind::counter});
    }
    made.linear = train_linear(features, targets, intents_.size() + (has_oos_ ? 1 : 0),
                               made.vocabulary.size(), recipe_);
    std::vector<std::string> fasttext_texts;
    std::vector<int> labels;
    for (const auto& row : all) {
      if (row.label < 0 || row.kind == Kind::counter) continue;
      fasttext_texts.push_back(row.text);
      labels.push_back(row.label);
    }
    auto bytes = train_fasttext(fasttext_texts, labels,
                                small_ ? recipe_.fasttext_small : recipe_.fasttext, recipe_.seed);
    if (!bytes) return bytes.error();
    made.fasttext = std::move(*bytes);
    return made;
  }

  Result<Done> judge(const Members& members, const std::vector<Row>& rows,
                     std::vector<Judged>& judged) {
    std::unique_ptr<FastTextMember> fasttext;
    if (!members.fasttext.empty()) {
      auto loaded = FastTextMember::load(members.fasttext, intents_.size());
      if (!loaded) return loaded.error();
      fasttext = std::move(*loaded);
    }
    for (const auto& row : rows) {
      const auto words =
          1 + static_cast<std::size_t>(std::count(row.text.begin(), row.text.end(), ' '));
      Judged made{
          linear_scores(members.linear, members.vocabulary.extract(row.text), has_oos_, words),
          row.label};
      if (fasttext) made.scores.fasttext = fasttext->log_probabilities(row.text);
      judged.push_back(std::move(made));
    }
    return Done{};
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
  std::vector<Row> with_copies(const std::vector<Row>& rows) {
    std::vector<Row> all = rows;
    if (!small_) return all;
    for (int copy = 0; copy < recipe_.typo_copies; ++copy) {
      for (const auto& row : rows) {
        if (row.kind != Kind::example) continue;
        Row made = row;
        made.text = with_typo(row.text, recipe_.seed + static_cast<unsigned>(copy));
        all.push_back(std::move(made));
      }
    }
    return all;
  }

  const Recipe& recipe_;
  std::vector<std::string> intents_;
  std::vector<Row> rows_;
  std::vector<Row> valid_;
  bool has_oos_ = false;
  bool small_ = false;
  std::size_t trained_ = 0;
};

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
  std::vector<Judged> judged;
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
      auto members = trainer.fit(kept);
      if (!members) return members.error();
      if (auto done = trainer.judge(*members, held, judged); !done) return done.error();
    }
  }
  say("training", 0.7);
  auto members = trainer.fit(trainer.rows());
  if (!members) return members.error();
  if (auto done = trainer.judge(*members, trainer.valid(), judged); !done) return done.error();
  const Calibration calibration = calibrate(judged, recipe);
  auto fasttext = FastTextMember::load(members->fasttext, trainer.intents().size());
  if (!fasttext) return fasttext.error();

  TrainedModel made;
  EnsembleParts parts;
  parts.intents = trainer.intents();
  parts.has_oos = trainer.has_oos();
  parts.vocabulary = std::move(members->vocabulary);
  parts.linear = std::move(members->linear);
  parts.fasttext = std::move(*fasttext);
  parts.weights = calibration.weights;
  parts.confidence = calibration.confidence;
  parts.threshold = calibration.threshold;
  made.classifier = std::make_unique<Ensemble>(std::move(parts));
  made.fasttext = std::move(members->fasttext);
  made.content_key = options.content_key.empty() ? rows_key(rows, recipe) : options.content_key;
  made.recipe = recipe;
  made.rows = trainer.trained();
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

std::vector<LabelledText> rows_of(const Catalog& catalog) {
  std::vector<LabelledText> rows;
  for (const auto& intent : catalog.intents) {
    if (intent.examples.empty()) continue;
    for (const auto& example : intent.examples) rows.push_back({intent.name, example.text});
    for (const auto& [language, label] : intent.label) {
      rows.push_back({intent.name, label, Kind::title});
    }
    for (const auto& example : intent.counter_examples) {
      rows.push_back({intent.name, example.text, Kind::counter});
    }
  }
  for (const auto& example : catalog.out_of_scope) {
    rows.push_back({std::string(kOutOfScope), example.text});
  }
  return rows;
}

Result<TrainedModel> train_catalog(const Catalog& catalog, const TrainOptions& options,
                                   const Progress& progress) {
  TrainOptions with_key = options;
  with_key.content_key = content_key(catalog, options.recipe);
  return train(rows_of(catalog), with_key, progress);
}

std::string content_key(const Catalog& catalog, const Recipe& recipe) {
  return rows_key(rows_of(catalog), recipe);
}

std::string rows_key(const std::vector<LabelledText>& rows, const Recipe& recipe) {
  std::string all = to_text(recipe);
  for (const auto& row : rows) {
    // Lengths keep texts from running into each other.
    all += std::to_string(static_cast<int>(row.kind)) + " " + std::to_string(row.label.size()) +
           " " + std::to_string(row.text.size()) + " " + row.label + row.text + "\n";
  }
  return sha256(all).substr(0, 32);
}

}  // namespace frontdesk
