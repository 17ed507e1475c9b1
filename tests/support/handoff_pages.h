// SPDX-License-Identifier: MIT
#pragma once
// Pages that read streams, as the front and a browser are between them: a doorbell, chunks, connections that
// break in the middle of a chunk, and a position from which a page goes on.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "http/stream.h"

namespace support {

using namespace frontdesk;  // NOLINT: a header of tests only

/// One frame of a stream, taken apart.
struct Frame {
  std::string id;
  std::string event;
  std::string data;
};

inline std::vector<Frame> frames_in(const std::string& bytes) {
  std::vector<Frame> frames;
  Frame frame;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto end = bytes.find('\n', at);
    const auto line = bytes.substr(at, end - at);
    at = end + 1;
    if (line.empty()) {
      frames.push_back(std::move(frame));
      frame = {};
    } else if (line.starts_with("id: ")) {
      frame.id = line.substr(4);
    } else if (line.starts_with("event: ")) {
      frame.event = line.substr(7);
    } else if (line.starts_with("data: ")) {
      frame.data = line.substr(6);
    }
  }
  return frames;
}

/// A page on one conversation.
class Page {
 public:
  Page(ConversationId id, Reader reader) : id_(std::move(id)), reader_(reader) {}

  [[nodiscard]] const ConversationId& conversation() const { return id_; }

  /// (Re)connects, from what was seen last.
  void connect(const Site& to) {
    source_.reset();
    source_ = conversation_stream(to, id_, seen_,
                                  reader_ == Reader::visitor
                                      ? std::nullopt
                                      : std::optional(LiveSignals::Viewer{AgentId("ona"), "Ona"}));
    generation_ = to.conversations.store().generation();
    news_ = true;
  }
  void hang_up() { source_.reset(); }
  void ring() { news_ = true; }

  /// One chunk, of which at most `most` frames arrive.
  void pull(std::size_t most = 1000) {
    if (!news_ || pulling_ || !source_) return;
    pulling_ = true;
    news_ = false;
    const auto chunk = source_->pull();
    news_ = news_ || chunk.more;
    for (auto& frame : frames_in(chunk.bytes)) {
      if (frame.id.empty()) continue;  // a signal
      if (most-- == 0) break;
      const auto sequence = position_of(frame.id, generation_);
      if (sequence <= seen_) broken_ = "a page saw a row twice or out of order";
      seen_ = sequence;
      rows_.push_back({sequence, std::move(frame.data)});
    }
    pulling_ = false;
  }
  void drain() {
    while (news_) pull();
  }

  /// Whether it saw of `log` what it may see, in order and as it is; all of it when `complete`.
  [[nodiscard]] std::string broken(const frontdesk::Log& log, bool complete, bool words) const {
    if (!broken_.empty()) return broken_;
    const auto shown = shown_events(log.events, 0, reader_, log.events.size());
    if (rows_.size() > shown.size()) return "a page saw what is not there";
    if (complete && rows_.size() < shown.size()) return "a page was not told of a row";
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (rows_[i].first != shown[i].event.sequence) return "a page missed a row";
      if (words && rows_[i].second != event_json(shown[i], reader_))
        return "a page saw other words";
    }
    return "";
  }

 private:
  ConversationId id_;
  Reader reader_;
  std::string generation_;
  std::unique_ptr<EventSource> source_;
  bool news_ = false;
  bool pulling_ = false;
  Sequence seen_ = 0;
  std::vector<std::pair<Sequence, std::string>> rows_;
  std::string broken_;
};

/// A page on the agents' list.
class ListPage {
 public:
  void connect(Conversations& to) {
    constexpr std::size_t kChunk = 2000;
    source_ = list_stream(to, std::make_shared<ListRows>(to), AgentId(), kChunk);
    news_ = true;
  }
  void ring() { news_ = true; }
  void pull() {
    if (!news_ || pulling_ || !source_) return;
    pulling_ = true;
    news_ = false;
    const auto chunk = source_->pull();
    news_ = news_ || chunk.more;
    for (const auto& frame : frames_in(chunk.bytes)) {
      const auto json = nlohmann::json::parse(frame.data);
      if (frame.event == "snapshot") rows_.clear();
      if (frame.event == "row") put(json);
      if (frame.event != "snapshot") continue;
      for (const auto& row : json.at("conversations")) put(row);
    }
    pulling_ = false;
  }

  /// Whether it shows the rows that the Store has of every conversation that is not over.
  [[nodiscard]] std::string broken(Store& store, const Brain& brain) const {
    const auto rows =
        store.list({.statuses = {Status::bot, Status::queued, Status::assigned, Status::offline}});
    std::map<std::string, std::string> expected;
    for (const auto& row : *rows) {
      const auto json = nlohmann::json::parse(row_json(row, brain, AgentId()));
      expected[json.at("conversation")] = json.dump();
    }
    return rows_ == expected ? "" : "the agents' list is not what the store has";
  }

 private:
  void put(const nlohmann::json& row) {
    const std::string id = row.at("conversation");
    if (row.at("status") == "closed") {
      rows_.erase(id);
    } else {
      rows_[id] = row.dump();
    }
  }

  std::unique_ptr<EventSource> source_;
  bool news_ = false;
  bool pulling_ = false;
  std::map<std::string, std::string> rows_;
};

}  // namespace support
