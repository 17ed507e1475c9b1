// SPDX-License-Identifier: MIT
#pragma once
// Somebody else's HTML, made into Markdown that is safe to keep, to search and to show.
//
// What a page may contain is decided here once: headings, paragraphs, lists, tables, quotes, links, emphasis,
// code and the words of pictures. Scripts, forms, frames, navigation, hidden text and HTML itself do not come
// through; text cannot become markup by accident; addresses are http, https, mailto or tel, and absolute.
// Text is UTF-8 in NFC, whatever the page was written in (charset.h).
//
// HTML is parsed in a child process with little memory and little time (PageReader), because a parser of
// hostile input is the likeliest part of all to fail.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/result.h"

namespace frontdesk {

/// A page of more bytes is not read at all. Who fetches one asks for no more than this
/// (OutboundRequest::answer_bytes).
inline constexpr std::size_t kPageBytes = 2 * 1024 * 1024;
/// A title is cut here, so that stuffing it with words gains nothing.
inline constexpr std::size_t kTitleCharacters = 200;

/// A question that a page says it answers.
struct PageQuestion {
  std::string question;
  std::string answer;  // Markdown
};

/// What is left of a page.
struct CleanPage {
  std::string
      title;  // its h1, else <title>, else og:title, its first heading, the end of its address
  std::string
      language;  // the first part of the page's `lang`, in lower case: "lt"; empty: not said
  std::string canonical;   // absolute address; empty: not said
  bool noindex = false;    // its author does not want it found
  bool truncated = false;  // something was left out because it was too deep or too much
  std::string body;        // Markdown
  std::vector<PageQuestion> questions;  // from its JSON-LD: FAQPage, QAPage, HowTo
  std::vector<std::string> links;       // absolute http and https addresses of the body, each once
  std::optional<Time> modified;
};

/// Reads pages in a child process: this program's own binary, called with `read-page`. The child is started
/// with the first page, kept for the next ones, and started again when it died. It gets no environment, no
/// open files but its socket, about two seconds of processor time a page and 256 MB.
///
/// One thread at a time; each source has its own. The child ends with the reader.
class PageReader {
 public:
  /// `program` is what is started; the default is the running binary.
  explicit PageReader(std::string program = "/proc/self/exe");
  ~PageReader();
  PageReader(PageReader&&) noexcept;
  PageReader& operator=(PageReader&&) noexcept;

  /// A whole page as a server sent it: its body and its Content-Type (which may be empty). `url` is where it
  /// came from, after redirects; links are read relative to it. The body becomes what stands in main or
  /// article, or the page without what frames it. Errors:
  ///   too_large    more than kPageBytes, or more work than a page is worth
  ///   unsupported  no HTML by its Content-Type
  ///   invalid      it broke the child; it will do so again
  ///   unavailable  no child can be started
  Result<CleanPage> read_page(std::string_view bytes, std::string_view content_type,
                              std::string_view url);

  /// A piece of HTML in UTF-8, as APIs give an article's text. All of it is content. The same errors.
  Result<CleanPage> read_fragment(std::string_view html, std::string_view url);

 private:
  class Child;
  Result<CleanPage> ask(std::uint32_t kind, std::string_view bytes, std::string_view content_type,
                        std::string_view url);
  Error give_up();

  std::string program_;
  std::unique_ptr<Child> child_;
};

/// What the child does: reads pages from `socket` until the other end closes it. Returns the exit code.
int serve_pages(int socket);

}  // namespace frontdesk
