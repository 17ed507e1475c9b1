// SPDX-License-Identifier: MIT
// A repository over https: git's own server (git-http-backend) behind TLS on the loopback address, with a
// certificate that only the test's clone trusts.
#include <doctest/doctest.h>
#include <httplib.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "kb-connector/sources/git.h"
#include "kb-connector/sources/program.h"

namespace git_https_test {

using namespace frontdesk;
namespace fs = std::filesystem;

namespace {

const std::string kCredentials = "Basic ZnJvbnRkZXNrOmdlaGVpbQ==";

/// Runs a program to its good end.
std::string run(const fs::path& home, std::vector<std::string> arguments) {
  ProgramCall call;
  call.arguments = std::move(arguments);
  call.environment = {"PATH=/usr/bin:/bin", "HOME=" + home.string(), "GIT_CONFIG_NOSYSTEM=1"};
  const auto result = run_program(call);
  REQUIRE(result);
  REQUIRE_MESSAGE(result->status == 0, result->errors);
  return result->output;
}

/// The folder, with a server's TLS key and certificate for "localhost" in it.
fs::path with_certificate(const fs::path& folder) {
  run(folder,
      {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
       "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout",
       (folder / "key.pem").string(), "-out", (folder / "cert.pem").string()});
  return folder;
}

/// Serves the repositories of a folder over https, to who says the password if one is wanted.
class GitServer {
 public:
  explicit GitServer(const fs::path& folder)
      : folder_(with_certificate(folder)),
        server_((folder_ / "cert.pem").c_str(), (folder_ / "key.pem").c_str()) {
    const auto handler = [this](const httplib::Request& request, httplib::Response& response) {
      answer(request, response);
    };
    server_.Get(".*", handler);
    server_.Post(".*", handler);
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~GitServer() {
    server_.stop();
    thread_.join();
  }
  GitServer(const GitServer&) = delete;
  GitServer& operator=(const GitServer&) = delete;

  [[nodiscard]] std::string place() const { return "localhost:" + std::to_string(port_); }
  [[nodiscard]] std::string url() const { return "https://" + place() + "/help.git"; }

  std::atomic<bool> closed = false;  // asks for the password
  std::atomic<int> status = 0;       // answers nothing but this
  std::atomic<int> requests = 0;

 private:
  void answer(const httplib::Request& request, httplib::Response& response) {
    ++requests;
    if (status != 0) {
      response.status = status;
      response.set_header("Location", "https://elsewhere.example" + request.target);
      return;
    }
    if (closed && request.get_header_value("Authorization") != kCredentials) {
      response.status = 401;
      response.set_header("WWW-Authenticate", "Basic realm=\"git\"");
      return;
    }
    const auto question = request.target.find('?');
    ProgramCall call;
    call.arguments = {"git", "http-backend"};
    call.environment = {
        std::string("PATH=") + kProgramPath,
        "HOME=" + folder_.string(),
        "GIT_CONFIG_NOSYSTEM=1",
        "GIT_PROJECT_ROOT=" + folder_.string(),
        "GIT_HTTP_EXPORT_ALL=1",
        "GIT_PROTOCOL=" + request.get_header_value("Git-Protocol"),
        "REQUEST_METHOD=" + request.method,
        "PATH_INFO=" + request.path,
        "QUERY_STRING=" +
            (question == std::string::npos ? std::string() : request.target.substr(question + 1)),
        "CONTENT_TYPE=" + request.get_header_value("Content-Type"),
        "CONTENT_LENGTH=" + std::to_string(request.body.size()),
        "REMOTE_ADDR=127.0.0.1"};
    call.input = request.body;
    call.output_bytes = 50'000'000;
    const auto said = run_program(call);
    if (!said || said->status != 0) {
      response.status = 500;
      return;
    }
    // CGI: headers, an empty line, the body.
    const auto& text = said->output;
    const auto end = text.find("\r\n\r\n");
    for (std::size_t at = 0; at < end;) {
      const auto line_end = std::min(text.find("\r\n", at), end);
      const auto colon = text.find(": ", at);
      const auto name = text.substr(at, colon - at);
      const auto value = text.substr(colon + 2, line_end - colon - 2);
      if (name == "Status") response.status = std::stoi(value);
      if (name != "Status" && name != "Content-Type") response.set_header(name.c_str(), value);
      at = line_end + 2;
    }
    const auto type = text.find("Content-Type: ");
    response.set_content(
        text.substr(end + 4),
        type < end ? text.substr(type + 14, text.find("\r\n", type) - type - 14) : "text/plain");
  }

  fs::path folder_;
  httplib::SSLServer server_;
  int port_ = 0;
  std::thread thread_;
};

/// A repository on the server, and somebody's copy of it, who pushes.
struct Site {
  fs::path root = fs::temp_directory_path() / ("frontdesk-git-https-" + std::to_string(getpid()));
  fs::path work = root / "work";
  fs::path bare = root / "help.git";
  fs::path data = root / "data";
  SourceConfig config;

  Site() {
    fs::remove_all(root);
    fs::create_directories(work);
    run(root, {"git", "init", "--quiet", "--bare", "-b", "main", bare.string()});
    git({"init", "--quiet", "-b", "main"});
    config.name = "docs";
    config.kind = "git";
    config.languages = {"lt"};
  }
  ~Site() { fs::remove_all(root); }
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  void git(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(),
                     {"git", "-C", work.string(), "-c", "user.name=A", "-c", "user.email=a@b.lt"});
    run(root, std::move(arguments));
  }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((work / name).parent_path());
    std::ofstream(work / name, std::ios::binary | std::ios::trunc) << text;
  }
  void push(std::vector<std::string> commit = {}) const {
    git({"add", "-A"});
    commit.insert(commit.begin(), {"commit", "--quiet", "--allow-empty", "-m", "x"});
    git(std::move(commit));
    git({"push", "--quiet", "--force", bare.string(), "main"});
  }
  /// The clone as the source will find it, with trust in the server's certificate.
  void trust() const {
    const auto clone = data / "repository.git";
    run(root, {"git", "init", "--quiet", "--bare", "--template=", clone.string()});
    run(root, {"git", "--git-dir", clone.string(), "config", "http.sslCAInfo",
               (root / "cert.pem").string()});
  }
  static OutboundClient outbound(const GitServer& server) {
    OutboundSettings settings;
    settings.allow = {server.place()};
    return OutboundClient(settings);
  }
};

std::string names(const SourceList& list) {
  std::string text;
  for (const SourceEntry& entry : list.entries) text += entry.language + "/" + entry.id + " ";
  return text;
}

std::string version(const SourceList& list, const std::string& id) {
  for (const SourceEntry& entry : list.entries) {
    if (entry.id == id) return entry.version;
  }
  return "";
}

}  // namespace

TEST_CASE(
    "a repository over https: changes, a rename, a deletion, and a history that was rewritten") {
  const Site site;
  GitServer server(site.root);
  site.trust();
  SourceConfig config = site.config;
  config.url = server.url();
  const OutboundClient outbound = Site::outbound(server);
  GitSource source(config, outbound, site.data);

  site.write("lt/return.md", "---\nid: return\ntitle: Grąžinimas\n---\nPer 14 dienų.\n");
  site.write("lt/delivery.md", "# Pristatymas\n\nPer dvi dienas.\n");
  site.write("en/delivery.md", "# Delivery\n\nTwo days.\n");
  site.push();
  const auto first = source.list({});
  REQUIRE_MESSAGE(first.ok(), first.error().message);
  CHECK(first->complete);
  CHECK(names(*first) == "en/delivery lt/delivery lt/return ");

  fs::rename(site.work / "lt/return.md", site.work / "lt/refund.md");
  fs::remove(site.work / "en/delivery.md");
  site.write("lt/delivery.md", "# Pristatymas\n\nPer tris dienas.\n");
  site.push();
  const auto second = source.list({});
  REQUIRE_MESSAGE(second.ok(), second.error().message);
  CHECK(names(*second) == "lt/delivery lt/return ");
  CHECK(version(*second, "delivery") != version(*first, "delivery"));
  const auto changed = source.fetch(second->entries[0]);
  REQUIRE(changed);
  CHECK(changed->body.find("Per tris dienas.") != std::string::npos);

  // The last commit never was, and the server has forgotten it.
  site.git({"reset", "--quiet", "--hard", "HEAD~1"});
  site.write("lt/new.md", "# Nauja\n\nx\n");
  site.push();
  run(site.root, {"git", "--git-dir", site.bare.string(), "gc", "--quiet", "--prune=now"});
  const auto third = source.list({});
  REQUIRE_MESSAGE(third.ok(), third.error().message);
  CHECK(names(*third) == "en/delivery lt/delivery lt/new lt/return ");
  CHECK(version(*third, "delivery") == version(*first, "delivery"));

  // A history that has nothing in common with the one before.
  site.git({"checkout", "--quiet", "--orphan", "again"});
  site.git({"branch", "--quiet", "-M", "again", "main"});
  fs::remove(site.work / "lt/new.md");
  site.push();
  const auto fourth = source.list({});
  REQUIRE_MESSAGE(fourth.ok(), fourth.error().message);
  CHECK(names(*fourth) == "en/delivery lt/delivery lt/return ");
}

TEST_CASE("over https a certificate has to be trusted, and a redirect is not followed") {
  const Site site;
  GitServer server(site.root);
  site.write("lt/a.md", "# A\n\na\n");
  site.push();
  SourceConfig config = site.config;
  config.url = server.url();
  const OutboundClient outbound = Site::outbound(server);

  GitSource stranger(config, outbound, site.root / "other");
  const auto distrusted = stranger.list({});
  REQUIRE_FALSE(distrusted.ok());
  CHECK(distrusted.error().code == Code::unavailable);
  CHECK(distrusted.error().message.find("certificate") != std::string::npos);
  CHECK(server.requests == 0);

  site.trust();
  GitSource source(config, outbound, site.data);
  REQUIRE(source.list({}));
  for (const auto& [status, code] :
       {std::pair(302, Code::unavailable), std::pair(403, Code::forbidden),
        std::pair(404, Code::invalid), std::pair(429, Code::rate_limited),
        std::pair(500, Code::unavailable)}) {
    server.status = status;
    CAPTURE(status);
    const auto refused = source.list({});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == code);
    // What was fetched before is still there.
    CHECK(source.fetch({.id = "a", .language = "lt"}).ok());
  }
  server.status = 0;
  CHECK(source.list({}).ok());
}

TEST_CASE("over https a user's password opens a closed repository, and no other does") {
  const Site site;
  GitServer server(site.root);
  server.closed = true;
  site.trust();
  site.write("lt/a.md", "# A\n\na\n");
  site.push();
  SourceConfig config = site.config;
  config.url = server.url();
  const OutboundClient outbound = Site::outbound(server);
  const auto listed = [&] { return GitSource(config, outbound, site.data).list({}); };

  const auto nobody = listed();
  REQUIRE_FALSE(nobody.ok());
  CHECK(nobody.error().code == Code::unauthenticated);
  config.user = "frontdesk";
  config.secret = "FRONTDESK_TEST_GIT_SECRET";
  ::setenv("FRONTDESK_TEST_GIT_SECRET", "wrong", 1);
  const auto wrong = listed();
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().code == Code::unauthenticated);
  CHECK(wrong.error().message.find("wrong") == std::string::npos);
  ::setenv("FRONTDESK_TEST_GIT_SECRET", "geheim", 1);
  const auto user = listed();
  REQUIRE_MESSAGE(user.ok(), user.error().message);
  CHECK(names(*user) == "lt/a ");
  ::unsetenv("FRONTDESK_TEST_GIT_SECRET");
}

}  // namespace git_https_test
