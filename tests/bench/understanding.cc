// SPDX-License-Identifier: MIT
// How well and how fast messages are understood: trains on a labelled set and prints one table, the ensemble
// beside each of its members alone.
//
//   bench_understanding [FOLDER]
//
// FOLDER holds train.tsv and valid.tsv (label<TAB>text, `oos` = out of scope); the default is
// ../shared/data/nlu/lt_shop, seen from the current directory. The threshold is set from rows of train.tsv
// that are held out; valid.tsv only judges.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "models/evaluate.h"
#include "models/train.h"
#include "nlu/normalise.h"

using namespace frontdesk;

namespace {

using Clock = std::chrono::steady_clock;

double quantile(std::vector<double> values, double at) {
  std::sort(values.begin(), values.end());
  return values.empty()
             ? 0
             : values[std::min(values.size() - 1,
                               static_cast<std::size_t>(at * static_cast<double>(values.size())))];
}

// One member alone: closed accuracy, and microseconds from the message as it was written to its scores.
template <class Ask>
void print_member(const char* name, const std::vector<LabelledText>& rows,
                  const std::vector<std::string>& intents, Ask ask) {
  std::vector<double> times;
  std::size_t right = 0;
  std::size_t in_scope = 0;
  for (const auto& row : rows) {
    const auto started = Clock::now();
    const std::vector<float> scores = ask(model_text(fold(row.text)));
    times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - started).count());
    if (row.label == kOutOfScope) continue;
    ++in_scope;
    const auto best = std::max_element(scores.begin(), scores.end()) - scores.begin();
    right += intents[static_cast<std::size_t>(best)] == row.label;
  }
  std::printf("| %s | %.3f | | | | | | %.1f | %.1f |\n", name,
              static_cast<double>(right) / static_cast<double>(std::max<std::size_t>(in_scope, 1)),
              quantile(times, 0.5), quantile(times, 0.99));
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path folder = argc > 1 ? argv[1] : "../shared/data/nlu/lt_shop";
  if (!std::filesystem::exists(folder / "train.tsv")) {
    std::fprintf(stderr, "SKIPPED: no labelled set in %s\n", folder.string().c_str());
    return 0;
  }
  auto rows = read_tsv(folder / "train.tsv");
  auto valid = read_tsv(folder / "valid.tsv");
  if (!rows || !valid) {
    std::fprintf(stderr, "%s\n", (!rows ? rows : valid).error().message.c_str());
    return 2;
  }
  auto model = train(*rows, TrainOptions{});
  if (!model) {
    std::fprintf(stderr, "%s\n", model.error().message.c_str());
    return 2;
  }
  const Ensemble& ensemble = *model->classifier;
  const Evaluation e = evaluate(ensemble, *valid);
  const auto number = [](const std::optional<double>& value) { return value.value_or(-1); };
  std::printf("%s: %zu rows trained on, %zu intents, %.1f s, threshold %.3f; -1 = no such rows\n\n",
              folder.filename().string().c_str(), model->rows, ensemble.parts().intents.size(),
              model->seconds, e.threshold);
  std::printf(
      "| | closed accuracy | accuracy | wrong answers | oos recall | auroc | ece | p50 us | p99 us "
      "|\n");
  std::printf("|---|---|---|---|---|---|---|---|---|\n");
  std::printf("| ensemble | %.3f | %.3f | %.3f | %.3f | %.4f | %.3f | %.1f | %.1f |\n",
              number(e.closed_accuracy), number(e.accuracy), number(e.wrong_answers),
              number(e.oos_recall), number(e.auroc), number(e.ece), e.p50_us, e.p99_us);
  print_member("fastText alone", *valid, ensemble.parts().intents, [&](const std::string& text) {
    return ensemble.parts().fasttext->log_probabilities(text);
  });
  print_member("linear alone", *valid, ensemble.parts().intents, [&](const std::string& text) {
    auto margins =
        ensemble.parts().linear.margins(ensemble.parts().vocabulary.extract(text).values);
    margins.resize(ensemble.parts().intents.size());
    return margins;
  });
  std::printf(
      "\nheld-out rows of the training set: %zu judged, %.3f right in scope, %.3f answered, %.3f "
      "of answers right\n",
      model->judged, model->judged_accuracy, model->judged_answered, model->judged_right);
  return 0;
}
