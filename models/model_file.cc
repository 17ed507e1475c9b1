// SPDX-License-Identifier: MIT
#include "models/model_file.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <system_error>

#include "models/hash.h"
#include "nlu/bytes.h"

namespace frontdesk {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFormat = "frontdesk-model 3";
constexpr std::uint32_t kMagic = 0x334D4446;  // "FDM3"
constexpr std::uintmax_t kLargest = std::uintmax_t{2} << 30;
constexpr std::size_t kHashDigits = 64;

std::string ensemble_bytes(const EnsembleParts& parts) {
  ByteWriter out;
  out.put(kMagic);
  out.put<std::uint64_t>(parts.intents.size());
  for (const auto& intent : parts.intents) out.put_text(intent);
  out.put<std::uint8_t>(parts.has_oos);
  out.put(parts.weights.scale);
  out.put(parts.confidence.mean);
  out.put(parts.confidence.scale);
  out.put(parts.confidence.weight);
  out.put(parts.confidence.bias);
  out.put(parts.threshold);
  parts.concepts.write(out);
  parts.vocabulary.write(out);
  parts.linear.write(out);
  parts.network.write(out);
  parts.wide_network.write(out);
  return out.bytes();
}

bool all_finite(const EnsembleParts& parts) {
  std::vector<double> values{parts.confidence.bias, parts.threshold};
  values.insert(values.end(), parts.weights.scale.begin(), parts.weights.scale.end());
  for (const auto* signals :
       {&parts.confidence.mean, &parts.confidence.scale, &parts.confidence.weight}) {
    values.insert(values.end(), signals->begin(), signals->end());
  }
  const bool divisible = std::all_of(parts.confidence.scale.begin(), parts.confidence.scale.end(),
                                     [](double value) { return value > 0; });
  return divisible &&
         std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

Result<EnsembleParts> read_ensemble(const std::string& bytes) {
  const Error damaged{Code::invalid, "ensemble.bin is damaged"};
  ByteReader in(bytes);
  if (in.get<std::uint32_t>() != kMagic)
    return Error{Code::invalid, "ensemble.bin is not a model of ours"};
  EnsembleParts parts;
  const auto count = in.get<std::uint64_t>();
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) parts.intents.push_back(in.get_text());
  parts.has_oos = in.get<std::uint8_t>() != 0;
  parts.weights.scale = in.get<std::array<double, kMembers>>();
  parts.confidence.mean = in.get<Signals>();
  parts.confidence.scale = in.get<Signals>();
  parts.confidence.weight = in.get<Signals>();
  parts.confidence.bias = in.get<double>();
  parts.threshold = in.get<double>();
  const auto take = [](auto result, auto& to) -> std::optional<Error> {
    if (!result) return result.error();
    to = std::move(*result);
    return std::nullopt;
  };
  if (auto bad = take(ConceptFinder::read(in), parts.concepts)) return *bad;
  if (auto bad = take(Vocabulary::read(in), parts.vocabulary)) return *bad;
  if (auto bad = take(LinearModel::read(in), parts.linear)) return *bad;
  if (auto bad = take(Network::read(in), parts.network)) return *bad;
  if (auto bad = take(Network::read(in), parts.wide_network)) return *bad;
  const std::size_t classes = parts.intents.size();
  const bool fits = parts.linear.classes() == classes + (parts.has_oos ? 1 : 0) &&
                    parts.linear.features() == parts.vocabulary.size() &&
                    parts.network.classes() == classes &&
                    parts.network.features() == parts.vocabulary.size() &&
                    parts.wide_network.classes() == classes &&
                    parts.wide_network.features() == parts.vocabulary.size(Vocabulary::Plan::wide);
  if (!in.ok() || !in.at_end() || !fits || parts.intents.empty() || !all_finite(parts))
    return damaged;
  return parts;
}

Result<std::string> read_file(const fs::path& path) {
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  if (failed) return Error{Code::not_found, path.string() + ": cannot be read"};
  if (size > kLargest) return Error{Code::invalid, path.string() + ": is too large for a model"};
  std::ifstream file(path, std::ios::binary);
  std::string bytes(size, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  if (!file) return Error{Code::invalid, path.string() + ": cannot be read to its end"};
  return bytes;
}

struct Manifest {
  std::string key;
  struct File {
    std::uintmax_t size = 0;
    std::string hash;
  };
  std::map<std::string, File> files;
};

Result<Manifest> read_manifest(const fs::path& folder) {
  const fs::path path = folder / "manifest";
  if (!fs::exists(path))
    return Error{Code::not_found, folder.string() + ": there is no model here"};
  auto text = read_file(path);
  if (!text) return text.error();
  const Error foreign{Code::invalid,
                      path.string() + ": is not the manifest of a model of ours; train again"};
  std::istringstream lines(*text);
  std::string line;
  if (!std::getline(lines, line) || line != kFormat) return foreign;
  Manifest manifest;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string kind;
    words >> kind;
    if (kind == "key") {
      words >> manifest.key;
    } else if (kind == "file") {
      std::string name;
      Manifest::File file;
      words >> name >> file.size >> file.hash;
      if (!words || file.hash.size() != kHashDigits) return foreign;
      manifest.files[name] = file;
    }
  }
  if (manifest.key.empty()) return foreign;
  return manifest;
}

Result<std::string> read_checked(const fs::path& folder, const Manifest& manifest,
                                 const std::string& name) {
  const auto found = manifest.files.find(name);
  const std::string path = (folder / name).string();
  if (found == manifest.files.end()) return Error{Code::invalid, path + ": is not in the manifest"};
  auto bytes = read_file(folder / name);
  if (!bytes) return Error{Code::invalid, bytes.error().message + "; train again"};
  if (bytes->size() != found->second.size) {
    return Error{Code::invalid, path + ": has " + std::to_string(bytes->size()) +
                                    " bytes instead of " + std::to_string(found->second.size) +
                                    "; train again"};
  }
  if (sha256(*bytes) != found->second.hash) {
    return Error{Code::invalid, path + ": is damaged (its SHA-256 is another); train again"};
  }
  return bytes;
}

}  // namespace

Result<std::uintmax_t> save(const TrainedModel& model, const fs::path& folder) {
  const std::map<std::string, std::string> files{
      {"ensemble.bin", ensemble_bytes(model.classifier->parts())},
      {"fasttext.bin", model.fasttext},
      {"recipe.yaml", to_text(model.recipe)}};
  std::string manifest = std::string(kFormat) + "\nkey " + model.content_key + "\n";
  for (const auto& [name, bytes] : files) {
    manifest += "file " + name + " " + std::to_string(bytes.size()) + " " + sha256(bytes) + "\n";
  }
  const fs::path clean = folder.filename().empty() ? folder.parent_path() : folder;
  fs::path draft = clean;
  draft += ".new-" + std::to_string(getpid());
  std::uintmax_t total = 0;
  const auto write = [&](const std::string& name, const std::string& bytes) {
    std::ofstream file(draft / name, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    total += bytes.size();
    return !file.fail();
  };
  std::error_code failed;
  fs::remove_all(draft, failed);
  fs::create_directories(draft, failed);
  bool good = !failed;
  for (const auto& [name, bytes] : files) good = good && write(name, bytes);
  good = good && write("manifest", manifest);
  if (good) {
    fs::remove_all(clean, failed);
    if (!failed) fs::rename(draft, clean, failed);
    good = !failed;
  }
  if (good) return total;
  fs::remove_all(draft, failed);
  return Error{Code::unavailable, clean.string() + ": the model cannot be written"};
}

Result<std::unique_ptr<Classifier>> load(const fs::path& folder, const std::string& key) {
  auto manifest = read_manifest(folder);
  if (!manifest) return manifest.error();
  if (!key.empty() && manifest->key != key) {
    return Error{Code::conflict,
                 folder.string() + ": was trained on other content or by another recipe"};
  }
  auto ensemble = read_checked(folder, *manifest, "ensemble.bin");
  if (!ensemble) return ensemble.error();
  auto fasttext = read_checked(folder, *manifest, "fasttext.bin");
  if (!fasttext) return fasttext.error();
  const auto placed = [&](const Error& error) {
    return Error{error.code, folder.string() + ": " + error.message + "; train again"};
  };
  auto parts = read_ensemble(*ensemble);
  if (!parts) return placed(parts.error());
  auto member = FastTextMember::load(*fasttext, parts->intents.size());
  if (!member) return placed(member.error());
  parts->fasttext = std::move(*member);
  return std::unique_ptr<Classifier>(std::make_unique<Ensemble>(std::move(*parts)));
}

Result<std::string> model_key(const fs::path& folder) {
  auto manifest = read_manifest(folder);
  if (!manifest) return manifest.error();
  return manifest->key;
}

}  // namespace frontdesk
