// SPDX-License-Identifier: MIT
// Where the microseconds of a message go.
//
//   bench_latency MODEL TSV [PASSES]    each step of understanding, over the messages of a file
//
// MODEL is a folder of `frontdesk train`, TSV has rows of label<TAB>text. A message's time at a step is the least
// of PASSES (seven): what the step takes when nothing else runs. Steps are measured one after the other over all
// messages, so that each has the cache for itself; "whole" is what a message takes with everything in turn, and
// "fastText alone" what that member's file takes in fastText's own library.

#include <fasttext/fasttext.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "models/evaluate.h"
#include "models/model_file.h"
#include "nlu/ensemble.h"
#include "nlu/normalise.h"

using namespace frontdesk;

namespace {

using Clock = std::chrono::steady_clock;

// Prints median, 99th percentile and mean over messages.
void measure(const char* name, std::size_t messages, int passes,
             const std::function<void(std::size_t)>& step) {
  std::vector<double> least(messages, 1e9);
  for (int pass = 0; pass < passes; ++pass) {
    for (std::size_t i = 0; i < messages; ++i) {
      const auto begin = Clock::now();
      step(i);
      const std::chrono::duration<double, std::micro> taken = Clock::now() - begin;
      least[i] = std::min(least[i], taken.count());
    }
  }
  std::sort(least.begin(), least.end());
  double sum = 0;
  for (const double each : least) sum += each;
  std::printf("%-18s %7.2f %7.2f %7.2f\n", name, least[messages / 2], least[messages * 99 / 100],
              sum / static_cast<double>(messages));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_latency MODEL TSV [PASSES]\n");
    return 2;
  }
  const auto rows = read_tsv(argv[2]);
  const auto loaded = load(argv[1], "");
  if (!rows || !loaded) {
    std::fprintf(stderr, "%s\n", (rows ? loaded.error() : rows.error()).message.c_str());
    return 2;
  }
  const auto* ensemble = dynamic_cast<const Ensemble*>(loaded->get());
  if (ensemble == nullptr || rows->empty()) return 2;
  const EnsembleParts& parts = ensemble->parts();
  const int passes = argc > 3 ? std::max(1, std::atoi(argv[3])) : 7;

  std::vector<std::string> folded;
  std::vector<ModelMessage> messages;
  std::vector<Vocabulary::AllFeatures> features(rows->size());
  std::vector<MemberScores> scores;
  std::vector<std::vector<double>> probabilities;
  for (const auto& row : *rows) {
    folded.push_back(fold(row.text));
    messages.push_back(ensemble->read(folded.back()));
    parts.vocabulary.extract(messages.back(), features[messages.size() - 1]);
    scores.push_back(ensemble->scores(messages.back()));
    probabilities.push_back(blend(scores.back(), parts.weights));
  }

  std::printf("microseconds           p50     p99    mean\n");
  const std::size_t count = rows->size();
  double sink = 0;  // so that nothing is left out as useless
  std::vector<float> said;
  Vocabulary::AllFeatures found;
  measure("whole", count, passes,
          [&](std::size_t i) { sink += ensemble->classify(fold((*rows)[i].text)).confidence; });
  fasttext::FastText library;
  library.loadModel(std::string(argv[1]) + "/fasttext.bin");
  std::vector<std::pair<float, std::string>> predictions;
  measure("fastText alone", count, passes, [&](std::size_t i) {
    std::istringstream line(model_text(fold((*rows)[i].text)) + "\n");
    library.predictLine(line, predictions, 10, 0);
    sink += static_cast<double>(predictions.size());
  });
  measure("fold", count, passes, [&](std::size_t i) { sink += fold((*rows)[i].text).size(); });
  measure("read", count, passes,
          [&](std::size_t i) { sink += ensemble->read(folded[i]).text.size(); });
  measure("features", count, passes, [&](std::size_t i) {
    parts.vocabulary.extract(messages[i], found);
    sink += found[0].known;
  });
  const auto member = [&](const char* name, const std::function<void(std::size_t)>& ask) {
    measure(name, count, passes, [&](std::size_t i) {
      ask(i);
      sink += said[0];
    });
  };
  member("linear", [&](std::size_t i) { parts.linear.margins(features[i][0].values, said); });
  member("network", [&](std::size_t i) { parts.network.logits(features[i][0].values, said); });
  member("wide network",
         [&](std::size_t i) { parts.wide_network.logits(features[i][1].values, said); });
  if (parts.fasttext)
    member("fastText", [&](std::size_t i) { parts.fasttext->logits(messages[i].text, said); });
  measure("blend", count, passes,
          [&](std::size_t i) { sink += blend(scores[i], parts.weights)[0]; });
  measure("signals", count, passes,
          [&](std::size_t i) { sink += signals_of(scores[i], probabilities[i])[0]; });
  return sink == 0 ? 1 : 0;
}
