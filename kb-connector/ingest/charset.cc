// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/charset.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <optional>

#include "core/ascii.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

/// A label as iconv knows it; nothing for what no page should be written in: UTF-7 and the encodings that
/// change their meaning midway can say "<script" without its letters.
std::optional<std::string> known_charset(std::string_view label) {
  const auto name = lowered(label);
  if (name == "utf-8" || name == "utf8") return "UTF-8";
  if (name == "latin1" || name == "iso-8859-1" || name == "us-ascii" || name == "ascii") {
    return "WINDOWS-1252";
  }
  if (name == "utf-16" || name == "utf-16le") return "UTF-16LE";
  if (name == "utf-16be") return "UTF-16BE";
  const auto plain = std::all_of(name.begin(), name.end(),
                                 [](unsigned char c) { return std::isalnum(c) != 0 || c == '-'; });
  if (!plain || name.size() > 20) return std::nullopt;
  if (name.starts_with("cp125")) return "WINDOWS-" + name.substr(2);
  for (const auto* family : {"windows-125", "iso-8859-", "koi8-", "cp775", "ibm866"}) {
    if (name.starts_with(family)) return name;
  }
  return std::nullopt;
}

/// The charset of a Content-Type, or of what stands behind a <meta>'s "charset".
std::string charset_after(std::string_view text, std::size_t at) {
  const auto skip = [&](std::string_view what) {
    while (at < text.size() && what.find(text[at]) != std::string_view::npos) ++at;
  };
  skip(" \t\r\n");
  if (at >= text.size() || text[at] != '=') return "";
  ++at;
  skip(" \t\r\n\"'");
  const auto end = text.find_first_of(" \t\r\n\"';/>", at);
  return std::string(text.substr(at, end == std::string_view::npos ? end : end - at));
}

std::string charset_of_header(std::string_view content_type) {
  constexpr std::string_view kWord = "charset";
  const auto header = lowered(content_type);
  const auto at = header.find(kWord);
  return at == std::string::npos ? "" : charset_after(header, at + kWord.size());
}

std::string charset_of_meta(std::string_view bytes) {
  constexpr std::size_t kHead = 4096;
  constexpr std::string_view kWord = "charset";
  const auto head = lowered(bytes.substr(0, kHead));
  for (auto tag = head.find("<meta"); tag != std::string::npos; tag = head.find("<meta", tag + 1)) {
    const auto end = head.find('>', tag);
    if (end == std::string::npos) break;
    const auto text = std::string_view(head).substr(0, end + 1);
    const auto at = text.find(kWord, tag);
    if (at != std::string_view::npos) return charset_after(text, at + kWord.size());
  }
  return "";
}

/// `bytes` in UTF-8; with `strict`, nothing when one has no meaning, else U+FFFD for it.
std::optional<std::string> converted(std::string_view bytes, const std::string& charset,
                                     bool strict) {
  const auto converter = iconv_open("UTF-8", charset.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  const std::unique_ptr<void, decltype(&iconv_close)> closing(converter, &iconv_close);
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 4);
  std::array<char, 8192> part{};
  char* in = const_cast<char*>(bytes.data());  // iconv does not write there
  std::size_t left = bytes.size();
  while (left > 0) {
    char* to = part.data();
    std::size_t room = part.size();
    const auto result = iconv(converter, &in, &left, &to, &room);
    out.append(part.data(), part.size() - room);
    if (result == static_cast<std::size_t>(-1) && errno != E2BIG) {
      if (strict) return std::nullopt;
      out += "\xEF\xBF\xBD";
      ++in;
      --left;
    }
  }
  return out;
}

/// How many characters of several bytes a text has if it is UTF-8, and how many bytes that fit nowhere.
struct Utf8Count {
  std::size_t good = 0;
  std::size_t bad = 0;
};
Utf8Count count_utf8(std::string_view text) {
  Utf8Count count;
  for (std::size_t at = 0; at < text.size();) {
    const auto from = at;
    const bool ascii = static_cast<unsigned char>(text[at]) < 0x80;
    const auto c = next_code_point(text, at);
    if (ascii) continue;
    const bool written = text.substr(from, at - from) == "\xEF\xBF\xBD";
    (c == 0xFFFD && !written ? count.bad : count.good) += 1;
  }
  return count;
}

bool is_invisible(char32_t c) {
  return c == 0xAD || c == 0x61C || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

}  // namespace

std::string decode_page(std::string_view bytes, std::string_view content_type) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return std::string(bytes.substr(3));
  for (const auto& [mark, charset] :
       {std::pair{std::string_view("\xFF\xFE"), "UTF-16LE"}, {"\xFE\xFF", "UTF-16BE"}}) {
    if (bytes.starts_with(mark)) {
      return converted(bytes.substr(2), charset, false).value_or(std::string(bytes));
    }
  }
  const auto utf8 = count_utf8(bytes);
  const bool is_utf8 = utf8.bad == 0 || utf8.good > 4 * utf8.bad;
  for (const auto& label : {charset_of_header(content_type), charset_of_meta(bytes)}) {
    const auto charset = known_charset(label);
    if (!charset) continue;
    if (*charset == "UTF-8") {
      if (is_utf8) return std::string(bytes);
      continue;
    }
    // A <meta> that could be read byte by byte is not in UTF-16.
    if (charset->starts_with("UTF-16") && bytes.find("<meta") != std::string_view::npos) continue;
    if (auto text = converted(bytes, *charset, false)) return *std::move(text);
  }
  if (is_utf8) return std::string(bytes);
  if (auto text = converted(bytes, "WINDOWS-1257", true)) return *std::move(text);
  return converted(bytes, "ISO-8859-13", false).value_or(std::string(bytes));
}

std::string visible_text(std::string_view text) {
  std::string seen;
  seen.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto from = at;
    if (!is_invisible(next_code_point(text, at))) seen.append(text, from, at - from);
  }
  return to_nfc(seen);
}

std::size_t blank_length(std::string_view text) {
  const char c = text.front();
  if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') return 1;
  if (text.starts_with("\xC2\xA0")) return 2;  // no-break space
  for (const std::string_view wide : {"\xE1\x9A\x80", "\xE2\x80\xA8", "\xE2\x80\xA9",
                                      "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"}) {
    if (text.starts_with(wide)) return 3;
  }
  const bool quad = text.size() > 2 && text.starts_with("\xE2\x80") &&
                    static_cast<unsigned char>(text[2]) >= 0x80 &&
                    static_cast<unsigned char>(text[2]) <= 0x8A;
  return quad ? 3 : 0;
}

}  // namespace frontdesk
