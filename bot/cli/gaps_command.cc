// SPDX-License-Identifier: MIT
#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "dialogue/gaps.h"
#include "store/sqlite_store.h"

namespace frontdesk {
namespace {

constexpr std::size_t kBatch = 200;  // conversations in memory at once

Result<std::vector<Gap>> read_gaps(Store& store) {
  auto rows = store.list({.limit = std::numeric_limits<std::size_t>::max()});
  if (!rows) return rows.error();
  std::vector<Gap> found;
  std::vector<ConversationId> ids;
  for (std::size_t i = 0; i < rows->size(); ++i) {
    ids.push_back((*rows)[i].conversation);
    if (ids.size() < kBatch && i + 1 < rows->size()) continue;
    auto logs = store.load(ids);
    if (!logs) return logs.error();
    for (const auto& log : *logs) {
      for (auto& gap : gaps_of(log)) found.push_back(std::move(gap));
    }
    ids.clear();
  }
  return merge_gaps(std::move(found));
}

}  // namespace

int gaps(const Places& places, const std::string& format, std::size_t most) {
  const auto file = places.data / "frontdesk.db";
  if (!std::filesystem::exists(file)) {
    std::cerr << "error: there is no " << file.string() << "; --data names the server's folder\n";
    return kBadInput;
  }
  auto store = SqliteStore::open(file);
  if (!store) {
    std::cerr << "error: " << store.error().message << '\n';
    return kCouldNotRun;
  }
  const auto found = read_gaps(**store);
  if (!found) {
    std::cerr << "error: " << found.error().message << '\n';
    return kCouldNotRun;
  }
  const auto shown = std::min(most, found->size());
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& gap = (*found)[i];
    if (format == "json") {
      nlohmann::ordered_json line{
          {"times", gap.times},          {"kind", name_of(gap.kind)},
          {"language", gap.language},    {"question", gap.question},
          {"last", to_millis(gap.last)}, {"conversation", gap.conversation.value}};
      if (!gap.article.empty()) line["article"] = gap.article.value;
      std::cout << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    } else {
      auto question = gap.question;
      std::replace(question.begin(), question.end(), '\n', ' ');
      std::cout << gap.times << "  " << name_of(gap.kind)
                << (gap.article.empty() ? "" : " " + gap.article.value) << "  " << gap.language
                << "  " << question << '\n';
    }
  }
  std::cerr << found->size() << (found->size() == 1 ? " question" : " questions")
            << " without an answer\n";
  return kGood;
}

}  // namespace frontdesk
