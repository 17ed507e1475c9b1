// SPDX-License-Identifier: MIT
#include "models/fasttext_trainer.h"

#include <fasttext/fasttext.h>
#include <sys/mman.h>
#include <unistd.h>

#include <numeric>
#include <utility>

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

}  // namespace

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
