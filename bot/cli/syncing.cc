// SPDX-License-Identifier: MIT
#include "cli/syncing.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <utility>

#include "content/problems.h"
#include "kb-connector/sources.h"
#include "service/upkeep.h"

namespace frontdesk {
namespace {

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "an unnamed machine";
}

}  // namespace

Syncing::Syncing(const Places& places, const OutboundClient& outbound, Store& store,
                 const Clock& clock, Random& random, const std::string& who)
    : places_(places),
      outbound_(outbound),
      store_(store),
      clock_(clock),
      random_(random),
      who_(who + ", process " + std::to_string(::getpid()) + " on " + host_name()) {}

void Syncing::use(std::vector<SourceConfig> sources) {
  const std::lock_guard lock(using_);
  sources_ = std::move(sources);
}

Result<Done> Syncing::lease(const std::string& source, const std::string& holder) {
  const Time now = clock_.now();
  const auto got = store_.lease_source(
      {.source = source, .holder = holder, .since = now, .until = now + kLease}, now);
  if (!got) return got.error();
  if (got->holder == holder) return Done{};
  return Error{Code::conflict, got->holder + ", syncs it since " + to_text(got->since) +
                                   "; if that is gone, others may from " + to_text(got->until)};
}

SyncSummary Syncing::sync(const SourceConfig& config, bool confirm,
                          std::function<bool(const SyncProgress&)> progress) {
  const std::lock_guard lock(syncing_);
  const std::string holder = who_ + ", " + make_id(clock_, random_);
  SyncSummary summary;
  if (const auto leased = lease(config.name, holder); leased) {
    summary = sync_leased(config, confirm, holder, progress);
    if (const auto released = store_.release_source(config.name, holder); !released) {
      spdlog::warn("sync: {}: {}", config.name, released.error().message);
    }
  } else {
    summary.source = config.name;
    summary.error = leased.error();
  }
  return summary;
}

SyncSummary Syncing::sync_leased(const SourceConfig& config, bool confirm,
                                 const std::string& holder,
                                 const std::function<bool(const SyncProgress&)>& progress) {
  std::atomic<bool> lost = false;
  const Upkeep renewal({{"lease of " + config.name, kLease / 3, [&] {
                           const auto renewed = lease(config.name, holder);
                           if (!renewed && renewed.error().code == Code::conflict) lost = true;
                         }}});
  auto source = make_source(config, outbound_, places_.data / "sources" / config.name);
  if (!source) {
    SyncSummary summary;
    summary.source = config.name;
    summary.error = source.error();
    return summary;
  }
  std::array<std::uint8_t, 2> drawn{};
  random_.fill(drawn);
  const SyncOptions options{.confirm = confirm,
                            .jitter = (drawn[0] * 256 + drawn[1]) / 65535.0,
                            .holder = holder,
                            .progress = [&](const SyncProgress& now) {
                              return !stopping_ && !lost && (!progress || progress(now));
                            }};
  return sync_source(config, **source, store_, clock_, options);
}

std::vector<SourceConfig> Syncing::sources() {
  const std::lock_guard lock(using_);
  return sources_;
}

void Syncing::sync_due() {
  const auto wanted = sources();
  if (wanted.empty() || stopping_) return;
  const auto states = store_.source_states();
  if (!states) {
    spdlog::warn("sync: {}", states.error().message);
    return;
  }
  for (const auto& config : wanted) {
    if (stopping_) return;
    const auto state = std::find_if(states->begin(), states->end(), [&](const SourceState& each) {
      return each.source == config.name;
    });
    const Time now = clock_.now();
    if (next_sync(config, state == states->end() ? nullptr : &*state, now) > now) continue;
    sync_and_log(config);
  }
}

void Syncing::sync_changed() {
  const std::lock_guard lock(watching_);
  std::map<std::string, std::unique_ptr<Watched>> watched;
  for (const auto& config : sources()) {
    if (config.kind != "markdown") continue;
    const auto folder = config.content / config.option("folder");
    auto& known = watched_[config.name];
    if (!known || known->folder != folder) known = std::make_unique<Watched>(folder);
    watched[config.name] = std::move(known);
    auto& here = *watched[config.name];
    if (here.watch.changed(std::chrono::steady_clock::now())) here.unsynced = true;
    // One that is not there is a source in trouble, asked again as its back-off says.
    std::error_code error;
    if (!here.unsynced || stopping_ || !std::filesystem::is_directory(folder, error)) continue;
    here.unsynced = !sync_and_log(config);
  }
  watched_ = std::move(watched);
}

bool Syncing::sync_and_log(const SourceConfig& config) {
  const auto summary = sync(config, false, {});
  if (stopping_) return true;
  if (summary.error && summary.error->code == Code::conflict) {
    // Every few seconds until the other is done, by when it has renewed its lease again and again.
    const auto who = summary.error->message.substr(0, summary.error->message.find(';'));
    const std::lock_guard lock(using_);
    if (std::exchange(said_[config.name], who) != who) {
      spdlog::info("sync: {}: {}", config.name, summary.error->message);
    }
    return false;
  }
  const bool trouble = summary.error || !summary.held_because.empty() ||
                       !summary.failures.empty() || has_errors(summary.problems);
  const bool news = summary.added + summary.changed + summary.gone + summary.restricted > 0;
  auto text = to_text(summary);
  for (const auto& problem : summary.problems) text += "\n  " + to_text(problem);
  const auto level = trouble ? spdlog::level::warn
                     : news  ? spdlog::level::info
                             : spdlog::level::debug;
  spdlog::log(level, "sync: {}", text);
  return true;
}

}  // namespace frontdesk
