// SPDX-License-Identifier: MIT
#include "http/httplib_adapter.h"

#include <httplib.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/ascii.h"
#include "http/error_response.h"

namespace frontdesk {
namespace {

/// A request's bytes in, a response's bytes out. Overrides what this version of the library has, and holds
/// the rest for those that want it, hence no `override`.
class MemoryStream : public httplib::Stream {
 public:
  explicit MemoryStream(std::string input) : input_(std::move(input)) {}

  bool is_readable() const { return true; }
  bool is_writable() const { return true; }
  bool wait_readable() const { return true; }
  bool wait_writable() const { return true; }
  time_t duration() const { return 0; }
  socket_t socket() const { return -1; }
  void get_remote_ip_and_port(std::string&, int&) const {}
  void get_local_ip_and_port(std::string&, int&) const {}

  ssize_t read(char* target, size_t size) {
    const auto count = std::min(size, input_.size() - position_);
    input_.copy(target, count, position_);
    position_ += count;
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* bytes, size_t size) {
    output.append(bytes, size);
    return static_cast<ssize_t>(size);
  }

  std::string output;

 private:
  std::string input_;
  std::size_t position_ = 0;
};

/// The library drops a query with a second `?` and cuts a value at a second `=`, where both are ordinary
/// characters; escaped, they survive.
std::string with_plain_query(const std::string& target) {
  const auto question = target.find('?');
  if (question == std::string::npos) return target;
  std::string result = target.substr(0, question + 1);
  bool in_value = false;
  for (const char c : std::string_view(target).substr(question + 1)) {
    if (c == '?') {
      result += "%3F";
    } else if (c == '=' && in_value) {
      result += "%3D";
    } else {
      result += c;
      in_value = c == '=' || (in_value && c != '&');
    }
  }
  return result;
}

std::vector<std::string> segments_of(const std::string& path) {
  std::vector<std::string> result;
  std::size_t start = 0;
  while (start < path.size()) {
    const auto end = std::min(path.find('/', start), path.size());
    if (end > start) result.push_back(path.substr(start, end - start));
    start = end + 1;
  }
  return result;
}

bool is_safe(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return c == '\0' || c == '\r' || c == '\n'; });
}

}  // namespace

bool sendable_header(const std::string& name, const std::string& value) {
  const auto control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7f;
  };
  return !name.empty() && std::none_of(value.begin(), value.end(), control) &&
         std::none_of(name.begin(), name.end(), [&](char c) {
           return control(c) || c == ' ' || c == '\t' || c == ':' ||
                  static_cast<signed char>(c) < 0;
         });
}

class HttplibAdapter::Engine : public httplib::Server {
 public:
  explicit Engine(const Limits& limits) {
    set_keep_alive_timeout(static_cast<time_t>(limits.keep_alive_seconds));
    set_keep_alive_max_count(static_cast<size_t>(std::max(1, limits.requests_per_connection)));
    set_pre_routing_handler(
        [this](const httplib::Request& in, httplib::Response& out) { return handle(in, out); });
    // Without one, the library sends the text of an exception to the client.
    set_exception_handler([](const httplib::Request&, httplib::Response& out, std::exception_ptr) {
      spdlog::error("http: the library threw while it handled a request");
      out.status = 500;
    });
  }

  std::string exchange(Request& request, const std::string& target, bool close,
                       const std::function<std::optional<Response>()>& answer) {
    request_ = &request;
    answer_ = &answer;
    called_ = answered_ = false;
    MemoryStream stream(request.method + ' ' + with_plain_query(target) + " HTTP/1.1\r\n\r\n");
    bool closed = false;
    process(*this, stream, close, closed);
    if (!called_) {
      return render(request.method,
                    error_response({Code::invalid, "The address of the request is not readable."}),
                    close);
    }
    return answered_ ? tidied(std::move(stream.output)) : std::string();
  }

  std::string render(const std::string& method, Response response, bool close) {
    Request request;
    request.method = method;
    return exchange(request, "/", close, [&] { return std::optional(std::move(response)); });
  }

 private:
  HandlerResponse handle(const httplib::Request& in, httplib::Response& out) {
    called_ = true;
    out.status = 200;
    request_->path = in.path;
    request_->segments = segments_of(in.path);
    request_->query.clear();
    bool safe = is_safe(in.path);
    for (const auto& [name, value] : in.params) {
      safe = safe && is_safe(name) && is_safe(value);
      request_->query.try_emplace(name, value);
    }
    auto response =
        safe ? (*answer_)()
             : error_response({Code::invalid, "The address has a character that is not allowed."});
    if (response) write(std::move(*response), out);
    answered_ = response.has_value();
    return HandlerResponse::Handled;
  }

  static void write(Response response, httplib::Response& out) {
    out.status = response.status;
    bool cache_control = false;
    for (const auto& [name, value] : response.headers) {
      if (!sendable_header(name, value)) {
        spdlog::error("http: a header of a response was left out, it cannot be sent");
        continue;
      }
      cache_control = cache_control || same_word(name, "cache-control");
      out.headers.emplace(name, value);
    }
    out.headers.emplace("X-Content-Type-Options", "nosniff");
    out.headers.emplace("Referrer-Policy", "no-referrer");
    if (!cache_control) out.headers.emplace("Cache-Control", "no-store");
    if (!out.has_header("Accept-Ranges")) out.headers.emplace("Accept-Ranges", "none");
    if (response.body.empty()) return;
    if (!response.content_type.empty() && sendable_header("Content-Type", response.content_type)) {
      out.headers.emplace("Content-Type", response.content_type);
    }
    out.body = std::move(response.body);
  }

  /// 204 and 304 have no body, so also no length of one (RFC 9110, 8.6).
  static std::string tidied(std::string bytes) {
    constexpr std::string_view kLength = "Content-Length: 0\r\n";
    if (bytes.compare(9, 3, "204") == 0 || bytes.compare(9, 3, "304") == 0) {
      const auto at = bytes.find(kLength);
      if (at != std::string::npos) bytes.erase(at, kLength.size());
    }
    return bytes;
  }

  template <class Self>
  static void process(Self& self, MemoryStream& stream, bool close, bool& closed) {
    const std::function<void(httplib::Request&)> setup;
    if constexpr (requires { self.process_request(stream, close, closed, setup); }) {
      self.process_request(stream, close, closed, setup);
    } else {
      self.process_request(stream, std::string(), 0, std::string(), 0, close, closed, setup);
    }
  }

  Request* request_ = nullptr;
  const std::function<std::optional<Response>()>* answer_ = nullptr;
  bool called_ = false;
  bool answered_ = false;
};

HttplibAdapter::HttplibAdapter(const Limits& limits) : engine_(std::make_unique<Engine>(limits)) {}

HttplibAdapter::~HttplibAdapter() = default;

std::string HttplibAdapter::exchange(Request& request, const std::string& target, bool close,
                                     const std::function<std::optional<Response>()>& answer) {
  return engine_->exchange(request, target, close, answer);
}

std::string HttplibAdapter::render(const std::string& method, Response response, bool close) {
  return engine_->render(method, std::move(response), close);
}

}  // namespace frontdesk
