// SPDX-License-Identifier: MIT
#include "kb-connector/sync.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "kb-connector/kept_version.h"
#include "kb-connector/markdown.h"
#include "kb-connector/retry_after.h"

namespace frontdesk {
namespace {

using namespace std::chrono_literals;

constexpr auto kOverlap = 5min;  // what a server's clock or its index may lag behind
constexpr auto kReconcile = 24h;
constexpr auto kFirstWait = 30s;
constexpr std::chrono::seconds kLongestWait = kLongestRetryAfter;
constexpr int kFailuresInARow = 3;
constexpr std::size_t kStepArticles = 50;
constexpr std::size_t kStepBytes = 1'000'000;
constexpr std::size_t kMostParts = 10'000;
constexpr std::size_t kMostEntries = 1'000'000;
constexpr std::size_t kTitle = 200;  // code points

/// At most `most` code points, in one line, without space around.
std::string one_line(const std::string& text, std::size_t most) {
  std::string line;
  std::size_t points = 0;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool space = byte <= 0x20 || byte == 0x7F;
    if (space && (line.empty() || line.back() == ' ')) continue;
    const bool begins = (byte & 0xC0) != 0x80;
    if (begins && points++ == most) break;
    line += space ? ' ' : letter;
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

void cut_bytes(std::string& text, std::size_t most) {
  if (text.size() <= most) return;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  text.resize(most);
}

/// More than a fifth, and more than one or all.
bool too_many_gone(std::size_t gone, std::size_t there) {
  return gone * 5 > there && (gone > 1 || gone == there);
}

bool too_many_titles(std::size_t changed, std::size_t there) {
  return changed > 1 && changed * 10 > there * 3;
}

/// How long a source that failed `failures` times in a row is left alone.
std::chrono::milliseconds back_off(int failures, double jitter, const Error& error) {
  const bool hopeless = error.code == Code::forbidden || error.code == Code::unauthenticated;
  const int doublings = hopeless ? 5 : std::clamp(failures - 1, 0, 5);
  const std::chrono::milliseconds whole =
      std::min<std::chrono::milliseconds>(kFirstWait * (1 << doublings), kLongestWait);
  const double share = 1 - std::clamp(jitter, 0.0, 1.0) / 2;
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(std::llround(static_cast<double>(whole.count()) * share)));
}

class Run {
 public:
  Run(const SourceConfig& config, KnowledgeSource& source, Store& store, const Clock& clock,
      const SyncOptions& options)
      : config_(config),
        source_(source),
        store_(store),
        clock_(clock),
        options_(options),
        started_(clock.now()) {
    summary_.source = config.name;
    state_.source = config.name;
  }

  SyncSummary run() {
    if (load() && list() && compare() && fetch_all()) finish();
    summary_.problems = source_.problems();
    return std::move(summary_);
  }

 private:
  using Key = std::pair<std::string, std::string>;  // id, language

  struct Wanted {
    const SourceEntry* entry;
    const KnownArticle* known;  // that is there; null: new
  };

  bool load() {
    auto states = store_.source_states();
    if (!states) return stop(states.error());
    auto known = store_.known_articles(config_.name);
    if (!known) return stop(known.error());
    for (auto& state : *states) {
      if (state.source == config_.name) state_ = std::move(state);
    }
    for (auto& article : *known) {
      if (!article.deleted) ++there_;
      known_.emplace(Key{article.key.id.value, article.key.language}, std::move(article));
    }
    state_.attempted_at = started_;
    return true;
  }

  bool list() {
    ListPosition position;
    if (state_.since && state_.reconciled_at && started_ - *state_.reconciled_at < kReconcile) {
      position.since = *state_.since - kOverlap;
    }
    whole_ = !position.since;
    std::set<std::string> pages;
    bool again = false;
    for (std::size_t parts = 0;; ++parts) {
      auto part = source_.list(position);
      if (!part && part.error().code == Code::invalid && !position.page.empty() && !again) {
        again = true;
        position.page.clear();
        pages.clear();
        entries_.clear();
        continue;
      }
      if (!part) return fail(part.error());
      for (auto& entry : part->entries) {
        if (entry.id.empty()) continue;
        entries_[Key{entry.id, entry.language}] = std::move(entry);
      }
      progress_.listed = entries_.size();
      if (!go_on()) return false;
      complete_ = part->complete;
      if (part->next.empty()) return true;
      if (parts == kMostParts || entries_.size() > kMostEntries ||
          !pages.insert(part->next).second) {
        return fail({Code::invalid, "the list of articles has no end"});
      }
      position.page = std::move(part->next);
    }
  }

  /// Decides what to fetch, and makes durable what needs no fetching.
  bool compare() {
    SyncChange first;
    std::size_t changing = 0;
    for (const auto& [key, entry] : entries_) {
      const auto found = known_.find(key);
      const KnownArticle* known = found == known_.end() ? nullptr : &found->second;
      const bool there = known != nullptr && !known->deleted;
      if (entry.deleted) {
        if (there) first.gone.push_back({known->key, ""});
        continue;
      }
      if (there && known->visibility == Visibility::everybody &&
          entry.visibility == Visibility::agents_only) {
        first.restricted.push_back(known->key);
      }
      const bool same = known != nullptr && compare_version(known->version, entry) == Kept::same;
      const bool opened = there && known->visibility == Visibility::agents_only &&
                          entry.visibility == Visibility::everybody;
      if (same && !opened) {
        if (there) ++summary_.unchanged;
        continue;
      }
      if (there) ++changing;
      wanted_.push_back({&entry, there ? known : nullptr});
    }
    if (complete_) {
      for (const auto& [key, known] : known_) {
        if (!known.deleted && !entries_.contains(key)) first.gone.push_back({known.key, ""});
      }
    }
    await_titles_ = !options_.confirm && too_many_titles(changing, there_);
    summary_.restricted = first.restricted.size();
    listed_gone_ = first.gone.size();
    if (!options_.confirm && too_many_gone(listed_gone_, there_)) {
      hold(listed_gone_,
           std::to_string(listed_gone_) + " of " + std::to_string(there_) + " articles would go");
      first.gone.clear();
    }
    summary_.gone = first.gone.size();
    progress_.to_fetch = wanted_.size();
    return commit(std::move(first));
  }

  bool fetch_all() {
    int in_a_row = 0;
    for (const auto& [entry, known] : wanted_) {
      auto fetched = source_.fetch(*entry);
      ++progress_.fetched;
      if (fetched) {
        in_a_row = 0;
        take(*entry, known, std::move(*fetched));
      } else if (fetched.error().code == Code::not_found) {
        in_a_row = 0;
        auto& to = known != nullptr ? vanished_ : step_.gone;
        to.push_back({{config_.name, ArticleId(entry->id), entry->language}, entry->version});
      } else {
        const Error& error = fetched.error();
        summary_.failures.push_back({entry->id, entry->language, error.message});
        const bool about_it = error.code == Code::invalid || error.code == Code::too_large ||
                              error.code == Code::unsupported;
        in_a_row = about_it ? 0 : in_a_row + 1;
        if (!about_it) behind_ = true;
        const auto asked = source_.retry_at();
        if (error.code == Code::rate_limited || in_a_row == kFailuresInARow ||
            (!about_it && asked && *asked > clock_.now())) {
          return fail(error);
        }
      }
      if ((step_.put.size() >= kStepArticles || step_bytes_ >= kStepBytes) && !flush())
        return false;
      if (!go_on()) return false;
    }
    return true;
  }

  /// One article that was fetched: into this step, or kept until the titles of all are known.
  void take(const SourceEntry& entry, const KnownArticle* known, Article article) {
    article.title = one_line(article.title, kTitle);
    if (article.title.empty()) {
      summary_.failures.push_back({entry.id, entry.language, "it has no title"});
      return;
    }
    cut_bytes(article.body, kMarkdownBytes);
    if (!is_safe_link(article.url)) article.url.clear();
    if (article.language.empty()) article.language = entry.language;
    if (article.language.empty() && !config_.languages.empty()) {
      article.language = config_.languages.front();
    }
    // What somebody changed he has looked at.
    if (article.reviewed.empty() && entry.updated_at) article.reviewed = day_of(*entry.updated_at);
    const bool looked_again = known != nullptr &&
                              compare_version(known->version, entry) == Kept::look_again &&
                              is_same_content(known->version, article);
    SourcedArticle sourced{.key = {config_.name, ArticleId(entry.id), entry.language},
                           .version = kept_version(entry, article, started_),
                           .visibility = article.draft ? Visibility::agents_only : entry.visibility,
                           .updated_at = entry.updated_at,
                           .fetched_at = clock_.now(),
                           .article = std::move(article)};
    if (looked_again && known->visibility == sourced.visibility) {
      ++summary_.unchanged;
      put(std::move(sourced));
      return;
    }
    if (known != nullptr && await_titles_) {
      (known->title == sourced.article.title ? same_title_ : other_title_)
          .push_back(std::move(sourced));
      return;
    }
    ++(known != nullptr ? summary_.changed : summary_.added);
    put(std::move(sourced));
  }

  void put(SourcedArticle article) {
    step_bytes_ += article.article.body.size();
    step_.put.push_back(std::move(article));
  }

  void finish() {
    if (too_many_titles(other_title_.size(), there_)) {
      hold(other_title_.size(), std::to_string(other_title_.size()) + " of " +
                                    std::to_string(there_) + " articles would change their titles");
      other_title_.clear();
    }
    for (auto* articles : {&same_title_, &other_title_}) {
      summary_.changed += articles->size();
      for (auto& article : *articles) {
        put(std::move(article));
        if (step_.put.size() >= kStepArticles && !flush()) return;
      }
    }
    if (!options_.confirm && !vanished_.empty() &&
        too_many_gone(listed_gone_ + vanished_.size(), there_)) {
      hold(vanished_.size(), std::to_string(vanished_.size()) + " of " + std::to_string(there_) +
                                 " articles were listed and cannot be found");
      vanished_.clear();
    }
    summary_.gone += vanished_.size();
    step_.gone.insert(step_.gone.end(), vanished_.begin(), vanished_.end());

    const bool held = !summary_.held_because.empty();
    // What was held, or could not be had just now, is to be in the next list again.
    if (!held && !behind_) state_.since = started_;
    if (!held && (whole_ || complete_)) state_.reconciled_at = started_;
    state_.synced_at = started_;
    state_.retry_at.reset();
    state_.failures = 0;
    state_.error.clear();
    state_.held = summary_.held_because;
    flush();
  }

  void hold(std::size_t changes, const std::string& because) {
    summary_.held += changes;
    summary_.held_because += (summary_.held_because.empty() ? "" : "; ") + because;
    state_.held = summary_.held_because;
  }

  /// The source is in trouble: what was fetched stays, and it is left alone for a while.
  bool fail(const Error& error) {
    const Time now = clock_.now();
    ++state_.failures;
    state_.error = error.message;
    Time until = now + back_off(state_.failures, options_.jitter, error);
    auto asked = source_.retry_at();
    if (!asked && error.retry_after_seconds > 0) {
      asked = now + std::chrono::seconds(error.retry_after_seconds);
    }
    if (asked) until = std::max(until, std::min<Time>(*asked, now + kLongestWait));
    state_.retry_at = until;
    flush();
    return stop(error);
  }

  bool stop(const Error& error) {
    if (!summary_.error) summary_.error = error;
    return false;
  }

  bool go_on() {
    if (!options_.progress || options_.progress(progress_)) return true;
    flush();
    return stop({Code::unavailable, "it was stopped before its end"});
  }

  bool flush() {
    step_bytes_ = 0;
    return commit(std::exchange(step_, {}));
  }

  bool commit(SyncChange change) {
    change.state = state_;
    change.at = clock_.now();
    change.holder = options_.holder;
    auto done = store_.sync(change);
    return done ? true : stop(done.error());
  }

  const SourceConfig& config_;
  KnowledgeSource& source_;
  Store& store_;
  const Clock& clock_;
  const SyncOptions& options_;
  const Time started_;

  SyncSummary summary_;
  SyncProgress progress_;
  SourceState state_;
  std::map<Key, KnownArticle> known_;
  std::map<Key, SourceEntry> entries_;
  std::size_t there_ = 0;        // articles before this sync
  bool whole_ = false;           // all was asked for, not only what changed
  bool complete_ = false;        // and all that there is was listed
  bool behind_ = false;          // an article could not be had just now
  bool await_titles_ = false;    // changed articles wait for the titles of all of them
  std::size_t listed_gone_ = 0;  // by what the list says
  std::vector<Wanted> wanted_;
  std::vector<Tombstone> vanished_;  // listed, there before, and not found
  std::vector<SourcedArticle> same_title_;
  std::vector<SourcedArticle> other_title_;
  SyncChange step_;
  std::size_t step_bytes_ = 0;
};

}  // namespace

SyncSummary sync_source(const SourceConfig& config, KnowledgeSource& source, Store& store,
                        const Clock& clock, const SyncOptions& options) {
  return Run(config, source, store, clock, options).run();
}

Time next_sync(const SourceConfig& config, const SourceState* state, Time now) {
  if (state == nullptr) return now;
  // A clock that was set back must not make a source wait for longer than it ever would.
  if (state->retry_at) return std::min<Time>(*state->retry_at, now + kLongestWait);
  if (!state->synced_at || *state->synced_at > now) return now;
  return *state->synced_at + config.every;
}

std::string to_text(const SyncSummary& summary) {
  constexpr std::size_t kShown = 10;
  std::string text = summary.source + ": " + std::to_string(summary.added) + " new, " +
                     std::to_string(summary.changed) + " changed, " +
                     std::to_string(summary.unchanged) + " unchanged, " +
                     std::to_string(summary.gone) + " gone, " + std::to_string(summary.held) +
                     " held, " + std::to_string(summary.failures.size()) + " failed";
  if (summary.restricted > 0) {
    text += "\n  for agents only from now on: " + std::to_string(summary.restricted);
  }
  if (!summary.held_because.empty()) {
    text += "\n  held: " + summary.held_because + "; look at the source, then sync with --confirm";
  }
  for (std::size_t i = 0; i < std::min(kShown, summary.failures.size()); ++i) {
    const auto& [id, language, reason] = summary.failures[i];
    text += "\n  failed: " + one_line(id, kTitle) +
            (language.empty() ? "" : " (" + one_line(language, kTitle) + ")") + ": " +
            one_line(reason, kTitle);
  }
  if (summary.failures.size() > kShown) {
    text += "\n  failed: " + std::to_string(summary.failures.size() - kShown) + " more";
  }
  if (summary.error) text += "\n  ended early: " + one_line(summary.error->message, kTitle);
  return text;
}

}  // namespace frontdesk
