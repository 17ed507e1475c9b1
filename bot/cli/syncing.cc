// SPDX-License-Identifier: MIT
#include "cli/syncing.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <utility>

#include "kb-connector/sources.h"

namespace frontdesk {

Syncing::Syncing(const Places& places, const OutboundClient& outbound, Store& store,
                 const Clock& clock, Random& random)
    : places_(places), outbound_(outbound), store_(store), clock_(clock), random_(random) {}

void Syncing::use(std::vector<SourceConfig> sources) {
  const std::lock_guard lock(using_);
  sources_ = std::move(sources);
}

SyncSummary Syncing::sync(const SourceConfig& config, bool confirm,
                          std::function<bool(const SyncProgress&)> progress) {
  const std::lock_guard lock(syncing_);
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
                            .progress = [&](const SyncProgress& now) {
                              return !stopping_ && (!progress || progress(now));
                            }};
  return sync_source(config, **source, store_, clock_, options);
}

void Syncing::sync_due() {
  std::vector<SourceConfig> sources;
  {
    const std::lock_guard lock(using_);
    sources = sources_;
  }
  if (sources.empty() || stopping_) return;
  const auto states = store_.source_states();
  if (!states) {
    spdlog::warn("sync: {}", states.error().message);
    return;
  }
  for (const auto& config : sources) {
    if (stopping_) return;
    const auto state = std::find_if(states->begin(), states->end(), [&](const SourceState& each) {
      return each.source == config.name;
    });
    const Time now = clock_.now();
    if (next_sync(config, state == states->end() ? nullptr : &*state, now) > now) continue;
    const auto summary = sync(config, false, {});
    if (stopping_) return;
    const bool trouble =
        summary.error || !summary.held_because.empty() || !summary.failures.empty();
    const bool news = summary.added + summary.changed + summary.gone + summary.restricted > 0;
    const auto level = trouble ? spdlog::level::warn
                       : news  ? spdlog::level::info
                               : spdlog::level::debug;
    spdlog::log(level, "sync: {}", to_text(summary));
  }
}

}  // namespace frontdesk
