// SPDX-License-Identifier: MIT
#include <algorithm>
#include <iostream>
#include <limits>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "core/clock.h"
#include "dialogue/deflection.h"
#include "dialogue/gaps.h"
#include "store/sqlite_store.h"

namespace frontdesk {
namespace {

constexpr std::size_t kBatch = 200;  // conversations in memory at once

struct Outcomes {
  std::vector<Gap> gaps;
  Deflection articles;
};

/// The logs of some contacts, whole contacts only.
Result<Done> read_batch(Store& store, const std::vector<Summary>& rows, Outcomes& outcomes) {
  std::vector<ConversationId> ids;
  for (const auto& row : rows) ids.push_back(row.conversation);
  const auto logs = store.load(ids);
  if (!logs) return logs.error();
  std::vector<std::span<const Event>> of_contact;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (auto& gap : gaps_of((*logs)[i])) outcomes.gaps.push_back(std::move(gap));
    of_contact.emplace_back((*logs)[i]);
    if (i + 1 < rows.size() && rows[i + 1].contact == rows[i].contact) continue;
    const auto deflection = deflection_of(of_contact, system_clock().now());
    outcomes.articles.answered += deflection.answered;
    outcomes.articles.spared += deflection.spared;
    outcomes.articles.pending += deflection.pending;
    of_contact.clear();
  }
  return Done{};
}

Result<Outcomes> read_outcomes(Store& store) {
  auto rows = store.list({.limit = std::numeric_limits<std::size_t>::max()});
  if (!rows) return rows.error();
  std::stable_sort(rows->begin(), rows->end(), [](const Summary& a, const Summary& b) {
    return a.contact.value < b.contact.value;
  });
  Outcomes outcomes;
  std::vector<Summary> batch;
  for (std::size_t i = 0; i < rows->size(); ++i) {
    batch.push_back(std::move((*rows)[i]));
    const bool contact_ends =
        i + 1 == rows->size() || (*rows)[i + 1].contact != batch.back().contact;
    if (!contact_ends || (batch.size() < kBatch && i + 1 < rows->size())) continue;
    if (auto read = read_batch(store, batch, outcomes); !read) return read.error();
    batch.clear();
  }
  outcomes.gaps = merge_gaps(std::move(outcomes.gaps));
  return outcomes;
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
  const auto found = read_outcomes(**store);
  if (!found) {
    std::cerr << "error: " << found.error().message << '\n';
    return kCouldNotRun;
  }
  const auto shown = std::min(most, found->gaps.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& gap = found->gaps[i];
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
  const auto& articles = found->articles;
  std::cerr << found->gaps.size() << (found->gaps.size() == 1 ? " question" : " questions")
            << " without an answer. Answered by articles: " << articles.answered << ", of these "
            << articles.spared << " needed nobody and were not asked again within 24 hours; "
            << articles.pending << " are too fresh to say.\n";
  return kGood;
}

}  // namespace frontdesk
