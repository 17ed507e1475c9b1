// SPDX-License-Identifier: MIT
// What SQLite alone promises beyond the contract: to be there again after everything that can
// happen to a process, a disk and a file.
#include "store/sqlite_store.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <random>

#include "store/data_folder.h"
#include "store/sqlite.h"
#include "support/talk.h"

namespace sqlite_store_test {

using namespace frontdesk;
using support::Talk;
using support::TempFolder;

namespace {

std::unique_ptr<SqliteStore> open_in(const TempFolder& folder, SqliteStore::Options options = {}) {
  auto opened = SqliteStore::open(folder / "frontdesk.db", options);
  REQUIRE_MESSAGE(opened.ok(), opened.error().message);
  return std::move(*opened);
}

Result<Sequence> one(Store& store, const Append& append) { return store.append({&append, 1})[0]; }

std::vector<Event> all_of(Store& store, const ConversationId& id) {
  auto lists = store.load({&id, 1});
  REQUIRE(lists.ok());
  return lists->front();
}

std::string text_at(const TempFolder& folder, std::string_view sql) {
  SqliteConnection db((folder / "frontdesk.db").string(), SQLITE_OPEN_READWRITE);
  auto rows = db.query(sql);
  REQUIRE(rows.next());
  return rows.text(0);
}

}  // namespace

TEST_CASE("everything is there when the file is opened again") {
  const TempFolder folder;
  Talk talk("c1");
  std::string generation;
  {
    auto store = open_in(folder);
    generation = store->generation();
    REQUIRE(one(*store, talk.start(true, {{"name", "Ona"}})).ok());
    REQUIRE(one(*store, talk.say("kur?", "m1")).ok());
    REQUIRE(store->add_agent({.id = AgentId("a"), .name = "Rasa", .role = Role::supervisor}).ok());
  }
  auto store = open_in(folder);
  CHECK(store->generation() == generation);
  CHECK(all_of(*store, talk.id()) == talk.log.events);
  CHECK(store->list({})->front() == summary_of(fold(talk.log.events)));
  CHECK(store->find_sent(talk.id(), Author::visitor, "m1")->has_value());
  CHECK(store->find_agent_named("Rasa")->role == Role::supervisor);
  REQUIRE(one(*store, talk.say("dar", "m2")).ok());
}

TEST_CASE("two databases have two generations, shaped as a UUID") {
  const TempFolder a;
  const TempFolder b;
  const auto generation = open_in(a)->generation();
  CHECK(generation != open_in(b)->generation());
  REQUIRE(generation.size() == 36);
  for (std::size_t i = 0; i < generation.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    CHECK((generation[i] == '-') == dash);
  }
}

TEST_CASE("the files can be read by their owner only, and the log is a write-ahead log") {
  const TempFolder folder;
  auto store = open_in(folder);
  Talk talk("c1");
  REQUIRE(one(*store, talk.start()).ok());
  for (const auto* name : {"frontdesk.db", "frontdesk.db-wal", "frontdesk.db-shm"}) {
    struct stat status {};
    REQUIRE(::stat((folder / name).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
  }
  CHECK(text_at(folder, "PRAGMA journal_mode") == "wal");
  CHECK(text_at(folder, "PRAGMA integrity_check") == "ok");
}

TEST_CASE("a second process works beside the server, by the same rules") {
  const TempFolder folder;
  auto server = open_in(folder);
  auto command = open_in(folder);
  REQUIRE(command->add_agent({.id = AgentId("a"), .name = "Rasa"}).ok());
  CHECK(server->find_agent_named("Rasa").ok());
  Talk talk("c1");
  REQUIRE(one(*server, talk.start()).ok());
  Talk stale = talk;
  REQUIRE(one(*command, talk.say("first")).ok());
  CHECK(one(*server, stale.say("second")).error().code == Code::conflict);
  CHECK(all_of(*server, talk.id()) == talk.log.events);
}

TEST_CASE("a folder is locked for one server at a time") {
  const TempFolder folder;
  const auto data = folder / "data";
  {
    auto lock = lock_data_folder(data);
    REQUIRE(lock.ok());
    const auto second = lock_data_folder(data);
    REQUIRE_FALSE(second.ok());
    CHECK(second.error().code == Code::conflict);
    CHECK(second.error().message.find(data.string()) != std::string::npos);
    CHECK(SqliteStore::open(data / "frontdesk.db").ok());  // a short command is let in
    auto moved = std::move(*lock);
    CHECK_FALSE(lock_data_folder(data).ok());
  }
  CHECK(lock_data_folder(data).ok());
  std::ofstream(folder / "file") << "x";
  CHECK(lock_data_folder(folder / "file" / "data").error().code == Code::unavailable);
}

TEST_CASE("no byte of an erased contact is left in the files") {
  const TempFolder folder;
  auto store = open_in(folder);
  std::mt19937 random(5);
  const auto words = [&](const std::string& canary) {
    std::string text = canary;
    for (auto count = random() % 200; count > 0; --count) text += canary;
    return text;
  };
  // Many conversations grow at once, with bodies from one word to several pages, so that pages are
  // full, split and chained. Half of the contacts are erased.
  std::vector<Talk> talks;
  for (int i = 0; i < 40; ++i) {
    talks.emplace_back("c" + std::to_string(i * 7919 % 100'000));
    const std::string canary = i % 2 == 0 ? "KANARELE" : "ZVIRBLIS";
    REQUIRE(
        one(*store, talks.back().start(true, {{"name", canary}, {"mail", words(canary)}})).ok());
  }
  for (int round = 0; round < 40; ++round) {
    std::vector<Append> batch;
    for (std::size_t at = 0; at < talks.size(); ++at) {
      const auto text = words(at % 2 == 0 ? "KANARELE" : "ZVIRBLIS");
      auto& talk = talks[at];
      switch (random() % 4) {
        case 0: batch.push_back(talk.add(ActorKind::agent, NoteAdded{.text = text})); break;
        case 1: batch.push_back(talk.add(ActorKind::visitor, SlotFilled{"s", text, text})); break;
        case 2:
          batch.push_back(talk.add(ActorKind::system, Unknown{"later", 9, "\"" + text + "\""}));
          break;
        default: batch.push_back(talk.say(text, std::to_string(round))); break;
      }
    }
    std::shuffle(batch.begin(), batch.end(), random);
    for (const auto& result : store->append(batch)) REQUIRE(result.ok());
  }
  REQUIRE(folder.bytes().find("KANARELE") != std::string::npos);
  for (std::size_t i = 0; i < talks.size(); i += 2) {
    REQUIRE(store->erase(talks[i].contact(), talks[i].log.now).ok());
  }
  const auto bytes = folder.bytes();
  CHECK(bytes.find("KANARELE") == std::string::npos);
  CHECK(bytes.find("ZVIRBLIS") != std::string::npos);
  for (std::size_t i = 1; i < talks.size(); i += 2) {
    CHECK(all_of(*store, talks[i].id()) == talks[i].log.events);
  }
  CHECK(text_at(folder, "PRAGMA integrity_check") == "ok");
}

TEST_CASE("a full database refuses appends, reads on, and takes them again when there is room") {
  const TempFolder folder;
  Talk talk("c1");
  std::vector<Event> kept;
  {
    auto store = open_in(folder, {.max_pages = 40});
    REQUIRE(one(*store, talk.start()).ok());
    for (;;) {
      kept = talk.log.events;
      const auto result = one(*store, talk.say(std::string(3000, 'x')));
      if (result.ok()) continue;
      CHECK(result.error().code == Code::unavailable);
      CHECK(result.error().retry_after_seconds > 0);
      break;
    }
    // All of a batch then, even what alone might have found room.
    const std::array batch{talk.since(kept.size()), Talk("c2").start()};
    for (const auto& result : store->append(batch)) {
      CHECK(result.error().code == Code::unavailable);
    }
    CHECK(all_of(*store, talk.id()) == kept);
  }
  auto store = open_in(folder);
  CHECK(all_of(*store, talk.id()) == kept);
  CHECK(one(*store, talk.since(kept.size())).ok());
}

TEST_CASE("a file that cannot grow refuses appends, and recovers by itself when it can") {
  const TempFolder folder;
  auto store = open_in(folder);
  Talk talk("c1");
  REQUIRE(one(*store, talk.start()).ok());
  // The kernel refuses writes beyond this size as it refuses them on a full disk: in the middle of
  // one.
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
  for (const rlim_t size : {200'000, 300'001, 400'123, 555'555}) {
    const rlimit tight{.rlim_cur = size, .rlim_max = before.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &tight) == 0);
    std::vector<Event> kept;
    Code refused = Code::internal;
    for (int i = 0; i < 1000; ++i) {
      kept = talk.log.events;
      const auto result =
          one(*store, talk.say(std::string(3000, 'x'), "m" + std::to_string(kept.size())));
      if (result.ok()) continue;
      refused = result.error().code;
      break;
    }
    const auto read = all_of(*store, talk.id());
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    CHECK(refused == Code::unavailable);
    CHECK(read == kept);
    CHECK(one(*store, talk.since(kept.size())).ok());
  }
  std::signal(SIGXFSZ, handler);
  CHECK(text_at(folder, "PRAGMA integrity_check") == "ok");
}

TEST_CASE("appends stop before the disk is full") {
  const TempFolder folder;
  auto store = open_in(folder, {.reserve_bytes = ~std::uint64_t{0}});
  const std::array batch{Talk("c1").start(), Talk("c2").start(), Talk("c3").start()};
  const auto results = store->append(batch);
  REQUIRE(results.size() == batch.size());
  for (const auto& result : results) {
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == Code::unavailable);
    CHECK(result.error().retry_after_seconds > 0);
  }
  CHECK(store->list({})->empty());
}

namespace {

constexpr int kTalks = 4;

/// Appends to its conversations for ever, a batch of all of them at a time, and writes the number
/// of every batch that was acknowledged to `out`.
[[noreturn]] void append_until_killed(const std::filesystem::path& file, int out) {
  auto store = SqliteStore::open(file);
  if (!store.ok()) ::_exit(1);
  std::vector<Talk> talks;
  for (int t = 0; t < kTalks; ++t) {
    talks.emplace_back("c" + std::to_string(t));
    const auto events = (*store)->load({&talks.back().log.id, 1});
    if (!events.ok()) ::_exit(1);
    talks.back().log.events = events->front();
  }
  for (;;) {
    std::vector<Append> batch;
    for (auto& talk : talks) {
      const auto next = std::to_string(talk.log.events.size() + 1);
      batch.push_back(next == "1" ? talk.start() : talk.say(next + std::string(500, '.'), next));
    }
    for (const auto& result : (*store)->append(batch)) {
      if (!result.ok()) ::_exit(2);
    }
    const std::uint32_t acknowledged = static_cast<std::uint32_t>(talks[0].log.events.size());
    if (::write(out, &acknowledged, sizeof acknowledged) != sizeof acknowledged) ::_exit(3);
  }
}

}  // namespace

TEST_CASE("nothing acknowledged is lost when the process is killed at any moment") {
  const TempFolder folder;
  const auto file = folder / "frontdesk.db";
  std::mt19937 random(20);
  std::uint32_t acknowledged = 0;
  for (int round = 0; round < 12; ++round) {
    int pipe[2];
    REQUIRE(::pipe(pipe) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) append_until_killed(file, pipe[1]);
    ::close(pipe[1]);
    std::uint32_t next = 0;
    for (auto count = 1 + random() % 25; count > 0; --count) {
      if (::read(pipe[0], &next, sizeof next) != sizeof next) break;
      acknowledged = next;
    }
    // Somewhere inside the batches after that one.
    for (auto spin = random() % 300'000; spin > 0; --spin) asm volatile("");
    ::kill(child, SIGKILL);
    while (::read(pipe[0], &next, sizeof next) == sizeof next) acknowledged = next;
    ::close(pipe[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));

    auto store = open_in(folder);
    for (int t = 0; t < kTalks; ++t) {
      const auto events = all_of(*store, ConversationId("c" + std::to_string(t)));
      // The batch in flight may have been made durable, whole, without anybody having heard.
      CHECK(events.size() >= acknowledged);
      CHECK(events.size() <= acknowledged + 1);
      CHECK(events.size() == all_of(*store, ConversationId("c0")).size());
      for (std::size_t i = 0; i < events.size(); ++i) {
        CHECK(events[i].sequence == i + 1);
        if (i == 0) continue;
        const auto name = std::to_string(i + 1);
        CHECK(std::get<MessageAdded>(events[i].fact).text == name + std::string(500, '.'));
      }
      CHECK(store->list({.limit = 10})->size() == kTalks);
    }
    acknowledged = static_cast<std::uint32_t>(all_of(*store, ConversationId("c0")).size());
  }
  MESSAGE("batches acknowledged: ", acknowledged);
  CHECK(text_at(folder, "PRAGMA integrity_check") == "ok");
}

}  // namespace sqlite_store_test
