// SPDX-License-Identifier: MIT
#include "cli/reloading.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "cli/sourced_references.h"
#include "content/problems.h"

namespace frontdesk {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto kArticlesLook = 250ms;
constexpr auto kRetry = 5s;
// While a sync brings article after article, so much of the time goes into taking them in at most.
constexpr int kReloadShare = 10;

}  // namespace

Reloading::Reloading(const Places& places, Conversations& conversations, Syncing& syncing,
                     std::optional<Workspace> basis, std::int64_t articles_version)
    : places_(places),
      conversations_(conversations),
      syncing_(syncing),
      watch_(places.content),
      basis_(std::move(basis)),
      articles_(articles_version),
      day_(basis_ ? basis_->today : ""),
      // A file may have been saved while the first brain was made.
      unread_(basis_.has_value()) {}

bool Reloading::is_new_day() const {
  return basis_ && day_of(conversations_.clock().now()) != day_;
}

void Reloading::look() {
  const std::lock_guard lock(mutex_);
  const auto now = Steady::now();
  if (watch_.changed(now)) unread_ = true;
  const bool files = (unread_ && now >= next_try_) || is_new_day();
  std::optional<std::int64_t> articles;
  if (now >= next_articles_look_ && now >= next_articles_) {
    next_articles_look_ = now + kArticlesLook;
    const auto version = conversations_.store().articles_version();
    if (version && *version != articles_) articles = *version;
  }
  if (files || articles) take_in(files, articles);
}

void Reloading::look_now() {
  const std::lock_guard lock(mutex_);
  const bool files = watch_.changed_at_once() || unread_ || is_new_day();
  const auto version = conversations_.store().articles_version();
  const bool articles = version && *version != articles_;
  if (files || articles) take_in(files, articles ? std::optional(*version) : std::nullopt);
}

void Reloading::take_in(bool files, std::optional<std::int64_t> articles) {
  const auto begin = Steady::now();
  const bool articles_alone = !files && basis_;
  std::optional<Workspace> fresh;
  if (files || !basis_) fresh = read();
  // Content with errors keeps nobody from reading what a sync brought.
  if (fresh || (articles && basis_)) {
    unread_ = !serve(std::move(fresh)) && (unread_ || files);
  } else if (articles) {
    articles_ = *articles;
  }
  if (unread_) next_try_ = Steady::now() + kRetry;
  // Content is seldom new, however long it takes; what waits for it must not wait for ten times as long.
  if (articles_alone) next_articles_ = Steady::now() + kReloadShare * (Steady::now() - begin);
}

std::optional<Workspace> Reloading::read() {
  unread_ = false;
  auto workspace = read_workspace(places_, conversations_.clock().now());
  day_ = workspace.today;
  if (has_errors(workspace.problems)) {
    complain(workspace.problems);
    return std::nullopt;
  }
  complaint_.clear();
  return workspace;
}

void Reloading::complain(const std::vector<Problem>& problems) {
  std::string all;
  for (const auto& problem : problems) all += to_text(problem) + "\n";
  if (std::exchange(complaint_, all) == all) return;
  spdlog::error("the content has errors and is not used; the old content stays:");
  for (const auto& problem : problems) spdlog::error("{}", to_text(problem));
}

void Reloading::warn(const std::vector<Problem>& problems) {
  std::set<std::string> all;
  for (const auto& problem : problems) {
    all.insert(to_text(problem));
    if (!missing_.contains(to_text(problem))) spdlog::warn("{}", to_text(problem));
  }
  missing_ = std::move(all);
}

bool Reloading::serve(std::optional<Workspace> fresh) {
  const bool whole =
      fresh && (!basis_ || fresh->version_without_articles != basis_->version_without_articles ||
                fresh->today != basis_->today);
  if (whole) {
    if (auto added = add_verdicts(*fresh, conversations_.store()); !added) {
      spdlog::error("the new content is not used: {}", added.error().message);
      return false;
    }
  } else if (fresh) {
    fresh->verdicts_version = basis_->verdicts_version;  // nothing is learnt again
  }
  auto basis = fresh ? basis_of(*fresh) : *basis_;
  Workspace next = whole ? std::move(*fresh) : basis;
  if (auto added = add_sourced_articles(next, conversations_.store()); !added) {
    spdlog::error("the new content is not used: {}", added.error().message);
    return false;
  }
  const auto articles = next.articles_version;
  const auto before = conversations_.brain();
  auto brain = whole ? make_brain(places_, std::move(next),
                                  [](const std::string& what) { spdlog::info("{}", what); })
                     : change_articles(*before, std::move(next));
  if (!brain) {
    spdlog::error("the new content is not used: {}", brain.error().message);
    return false;
  }
  const bool other = (*brain)->version() != before->version();
  if (other) spdlog::info("content {} is live", (*brain)->version());
  if (other || whole) {
    warn(missing_articles(**brain));
    conversations_.use(std::move(*brain));
  }
  syncing_.use(basis.sources);
  basis_ = std::move(basis);
  articles_ = articles;
  return true;
}

}  // namespace frontdesk
