// SPDX-License-Identifier: MIT
// How long the next visitor waits for routing, and the consoles for the news, when many wait.
//
//   bench_routing [WAITING [AGENTS [ROUNDS]]]     1000, 100 and 300 unless said
//
// The real server on SQLite, with every agent's console stream open. A round: an agent closes a conversation;
// his place goes to the next visitor in the queue. "assigned" is from before the request that closes to the
// first console that reads the next visitor's new row: closing it, durably, is part of it, as is giving the
// other away, durably. "on a console" is the same for every console.
//
// All consoles come at once, as after a restart, and each reads the desk before its stream, as the page does.
// "busy" counts answers that tell one to come later (503).

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "cli/commands.h"
#include "cli/server.h"
#include "support/http_client.h"
#include "support/office.h"

using namespace frontdesk;

namespace {

using Steady = std::chrono::steady_clock;
constexpr int kCapacity = 2;

std::string agent_name(int number) { return "agent" + std::to_string(number); }

support::Headers headers_of(int agent) {
  return {{"Cookie", "sid=" + agent_name(agent)},
          {"X-Requested-With", "frontdesk"},
          {"Content-Type", "application/json"}};
}

void add_agents(Store& store, int count, Time now) {
  for (int i = 0; i < count; ++i) {
    const AgentId id(agent_name(i));
    (void)store.add_agent(
        {.id = id, .name = id.value, .available = true, .capacity = kCapacity, .created_at = now});
    (void)store.add_session({.token_hash = secret_hash(id.value),
                             .agent = id,
                             .created_at = now,
                             .used_at = now,
                             .expires_at = now + std::chrono::hours(1)});
  }
}

/// Visitors with a few messages each who wait for a person.
void fill_queue(Conversations& conversations, int count) {
  for (int i = 0; i < count; ++i) {
    const auto token = "t" + std::to_string(i);
    auto begun = conversations.settle(
        [&] { return conversations.start({.token_hash = token, .language = "en"}); });
    const auto& visitor = begun->conversation;
    for (const auto* text : {"when are you open?", "human"}) {
      (void)conversations.settle([&] {
        return conversations.say(visitor.id, visitor.contact, {.text = text, .client_id = text});
      });
    }
  }
}

/// What all consoles read: when each saw a conversation with an agent first.
class Consoles {
 public:
  Consoles(int port, int count) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this, port, i] { read(port, i); });
  }
  ~Consoles() {
    for (auto& thread : threads_) thread.join();
  }

  /// Waits until every console has its snapshot, or somebody has read of a new assignment.
  void wait_until(const std::function<bool(const Consoles&)>& done) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(30), [&] { return done(*this); });
  }

  int snapshots = 0;
  int busy = 0;
  std::map<std::string, std::vector<Steady::time_point>> assigned;  // by conversation

 private:
  void read(int port, int agent) {
    for (const auto* path : {"/api/v1/agent/me", "/api/v1/agent/desk"}) {
      while (support::http(port, "GET", path, headers_of(agent)).status == 503) come_later();
    }
    while (!listen(port, agent)) come_later();
  }

  void come_later() {
    {
      const std::lock_guard lock(mutex_);
      ++busy;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }

  /// False when the server is too busy for one more just now (503): a console asks again then.
  bool listen(int port, int agent) {
    support::EventReader stream(port, "/api/v1/agent/events", headers_of(agent));
    if (stream.head().status == 503) return false;
    for (;;) {
      const auto frame = stream.next();
      if (frame.ended) return true;
      const auto now = Steady::now();
      const std::lock_guard lock(mutex_);
      if (frame.event == "snapshot") ++snapshots;
      if (frame.event == "row" && frame.data.find("\"assigned\"") != std::string::npos) {
        assigned[frame.json()["conversation"]].push_back(now);
      }
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::thread> threads_;
};

void print(const char* what, std::vector<double> times) {
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) {
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
  };
  std::printf("%-14s %6zu  %8.1f %8.1f %8.1f\n", what, times.size(), at(0.5), at(0.99), at(1));
}

}  // namespace

int main(int argc, char** argv) {
  const auto number = [&](int i, int fallback) { return argc > i ? std::atoi(argv[i]) : fallback; };
  const int waiting = number(1, 1000);
  const int agents = number(2, 100);
  const int rounds = number(3, 300);

  support::TempFolder folder;
  auto store = support::sqlite_in(folder);
  SystemRandom random;
  auto catalog = support::small_catalog();
  for (auto& team : catalog.teams) {
    team.routing.method = RoutingMethod::least_busy;
    team.routing.ring = std::chrono::seconds(0);
  }
  const auto brain = support::small_brain(std::move(catalog));
  add_agents(*store, agents, system_clock().now());
  {
    Hub hub;
    Conversations conversations(*store, system_clock(), random, hub, brain);
    fill_queue(conversations, waiting + agents * kCapacity + rounds);
  }
  Settings settings;
  settings.limits.exempt = {"127.0.0.0/8"};
  settings.limits.connections_per_address = 10000;
  settings.limits.heartbeat_seconds =
      3;  // the consoles of this bench give up after ten seconds of silence
  settings.desk.always_open = true;
  settings.desk.waiting_limit_seconds = 36000;
  Server server({{.content = folder / "content", .data = folder / "data"}, "127.0.0.1", 0},
                settings, brain, *store, system_clock(), random);
  const auto port = server.listen();
  if (!port) return 1;
  std::thread serving([&] { server.run(); });

  std::vector<double> first;
  std::vector<double> each;
  {
    const auto opened = Steady::now();
    Consoles consoles(*port, agents);
    int busy = 0;
    consoles.wait_until([&](const Consoles& now) {
      busy = now.busy;
      return now.snapshots >= agents;
    });
    std::printf("%d consoles have the list after %.0f ms, busy %d times\n", agents,
                std::chrono::duration<double, std::milli>(Steady::now() - opened).count(), busy);
    // All places are filled as the agents appear.
    std::vector<Summary> full;
    for (int i = 0; i < 600 && static_cast<int>(full.size()) < agents * kCapacity; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      full = *store->list({.statuses = {Status::assigned}, .limit = 100000});
    }
    std::printf("%d wait, %zu of %d places are taken\n", waiting + rounds, full.size(),
                agents * kCapacity);
    std::this_thread::sleep_for(std::chrono::seconds(1));
    std::map<std::string, Steady::time_point> began;
    for (int round = 0; round < rounds && !full.empty(); ++round) {
      const auto row = full[static_cast<std::size_t>(round * 37) % full.size()];
      std::size_t known = 0;
      consoles.wait_until([&](const Consoles& now) {
        known = now.assigned.size();
        return true;
      });
      const auto begin = Steady::now();
      const auto closed = support::http(
          *port, "POST", "/api/v1/agent/conversations/" + row.conversation.value + "/close",
          headers_of(std::atoi(row.owner.value.c_str() + 5)),
          "{\"epoch\":" + std::to_string(row.epoch) + "}");
      if (closed.status != 200) {
        std::fprintf(stderr, "close: %d %s\n", closed.status, closed.body.c_str());
        std::exit(1);
      }
      consoles.wait_until([&](const Consoles& now) { return now.assigned.size() > known; });
      std::erase(full, row);
      began[row.conversation.value] = begin;
      // Whose row came last in the queue's order is who has the place: found by when it came.
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    std::this_thread::sleep_for(std::chrono::seconds(1));
    server.stop();
    serving.join();
    std::vector<Steady::time_point> begins;
    for (const auto& [id, begin] : began) begins.push_back(begin);
    std::sort(begins.begin(), begins.end());
    for (const auto& [id, times] : consoles.assigned) {
      const auto arrival = *std::min_element(times.begin(), times.end());
      const auto begin = std::upper_bound(begins.begin(), begins.end(), arrival);
      if (begin == begins.begin()) continue;
      const auto since = [&](Steady::time_point time) {
        return std::chrono::duration<double, std::milli>(time - *std::prev(begin)).count();
      };
      first.push_back(since(arrival));
      for (const auto time : times) each.push_back(since(time));
    }
  }
  if (first.empty()) return 1;
  std::printf("milliseconds   figures      p50      p99      max\n");
  print("assigned", first);
  print("on a console", each);
  return 0;
}
