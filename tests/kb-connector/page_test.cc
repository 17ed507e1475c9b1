// SPDX-License-Identifier: MIT
// Hostile pages, read by the real child: this test's own binary, called as the server calls itself.
#include "kb-connector/ingest/page.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "kb-connector/markdown.h"
#include "outbound/client.h"
#include "support/loopback.h"

namespace page_test {

using namespace frontdesk;

namespace {

const std::string kUrl = "https://shop.example/";

std::string times(const std::string& text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

CleanPage read(PageReader& reader, const std::string& html) {
  auto page = reader.read_page(html, "text/html; charset=utf-8", kUrl);
  REQUIRE(page.ok());
  CHECK(page->body.size() <= kMarkdownBytes);
  return *page;
}

Code refusal(PageReader& reader, const std::string& html, const std::string& type = "text/html") {
  const auto page = reader.read_page(html, type, kUrl);
  REQUIRE_FALSE(page.ok());
  return page.error().code;
}

/// A program that does with its page what a shell's line says.
class Program {
 public:
  explicit Program(const std::string& line)
      : path_(std::filesystem::temp_directory_path() /
              ("frontdesk-page-test-" + std::to_string(::getpid()))) {
    std::ofstream(path_) << "#!/bin/sh\n" << line << "\n";
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
  }
  ~Program() { std::filesystem::remove(path_); }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  [[nodiscard]] std::string path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The process that this thread started.
pid_t child_of_this() {
  std::ifstream children("/proc/self/task/" + std::to_string(::gettid()) + "/children");
  pid_t child = 0;
  children >> child;
  REQUIRE(child > 0);
  return child;
}

}  // namespace

TEST_CASE("a child reads pages and fragments, one after the other") {
  PageReader reader;
  const auto page = read(reader,
                         "<html lang=lt><head><meta name=robots content=noindex>"
                         "<meta property='article:modified_time' content='2026-03-01'></head><main>"
                         "<h1>Grąžinimas</h1><p>Per <b>14</b> dienų. <a href=k>Kainos</a></main>"
                         "<script type=application/ld+json>{\"@type\":\"Question\",\"name\":\"A?\","
                         "\"acceptedAnswer\":{\"text\":\"B.\"}}</script>");
  CHECK(page.title == "Grąžinimas");
  CHECK(page.language == "lt");
  CHECK(page.noindex);
  CHECK(page.body == "Per **14** dienų. [Kainos](https://shop.example/k)");
  CHECK(page.links == std::vector<std::string>{"https://shop.example/k"});
  REQUIRE(page.questions.size() == 1);
  CHECK(page.questions[0].answer == "B.");
  CHECK(page.modified == from_millis(1772323200000));

  const auto fragment = reader.read_fragment("<h2>a</h2>b", kUrl);
  REQUIRE(fragment.ok());
  CHECK(fragment->body == "## a\n\nb");
  const auto nothing = reader.read_fragment("", "");
  REQUIRE(nothing.ok());
  CHECK(nothing->body.empty());

  PageReader moved = std::move(reader);
  CHECK(read(moved, "<p>c").body == "c");
}

TEST_CASE("a page in windows-1257 is read, whether it says so or not") {
  PageReader reader;
  const std::string text = "<p>A\xE8i\xFB u\xFE \xFE\xE0s\xE1";
  for (const auto* type : {"text/html; charset=windows-1257", "text/html", ""}) {
    const auto page = reader.read_page(text, type, kUrl);
    REQUIRE(page.ok());
    CHECK(page->body == "Ačiū už žąsį");
  }
}

TEST_CASE("elements nested without end keep their text and are marked") {
  PageReader reader;
  for (const int depth : {10000, 100000}) {
    const auto page = read(reader, times("<div>", depth) + "text");
    CHECK(page.body == "text");
    CHECK(page.truncated);
  }
  const auto table = read(reader, times("<table><tr><td>", 20000) + "text");
  CHECK(table.body == "text");
  CHECK(table.truncated);
  const auto bold = read(reader, times("<b>x ", 50000));
  CHECK(bold.body.size() > 90000);
  CHECK(bold.truncated);
  CHECK(read(reader, times("<ul><li>x", 5000)).truncated);
  CHECK(read(reader, times("<blockquote>x", 5000)).truncated);
  CHECK_FALSE(read(reader, times("<div>", 60) + "text" + times("</div>", 60)).truncated);
}

TEST_CASE("a tag with 20,000 attributes is read without them") {
  std::string tag = "<p ";
  for (int i = 0; i < 20000; ++i) tag += "a" + std::to_string(i) + "=1 ";
  PageReader reader;
  const auto page = read(reader, tag + ">text</p>");
  CHECK(page.body == "text");
  CHECK(page.truncated);
}

TEST_CASE("a page is refused above its size, whatever fills it, and read below it") {
  PageReader reader;
  constexpr int kFive = 5 * 1024 * 1024;
  CHECK(refusal(reader, "<!--" + std::string(kFive, 'x') + "-->") == Code::too_large);
  CHECK(refusal(reader, "<script>" + std::string(kFive, 'x') + "</script>") == Code::too_large);
  CHECK(refusal(reader, "<p a='" + std::string(kFive, 'x') + "'>") == Code::too_large);
  constexpr int kNearly = 2 * 1000 * 1000;
  CHECK(read(reader, "<p>a<!--" + std::string(kNearly, 'x') + "-->b").body == "ab");
  CHECK(read(reader, "<p>a<script>" + std::string(kNearly, 'x') + "</script>b").body == "ab");
  CHECK(read(reader, "<p a='" + std::string(kNearly, 'x') + "'>ab").body == "ab");
  CHECK(read(reader, "<p>" + std::string(kNearly, 'x')).truncated);
}

TEST_CASE("markup without end or sense ends") {
  PageReader reader;
  for (const auto* part : {"<", "<a ", "<a x=\"", "</", "<!--", "<!", "<?", "&", "&#", "<p><table>",
                           "<td>", "<a href=x><b>y", "<select><option>", "<svg><math>", "]]>", "\\",
                           "<article>x", "<pre>`", "<table><tr><td>a<td>b</table>"}) {
    CAPTURE(part);
    read(reader, times(part, 20000));
  }
}

TEST_CASE("entities of a page's own mean nothing") {
  PageReader reader;
  std::string bomb = "<!DOCTYPE html [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 30; ++i) {
    const auto before = "&a" + std::to_string(i - 1) + ";";
    bomb += "<!ENTITY a" + std::to_string(i) + " \"" + before + before + "\">";
  }
  bomb += "<!ENTITY file SYSTEM \"file:///etc/passwd\">]>";
  const auto page = read(reader, bomb + "<main>&a29; &file; &amp;</main>");
  CHECK(page.body == "\\&a29; \\&file; &");
}

TEST_CASE("a raw script in an article's text does not come through") {
  PageReader reader;
  const auto page = reader.read_fragment(
      "<p>Hello</p><script>alert(document.cookie)</script><p onclick=alert(1)>there "
      "<img src=x onerror=alert(1)><a "
      "href=javascript:alert(1)>you</a></p><scr<script>ipt>x</script>",
      kUrl);
  REQUIRE(page.ok());
  CHECK(page->body.find("alert") == std::string::npos);
  CHECK(page->body.starts_with("Hello\n\nthere you"));
}

TEST_CASE("only HTML is read") {
  PageReader reader;
  CHECK(refusal(reader, "%PDF", "application/pdf") == Code::unsupported);
  CHECK(refusal(reader, "{}", "application/json; charset=utf-8") == Code::unsupported);
  CHECK(reader.read_page("<p>a", "Text/HTML ; charset=utf-8", kUrl).ok());
  CHECK(reader.read_page("<p>a", "application/xhtml+xml", kUrl).ok());
}

TEST_CASE("a child that dies costs its page and not the next one") {
  {
    const Program dies("kill -SEGV $$");
    PageReader reader(dies.path());
    CHECK(refusal(reader, "<p>a") == Code::invalid);
    CHECK(refusal(reader, "<p>a") == Code::invalid);
  }
  {
    const Program spends("kill -XCPU $$");
    PageReader reader(spends.path());
    CHECK(refusal(reader, "<p>a") == Code::too_large);
  }
  {
    const Program lies("head -c 20 >/dev/null; printf '\\377\\377\\377\\377' >&0");
    PageReader reader(lies.path());
    CHECK(refusal(reader, "<p>a") == Code::invalid);
  }
  {
    const Program nonsense("head -c 20 >/dev/null; printf '\\002\\000\\000\\000{}' >&0");
    PageReader reader(nonsense.path());
    CHECK(refusal(reader, "<p>a") == Code::invalid);
  }
  PageReader none("/nowhere/frontdesk");
  CHECK(refusal(none, "<p>a") == Code::unavailable);
}

TEST_CASE("a child has little time and memory, writes no file and leaves no image of its memory") {
  PageReader reader;
  CHECK(read(reader, "<p>a").body == "a");
  std::ifstream limits("/proc/" + std::to_string(child_of_this()) + "/limits");
  std::map<std::string, std::string> soft;  // "Max cpu time", then what the process may use
  for (std::string line; std::getline(limits, line);) {
    constexpr std::size_t kNameWidth = 26;
    if (line.size() <= kNameWidth) continue;
    std::string name = line.substr(0, kNameWidth);
    name.resize(name.find_last_not_of(' ') + 1);
    soft[name] = line.substr(kNameWidth, line.find(' ', kNameWidth) - kNameWidth);
  }
  CHECK(soft.at("Max file size") == "0");
  CHECK(soft.at("Max core file size") == "0");
  CHECK(std::stoi(soft.at("Max cpu time")) <= 30);  // a tenth of it without a sanitizer
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  CHECK(std::stoi(soft.at("Max cpu time")) <= 4);
  CHECK(soft.at("Max address space") == "268435456");
#endif
}

TEST_CASE("a child that was killed between two pages is started again") {
  PageReader reader;
  CHECK(read(reader, "<p>a").body == "a");
  const pid_t child = child_of_this();
  REQUIRE(::kill(child, SIGKILL) == 0);
  siginfo_t ended{};
  REQUIRE(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT) == 0);
  CHECK(read(reader, "<p>b").body == "b");
}

TEST_CASE("a child is told nothing of the server's secrets and files") {
  const auto out = std::filesystem::temp_directory_path() /
                   ("frontdesk-page-test-env-" + std::to_string(::getpid()));
  ::setenv("FRONTDESK_TEST_SECRET", "hunter2", 1);
  const Program tells("(/usr/bin/env; ls /proc/$$/fd) >" + out.string());
  PageReader reader(tells.path());
  CHECK(refusal(reader, "<p>a") == Code::invalid);
  ::unsetenv("FRONTDESK_TEST_SECRET");
  std::ifstream file(out);
  const std::string told((std::istreambuf_iterator<char>(file)), {});
  std::filesystem::remove(out);
  CHECK(told.find("PWD") != std::string::npos);
  CHECK(told.find("hunter2") == std::string::npos);
}

TEST_CASE("an article without end is cut off before it is read") {
  const support::Loopback server([](const std::string&) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" +
           times("<p>more and more</p>", 1000000);
  });
  OutboundSettings settings;
  settings.allow = {server.place()};
  const auto answer = OutboundClient(settings).send(
      {.url = server.url(), .redirects = 5, .answer_bytes = kPageBytes});
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error().code == Code::too_large);
}

}  // namespace page_test
