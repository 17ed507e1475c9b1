// SPDX-License-Identifier: MIT
#include "models/trainers.h"

#include <fasttext/fasttext.h>
#include <linear.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <numeric>

#include "models/random.h"

namespace frontdesk {
namespace {

// An unnamed file in memory with a path, for a library that knows only paths.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("frontdesk-training", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  [[nodiscard]] bool ok() const { return descriptor_ >= 0; }
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

  bool write(const std::string& bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
      const auto count = ::write(descriptor_, bytes.data() + done, bytes.size() - done);
      if (count <= 0) return false;
      done += static_cast<std::size_t>(count);
    }
    return true;
  }

  std::string read_all() {
    std::string bytes;
    const auto size = lseek(descriptor_, 0, SEEK_END);
    if (size <= 0) return bytes;
    bytes.resize(static_cast<std::size_t>(size));
    for (std::size_t done = 0; done < bytes.size();) {
      const auto count =
          pread(descriptor_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
      if (count <= 0) return {};
      done += static_cast<std::size_t>(count);
    }
    return bytes;
  }

 private:
  int descriptor_;
};

// liblinear's rows: all nodes in one block, each row ends in the bias and a mark.
struct Rows {
  std::vector<feature_node> nodes;
  std::vector<std::size_t> starts;

  Rows(const std::vector<Features>& rows, int bias_index) {
    for (const auto& row : rows) {
      starts.push_back(nodes.size());
      const std::size_t first = nodes.size();
      for (const auto& feature : row.values) {
        nodes.push_back({static_cast<int>(feature.id) + 1, static_cast<double>(feature.value)});
      }
      // liblinear wants indices ascending.
      std::sort(nodes.begin() + static_cast<std::ptrdiff_t>(first), nodes.end(),
                [](const feature_node& a, const feature_node& b) { return a.index < b.index; });
      nodes.push_back({bias_index, 1});
      nodes.push_back({-1, 0});
    }
  }
};

constexpr double kStop = 0.3;  // liblinear's own default for the dual solver

}  // namespace

LinearModel train_linear(const std::vector<Features>& rows, const std::vector<Target>& targets,
                         std::size_t classes, std::size_t features, const Recipe& recipe) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  set_print_string_function([](const char*) {});
  srand(recipe.seed);

  Rows nodes(rows, static_cast<int>(features) + 1);
  std::vector<float> weights(features * classes, 0);
  std::vector<float> bias(classes, 0);
  parameter settings{};
  settings.solver_type = L2R_L2LOSS_SVC_DUAL;
  settings.eps = kStop;
  settings.C = recipe.linear_c;
  for (std::size_t k = 0; k < classes; ++k) {
    std::vector<double> sides;
    std::vector<feature_node*> chosen;
    bool positive = false;
    bool negative = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const bool same = targets[i].label == static_cast<int>(k);
      if (targets[i].counter && !same) continue;
      const bool side = same && !targets[i].counter;
      (side ? positive : negative) = true;
      sides.push_back(side ? 1 : -1);
      chosen.push_back(nodes.nodes.data() + nodes.starts[i]);
    }
    if (!positive || !negative) {
      bias[k] = positive ? 1 : -1;
      continue;
    }
    problem task{};
    task.l = static_cast<int>(chosen.size());
    task.n = static_cast<int>(features) + 1;
    task.y = sides.data();
    task.x = chosen.data();
    task.bias = 1;
    model* made = ::train(&task, &settings);
    // The sign is that of the label that liblinear met first.
    const double sign = made->label[0] == 1 ? 1 : -1;
    for (std::size_t f = 0; f < features; ++f) {
      weights[f * classes + k] = static_cast<float>(sign * made->w[f]);
    }
    bias[k] = static_cast<float>(sign * made->w[features]);
    free_and_destroy_model(&made);
  }
  return LinearModel(std::move(weights), std::move(bias));
}

Result<std::string> train_fasttext(const std::vector<std::string>& texts,
                                   const std::vector<int>& labels, const FastTextRecipe& recipe,
                                   unsigned seed) {
  // Rows come intent by intent, as their author wrote them; fastText learns in the order of its file, and
  // would end each turn with the last intents fresh in mind.
  std::vector<std::size_t> order(texts.size());
  std::iota(order.begin(), order.end(), 0);
  Random random(seed);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.next() % i]);
  std::string lines;
  for (const std::size_t i : order) {
    if (texts[i].empty()) continue;
    lines += "__label__" + std::to_string(labels[i]) + " " + texts[i] + "\n";
  }
  MemoryFile input;
  MemoryFile output;
  const Error failed{Code::internal, "fastText could not be trained"};
  if (!input.ok() || !output.ok() || !input.write(lines)) return failed;
  fasttext::Args args;
  args.model = fasttext::model_name::sup;
  args.loss = fasttext::loss_name::ova;
  args.input = input.path();
  args.lr = recipe.rate;
  args.epoch = recipe.epochs;
  args.minCount = 1;
  args.minCountLabel = 0;
  args.wordNgrams = recipe.words;
  args.minn = recipe.shortest;
  args.maxn = recipe.longest;
  args.dim = recipe.dimensions;
  args.bucket = recipe.buckets;
  args.thread = 1;
  args.verbose = 0;
  args.seed = static_cast<int>(seed);
  try {
    fasttext::FastText model;
    model.train(args);
    model.saveModel(output.path());
  } catch (const std::exception& problem) {
    return Error{Code::internal, std::string("fastText could not be trained: ") + problem.what()};
  }
  std::string bytes = output.read_all();
  if (bytes.empty()) return failed;
  return bytes;
}

}  // namespace frontdesk
