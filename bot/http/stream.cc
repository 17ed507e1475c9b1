// SPDX-License-Identifier: MIT
#include "http/stream.h"

#include <algorithm>
#include <charconv>

#include "core/seeded_bugs.h"

namespace frontdesk {
namespace {

std::string frame(const char* name, const std::string& data) {
  return std::string("event: ") + name + "\ndata: " + data + "\n\n";
}

/// What one reader of a conversation was told of its signals.
class SignalsTold {
 public:
  SignalsTold(const Site& site, const ConversationId& id, std::optional<LiveSignals::Viewer> agent)
      : site_(site), id_(id), agent_(std::move(agent)) {
    if (!agent_) return;
    site_.signals.look(id_, *agent_);
    site_.announce(signals_topic_of(id_));
  }
  ~SignalsTold() {
    if (!agent_) return;
    site_.signals.look_away(id_, *agent_);
    site_.announce(signals_topic_of(id_));
  }
  SignalsTold(const SignalsTold&) = delete;
  SignalsTold& operator=(const SignalsTold&) = delete;

  [[nodiscard]] const std::optional<LiveSignals::Viewer>& agent() const { return agent_; }

  /// Frames for what changed since the last call.
  std::string news() {
    auto now = site_.signals.state(id_, site_.conversations.clock().now());
    std::string bytes;
    for (const auto& typist : now.typing) {
      const auto told = std::find(typing_.begin(), typing_.end(), typist) != typing_.end();
      if (!told && may_know(typist)) bytes += frame("typing", typing_json(typist));
    }
    typing_ = std::move(now.typing);
    const auto seen = agent_ ? now.seen_by_visitor : now.seen_by_agent;
    if (seen > seen_) bytes += frame("seen", "{\"last\":" + std::to_string(seen) + "}");
    seen_ = seen;
    return bytes + (agent_ ? viewers(now.viewers) : place());
  }

 private:
  [[nodiscard]] bool may_know(const LiveSignals::Typist& typist) const {
    if (!agent_) return typist.author == Author::agent && typist.owns;
    return typist.agent != agent_->agent;
  }

  [[nodiscard]] std::string typing_json(const LiveSignals::Typist& typist) const {
    std::vector<std::pair<std::string, std::string>> members;
    if (agent_) members.emplace_back("author", name_of(typist.author));
    if (typist.author == Author::agent) members.emplace_back("name", typist.name);
    return object_json(members);
  }

  std::string place() {
    const auto place = site_.queue.place(id_);
    if (place == place_) return "";
    place_ = place;
    return place ? frame("waiting", place_json(*place)) : "";
  }

  std::string viewers(const std::vector<LiveSignals::Viewer>& all) {
    std::string names;
    for (const auto& viewer : all) {
      if (viewer.agent != agent_->agent)
        names += (names.empty() ? "" : ",") + frontdesk::quoted(viewer.name);
    }
    if (names == viewers_) return "";
    viewers_ = names;
    return frame("viewers", "{\"names\":[" + names + "]}");
  }

  const Site& site_;
  const ConversationId id_;
  const std::optional<LiveSignals::Viewer> agent_;
  std::vector<LiveSignals::Typist> typing_;
  Sequence seen_ = 0;
  std::string viewers_;
  std::optional<Place> place_;
};

class ConversationStream : public EventSource {
 public:
  ConversationStream(const Site& site, const ConversationId& id, Sequence after,
                     std::optional<LiveSignals::Viewer> agent)
      : conversations_(site.conversations),
        id_(id),
        after_(after),
        reader_(agent ? Reader::agent : Reader::visitor),
        chunk_bytes_(site.settings.limits.stream_buffer),
        generation_(site.conversations.store().generation()),
        signals_(site, id, std::move(agent)) {}

  Chunk pull() override {
    auto chunk = events();
    // A reader who is behind hears first what was said.
    if (!chunk.more && !chunk.close) chunk.bytes += signals_.news();
    return chunk;
  }

 private:
  Chunk events() {
    const auto log = conversations_.log(id_);
    if (!log) return Chunk{.close = true};
    if (after_ >= (*log)->conversation.last) return {};
    Chunk chunk;
    const auto last = (*log)->conversation.last;
    const auto after = seeded(Bug::carry) && after_ > 0 ? last - 1 : after_;
    for (const auto& shown : shown_events((*log)->events, after, reader_)) {
      chunk.bytes += "id: " + generation_ + ":" + std::to_string(shown.event.sequence) +
                     "\ndata: " + event_json(shown, reader_) + "\n\n";
      after_ = shown.event.sequence;
      if (chunk.bytes.size() >= chunk_bytes_) {
        chunk.more = true;
        return chunk;
      }
    }
    // What is left up to the last is hidden from this reader, or will be read in the next round.
    chunk.more = !chunk.bytes.empty() && after_ < last;
    if (chunk.bytes.empty()) after_ = last;
    return chunk;
  }

  Conversations& conversations_;
  const ConversationId id_;
  Sequence after_;
  const Reader reader_;
  const std::size_t chunk_bytes_;
  const std::string generation_;
  SignalsTold signals_;
};

class ListStream : public EventSource {
 public:
  ListStream(Conversations& conversations, std::shared_ptr<ListRows> rows, AgentId reader,
             std::size_t chunk_bytes)
      : conversations_(conversations),
        rows_(std::move(rows)),
        reader_(std::move(reader)),
        chunk_bytes_(chunk_bytes) {}

  Chunk pull() override {
    const auto people = conversations_.hub().people();
    auto chunk = rows();
    if (people_ && people != *people_) chunk.bytes += "event: desk\ndata: {}\n\n";
    people_ = people;
    return chunk;
  }

 private:
  Chunk rows() {
    if (!version_) return snapshot();
    const auto changes = conversations_.hub().changes_after(*version_);
    if (!changes) return snapshot();
    version_ = changes->version;
    Chunk chunk;
    const auto brain = conversations_.brain();
    for (const auto& row : changes->rows) {
      chunk.bytes += "event: row\ndata: " + row_json(row, *brain, reader_) + "\n\n";
    }
    if (chunk.bytes.size() > 4 * chunk_bytes_) return snapshot();
    return chunk;
  }

  Chunk snapshot() {
    auto rows = rows_->read(reader_);
    if (!rows) return Chunk{.close = true};
    version_ = rows->version;
    return Chunk{.bytes = "event: snapshot\ndata: " + rows->json + "\n\n"};
  }

  Conversations& conversations_;
  std::shared_ptr<ListRows> rows_;
  AgentId reader_;
  std::size_t chunk_bytes_;
  std::optional<std::uint64_t> version_;
  std::optional<std::uint64_t> people_;  // of the hub, up to what this reader was told
};

class WatchedStream : public EventSource {
 public:
  WatchedStream(Presence& presence, AgentId agent, std::unique_ptr<EventSource> source)
      : presence_(presence), agent_(std::move(agent)), source_(std::move(source)) {}

  Chunk pull() override {
    presence_.seen(agent_);
    return source_->pull();
  }

 private:
  Presence& presence_;
  AgentId agent_;
  std::unique_ptr<EventSource> source_;
};

}  // namespace

std::unique_ptr<EventSource> watched_stream(Presence& presence, AgentId agent,
                                            std::unique_ptr<EventSource> source) {
  return std::make_unique<WatchedStream>(presence, std::move(agent), std::move(source));
}

std::string topic_of(const ConversationId& conversation) { return "c:" + conversation.value; }

std::string signals_topic_of(const ConversationId& conversation) {
  return "s:" + conversation.value;
}

Sequence position_of(const std::string& text, const std::string& generation) {
  std::string_view number = text;
  if (const auto colon = text.rfind(':'); colon != std::string::npos) {
    if (std::string_view(text).substr(0, colon) != generation) return 0;
    number.remove_prefix(colon + 1);
  }
  Sequence sequence = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), sequence);
  return error == std::errc{} && end == number.data() + number.size() ? sequence : 0;
}

std::unique_ptr<EventSource> conversation_stream(const Site& site, const ConversationId& id,
                                                 Sequence after,
                                                 std::optional<LiveSignals::Viewer> agent) {
  return std::make_unique<ConversationStream>(site, id, after, std::move(agent));
}

std::unique_ptr<EventSource> list_stream(Conversations& conversations,
                                         std::shared_ptr<ListRows> rows, AgentId reader,
                                         std::size_t chunk_bytes) {
  return std::make_unique<ListStream>(conversations, std::move(rows), std::move(reader),
                                      chunk_bytes);
}

}  // namespace frontdesk
