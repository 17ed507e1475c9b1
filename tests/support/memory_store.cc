// SPDX-License-Identifier: MIT
#include "support/memory_store.h"

#include <algorithm>
#include <utility>

#include "store/append_rules.h"

namespace support {
namespace {

auto words_of(const Article& article) {
  return std::tie(article.id, article.language, article.title, article.questions, article.tags,
                  article.pages, article.body, article.url, article.review_by, article.reviewed,
                  article.draft);
}

}  // namespace

MemoryStore::MemoryStore(std::string generation) : generation_(std::move(generation)) {}
MemoryStore::~MemoryStore() = default;

std::vector<Result<Sequence>> MemoryStore::append(std::span<const Append> appends) {
  if (full) {
    return std::vector<Result<Sequence>>(appends.size(),
                                         Error{Code::unavailable, "the disk is full", 10});
  }
  const std::lock_guard lock(mutex_);
  std::vector<Result<Sequence>> results;
  std::set<ConversationId> seen;
  for (const auto& append : appends) {
    if (!seen.insert(append.conversation).second) {
      results.push_back(Error{Code::conflict, "the conversation stands twice in the batch"});
    } else if (auto error = refusal(append)) {
      results.push_back(*error);
    } else {
      add(append);
      results.push_back(append.summary.last);
    }
  }
  return results;
}

Result<std::vector<std::vector<Event>>> MemoryStore::load(std::span<const ConversationId> ids) {
  std::vector<std::vector<Event>> lists;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& id : ids) lists.push_back(events_of(id));
  }
  meanwhile();
  return lists;
}

Result<std::vector<Event>> MemoryStore::read(const ConversationId& id, Sequence after,
                                             std::size_t limit) {
  const std::lock_guard lock(mutex_);
  std::vector<Event> found;
  for (const auto& event : events_of(id)) {
    if (event.sequence > after && found.size() < limit) found.push_back(event);
  }
  return found;
}

Result<std::optional<SentBefore>> MemoryStore::find_sent(const ConversationId& id, Author author,
                                                         const std::string& client_id) {
  const std::lock_guard lock(mutex_);
  const auto found = sent_.find({id, author, client_id});
  if (found == sent_.end()) return std::optional<SentBefore>();
  return std::optional(found->second);
}

Result<std::vector<Summary>> MemoryStore::list(const ListQuery& query) {
  auto rows = rows_of(query);
  meanwhile();
  return rows;
}

Result<std::map<AgentId, int>> MemoryStore::loads() {
  std::map<AgentId, int> loads;
  for (const auto& row : rows_of({.statuses = {Status::assigned}, .limit = 1'000'000})) {
    if (!row.on_hold) ++loads[row.owner];
  }
  return loads;
}

template <class Fits>
std::vector<ConversationId> MemoryStore::each_once(std::size_t limit, Fits fits) const {
  std::vector<ConversationId> found;
  for (auto one = happened_.rbegin(); one != happened_.rend() && limit > 0; ++one) {
    if (!fits(*one)) continue;
    --limit;
    if (std::find(found.begin(), found.end(), one->conversation) == found.end()) {
      found.push_back(one->conversation);
    }
  }
  return found;
}

Result<std::vector<ConversationId>> MemoryStore::newest(Sought sought, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  return each_once(limit, [&](const Happened& one) {
    switch (sought) {
      case Sought::ratings: return one.type == "article_rated";
      case Sought::marks: return one.type == "intent_marked";
      case Sought::calls: return one.type == "handoff_requested" || one.type == "offline";
    }
    return false;
  });
}

Result<std::vector<ConversationId>> MemoryStore::recent(Time since, std::size_t events) {
  const std::lock_guard lock(mutex_);
  std::size_t looked_at = 0;
  return each_once(happened_.size(),
                   [&](const Happened& one) { return looked_at++ < events && one.at >= since; });
}

Result<ContactId> MemoryStore::contact_of_token(const std::string& token_hash) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, contact] : contacts_) {
    if (!contact.erased && contact.token_hash == token_hash) return id;
  }
  return Error{Code::not_found, "no contact has this token"};
}

Result<Done> MemoryStore::erase(const ContactId& contact, Time at) {
  const std::lock_guard lock(mutex_);
  const auto found = contacts_.find(contact);
  if (found == contacts_.end()) return Error{Code::not_found, "no such contact"};
  found->second = {.token_hash = "", .erased = true};
  for (auto& [id, kept] : conversations_) {
    if (kept.summary.contact != contact) continue;
    for (auto& event : kept.events) event.fact = without_personal_data(event.fact);
    auto conversation = fold(kept.events);
    if (conversation.erased) continue;
    kept.events.push_back({.conversation = id,
                           .sequence = conversation.last + 1,
                           .at = at,
                           .epoch = conversation.epoch + 1,
                           .channel = conversation.channel,
                           .fact = Erased{}});
    apply(conversation, kept.events.back());
    kept.summary = summary_of(conversation);
  }
  return Done{};
}

Result<Done> MemoryStore::add_agent(const AgentAccount& account) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, other] : agents_) {
    if (id == account.id || other.name == account.name) {
      return Error{Code::conflict, "there is an agent of that name"};
    }
  }
  agents_[account.id] = account;
  return Done{};
}

Result<AgentAccount> MemoryStore::find_agent(const AgentId& id) {
  const std::lock_guard lock(mutex_);
  const auto found = agents_.find(id);
  if (found == agents_.end()) return no_agent();
  return found->second;
}

Result<AgentAccount> MemoryStore::find_agent_named(const std::string& name) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, account] : agents_) {
    if (account.name == name) return account;
  }
  return no_agent();
}

Result<std::vector<AgentAccount>> MemoryStore::agents() {
  const std::lock_guard lock(mutex_);
  std::vector<AgentAccount> all;
  for (const auto& [id, account] : agents_) all.push_back(account);
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return all;
}

Result<Done> MemoryStore::set_availability(const AgentId& id, const Availability& says, Time at) {
  const std::lock_guard lock(mutex_);
  const auto found = agents_.find(id);
  if (found == agents_.end()) return no_agent();
  auto& account = found->second;
  if (account.available != says.available) account.said_at = at;
  account.available = says.available;
  account.capacity = says.capacity;
  account.back_at = says.back_at;
  return Done{};
}

Result<Done> MemoryStore::change_agent(const AgentAccount& account) {
  const std::lock_guard lock(mutex_);
  const auto found = agents_.find(account.id);
  if (found == agents_.end()) return no_agent();
  if (account.disabled || account.password_hash != found->second.password_hash) {
    std::erase_if(sessions_, [&](const auto& one) { return one.second.agent == account.id; });
  }
  found->second.role = account.role;
  found->second.disabled = account.disabled;
  found->second.password_hash = account.password_hash;
  return Done{};
}

Result<Done> MemoryStore::renew_presence(std::span<const PresenceLease> leases) {
  const std::lock_guard lock(mutex_);
  for (const auto& lease : leases) {
    const auto found = agents_.find(lease.agent);
    if (found == agents_.end()) continue;
    auto& account = found->second;
    const bool there = account.present_until && *account.present_until > lease.seen;
    if (!there) account.present_since = lease.seen;
    account.present_until = std::max(account.present_until.value_or(lease.until), lease.until);
  }
  return Done{};
}

Result<Done> MemoryStore::add_session(const Session& session) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_,
                [&](const auto& one) { return one.second.expires_at <= session.created_at; });
  if (!agents_.contains(session.agent)) return no_agent();
  if (!sessions_.emplace(session.token_hash, session).second) {
    return Error{Code::conflict, "there is such a session"};
  }
  return Done{};
}

Result<Session> MemoryStore::find_session(const std::string& token_hash, Time now) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(token_hash);
  if (found == sessions_.end() || found->second.expires_at <= now) return no_session();
  return found->second;
}

Result<Done> MemoryStore::touch_session(const std::string& token_hash, Time used_at) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(token_hash);
  if (found == sessions_.end()) return no_session();
  found->second.used_at = used_at;
  return Done{};
}

Result<Done> MemoryStore::remove_session(const std::string& token_hash) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(token_hash);
  return Done{};
}

Result<Done> MemoryStore::sync(const SyncChange& change) {
  if (full) return Error{Code::unavailable, "the disk is full", 10};
  if (auto error = malformed(change)) return *error;
  const std::lock_guard lock(mutex_);
  const auto lease = leases_.find(change.state.source);
  const bool leased = lease != leases_.end();
  const bool free = !leased || lease->second.until <= change.at;
  if (change.holder.empty() ? !free : !leased || lease->second.holder != change.holder) {
    return Error{Code::conflict, "the source is synced by another"};
  }
  sources_[change.state.source] = change.state;
  bool changed = false;
  for (const auto& key : change.restricted) {
    const auto found = sourced_.find(key);
    if (found == sourced_.end() || found->second.deleted) continue;
    changed |= found->second.article.visibility != Visibility::agents_only;
    found->second.article.visibility = Visibility::agents_only;
  }
  for (const auto& [key, version] : change.gone) {
    auto& kept = sourced_[key];
    changed |= !kept.deleted && !kept.article.key.id.empty();
    kept.deleted = true;
    kept.article.key = key;
    kept.article.version = version;
    const std::string title = kept.article.article.title;
    kept.article.article = Article{.title = title};
  }
  for (const auto& article : change.put) {
    auto& kept = sourced_[article.key];
    changed |= kept.deleted || kept.article.visibility != article.visibility ||
               kept.article.updated_at != article.updated_at ||
               words_of(kept.article.article) != words_of(article.article);
    kept = {article, false};
    kept.article.article.at = {};
  }
  if (changed) ++articles_version_;
  return Done{};
}

Result<SourceLease> MemoryStore::lease_source(const SourceLease& lease, Time now) {
  if (auto error = malformed(lease, now)) return *error;
  const std::lock_guard lock(mutex_);
  auto& kept = leases_[lease.source];
  if (kept.holder == lease.holder) {
    kept.until = lease.until;
  } else if (kept.holder.empty() || kept.until <= now) {
    kept = lease;
  }
  return kept;
}

Result<Done> MemoryStore::release_source(const std::string& source, const std::string& holder) {
  const std::lock_guard lock(mutex_);
  const auto found = leases_.find(source);
  if (found != leases_.end() && found->second.holder == holder) leases_.erase(found);
  return Done{};
}

Result<std::vector<SourcedArticle>> MemoryStore::articles() {
  const std::lock_guard lock(mutex_);
  std::vector<SourcedArticle> all;
  for (const auto& [key, kept] : sourced_) {
    if (!kept.deleted) all.push_back(kept.article);
  }
  return all;
}

Result<std::vector<KnownArticle>> MemoryStore::known_articles(const std::string& source) {
  const std::lock_guard lock(mutex_);
  std::vector<KnownArticle> known;
  for (const auto& [key, kept] : sourced_) {
    if (key.source != source) continue;
    known.push_back({key, kept.article.version, kept.article.visibility, kept.article.article.title,
                     kept.deleted});
  }
  return known;
}

Result<std::vector<SourceState>> MemoryStore::source_states() {
  const std::lock_guard lock(mutex_);
  std::vector<SourceState> states;
  for (const auto& [name, state] : sources_) {
    states.push_back(state);
    states.back().articles = static_cast<std::size_t>(std::count_if(
        sourced_.begin(), sourced_.end(),
        [&](const auto& one) { return one.first.source == name && !one.second.deleted; }));
  }
  return states;
}

Result<std::int64_t> MemoryStore::articles_version() {
  const std::lock_guard lock(mutex_);
  return articles_version_;
}

std::vector<Summary> MemoryStore::rows_of(const ListQuery& query) {
  const std::lock_guard lock(mutex_);
  std::vector<Summary> rows;
  for (const auto& [id, kept] : conversations_) {
    const Summary& row = kept.summary;
    if (!query.statuses.empty() && std::find(query.statuses.begin(), query.statuses.end(),
                                             row.status) == query.statuses.end()) {
      continue;
    }
    if (query.owner && (row.owner != *query.owner || row.owner.empty())) continue;
    if (query.contact && row.contact != *query.contact) continue;
    if (query.open_call && !row.open_call) continue;
    rows.push_back(row);
  }
  if (query.newest_of_each) keep_newest(rows, query.limit);
  const auto place = [](const Summary& row) {
    return std::tuple(!row.waiting_since.has_value(), row.waiting_since.value_or(Time{}),
                      -to_millis(row.updated_at), row.conversation);
  };
  std::sort(rows.begin(), rows.end(),
            [&](const auto& a, const auto& b) { return place(a) < place(b); });
  if (rows.size() > query.limit && !query.newest_of_each) rows.resize(query.limit);
  return rows;
}

void MemoryStore::keep_newest(std::vector<Summary>& rows, std::size_t limit) {
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    const auto newness = [](const Summary& row) {
      return std::tuple(-to_millis(row.waiting_since.value_or(Time{})), -to_millis(row.updated_at),
                        row.conversation);
    };
    return newness(a) < newness(b);
  });
  std::map<Status, std::size_t> kept;
  std::erase_if(rows, [&](const Summary& row) {
    const bool whole = row.status == Status::queued || row.status == Status::assigned;
    return !whole && ++kept[row.status] > limit;
  });
}

std::vector<Event> MemoryStore::events_of(const ConversationId& id) const {
  const auto found = conversations_.find(id);
  return found == conversations_.end() ? std::vector<Event>() : found->second.events;
}

std::optional<Error> MemoryStore::refusal(const Append& append) const {
  if (auto error = malformed(append)) return error;
  const auto found = conversations_.find(append.conversation);
  std::optional<Sequence> last;
  if (found != conversations_.end()) last = found->second.summary.last;
  if (auto error = outrun(append, last)) return error;
  if (append.new_contact) {
    for (const auto& [id, contact] : contacts_) {
      if (id == append.new_contact->id ||
          (!contact.erased && contact.token_hash == append.new_contact->token_hash)) {
        return Error{Code::conflict, "there is such a contact already"};
      }
    }
  } else if (append.expected == 0) {
    const auto contact = contacts_.find(append.summary.contact);
    if (contact == contacts_.end() || contact->second.erased) {
      return Error{Code::not_found, "no such contact"};
    }
  }
  for (const auto& sent : sent_in(append)) {
    if (sent_.contains({append.conversation, sent.author, sent.client_id})) {
      return Error{Code::conflict, "the client id was used before"};
    }
  }
  if (append.seat) {
    const auto used =
        std::count_if(conversations_.begin(), conversations_.end(), [&](const auto& one) {
          const Summary& row = one.second.summary;
          return row.owner == append.seat->agent && !row.on_hold &&
                 one.first != append.conversation;
        });
    return no_place(*append.seat, used);
  }
  return std::nullopt;
}

void MemoryStore::add(const Append& append) {
  if (append.new_contact) {
    contacts_[append.new_contact->id] = {.token_hash = append.new_contact->token_hash};
  }
  auto& kept = conversations_[append.conversation];
  kept.events.insert(kept.events.end(), append.events.begin(), append.events.end());
  kept.summary = append.summary;
  ends[append.conversation].insert(append.summary.last);
  added(append);
  for (const auto& event : append.events) {
    happened_.push_back({append.conversation, std::string(type_of(event.fact)), event.at});
  }
  for (const auto& sent : sent_in(append)) {
    sent_[{append.conversation, sent.author, sent.client_id}] = {sent.first, append.summary.last};
  }
}

}  // namespace support
