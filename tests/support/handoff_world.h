// SPDX-License-Identifier: MIT
#pragma once
// Visitors, agents, shops and upkeep over the real service, in one thread, at the mercy of a script.
//
// One Store, one or two nodes (a Conversations with its hub and cache). What somebody wants is a Flight: it
// decides, anything may happen, it commits; on a conflict it decides again, as the front does. A killed node
// takes its flights with it, whether the Store has them or not. When the script is over, everything that is
// under way lands, and nobody may be left behind.

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "desk/transfer.h"
#include "service/presence.h"
#include "service/upkeep.h"
#include "support/build.h"
#include "support/handoff_pages.h"
#include "support/handoff_rules.h"
#include "support/handoff_script.h"
#include "support/memory_store.h"
#include "support/small_bot.h"

namespace support {

/// Contents to choose from: in the second another intent is safe while waiting, a flow is gone, and a team has
/// closed.
inline const std::vector<std::shared_ptr<const Brain>>& contents() {
  static const std::vector<std::shared_ptr<const Brain>> kContents = [] {
    auto other = small_catalog();
    other.version = "v2";
    for (auto& intent : other.intents) {
      if (intent.name == "hours") intent.safe_while_waiting = false;
      if (intent.name == "greet") intent.safe_while_waiting = true;
      if (intent.name == "return_item") intent.flow = {};
    }
    other.flows.pop_back();
    other.teams.back().always_open = false;
    return std::vector{small_brain(), small_brain(std::move(other))};
  }();
  return kContents;
}

class HandoffWorld {
 public:
  static constexpr std::chrono::seconds kLimit{120};
  static constexpr std::chrono::seconds kLease{60};

  explicit HandoffWorld(const Script& script)
      : script_(script), random_(static_cast<unsigned>(script.seed)) {
    coins_ = script.seed;
    settings_.limits.stream_buffer = 300;  // small chunks, so that one is seldom the whole
    for (const auto& brain : contents()) brains_[brain->version()] = brain;
    for (int i = 0; i < script.nodes; ++i) start(nodes_.emplace_back());
    for (const auto* name : {"ruta", "jonas", "ona"}) {
      agents_.push_back({.identity = {AgentId(name), name}});
      (void)store_.add_agent({.id = AgentId(name), .name = name, .available = true});
    }
    for (int i = 0; i < script.visitors; ++i) arrive(i);
    list_.connect(at(0));
    store_.meanwhile = [this] { meanwhile(); };
  }

  /// Plays the script; the first rule that was broken, or "".
  std::string play() {
    for (const auto& move : script_.moves) {
      if (!broken_.empty()) return broken_;
      clock_.tick(std::chrono::milliseconds{1});
      play(move);
    }
    land();
    for (std::size_t i = 0; i < visitors_.size() && broken_.empty(); ++i) judge(visitors_[i]);
    if (broken_.empty() && script_.nodes == 1 && !somebody_erased()) {
      list_.pull();
      wrong(list_.broken(store_, *contents().front()));
    }
    return broken_;
  }

 private:
  struct Node {
    std::unique_ptr<Hub> hub;
    std::unique_ptr<Conversations> conversations;
    std::unique_ptr<Presence> presence;
    std::unique_ptr<LiveSignals> signals;
    std::unique_ptr<Queue> queue;
    std::unique_ptr<Site> site;
  };

  /// What somebody wants of a node.
  struct Flight {
    std::size_t node = 0;
    std::function<Result<Staged>()> decide;
    std::function<void(const Staged&)> done;
    std::function<void(const Error&)> refused;
    std::optional<Epoch> epoch =
        {};  // in which an agent decided: nobody else may have had it since
    std::optional<Seat> seat = {};
    std::optional<Staged> staged = {};
    int tries = 0;
  };

  struct Message {
    std::string id;
    std::string text;
    std::string choice;
    Sequence after = 0;  // the last that was acknowledged when it was sent
    std::optional<std::vector<Sequence>> answer = {};
    bool refused = false;
  };
  struct Visitor {
    ConversationId id;
    ContactId contact;
    std::vector<Message> messages;
    std::vector<Page> pages;
    std::optional<Sequence> erased;  // how long the log was
  };
  struct Agent {
    AgentIdentity identity;
    bool gone = false;
    std::map<ConversationId, Epoch> seen = {};
    struct Sent {
      std::size_t visitor;
      std::string id;
      Epoch epoch;
      bool note;
    };
    std::vector<Sent> sent = {};
  };
  struct Call {
    ConversationId conversation;
    std::string key;
  };

  // ---- Nodes ----

  void start(Node& node) {
    node.site.reset();
    node.queue.reset();
    node.presence.reset();
    node.conversations.reset();
    node.hub = std::make_unique<Hub>();
    node.hub->listen([this, &node](const Summary& row) { ring(node, row); });
    node.conversations =
        std::make_unique<Conversations>(store_, clock_, random_, *node.hub, contents().front());
    node.presence = std::make_unique<Presence>(*node.conversations, kLease);
    node.signals = std::make_unique<LiveSignals>();
    node.queue = std::make_unique<Queue>(*node.conversations);
    node.site.reset(new Site{.conversations = *node.conversations,
                             .accounts = accounts_,
                             .presence = *node.presence,
                             .signals = *node.signals,
                             .queue = *node.queue,
                             .random = random_,
                             .settings = settings_,
                             .files = files_,
                             .announce = [](const std::string&) {}});
    node.conversations->on_commit([this](const Event& event) {
      if (const auto* call = std::get_if<CallRequested>(&event.fact)) {
        calls_.push_back({event.conversation, call->key});
      }
    });
  }

  /// The doorbell, on the committing thread. The front's is another and may be as fast.
  void ring(const Node& node, const Summary& row) {
    const bool fast = coin();
    for (auto& visitor : visitors_) {
      if (visitor.id != row.conversation) continue;
      for (auto& page : visitor.pages) {
        page.ring();
        if (fast) page.pull();
      }
    }
    if (&node != &nodes_.front()) return;
    list_.ring();
    if (fast) list_.pull();
  }

  void crash(std::size_t which, bool committed) {
    auto& node = nodes_[which];
    const bool busy = std::exchange(busy_, true);
    for (std::size_t i = flights_.size(); i-- > 0;) {
      if (flights_[i].node != which) continue;
      // Killed before its answer left: those who asked know nothing of what became of it.
      if (committed && flights_[i].staged) {
        (void)commit(node, *flights_[i].staged->append);
      }
      flights_.erase(flights_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    for (auto& visitor : visitors_) {
      for (auto& page : visitor.pages) page.hang_up();
    }
    start(node);
    for (auto& visitor : visitors_) {
      for (auto& page : visitor.pages) page.connect(*nodes_.front().site);
    }
    list_.connect(at(0));
    busy_ = busy;
  }

  Conversations& at(std::size_t node) { return *nodes_[node % nodes_.size()].conversations; }

  bool coin() {
    coins_ = coins_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return (coins_ >> 63) != 0;
  }

  void wrong(const std::string& what) {
    if (broken_.empty()) broken_ = what;
  }

  // ---- Flights ----

  void fly(Flight flight) {
    constexpr std::size_t kMost = 6;
    if (flights_.size() == kMost) advance(0);
    flights_.push_back(std::move(flight));
    if (coin()) advance(flights_.size() - 1);
  }

  /// One move of one flight: it decides, or it commits.
  void advance(std::size_t which) {
    auto flight = std::move(flights_[which]);
    flights_.erase(flights_.begin() + static_cast<std::ptrdiff_t>(which));
    if (!flight.staged) {
      auto staged = flight.decide();
      if (!staged) return refuse(flight, staged.error());
      if (!staged->append) return flight.done(*staged);
      staged->append->seat = flight.seat;
      flight.staged = std::move(*staged);
      flights_.push_back(std::move(flight));
      return;
    }
    const auto result = commit(nodes_[flight.node], *flight.staged->append);
    if (result && flight.seat && places_of(flight.seat->agent) > flight.seat->capacity) {
      wrong("an agent has more than he has places for");
    }
    settle(std::move(flight), result);
  }

  /// All that a node has decided, as the front commits the requests of one turn.
  void tick(std::size_t node) {
    std::vector<Flight> batch;
    for (std::size_t i = 0; i < flights_.size();) {
      if (flights_[i].node != node || !flights_[i].staged) {
        ++i;
        continue;
      }
      batch.push_back(std::move(flights_[i]));
      flights_.erase(flights_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    std::vector<Append> appends;
    for (const auto& flight : batch) appends.push_back(*flight.staged->append);
    const auto results = at(node).commit(appends);
    for (std::size_t i = 0; i < batch.size(); ++i) settle(std::move(batch[i]), results[i]);
  }

  Result<Sequence> commit(Node& node, const Append& append) {
    return node.conversations->commit(std::span(&append, 1)).front();
  }

  void settle(Flight flight, const Result<Sequence>& result) {
    constexpr int kTries = 40;
    if (result) {
      if (flight.epoch && epoch_before(*flight.staged->append) != *flight.epoch) {
        wrong("an agent wrote with an old epoch");
      }
      return flight.done(*flight.staged);
    }
    const bool full = flight.seat && places_of(flight.seat->agent) >= flight.seat->capacity;
    if (full || result.error().code != Code::conflict) return refuse(flight, result.error());
    if (++flight.tries > kTries) return wrong("a decision never comes through");
    flight.staged.reset();
    flights_.push_back(std::move(flight));
  }

  void refuse(const Flight& flight, const Error& error) {
    if (error.code == Code::unavailable && !store_.full) wrong("refused for no reason");
    flight.refused(error);
  }

  static Epoch epoch_before(const Append& append) {
    const auto& first = append.events.front();
    return first.epoch - (raises_epoch(first.fact) ? 1 : 0);
  }

  /// What others do while somebody reads the Store.
  void meanwhile() {
    if (flights_.empty() || busy_ || !coin()) return;
    busy_ = true;
    advance(0);
    busy_ = false;
  }

  // What the Store has, looked at from outside: nothing happens meanwhile.
  std::vector<Event> stored(const ConversationId& id) {
    const bool busy = std::exchange(busy_, true);
    auto loaded = store_.load(std::span(&id, 1));
    busy_ = busy;
    return std::move(loaded->front());
  }
  std::vector<Summary> rows(const ListQuery& query) {
    const bool busy = std::exchange(busy_, true);
    auto found = store_.list(query);
    busy_ = busy;
    return std::move(*found);
  }

  int places_of(const AgentId& agent) {
    const auto his = rows({.statuses = {Status::assigned}, .owner = agent});
    return static_cast<int>(
        std::count_if(his.begin(), his.end(), [](const Summary& row) { return !row.on_hold; }));
  }

  // ---- Visitors ----

  void arrive(int number) {
    const auto node = static_cast<std::size_t>(number);
    const auto begun = at(node).settle([&] {
      return at(node).start({.token_hash = "t" + std::to_string(number), .language = "en"});
    });
    auto& visitor = visitors_.emplace_back();
    visitor.id = begun->conversation.id;
    visitor.contact = begun->conversation.contact;
    for (const auto reader : {Reader::visitor, Reader::agent}) {
      visitor.pages.emplace_back(visitor.id, reader);
      visitor.pages.back().connect(*nodes_.front().site);
    }
    for (auto& agent : agents_) agent.seen[visitor.id] = 0;
  }

  void send(std::size_t who, std::size_t which, std::size_t node) {
    auto& visitor = visitors_[who];
    const auto& message = visitor.messages[which];
    const Said said{.text = message.text, .choice = message.choice, .client_id = message.id};
    fly({.node = node,
         .decide = [this, node, who,
                    said] { return at(node).say(visitors_[who].id, visitors_[who].contact, said); },
         .done = [this, who, which](const Staged& staged) { acknowledge(who, which, staged); },
         .refused = [this, who, which](const Error& error) { refused(who, which, error); }});
  }

  void send_new(std::size_t who, std::size_t node, std::string text, std::string choice) {
    auto& visitor = visitors_[who];
    Message message{.id = "m" + std::to_string(visitor.messages.size()),
                    .text = std::move(text),
                    .choice = std::move(choice)};
    for (const auto& earlier : visitor.messages) {
      if (earlier.answer) message.after = std::max(message.after, earlier.answer->back());
    }
    visitor.messages.push_back(std::move(message));
    send(who, visitor.messages.size() - 1, node);
  }

  void acknowledge(std::size_t who, std::size_t which, const Staged& staged) {
    auto& message = visitors_[who].messages[which];
    std::vector<Sequence> answer;
    for (const auto& event : staged.events) answer.push_back(event->sequence);
    if (answer.empty()) return wrong("an acknowledgement of nothing");
    if (message.answer && *message.answer != answer) wrong("a repeat was answered otherwise");
    if (answer.front() <= message.after) wrong("a later message stands before an earlier one");
    message.answer = std::move(answer);
  }

  void refused(std::size_t who, std::size_t which, const Error& error) {
    auto& visitor = visitors_[who];
    auto& message = visitor.messages[which];
    const bool gone = error.code == Code::not_found && visitor.erased;
    const bool stale_tap = error.code == Code::invalid && !message.choice.empty();
    if (!gone && !stale_tap && error.code != Code::unavailable) {
      wrong("a visitor's message was refused: " + error.message);
    }
    if (message.answer && !gone && error.code != Code::unavailable) {
      wrong("a repeat of what was acknowledged was refused");
    }
    message.refused = gone || stale_tap;
  }

  // ---- Agents ----

  using Does = std::function<Result<Done>(Draft&, Epoch)>;

  /// A command in the epoch that the agent saw last, which may be long ago.
  void command(std::size_t who, std::size_t about, std::size_t node, const Does& does,
               std::optional<Seat> seat = {}) {
    const auto id = visitors_[about].id;
    const Epoch epoch = agents_[who].seen[id];
    fly({.node = node,
         .decide =
             [this, node, id, epoch, does] {
               return at(node).command(id, [&](Draft& draft) { return does(draft, epoch); });
             },
         .done = [this, who,
                  id](const Staged& staged) { agents_[who].seen[id] = staged.conversation.epoch; },
         .refused = [this, who, id](const Error&) { looks(who, id); },
         .epoch = epoch,
         .seat = std::move(seat)});
  }

  void write(std::size_t who, const Agent::Sent& sent, std::size_t node) {
    const auto id = visitors_[sent.visitor].id;
    const auto text = "words of " + sent.id;
    const auto identity = agents_[who].identity;
    const auto does = [=](Draft& draft) {
      return sent.note ? note(draft, identity, sent.epoch, text, sent.id)
                       : answer(draft, identity, sent.epoch, text, sent.id);
    };
    fly({.node = node,
         .decide = [=,
                    this] { return at(node).command_once(id, identity.id, sent.id, text, does); },
         .done =
             [this, who, id](const Staged& staged) {
               if (!staged.duplicate) agents_[who].seen[id] = staged.conversation.epoch;
             },
         .refused = [this, who, id](const Error&) { looks(who, id); },
         .epoch = sent.epoch});
  }
  void write_new(std::size_t who, std::size_t about, std::size_t node, bool is_note) {
    auto& agent = agents_[who];
    agent.sent.push_back({.visitor = about,
                          .id = agent.identity.name + std::to_string(agent.sent.size()),
                          .epoch = agent.seen[visitors_[about].id],
                          .note = is_note});
    write(who, agent.sent.back(), node);
  }

  /// A conflict says how things are; who does not read it stays as he is.
  void looks(std::size_t who, const ConversationId& id) {
    if (agents_[who].gone || !coin()) return;
    agents_[who].seen[id] = stored(id).back().epoch;
  }

  // ---- Upkeep ----

  void sweep(std::size_t node) {
    // What gets into the queue while it is swept is for the next time.
    const auto before = rows({.statuses = {Status::queued}});
    heartbeat(node);
    sweep_waiting(at(node), kLimit);
    if (store_.full) return;
    for (const auto& row : before) {
      const auto log = stored(row.conversation);
      const auto queued = std::find_if(log.rbegin(), log.rend(),
                                       [](const Event& event) { return raises_epoch(event.fact); });
      if (queued->epoch == row.epoch && clock_.now() - queued->at >= kLimit) {
        wrong("a visitor was forgotten in the queue");
      }
    }
  }

  /// Those who are there give a sign of it; what belongs to the others goes back when their lease is over.
  void heartbeat(std::size_t node) {
    auto& presence = *nodes_[node].presence;
    for (const auto& agent : agents_) {
      if (!agent.gone) presence.seen(agent.identity.id);
    }
    presence.renew();
    presence.sweep();
  }

  /// However long somebody looks away, upkeep does not.
  void outlive_leases() {
    constexpr std::chrono::seconds kPeriod{20};
    for (auto passed = kPeriod; passed <= 3 * kLease; passed += kPeriod) {
      clock_.tick(kPeriod);
      for (std::size_t node = 0; node < nodes_.size(); ++node) heartbeat(node);
    }
    for (const auto& row : rows({.statuses = {Status::assigned}})) {
      for (const auto& agent : agents_) {
        if (agent.gone && agent.identity.id == row.owner) wrong("an agent who is gone keeps it");
      }
    }
  }

  void return_call(std::size_t which, std::size_t node, int chance) {
    const auto call = calls_[which];
    const int statuses[] = {200, 404, 503, 0};
    const CallReturned returned{
        .key = call.key, .status = statuses[chance % 4], .saved = {{"state", "packed"}}};
    fly({.node = node,
         .decide = [=, this] { return at(node).call_returned(call.conversation, returned); },
         .done = [](const Staged&) {},
         .refused = [](const Error&) {}});
  }

  void erase(Visitor& visitor) {
    if (visitor.erased) return;
    judge(visitor);
    visitor.erased = stored(visitor.id).size();
    (void)store_.erase(visitor.contact, clock_.now());
  }
  [[nodiscard]] bool somebody_erased() const {
    return std::any_of(visitors_.begin(), visitors_.end(),
                       [](const Visitor& visitor) { return visitor.erased.has_value(); });
  }

  // ---- Steps ----

  void play(const Move& move) {
    const std::size_t who = move.who % visitors_.size();
    const std::size_t agent = move.who % agents_.size();
    const std::size_t about = move.which % visitors_.size();
    const std::size_t node = (move.chance / 8U) % nodes_.size();
    auto& visitor = visitors_[who];
    const auto identity = agents_[agent].identity;
    switch (move.deed) {
      case Deed::say: return say_something(move, who, node);
      case Deed::tap: return tap_something(move, who, node);
      case Deed::say_again:
        if (!visitor.messages.empty()) send(who, move.which % visitor.messages.size(), node);
        return;
      case Deed::read: return open_article(who, node);
      case Deed::call:
        if (!calls_.empty()) return_call(move.which % calls_.size(), node, move.chance);
        return;
      case Deed::move_on:
        if (!flights_.empty()) advance(0);
        return;
      case Deed::jump:
        if (!flights_.empty()) advance(move.which % flights_.size());
        return;
      case Deed::tick: return tick(node);
      case Deed::crash: return crash(node, move.chance % 2 == 0);
      case Deed::pass: return pass(move.which);
      case Deed::sweep: return sweep(node);
      case Deed::reload: return at(node).use(contents()[move.which % contents().size()]);
      case Deed::pull: return visitor.pages[move.which % visitor.pages.size()].pull();
      case Deed::cut: {
        auto& page = visitor.pages[move.which % visitor.pages.size()];
        page.pull(move.chance % 3);
        page.connect(*nodes_.front().site);
        if (move.which % 3 == 0) list_.connect(at(0));
        return;
      }
      case Deed::erase: return erase(visitor);
      case Deed::full: store_.full = move.chance % 2 == 0; return;
      case Deed::vanish: agents_[agent].gone = true; return;
      case Deed::come_back: agents_[agent].gone = false; return;
      default: break;
    }
    if (agents_[agent].gone) return;
    const auto id = visitors_[about].id;
    const auto other = agents_[(agent + 1 + move.chance % 2U) % agents_.size()].identity;
    switch (move.deed) {
      case Deed::look: agents_[agent].seen[id] = stored(id).back().epoch; return;
      case Deed::take:
        // As routing gives it to him: while he has a place.
        return command(
            agent, about, node,
            [=](Draft& draft, Epoch epoch) { return take(draft, identity, epoch); },
            Seat{identity.id, 1});
      case Deed::answer: return write_new(agent, about, node, false);
      case Deed::note: return write_new(agent, about, node, true);
      case Deed::answer_again: {
        const auto& sent = agents_[agent].sent;
        if (!sent.empty()) write(agent, sent[move.which % sent.size()], node);
        return;
      }
      case Deed::to_team:
        return command(agent, about, node, [=](Draft& draft, Epoch epoch) {
          return transfer_to_team(draft, identity, epoch, TeamId("returns"), "Returns");
        });
      case Deed::to_agent:
        return command(agent, about, node, [=](Draft& draft, Epoch epoch) {
          return transfer_to_agent(draft, identity, epoch, other);
        });
      case Deed::to_bot:
        return command(agent, about, node, [=](Draft& draft, Epoch epoch) {
          return return_to_bot(draft, identity, epoch, {});
        });
      case Deed::close:
        return command(agent, about, node, [=](Draft& draft, Epoch epoch) {
          return close(draft, identity, epoch, "done");
        });
      default: return;
    }
  }

  void say_something(const Move& move, std::size_t who, std::size_t node) {
    static const char* const kWords[] = {"hello there",
                                         "maybe",
                                         "no such words",
                                         "human",
                                         "10023",
                                         "explode",
                                         "send it back",
                                         "yes",
                                         "other",
                                         "where is my order",
                                         "this is terrible",
                                         "when are you open",
                                         "human",
                                         "where is my order",
                                         "10023",
                                         "when are you open"};
    send_new(who, node, kWords[move.which % std::size(kWords)], "");
  }
  void tap_something(const Move& move, std::size_t who, std::size_t node) {
    const auto log = at(node).log(visitors_[who].id);
    if (!log) return;
    const auto& offered = (*log)->conversation.offered;
    const bool person = offered.empty() || move.chance % 4 == 0;
    send_new(who, node, "", person ? "person" : offered[move.which % offered.size()].choice);
  }
  void open_article(std::size_t who, std::size_t node) {
    fly({.node = node,
         .decide =
             [=, this] {
               return at(node).read(visitors_[who].id, visitors_[who].contact,
                                    {.article = ArticleId("warranty"), .from = "link"});
             },
         .done = [](const Staged&) {},
         .refused = [](const Error&) {}});
  }
  void pass(std::uint8_t which) {
    const std::chrono::milliseconds spans[] = {std::chrono::milliseconds{1},
                                               std::chrono::seconds{2},
                                               std::chrono::seconds{20},
                                               std::chrono::seconds{61},
                                               kLimit,
                                               2 * kLimit};
    clock_.tick(spans[which % std::size(spans)]);
  }

  // ---- The end ----

  /// Whatever was broken is mended, and everybody tries again what he has no answer to.
  void land() {
    store_.full = false;
    while (!flights_.empty() && broken_.empty()) advance(0);
    for (std::size_t who = 0; who < visitors_.size(); ++who) {
      for (std::size_t i = 0; i < visitors_[who].messages.size() && broken_.empty(); ++i) {
        const auto& message = visitors_[who].messages[i];
        if (message.answer || message.refused) continue;
        send(who, i, i % nodes_.size());
        while (!flights_.empty()) advance(0);
        if (!message.answer && !message.refused) wrong("a message got no answer");
      }
    }
    outlive_leases();
    clock_.tick(kLimit);
    for (std::size_t node = 0; node < nodes_.size(); ++node) sweep(node);
    for (auto& visitor : visitors_) {
      for (auto& page : visitor.pages) page.drain();
    }
    landed_ = true;
  }

  void judge(Visitor& visitor) {
    const auto events = stored(visitor.id);
    if (visitor.erased) {
      if (events.size() != *visitor.erased + 1) wrong("something follows an erasure");
      return;
    }
    wrong(HandoffRules(brains_, store_.ends[visitor.id]).broken(events));
    const auto row = rows({.contact = visitor.contact});
    if (row.size() != 1 || row.front() != summary_of(fold(events))) wrong("the row differs");
    acknowledged(visitor, events);

    frontdesk::Log log{fold(events), {}};
    for (const auto& event : events) log.events.push_back(std::make_shared<const Event>(event));
    for (auto& page : visitor.pages) {
      wrong(page.broken(log, landed_ && script_.nodes == 1, script_.seed % 8 == 0));
    }
  }

  /// What a visitor was told is stored stands there once, with his words.
  void acknowledged(const Visitor& visitor, const std::vector<Event>& events) {
    for (const auto& message : visitor.messages) {
      const auto count = std::count_if(events.begin(), events.end(), [&](const Event& event) {
        const auto* said = std::get_if<MessageAdded>(&event.fact);
        return said != nullptr && said->author == Author::visitor &&
               said->client_id == message.id &&
               (message.choice.empty() ? said->text == message.text
                                       : said->choice == message.choice);
      });
      if (message.answer && count != 1) wrong("an acknowledged message is lost");
    }
  }

  Script script_;
  std::uint64_t coins_ = 0;
  ManualClock clock_;
  SeededRandom random_;
  MemoryStore store_;
  Settings settings_;
  Accounts accounts_{store_, clock_, random_, settings_};
  std::map<std::string, std::string_view> files_;
  Brains brains_;
  std::deque<Node> nodes_;
  std::vector<Agent> agents_;
  std::vector<Visitor> visitors_;
  std::vector<Flight> flights_;
  std::vector<Call> calls_;
  ListPage list_;
  bool busy_ = false;
  bool landed_ = false;
  std::string broken_;
};

}  // namespace support
