// SPDX-License-Identifier: MIT
// How long a changed article takes to be what visitors are answered with.
//
//   bench_reload CONTENT DATA [ARTICLES] [SAVES]
//
// CONTENT is copied; DATA is a folder for its model, which is trained there when it has none. ARTICLES (10,000)
// made-up articles of 65 words stand in a database as those of a source. Two tables: the parts of taking in one
// changed article, beside making everything anew; and, over HTTP, the time from the moment a Markdown file was
// written to the first answer to a visitor that holds its words (SAVES, 30 of them).

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "cli/commands.h"
#include "cli/server.h"
#include "cli/workspace.h"
#include "content/problems.h"
#include "service/accounts.h"
#include "store/sqlite_store.h"
#include "tests/support/http_client.h"

using namespace frontdesk;

namespace {

using Steady = std::chrono::steady_clock;
namespace fs = std::filesystem;

double ms_of(const std::function<void()>& work) {
  const auto begin = Steady::now();
  work();
  return std::chrono::duration<double, std::milli>(Steady::now() - begin).count();
}

void print(const char* what, std::vector<double> times) {
  std::sort(times.begin(), times.end());
  std::printf("%-58s %8.1f %8.1f\n", what, times[times.size() / 2], times.back());
}

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "error: %s\n", why.c_str());
  std::exit(3);
}

// Words as often as in a language: a few everywhere, most seldom.
class Words {
 public:
  std::string text(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
      const double share = std::uniform_real_distribution<>(0, 1)(random_);
      auto rank = static_cast<std::size_t>(20'000 * share * share * share);
      std::string word;
      for (rank += 30; rank > 0; rank /= 20)
        word += "bcdfghjklmnprstvzaeo"[rank % 20] + std::string("a");
      text += (i == 0 ? "" : " ") + word;
    }
    return text;
  }

 private:
  std::mt19937 random_{1};
};

SourcedArticle made_up(Words& words, std::size_t number) {
  const std::string language = number % 2 == 0 ? "lt" : "en";
  return {.key = {"wiki", ArticleId(std::to_string(number)), language},
          .version = "1",
          .visibility = Visibility::everybody,
          .article = {.language = language, .title = words.text(5), .body = words.text(60)}};
}

void put(Store& store, std::vector<SourcedArticle> articles) {
  SyncChange change;
  change.state.source = "wiki";
  change.put = std::move(articles);
  if (const auto done = store.sync(change); !done) give_up(done.error().message);
}

Workspace read(const Places& places) {
  auto workspace = read_workspace(places, system_clock().now());
  if (!has_errors(workspace.problems)) return workspace;
  for (const auto& problem : workspace.problems) give_up(to_text(problem));
  return workspace;
}

std::shared_ptr<const Brain> made(Result<std::shared_ptr<const Brain>> brain) {
  if (!brain) give_up(brain.error().message);
  return *brain;
}

void measure_parts(const Places& places, Store& store, Words& words, std::size_t articles) {
  std::vector<double> content, database, whole, database_again, change;
  std::shared_ptr<const Brain> brain;
  for (int i = 0; i < 3; ++i) {
    Workspace workspace;
    content.push_back(ms_of([&] { workspace = read(places); }));
    database.push_back(ms_of([&] { (void)add_sourced_articles(workspace, store); }));
    whole.push_back(ms_of([&] {
      brain = made(make_brain(places, std::move(workspace), [](const std::string& what) {
        std::fprintf(stderr, "%s\n", what.c_str());
      }));
    }));
  }
  const auto basis = basis_of(read(places));
  for (std::size_t i = 0; i < 20; ++i) {
    put(store, {made_up(words, i * articles / 20)});
    auto next = basis;
    database_again.push_back(ms_of([&] { (void)add_sourced_articles(next, store); }));
    change.push_back(ms_of([&] { brain = made(change_articles(*brain, std::move(next))); }));
  }
  std::printf("%-58s %8s %8s\n", "ms, everything anew", "median", "most");
  print("  reading the content", content);
  print("  reading the articles from the database", database);
  print("  making the brain", whole);
  std::printf("%-58s %8s %8s\n", "ms, one article changed", "median", "most");
  print("  reading the articles from the database", database_again);
  print("  making the brain", change);
}

void measure_saves(const Places& places, Store& store, int saves) {
  auto workspace = read(places);
  auto settings = workspace.settings;
  settings.limits.exempt = {"127.0.0.0/8"};
  ServerOptions options{places, "127.0.0.1", 0, basis_of(workspace)};
  (void)add_sourced_articles(workspace, store);
  options.articles_version = workspace.articles_version;
  auto brain = made(make_brain(places, std::move(workspace), [](const std::string&) {}));
  SystemRandom random;
  Server server(std::move(options), settings, std::move(brain), store, system_clock(), random);
  const auto port = server.listen();
  if (!port) give_up(port.error().message);
  std::thread thread([&] { server.run(); });

  const support::Headers json{{"Content-Type", "application/json"}};
  const auto file = places.content / "articles" / "en" / "bench_reload.md";
  std::vector<double> times;
  for (int i = 0; i < saves; ++i) {
    // None of them in the question: the words that it has are marked in the answer.
    const auto words = "Round " + std::to_string(i) + " is the latest.";
    const auto beside = places.content.parent_path() / "beside";
    std::ofstream(beside) << "---\ntitle: How to polish a vuvuzela\n---\n\n" << words << "\n";
    fs::rename(beside, file);
    times.push_back(ms_of([&] {
      for (bool told = false; !told;) {
        const auto begun =
            support::http(*port, "POST", "/api/v1/conversations", json, R"({"language": "en"})")
                .json();
        auto headers = json;
        headers.emplace_back("Authorization", "Bearer " + begun["token"].get<std::string>());
        const auto said = support::http(
            *port, "POST",
            "/api/v1/conversations/" + begun["conversation"].get<std::string>() + "/messages",
            headers, R"({"client_id": "a", "text": "how to polish a vuvuzela"})");
        told = said.body.find(words) != std::string::npos;
      }
    }));
  }
  server.stop();
  thread.join();
  std::printf("%-58s %8s %8s\n", "ms, from a saved file to a visitor's answer", "median", "most");
  print("  over HTTP", times);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_reload CONTENT DATA [ARTICLES] [SAVES]\n");
    return 2;
  }
  spdlog::set_level(spdlog::level::warn);
  const std::size_t articles = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 10'000;
  const int saves = argc > 4 ? std::atoi(argv[4]) : 30;
  const auto folder = fs::temp_directory_path() / ("bench_reload-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  fs::copy(argv[1], folder / "content", fs::copy_options::recursive);
  std::ofstream(folder / "content" / "sources.yaml")
      << "sources:\n  wiki: {kind: csv, every: 10080, options: {file: none.csv}}\n";
  const Places places{.content = folder / "content", .data = argv[2]};
  {
    auto store = SqliteStore::open(folder / "frontdesk.db");
    if (!store) give_up(store.error().message);
    Words words;
    std::vector<SourcedArticle> all;
    for (std::size_t i = 0; i < articles; ++i) all.push_back(made_up(words, i));
    put(**store, std::move(all));
    measure_parts(places, **store, words, articles);
    if (saves > 0) measure_saves(places, **store, saves);
  }
  fs::remove_all(folder);
  return 0;
}
