// SPDX-License-Identifier: MIT
#include "models/evaluate.h"

#include <doctest/doctest.h>

#include <fstream>
#include <map>

#include "models/calibrate.h"
#include "models/support.h"
#include "models/typos.h"

namespace evaluate_test {

using namespace frontdesk;

namespace {

// Says what it was told to say, by text.
class Parrot : public Classifier {
 public:
  explicit Parrot(std::map<std::string, RankedIntent, std::less<>> words)
      : words_(std::move(words)) {}
  [[nodiscard]] Classification classify(std::string_view folded) const override {
    const auto found = words_.find(folded);
    if (found == words_.end()) return {};
    return {{found->second}, found->second.confidence};
  }
  [[nodiscard]] double threshold() const override { return 0.5; }

 private:
  std::map<std::string, RankedIntent, std::less<>> words_;
};

}  // namespace

TEST_CASE("the figures of a hand-made set are what one counts by hand") {
  const Parrot parrot({{"a1", {"a", 0.9}},
                       {"a2", {"a", 0.4}},
                       {"a3", {"b", 0.8}},
                       {"b1", {"b", 0.7}},
                       {"o1", {"a", 0.3}},
                       {"o2", {"b", 0.6}}});
  const auto e = evaluate(
      parrot, {{"a", "A1"}, {"a", "a2"}, {"a", "a3"}, {"b", "b1"}, {"oos", "o1"}, {"oos", "o2"}});
  CHECK(e.n == 6);
  CHECK(*e.closed_accuracy == doctest::Approx(3.0 / 4));  // a1 a2 b1
  CHECK(*e.accuracy == doctest::Approx(2.0 / 4));         // a1 b1
  CHECK(*e.oos_recall == doctest::Approx(1.0 / 2));       // o1
  CHECK(*e.oos_precision == doctest::Approx(1.0 / 2));    // rejected: a2 o1
  CHECK(*e.overall == doctest::Approx(3.0 / 6));          // a1 b1 o1
  CHECK(*e.auroc == doctest::Approx(7.0 / 8));            // only o2 above a2 is out of order
  CHECK(*e.wrong_answers == doctest::Approx(2.0 / 6));    // a3 o2
  // Bins: .9 right, .4 right, .8 wrong, .7 right, .3 wrong, .6 wrong, each alone in its bin.
  CHECK(*e.ece == doctest::Approx((0.1 + 0.6 + 0.8 + 0.3 + 0.3 + 0.6) / 6));
  CHECK(e.threshold == 0.5);
  CHECK(e.p50_us >= 0);
  CHECK(e.p99_us >= e.p50_us);
}

TEST_CASE("a figure without items is null in JSON") {
  const Parrot parrot({{"a", {"x", 0.9}}});
  const std::string json = to_json(evaluate(parrot, {{"x", "a"}}));
  CHECK(json.find("\"closed_accuracy\": 1") != std::string::npos);
  CHECK(json.find("\"oos_recall\": null") != std::string::npos);
  CHECK(json.find("\"oos_precision\": null") != std::string::npos);
  CHECK(json.find("\"auroc\": null") != std::string::npos);
  CHECK(json.find("\"threshold\": 0.5") != std::string::npos);
  CHECK(to_json(evaluate(parrot, {})).find("\"overall\": null") != std::string::npos);
}

TEST_CASE("equal confidences count half in the ranking figure, and no ranking is a rejection") {
  const Parrot parrot({{"a", {"x", 0.7}}, {"o", {"x", 0.7}}});
  CHECK(*evaluate(parrot, {{"x", "a"}, {"oos", "o"}}).auroc == doctest::Approx(0.5));
  const auto e = evaluate(parrot, {{"oos", "never heard"}, {"oos", "😀"}});
  CHECK(*e.oos_recall == 1);
}

TEST_CASE("a judged row keeps its text, its runner-up, and whether its label is known") {
  class Two : public Classifier {
   public:
    [[nodiscard]] Classification classify(std::string_view) const override {
      return {{{"a", 0.7}, {"b", 0.2}}, 0.7};
    }
    [[nodiscard]] double threshold() const override { return 0.5; }
  };
  const auto rows =
      judge_rows(Two{}, {{"b", "Ar <dirbate>?"}, {"c", "x"}, {"oos", "y"}, {"c", "z"}});
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].text == "Ar <dirbate>?");
  CHECK(rows[0].runner_up == "b");
  CHECK(rows[0].runner_up_confidence == 0.2);
  CHECK(rows[0].known_label);
  CHECK_FALSE(rows[1].known_label);
  CHECK(rows[2].known_label);
  CHECK(unknown_labels(rows) == std::map<std::string, std::size_t>{{"c", 2}});
  CHECK(*evaluate(rows, 0.5).wrong_answers == 1);
}

TEST_CASE(
    "the table says what each figure counts, and draws a line where there is nothing to count") {
  const std::vector<JudgedRow> rows{{.label = "a", .said = "a", .confidence = 0.9},
                                    {.label = "a", .said = "b", .confidence = 0.9},
                                    {.label = "a", .said = "a", .confidence = 0.1},
                                    {.label = "b", .said = "b", .confidence = 0.9}};
  const std::string table = to_table(rows, 0.5);
  CHECK(table.find("closed accuracy           75.0 %") != std::string::npos);
  CHECK(table.find("3 of 4 in scope") != std::string::npos);
  CHECK(table.find("1 of 3 rightly understood, but not answered") != std::string::npos);
  CHECK(table.find("out-of-scope recall" + std::string(11, ' ') + "-") != std::string::npos);
}

TEST_CASE("a table file is read with the place of what is wrong in it") {
  const support::TemporaryFolder folder;
  const auto path = folder.path() / "set.tsv";
  const auto reading = [&](const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
    return read_tsv(path);
  };
  auto good = reading("# comment\na\tone two\r\n\nb\tx\ty\n");
  REQUIRE(good.ok());
  REQUIRE(good->size() == 2);
  CHECK((*good)[0].text == "one two");
  CHECK((*good)[1].text == "x\ty");
  CHECK(reading("a\tb\nno tab\n").error().message.find("set.tsv:2: ") != std::string::npos);
  CHECK(reading("\tb\n").error().message.find(":1: the label") != std::string::npos);
  CHECK(reading("a\t\n").error().message.find(":1: the text") != std::string::npos);
  CHECK(reading("a\t\xFF\n").error().message.find("UTF-8") != std::string::npos);
  CHECK(read_tsv(folder.path() / "missing").error().code == Code::not_found);
}

TEST_CASE("calibrated confidence is about the share that is right") {
  // Margins of two classes; the larger is right three times in four when far, every second time when near.
  std::vector<Judged> judged;
  for (int i = 0; i < 400; ++i) {
    const bool far = i % 2 == 0;
    Judged row;
    row.scores.of[kLinear] = {far ? 1.0F : 0.1F, -1.0F, -1.0F};
    row.scores.known = 1;
    row.scores.words = 3;
    row.label = far ? (i % 8 == 0 ? 1 : 0) : (i % 4 == 1 ? 1 : 0);
    judged.push_back(row);
  }
  Recipe recipe;
  recipe.least_confidence = 0;
  const Calibration made = calibrate(judged, recipe);
  const auto confidence = [&](const Judged& row) {
    return made.confidence.of(signals_of(row.scores, blend(row.scores, made.weights)));
  };
  CHECK(confidence(judged[0]) == doctest::Approx(0.75).epsilon(0.02));
  CHECK(confidence(judged[1]) == doctest::Approx(0.5).epsilon(0.02));
  CHECK(made.threshold == doctest::Approx(0.5).epsilon(0.02));
  recipe.least_confidence = 0.7;
  CHECK(calibrate(judged, recipe).threshold == 0.7);
}

TEST_CASE("the threshold follows what mistakes cost, where that is said") {
  std::vector<Judged> judged;
  for (int i = 0; i < 100; ++i) {
    Judged row;
    row.scores.of[kLinear] = {i % 10 == 0 ? 0.1F : 1.0F, -1.0F};
    row.label = i % 20 == 0 ? 1 : 0;
    judged.push_back(row);
  }
  Recipe recipe;
  recipe.wrong_answer_cost = 4;
  CHECK(calibrate(judged, recipe).threshold == doctest::Approx(0.8));
  recipe.needless_handoff_cost = 4;
  CHECK(calibrate(judged, recipe).threshold == doctest::Approx(0.5));
}

TEST_CASE("a curve says what every threshold would do") {
  std::vector<Judged> judged;
  for (int i = 0; i < 200; ++i) {
    Judged row;
    const bool out = i % 4 == 0;
    row.scores.of[kLinear] = {out ? -0.5F : 1.0F, -1.0F};
    row.label = out ? -1 : (i % 10 == 1 ? 1 : 0);
    judged.push_back(row);
  }
  const auto curve = curve_of(judged, calibrate(judged, Recipe{}));
  REQUIRE(curve.size() == 20);
  CHECK(curve.front().answered == 1);
  CHECK(curve.front().wrong == doctest::Approx(0.25 + 0.1));
  CHECK(curve.front().oos_stopped == 0);
  for (std::size_t i = 1; i < curve.size(); ++i) {
    CHECK(curve[i].threshold > curve[i - 1].threshold);
    CHECK(curve[i].answered <= curve[i - 1].answered);
    CHECK(curve[i].wrong <= curve[i - 1].wrong);
    CHECK(curve[i].false_handoffs >= curve[i - 1].false_handoffs);
    CHECK(curve[i].oos_stopped >= curve[i - 1].oos_stopped);
  }
  CHECK(curve[10].oos_stopped == 1);
}

TEST_CASE("rows out of scope count as the share of messages that they are taken to be") {
  std::vector<Judged> judged;
  for (int i = 0; i < 400; ++i) {
    Judged row;
    row.scores.of[kLinear] = {0.5F, -1.0F};
    row.label = i % 100 == 0 ? -1 : 0;
    judged.push_back(row);
  }
  Recipe recipe;
  recipe.oos_share = 0.2;
  const Calibration made = calibrate(judged, recipe);
  const double confidence =
      made.confidence.of(signals_of(judged[1].scores, blend(judged[1].scores, made.weights)));
  CHECK(confidence == doctest::Approx(0.8).epsilon(0.02));
}

TEST_CASE("typing errors are the same for the same seed and change a word at a time") {
  CHECK(with_typo("kur mano siunta", 1) == with_typo("kur mano siunta", 1));
  CHECK(with_typo("as to", 1) == "as to");
  CHECK(with_typo("", 1).empty());
  int changed = 0;
  for (unsigned seed = 0; seed < 50; ++seed) {
    const std::string copy = with_typo("grazinti preke", seed);
    CHECK(copy.find(' ') != std::string::npos);
    changed += copy != "grazinti preke";
  }
  CHECK(changed > 40);
}

}  // namespace evaluate_test
