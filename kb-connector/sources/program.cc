// SPDX-License-Identifier: MIT
#include "kb-connector/sources/program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace frontdesk {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kErrorBytes = 4096;

// An open file that closes itself.
class File {
 public:
  explicit File(int descriptor = -1) : descriptor_(descriptor) {}
  ~File() { close(); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  void reset(int descriptor) {
    close();
    descriptor_ = descriptor;
  }
  void close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }
  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] bool open() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

struct Pipe {
  File read;
  File write;
  bool make() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read.reset(ends[0]);
    write.reset(ends[1]);
    return true;
  }
};

// A file in memory, read from its beginning: unlike a pipe it cannot break while it is written.
bool put_input(const std::string& input, File& file) {
  file.reset(::memfd_create("input", MFD_CLOEXEC));
  for (std::size_t at = 0; file.open() && at < input.size();) {
    const auto wrote = ::write(file.get(), input.data() + at, input.size() - at);
    if (wrote <= 0) return false;
    at += static_cast<std::size_t>(wrote);
  }
  return file.open() && ::lseek(file.get(), 0, SEEK_SET) == 0;
}

// Where the program is; "" when it is nowhere.
std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  for (std::string_view rest = kProgramPath; !rest.empty();) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    std::string path = std::string(rest.substr(0, end)) + "/" + name;
    if (::access(path.c_str(), X_OK) == 0) return path;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return "";
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

int spawn(const ProgramCall& call, const std::string& path, const File& input, const Pipe& output,
          const Pipe& errors, pid_t& child) {
  posix_spawn_file_actions_t files{};
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, input.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, output.write.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, errors.write.get(), STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  posix_spawnattr_t attributes{};
  posix_spawnattr_init(&attributes);
  sigset_t every{};
  sigfillset(&every);
  sigset_t none{};
  sigemptyset(&none);
  posix_spawnattr_setsigdefault(&attributes, &every);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  auto arguments = pointers(call.arguments);
  auto environment = pointers(call.environment);
  const int error = ::posix_spawn(&child, path.c_str(), &files, &attributes, arguments.data(),
                                  environment.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

enum class Ended { by_itself, too_late, too_large };

// Appends what is there; closes the file at its end.
void read_some(File& file, std::string& out, std::size_t keep, bool& too_large) {
  std::array<char, 65536> bytes{};
  const auto got = ::read(file.get(), bytes.data(), bytes.size());
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (got <= 0) {
    file.close();
    return;
  }
  const auto room = keep - std::min(keep, out.size());
  too_large = static_cast<std::size_t>(got) > room;
  out.append(bytes.data(), std::min(static_cast<std::size_t>(got), room));
}

Ended collect(const ProgramCall& call, File& output, File& errors, File& running,
              ProgramResult& result) {
  const auto end = SteadyClock::now() + call.timeout;
  while (output.open() || errors.open() || running.open()) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - SteadyClock::now());
    if (left.count() <= 0) return Ended::too_late;
    // A negative descriptor is passed over.
    std::array<pollfd, 3> waiting{
        {{output.get(), POLLIN, 0}, {errors.get(), POLLIN, 0}, {running.get(), POLLIN, 0}}};
    if (::poll(waiting.data(), waiting.size(), static_cast<int>(left.count())) <= 0) continue;
    bool too_large = false;
    if (waiting[0].revents != 0) read_some(output, result.output, call.output_bytes, too_large);
    if (too_large) return Ended::too_large;
    if (waiting[1].revents != 0) read_some(errors, result.errors, kErrorBytes, too_large);
    if (waiting[2].revents != 0) running.close();
  }
  return Ended::by_itself;
}

}  // namespace

Result<ProgramResult> run_program(const ProgramCall& call) {
  const std::string name = call.arguments.empty() ? "" : call.arguments.front();
  const std::string path = find_program(name);
  if (path.empty()) return Error{Code::unavailable, name + " is not installed", 60};
  File input;
  Pipe output;
  Pipe errors;
  if (!put_input(call.input, input) || !output.make() || !errors.make()) {
    return Error{Code::unavailable, "no room to start " + name, 60};
  }
  pid_t child = 0;
  if (const int error = spawn(call, path, input, output, errors, child); error != 0) {
    return Error{Code::unavailable, name + " cannot be started: " + std::strerror(error), 60};
  }
  if (call.file_bytes > 0) {
    // What it starts inherits the limit.
    const rlimit limit{call.file_bytes, call.file_bytes};
    ::prlimit(child, RLIMIT_FSIZE, &limit, nullptr);
  }
  output.write.close();
  errors.write.close();
  ProgramResult result;
  File running(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  const Ended ended = collect(call, output.read, errors.read, running, result);
  // Whatever it started and left behind goes as well, before its number can be another's.
  ::kill(-child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (ended == Ended::too_late) return Error{Code::unavailable, name + " took too long", 60};
  if (ended == Ended::too_large) return Error{Code::too_large, name + " said too much"};
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace frontdesk
