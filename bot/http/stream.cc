// SPDX-License-Identifier: MIT
#include "http/stream.h"

#include <algorithm>
#include <charconv>

namespace frontdesk {
namespace {

class ConversationStream : public EventSource {
 public:
  ConversationStream(Conversations& conversations, ConversationId id, Sequence after, Reader reader,
                     std::size_t chunk_bytes)
      : conversations_(conversations),
        id_(std::move(id)),
        after_(after),
        reader_(reader),
        chunk_bytes_(chunk_bytes),
        generation_(conversations.store().generation()) {}

  Chunk pull() override {
    const auto log = conversations_.log(id_);
    if (!log) return Chunk{.close = true};
    if (after_ >= (*log)->conversation.last) return {};
    Chunk chunk;
    for (const auto& shown : shown_events((*log)->events, after_, reader_)) {
      chunk.bytes += "id: " + generation_ + ":" + std::to_string(shown.event.sequence) +
                     "\ndata: " + event_json(shown, reader_) + "\n\n";
      after_ = shown.event.sequence;
      if (chunk.bytes.size() >= chunk_bytes_) {
        chunk.more = true;
        return chunk;
      }
    }
    // What is left up to the last is hidden from this reader, or will be read in the next round.
    chunk.more = !chunk.bytes.empty() && after_ < (*log)->conversation.last;
    if (chunk.bytes.empty()) after_ = (*log)->conversation.last;
    return chunk;
  }

 private:
  Conversations& conversations_;
  ConversationId id_;
  Sequence after_;
  Reader reader_;
  std::size_t chunk_bytes_;
  std::string generation_;
};

class ListStream : public EventSource {
 public:
  ListStream(Conversations& conversations, std::size_t chunk_bytes)
      : conversations_(conversations), chunk_bytes_(chunk_bytes) {}

  Chunk pull() override {
    Chunk chunk;
    const auto brain = conversations_.brain();
    if (!version_) return snapshot(*brain);
    const auto changes = conversations_.hub().changes_after(*version_);
    if (!changes) return snapshot(*brain);
    version_ = changes->version;
    for (const auto& row : changes->rows) {
      chunk.bytes += "event: row\ndata: " + row_json(row, *brain) + "\n\n";
    }
    if (chunk.bytes.size() > 4 * chunk_bytes_) return snapshot(*brain);
    return chunk;
  }

 private:
  Chunk snapshot(const Brain& brain) {
    // The version first: a row that changes in between is sent twice rather than never.
    version_ = conversations_.hub().version();
    const auto rows = conversations_.store().list(
        {.statuses = {Status::bot, Status::queued, Status::assigned, Status::offline}});
    if (!rows) return Chunk{.close = true};
    return Chunk{.bytes = "event: snapshot\ndata: " + rows_json(*rows, brain) + "\n\n"};
  }

  Conversations& conversations_;
  std::size_t chunk_bytes_;
  std::optional<std::uint64_t> version_;
};

}  // namespace

std::string topic_of(const ConversationId& conversation) { return "c:" + conversation.value; }

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

std::unique_ptr<EventSource> conversation_stream(Conversations& conversations,
                                                 const ConversationId& id, Sequence after,
                                                 Reader reader, std::size_t chunk_bytes) {
  return std::make_unique<ConversationStream>(conversations, id, after, reader, chunk_bytes);
}

std::unique_ptr<EventSource> list_stream(Conversations& conversations, std::size_t chunk_bytes) {
  return std::make_unique<ListStream>(conversations, chunk_bytes);
}

}  // namespace frontdesk
