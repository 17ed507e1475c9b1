// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/page.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <new>
#include <nlohmann/json.hpp>

#include "core/ascii.h"
#include "kb-connector/ingest/charset.h"
#include "kb-connector/ingest/html.h"

namespace frontdesk {
namespace {

using Json = nlohmann::json;

// ---- What goes over the socket: a head of four numbers and three texts to the child, a number and JSON back ----

enum class Kind : std::uint32_t { page = 1, fragment = 2 };

struct Head {
  std::uint32_t kind = 0;
  std::uint32_t content_type = 0;
  std::uint32_t url = 0;
  std::uint32_t body = 0;
};

constexpr std::uint32_t kLongestField = 8192;               // of the two short texts
constexpr std::uint32_t kLongestAnswer = 64 * 1024 * 1024;  // the child has no memory for more

std::string written(const CleanPage& page) {
  Json questions = Json::array();
  for (const auto& each : page.questions) questions.push_back({each.question, each.answer});
  const Json all = {{"title", page.title},
                    {"language", page.language},
                    {"canonical", page.canonical},
                    {"noindex", page.noindex},
                    {"truncated", page.truncated},
                    {"body", page.body},
                    {"questions", questions},
                    {"links", page.links},
                    {"modified", page.modified ? Json(to_millis(*page.modified)) : Json()}};
  return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The child may have been taken over by what it read, so nothing is believed of its answer.
Result<CleanPage> read_answer(const std::string& text) {
  const Error nonsense{Code::invalid, "the page broke the reader"};
  try {
    const auto all = Json::parse(text);
    if (all.contains("too_large")) {
      return Error{Code::too_large, "the page needs more memory than a page is worth"};
    }
    CleanPage page;
    page.title = all.at("title").get<std::string>();
    page.language = all.at("language").get<std::string>();
    page.canonical = all.at("canonical").get<std::string>();
    page.noindex = all.at("noindex").get<bool>();
    page.truncated = all.at("truncated").get<bool>();
    page.body = all.at("body").get<std::string>();
    page.links = all.at("links").get<std::vector<std::string>>();
    for (const auto& each : all.at("questions")) {
      page.questions.push_back({each.at(0).get<std::string>(), each.at(1).get<std::string>()});
    }
    if (const auto& time = all.at("modified"); !time.is_null()) {
      page.modified = from_millis(time.get<std::int64_t>());
    }
    return page;
  } catch (const Json::exception&) {
    return nonsense;
  }
}

// ---- The child's end ----

bool read_all(int socket, void* to, std::size_t size) {
  auto* at = static_cast<char*>(to);
  while (size > 0) {
    const auto got = ::read(socket, at, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

bool write_all(int socket, const void* from, std::size_t size) {
  const auto* at = static_cast<const char*>(from);
  while (size > 0) {
    const auto sent = ::send(socket, at, size, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    at += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

void limit(int resource, rlim_t most) {
  rlimit limits{};
  ::getrlimit(static_cast<__rlimit_resource>(resource), &limits);
  limits.rlim_cur = std::min(most, limits.rlim_max);
  ::setrlimit(static_cast<__rlimit_resource>(resource), &limits);
}

/// Two seconds of processor time from now; the kernel counts whole seconds since the start.
void allow_time() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  constexpr rlim_t kSeconds = 20;  // everything takes ten times as long
#else
  constexpr rlim_t kSeconds = 2;
#endif
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto spent = used.ru_utime.tv_sec + used.ru_stime.tv_sec + 1;
  limit(RLIMIT_CPU, static_cast<rlim_t>(spent) + kSeconds);
}

void limit_process() {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  // The sanitizers keep their books in terabytes of addresses.
  limit(RLIMIT_AS, 256 * 1024 * 1024);
#endif
}

std::string answer_to(Kind kind, const std::string& body, const std::string& content_type,
                      const std::string& url) {
  try {
    if (kind == Kind::fragment) return written(clean_fragment(visible_text(body), url));
    return written(clean_page(visible_text(decode_page(body, content_type)), url));
  } catch (const std::bad_alloc&) {
    return R"({"too_large": true})";
  }
}

}  // namespace

int serve_pages(int socket) {
  limit_process();
  for (Head head; read_all(socket, &head, sizeof head);) {
    if (head.content_type > kLongestField || head.url > kLongestField || head.body > kPageBytes) {
      return 1;
    }
    std::string content_type(head.content_type, '\0');
    std::string url(head.url, '\0');
    std::string body(head.body, '\0');
    if (!read_all(socket, content_type.data(), content_type.size()) ||
        !read_all(socket, url.data(), url.size()) || !read_all(socket, body.data(), body.size())) {
      return 1;
    }
    allow_time();
    const auto answer = answer_to(static_cast<Kind>(head.kind), body, content_type, url);
    const auto size = static_cast<std::uint32_t>(answer.size());
    if (!write_all(socket, &size, sizeof size) || !write_all(socket, answer.data(), size)) return 1;
  }
  return 0;
}

// ---- The parent's end ----

/// One child and the socket to it. Kills the child when it goes.
class PageReader::Child {
 public:
  static std::unique_ptr<Child> start(const std::string& program) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return nullptr;
    auto child = std::unique_ptr<Child>(new Child(ends[0]));
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    sigset_t all;
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::string name = "frontdesk";
    std::string command = "read-page";
    std::array<char*, 3> arguments = {name.data(), command.data(), nullptr};
    std::array<char*, 1> environment = {nullptr};  // the owner's secrets are in ours
    const int error = ::posix_spawn(&child->pid_, program.c_str(), &files, &attributes,
                                    arguments.data(), environment.data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    ::close(ends[1]);
    if (error != 0) child->pid_ = -1;
    return error == 0 ? std::move(child) : nullptr;
  }

  ~Child() {
    ::close(socket_);
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// False when the child did not take all, or did not answer in time.
  bool send(std::string_view text) {
    return move(text.size(), POLLOUT, const_cast<char*>(text.data()));
  }
  bool receive(void* to, std::size_t size) { return move(size, POLLIN, static_cast<char*>(to)); }

  /// Begins the time that the next sends and receives have together: for a machine that is busy with other
  /// things; what the page itself may take is the child's limit.
  void begin() { end_ = std::chrono::steady_clock::now() + std::chrono::seconds{60}; }

  /// Why it is of no use any more: whether the page took too long.
  bool ran_out_of_time() {
    if (std::chrono::steady_clock::now() >= end_) return true;
    // It has ended, or ends with its socket; one that does neither is killed and not waited for.
    ::shutdown(socket_, SHUT_RDWR);
    const int ending = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    pollfd waiting{ending, POLLIN, 0};
    constexpr int kMoment = 2000;
    const bool ended = ending >= 0 && ::poll(&waiting, 1, kMoment) == 1;
    if (ending >= 0) ::close(ending);
    int status = 0;
    if (!ended || ::waitpid(pid_, &status, 0) != pid_) return false;
    pid_ = -1;
    return WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
  }

 private:
  explicit Child(int socket) : socket_(socket) {}

  bool move(std::size_t size, short direction, char* bytes) {
    while (size > 0) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          end_ - std::chrono::steady_clock::now());
      if (left.count() <= 0) return false;
      pollfd waiting{socket_, direction, 0};
      const int ready = ::poll(&waiting, 1, static_cast<int>(left.count()));
      if (ready < 0 && errno == EINTR) continue;
      if (ready <= 0) return false;
      const auto moved = direction == POLLOUT
                             ? ::send(socket_, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT)
                             : ::recv(socket_, bytes, size, MSG_DONTWAIT);
      if (moved < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      if (moved <= 0) return false;
      bytes += moved;
      size -= static_cast<std::size_t>(moved);
    }
    return true;
  }

  int socket_ = -1;
  pid_t pid_ = -1;
  std::chrono::steady_clock::time_point end_;
};

PageReader::PageReader(std::string program) : program_(std::move(program)) {}
PageReader::~PageReader() = default;
PageReader::PageReader(PageReader&&) noexcept = default;
PageReader& PageReader::operator=(PageReader&&) noexcept = default;

Result<CleanPage> PageReader::read_page(std::string_view bytes, std::string_view content_type,
                                        std::string_view url) {
  const auto type = lowered(trimmed(content_type.substr(0, content_type.find(';'))));
  if (!type.empty() && type != "text/html" && type != "application/xhtml+xml") {
    return Error{Code::unsupported, "'" + type.substr(0, 80) + "' is no HTML"};
  }
  return ask(static_cast<std::uint32_t>(Kind::page), bytes, content_type, url);
}

Result<CleanPage> PageReader::read_fragment(std::string_view html, std::string_view url) {
  return ask(static_cast<std::uint32_t>(Kind::fragment), html, "", url);
}

Result<CleanPage> PageReader::ask(std::uint32_t kind, std::string_view bytes,
                                  std::string_view content_type, std::string_view url) {
  if (bytes.size() > kPageBytes) {
    return Error{Code::too_large,
                 "the page has more than " + std::to_string(kPageBytes) + " bytes"};
  }
  content_type = content_type.substr(0, kLongestField);
  if (url.size() > kLongestField) url = {};
  const Head head{kind, static_cast<std::uint32_t>(content_type.size()),
                  static_cast<std::uint32_t>(url.size()), static_cast<std::uint32_t>(bytes.size())};
  std::string request(sizeof head, '\0');
  std::memcpy(request.data(), &head, sizeof head);
  request.append(content_type).append(url).append(bytes);

  const bool used = child_ != nullptr;
  if (!used) child_ = Child::start(program_);
  if (child_ == nullptr) {
    return Error{Code::unavailable, "the program that reads pages cannot be started", 60};
  }
  child_->begin();
  if (!child_->send(request) && used) {
    // It ended between two pages, which is not this one's fault.
    child_ = Child::start(program_);
    if (child_ == nullptr) {
      return Error{Code::unavailable, "the program that reads pages cannot be started", 60};
    }
    child_->begin();
    if (!child_->send(request)) return give_up();
  }
  std::uint32_t size = 0;
  if (!child_->receive(&size, sizeof size) || size > kLongestAnswer) return give_up();
  std::string answer(size, '\0');
  if (!child_->receive(answer.data(), answer.size())) return give_up();
  return read_answer(answer);
}

Error PageReader::give_up() {
  const bool late = child_->ran_out_of_time();
  child_.reset();
  if (late) return {Code::too_large, "the page takes more time than a page is worth"};
  return {Code::invalid, "the page broke the reader"};
}

}  // namespace frontdesk
