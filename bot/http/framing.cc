// SPDX-License-Identifier: MIT
#include "http/framing.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "core/ascii.h"

namespace frontdesk {
namespace {

constexpr std::string_view kAgentPrefix = "/api/v1/agent/";
constexpr std::array<std::string_view, 7> kMethods = {"GET",    "HEAD",    "POST", "PUT",
                                                      "DELETE", "OPTIONS", "PATCH"};
// A second one of these would let two readers of one request disagree.
constexpr std::array<std::string_view, 8> kSingle = {
    "host",   "content-length",   "content-type", "authorization",
    "origin", "content-encoding", "expect",       "x-requested-with"};

// Of a header's value: no others may stand around it (RFC 9110, 5.5).
constexpr std::string_view kBlanks = " \t";

bool is_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_token_char(char c) {
  return is_alnum(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

bool is_field_char(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
}

bool has_item(std::string_view list, std::string_view item) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    if (lowered(trimmed(list.substr(0, comma), kBlanks)) == item) return true;
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace

std::size_t body_limit(const Limits& limits, std::string_view target) {
  return target.starts_with(kAgentPrefix) ? limits.agent_body : limits.visitor_body;
}

Framer::State Framer::feed(std::string_view bytes) {
  if (state_ == State::refused) return state_;
  buffer_.append(bytes);
  advance();
  return state_;
}

Framed Framer::take() {
  Framed result = std::exchange(framed_, {});
  buffer_.erase(0, position_);
  if (buffer_.empty()) std::string().swap(buffer_);  // an idle connection holds no buffer
  position_ = scanned_ = 0;
  state_ = State::idle;
  have_request_line_ = skipped_empty_line_ = http_1_0_ = continue_wanted_ = false;
  header_count_ = header_bytes_ = body_length_ = 0;
  advance();
  return result;
}

bool Framer::take_continue() {
  return state_ == State::body && std::exchange(continue_wanted_, false);
}

std::size_t Framer::body_received() const {
  return state_ == State::body ? buffer_.size() - position_ : 0;
}

void Framer::refuse(int status, Code code, std::string message) {
  state_ = State::refused;
  refusal_ = {.status = status, .error = {.code = code, .message = std::move(message)}};
  std::string().swap(buffer_);
  position_ = scanned_ = 0;
  framed_ = {};
}

void Framer::advance() {
  while (state_ == State::idle || state_ == State::head) {
    if (position_ == buffer_.size() && !have_request_line_) return;
    state_ = State::head;
    std::string_view line;
    if (!read_line(&line)) return;
    if (!have_request_line_) {
      if (line.empty() && !skipped_empty_line_) {
        skipped_empty_line_ = true;
        state_ = State::idle;
        continue;
      }
      request_line(line);
    } else if (line.empty()) {
      end_of_head();
    } else {
      header_line(line);
    }
  }
  if (state_ == State::body && buffer_.size() - position_ >= body_length_) {
    framed_.body = buffer_.substr(position_, body_length_);
    position_ += body_length_;
    state_ = State::complete;
  }
}

// Limits are judged before contents, so that the verdict does not depend on how much came at once.
bool Framer::read_line(std::string_view* line) {
  const auto from = std::max(position_, scanned_);
  const auto end = buffer_.find('\n', from);
  const auto stop = end == std::string::npos ? buffer_.size() : end + 1;
  const auto length = stop - position_;
  if (!have_request_line_ && length > limits_->request_line + 2) {
    refuse(414, Code::too_large, "The address of the request is too long.");
    return false;
  }
  // The empty line that ends the head is no header.
  if (have_request_line_ && header_bytes_ + length > limits_->header_bytes + 2) {
    refuse(431, Code::too_large, "The headers of the request are too large.");
    return false;
  }
  if (end == std::string::npos) {
    scanned_ = buffer_.size();
    return false;
  }
  if (end == position_ || buffer_[end - 1] != '\r') {
    refuse(400, Code::invalid, "A line of the request does not end in CR LF.");
    return false;
  }
  *line = std::string_view(buffer_).substr(position_, end - 1 - position_);
  position_ = scanned_ = end + 1;
  return true;
}

void Framer::request_line(std::string_view line) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return refuse(400, Code::invalid, "The first line is not a request.");
  }
  const auto method = line.substr(0, first);
  const auto version = line.substr(last + 1);
  framed_.target = line.substr(first + 1, last - first - 1);
  framed_.method = method;
  if (!is_token(method)) return refuse(400, Code::invalid, "The method is not a name.");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    const bool other = version.size() == 8 && version.starts_with("HTTP/");
    return other ? refuse(505, Code::unsupported, "This server speaks HTTP/1.1.")
                 : refuse(400, Code::invalid, "The first line names no version of HTTP.");
  }
  http_1_0_ = version == "HTTP/1.0";
  if (method == "CONNECT" || method == "TRACE") {
    return refuse(405, Code::invalid, "This method is not allowed.");
  }
  if (std::find(kMethods.begin(), kMethods.end(), method) == kMethods.end()) {
    return refuse(501, Code::unsupported, "This method is not known.");
  }
  check_target();
  have_request_line_ = state_ != State::refused;
}

void Framer::check_target() {
  const std::string_view target = framed_.target;
  if (!target.starts_with('/')) {
    return refuse(400, Code::invalid, "The address is not an absolute path.");
  }
  const auto path_end = std::min(target.find('?'), target.size());
  std::string segment;  // decoded
  std::size_t raw = 0;  // its length on the wire
  for (std::size_t i = 0; i <= target.size(); ++i) {
    const bool in_path = i < path_end;
    if (i <= path_end && (i == path_end || target[i] == '/')) {
      if (raw > limits_->path_segment) {
        return refuse(414, Code::too_large, "A part of the path is too long.");
      }
      if (segment == "." || segment == "..") {
        return refuse(400, Code::invalid, "The path is not in its plain form.");
      }
      segment.clear();
      raw = 0;
      continue;
    }
    if (i == target.size()) break;
    char c = target[i];
    if (c <= 0x20 || c >= 0x7f || c == '#') {
      return refuse(400, Code::invalid, "The address has a character that must be escaped.");
    }
    const auto start = i;
    if (c == '%') {
      const int high = i + 1 < target.size() ? hex_value(target[i + 1]) : -1;
      const int low = i + 2 < target.size() ? hex_value(target[i + 2]) : -1;
      if (high < 0 || low < 0) {
        return refuse(400, Code::invalid, "The address has a wrong escape.");
      }
      c = static_cast<char>(high * 16 + low);
      i += 2;
      if (c == '\0' || c == '\r' || c == '\n' || (in_path && c == '/')) {
        return refuse(400, Code::invalid, "The address has an escape that is not allowed.");
      }
    }
    if (in_path) {
      segment += c;
      raw += i - start + 1;
    }
  }
}

void Framer::header_line(std::string_view line) {
  header_bytes_ += line.size() + 2;
  if (++header_count_ > limits_->header_count) {
    return refuse(431, Code::too_large, "The request has too many headers.");
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return refuse(400, Code::invalid, "A header has no proper name.");
  }
  const auto value = trimmed(line.substr(colon + 1), kBlanks);
  if (!std::all_of(value.begin(), value.end(), is_field_char)) {
    return refuse(400, Code::invalid, "A header has a control character.");
  }
  auto name = lowered(line.substr(0, colon));
  const bool single = std::find(kSingle.begin(), kSingle.end(), name) != kSingle.end();
  const auto [place, fresh] = framed_.headers.try_emplace(std::move(name), value);
  if (fresh) return;
  if (single) return refuse(400, Code::invalid, "A header stands twice that may stand once.");
  place->second.append(place->first == "cookie" ? "; " : ", ").append(value);
}

void Framer::end_of_head() {
  const auto find = [&](const char* name) -> const std::string* {
    const auto it = framed_.headers.find(name);
    return it == framed_.headers.end() ? nullptr : &it->second;
  };
  if (find("transfer-encoding")) {
    return refuse(411, Code::invalid, "Send the body with Content-Length.");
  }
  if (!http_1_0_ && !find("host")) return refuse(400, Code::invalid, "The request has no Host.");

  if (const auto* text = find("content-length")) {
    // Nineteen digits cannot overflow; signs, lists, spaces and leading pluses are not digits.
    const bool digits =
        !text->empty() && text->size() <= 19 &&
        std::all_of(text->begin(), text->end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return refuse(400, Code::invalid, "Content-Length is not a number.");
    std::from_chars(text->data(), text->data() + text->size(), body_length_);
  } else if (framed_.method == "POST" || framed_.method == "PUT" || framed_.method == "PATCH") {
    return refuse(411, Code::invalid, "Send the body with Content-Length.");
  }
  if (const auto* coding = find("content-encoding"); coding && lowered(*coding) != "identity") {
    return refuse(415, Code::unsupported, "Send the body without Content-Encoding.");
  }
  if (body_length_ > body_limit(*limits_, framed_.target)) {
    return refuse(413, Code::too_large, "The body of the request is too large.");
  }
  if (const auto* expect = find("expect")) {
    if (lowered(*expect) != "100-continue") {
      return refuse(417, Code::invalid, "Only 100-continue can be expected.");
    }
    continue_wanted_ = !http_1_0_ && body_length_ > 0;
  }
  // HTTP/1.0 keep-alive is an extension that nobody needs any more.
  const auto* connection = find("connection");
  framed_.keep_alive = !http_1_0_ && !(connection && has_item(*connection, "close"));
  state_ = State::body;
}

}  // namespace frontdesk
