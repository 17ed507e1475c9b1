// SPDX-License-Identifier: MIT
#pragma once
// From examples to a classifier that knows how sure it is.
//
// 1. Rows: examples, titles of intents, typo copies where there are few rows.
// 2. Rows held out from training (folds, or the caller's own) are scored; from these scores come the scale of
//    each member, the map from margins to confidence, and the threshold. Copies of a held-out row are never
//    trained on.
// 3. The members are trained again on all rows; where the caller gave rows to judge by, they go on learning
//    with those rows too, and the calibration stays.
// 4. Messages without labels, where there are any, take part in a second round of 2 and 3 (self-training:
//    Scudder, 1965): each fold's members, and those of all rows, label them by themselves, and what they are
//    sure enough of is an example in the second round. Held-out rows are judged by what learnt no label of
//    theirs, directly or by way of such a message.
// Equal rows in equal order, recipe and seed make equal models. Any thread may call.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"
#include "core/result.h"
#include "models/calibrate.h"
#include "models/recipe.h"
#include "nlu/ensemble.h"

namespace frontdesk {

/// The label of texts that no intent is for.
inline constexpr std::string_view kOutOfScope = "oos";

/// One row of training or judging.
struct LabelledText {
  std::string label;  // an intent's name, or kOutOfScope
  std::string text;   // as a visitor writes it
  enum class Kind {
    example,
    title,    // the intent's own name or label: trained on, never held out
    counter,  // looks like `label` and is not
  } kind = Kind::example;
};

/// So many messages without labels are used, the first ones.
inline constexpr std::size_t kMostUnlabelled = 5000;

struct TrainOptions {
  Recipe recipe;
  std::vector<LabelledText>
      valid;  // held-out rows of the caller's; empty: rows are held out in folds
  std::vector<std::string>
      unlabelled;                 // messages as visitors wrote them; kMostUnlabelled count, and
                                  // those that stand among rows or valid do not
  std::vector<Concept> concepts;  // words that mean the same (content/lexicon.h)
  std::string content_key;        // kept in the model's manifest
};

/// Called now and then with what is being done and the share that is, 0..1.
using Progress = std::function<void(std::string_view, double)>;

/// A classifier and what is known of its making.
struct TrainedModel {
  std::unique_ptr<Ensemble> classifier;
  std::string
      fasttext;  // the member as a file of fastText's, for model_file; empty without that member
  std::string content_key;
  Recipe recipe;
  std::size_t rows = 0;  // trained on, copies included
  std::size_t guessed =
      0;                   // of them messages without a label, learnt under the one they were given
  std::size_t judged = 0;  // held-out rows that set the threshold
  double judged_accuracy = 0;  // share of in-scope held-out rows whose best intent is right
  double judged_answered = 0;  // share of them above the threshold
  double judged_right = 0;  // share of right ones among what is above the threshold, oos included
  std::vector<OperatingPoint> curve;  // what other thresholds would have done to the held-out rows
  double seconds = 0;
};

/// Code::invalid when fewer than two intents have examples, or no text has a letter.
Result<TrainedModel> train(const std::vector<LabelledText>& rows, const TrainOptions& options,
                           const Progress& progress = {});

/// The rows of a catalog: examples, labels, counter-examples, sentences out of scope.
std::vector<LabelledText> rows_of(const Catalog& catalog);

/// Adds each label as a title: in a file of rows, "card_arrival" is all that says what the intent is about.
void add_titles(std::vector<LabelledText>& rows);

/// train(rows_of(catalog)), with the catalog's key and its concepts.
Result<TrainedModel> train_catalog(const Catalog& catalog, const TrainOptions& options,
                                   const Progress& progress = {});

/// Names the model that belongs to this content and recipe: 32 hex digits. Depends on rows, concepts and
/// recipe only: a changed answer needs no new model, and a model that learnt from messages without labels
/// too serves the same content.
std::string content_key(const Catalog& catalog, const Recipe& recipe);

/// The same for plain rows.
std::string rows_key(const std::vector<LabelledText>& rows, const std::vector<Concept>& concepts,
                     const Recipe& recipe);

}  // namespace frontdesk
