// SPDX-License-Identifier: MIT
#include "support/http_client.h"

namespace support {

Headers with(Headers left, const Headers& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

std::string HttpAnswer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

std::string HttpAnswer::code() const {
  const auto whole = json();
  if (!whole.is_object() || !whole.contains("error")) return "";
  const auto& error = whole["error"];
  if (!error.contains("message") || error["message"].get<std::string>().empty()) return "";
  return error.value("code", "");
}

HttpConnection::HttpConnection(int port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) ended_ = true;
}

void HttpConnection::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void HttpConnection::request(const std::string& method, const std::string& target,
                             const Headers& headers, const std::string& body) const {
  std::string head = method + " " + target + " HTTP/1.1\r\nHost: desk.test\r\n";
  for (const auto& [name, value] : headers) head += name + ": " + value + "\r\n";
  if (!body.empty() || method != "GET") {
    head += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  send(head + "\r\n" + body);
}

bool HttpConnection::read_to(std::string_view end, std::string& out) {
  std::size_t at = 0;
  while ((at = buffer_.find(end)) == std::string::npos) {
    if (!read_some()) return false;
  }
  out = buffer_.substr(0, at);
  buffer_.erase(0, at + end.size());
  return true;
}

bool HttpConnection::read_exactly(std::size_t count, std::string& out) {
  while (buffer_.size() < count) {
    if (!read_some()) return false;
  }
  out = buffer_.substr(0, count);
  buffer_.erase(0, count);
  return true;
}

bool HttpConnection::read_head(HttpAnswer& answer) {
  std::string head;
  if (!read_to("\r\n\r\n", head)) return false;
  answer.status = std::atoi(head.c_str() + 9);
  std::size_t at = head.find("\r\n");
  while (at != std::string::npos) {
    const auto start = at + 2;
    at = head.find("\r\n", start);
    const auto line = head.substr(start, at == std::string::npos ? at : at - start);
    const auto colon = line.find(": ");
    if (colon == std::string::npos) continue;
    auto name = line.substr(0, colon);
    for (auto& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    answer.headers.emplace(std::move(name), line.substr(colon + 2));
  }
  return true;
}

bool HttpConnection::read_some() {
  pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
  if (ended_ || ::poll(&waiting, 1, 10'000) <= 0) return false;
  char bytes[65536];
  const auto got = ::recv(fd_, bytes, sizeof bytes, 0);
  if (got <= 0) {
    ended_ = true;
    return false;
  }
  buffer_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

HttpAnswer http(int port, const std::string& method, const std::string& target,
                const Headers& headers, const std::string& body) {
  HttpConnection connection(port);
  HttpAnswer answer;
  connection.request(method, target, headers, body);
  if (!connection.read_head(answer)) return {};
  const auto length = std::strtoul(answer.header("content-length").c_str(), nullptr, 10);
  if (method != "HEAD" && !connection.read_exactly(length, answer.body)) return {};
  return answer;
}

EventReader::EventReader(int port, const std::string& target, const Headers& headers)
    : connection_(port) {
  connection_.request("GET", target, with({{"Accept", "text/event-stream"}}, headers), "");
  if (!connection_.read_head(answer_)) answer_.status = 0;
}

Frame EventReader::next() {
  std::string text;
  while (connection_.read_to("\n\n", text)) {
    Frame frame;
    std::size_t at = 0;
    while (at < text.size()) {
      const auto end = std::min(text.find('\n', at), text.size());
      const std::string line = text.substr(at, end - at);
      if (line.starts_with("id: ")) frame.id = line.substr(4);
      if (line.starts_with("event: ")) frame.event = line.substr(7);
      if (line.starts_with("data: ")) frame.data += line.substr(6);
      at = end + 1;
    }
    if (!frame.data.empty()) return frame;
  }
  return Frame{.ended = true};
}

}  // namespace support
