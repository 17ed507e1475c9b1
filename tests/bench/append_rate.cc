// SPDX-License-Identifier: MIT
// How many messages a second the SQLite store makes durable: one transaction a message against
// batches, on the file system of the working folder (or of the folder given). A message is one
// visitor's message and the bot's answer, as one Append of two events.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <vector>

#include <sys/resource.h>

#include "store/sqlite_store.h"
#include "support/talk.h"

using namespace frontdesk;

namespace {

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Every append there will be, decided beforehand: only the store is measured. Each conversation
/// gets one message a round.
std::vector<std::vector<Append>> rounds_of(std::size_t conversations, std::size_t rounds,
                                           std::vector<Append>& starts) {
  std::vector<support::Talk> talks;
  for (std::size_t i = 0; i < conversations; ++i) {
    talks.emplace_back("0193f3a1-7c2e-7000-8000-" + std::to_string(100'000'000'000 + i));
    starts.push_back(talks.back().start());
  }
  const std::string answer(180, 'a');
  std::vector<std::vector<Append>> all(rounds);
  for (std::size_t round = 0; round < rounds; ++round) {
    for (auto& talk : talks) {
      const auto expected = talk.log.events.size();
      talk.say("kur mano siunta, laukiu jau savaite?", "m" + std::to_string(round));
      talk.add(ActorKind::bot,
               MessageAdded{.author = Author::bot,
                            .text = answer,
                            .language = "lt",
                            .quick_replies = {{"person", "Pasikalbėti su žmogumi"}},
                            .decision = Decision{.action = Action::answer,
                                                 .intent = "order_status",
                                                 .confidence = 0.93,
                                                 .threshold = 0.6,
                                                 .because = "the rule order.where matched"}});
      all[round].push_back(talk.since(expected));
    }
  }
  return all;
}

struct Figures {
  double per_second;
  double cpu_micros;
};

Figures measure(const std::filesystem::path& folder, std::size_t batch, std::size_t messages) {
  constexpr std::size_t kConversations = 64;
  const auto file = folder / ("append_rate_" + std::to_string(batch) + ".db");
  std::vector<Append> starts;
  const auto rounds = rounds_of(kConversations, messages / kConversations, starts);
  Figures figures{};
  {
    auto opened = SqliteStore::open(file);
    if (!opened.ok()) {
      std::fprintf(stderr, "%s\n", opened.error().message.c_str());
      std::exit(3);
    }
    auto& store = **opened;
    for (const auto& result : store.append(starts)) {
      if (!result.ok()) std::exit(3);
    }
    const double cpu = cpu_seconds();
    const auto began = std::chrono::steady_clock::now();
    std::size_t done = 0;
    for (const auto& round : rounds) {
      for (std::size_t at = 0; at < round.size(); at += batch) {
        for (const auto& result : store.append(std::span(round).subspan(at, batch))) {
          if (!result.ok()) std::exit(3);
          ++done;
        }
      }
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    figures.per_second = static_cast<double>(done) / took.count();
    figures.cpu_micros = (cpu_seconds() - cpu) * 1e6 / static_cast<double>(done);
  }
  for (const auto* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
  return figures;
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path folder = argc > 1 ? argv[1] : ".";
  std::printf("SQLite, WAL, synchronous=FULL; a message is an Append of two events\n");
  std::printf("%8s  %12s  %14s  %10s\n", "batch", "messages/s", "CPU us/message", "times one");
  double one = 0;
  for (const std::size_t batch :
       {std::size_t{1}, std::size_t{4}, std::size_t{16}, std::size_t{64}}) {
    const auto figures = measure(folder, batch, batch == 1 ? 3200 : 12'800);
    if (batch == 1) one = figures.per_second;
    std::printf("%8zu  %12.0f  %14.1f  %10.1f\n", batch, figures.per_second, figures.cpu_micros,
                figures.per_second / one);
  }
}
