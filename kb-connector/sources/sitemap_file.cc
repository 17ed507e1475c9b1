// SPDX-License-Identifier: MIT
#include "kb-connector/sources/sitemap_file.h"

#include <libxml/xmlreader.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "core/ascii.h"
#include "kb-connector/ingest/iso_time.h"

namespace frontdesk {
namespace {

constexpr std::size_t kLongUrl = 2048;
constexpr std::size_t kFreeBytes = 1'000'000;  // below this no ratio is looked at
constexpr int kGzip = 16 + MAX_WBITS;          // zlib's way to say: with gzip's head
constexpr std::size_t kAlternates = 100;

Result<std::string> unpacked(std::string_view bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, kGzip) != Z_OK) return Error{Code::unavailable, "no memory", 60};
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> end(&stream, &inflateEnd);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  const std::size_t most =
      std::min(kSitemapBytes, std::max(kFreeBytes, bytes.size() * kSitemapRatio));
  std::string out;
  std::array<char, 65536> part{};
  for (int state = Z_OK; state != Z_STREAM_END;) {
    stream.next_out = reinterpret_cast<Bytef*>(part.data());
    stream.avail_out = static_cast<uInt>(part.size());
    state = inflate(&stream, Z_NO_FLUSH);
    const std::size_t got = part.size() - stream.avail_out;
    if ((state != Z_OK && state != Z_STREAM_END) || (got == 0 && state != Z_STREAM_END)) {
      return Error{Code::invalid, "the packed sitemap is broken"};
    }
    if (out.size() + got > most) return Error{Code::too_large, "the sitemap unpacks to too much"};
    out.append(part.data(), got);
  }
  return out;
}

std::string one_line(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

bool is_web_address(const std::string& url) {
  return (url.starts_with("https://") || url.starts_with("http://")) && url.size() <= kLongUrl &&
         std::none_of(url.begin(), url.end(), [](unsigned char c) { return c <= ' '; });
}

// "lt-LT" is Lithuanian; "x-default" is no language.
std::string language_of_tag(const std::string& tag) {
  if (tag.size() < 2 || (tag.size() > 2 && tag[2] != '-' && tag[2] != '_')) return "";
  return lowered(std::string_view(tag).substr(0, 2));
}

// Text, an address a line.
SitemapFile read_lines(std::string_view text) {
  SitemapFile file;
  while (!text.empty() && file.urls.size() < kSitemapUrls) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    SitemapUrl entry{.url = one_line(text.substr(0, end))};
    text.remove_prefix(std::min(end + 1, text.size()));
    if (is_web_address(entry.url)) file.urls.push_back(std::move(entry));
  }
  return file;
}

// libxml2's pull parser over bytes, as far as a sitemap needs it.
class XmlFile {
 public:
  explicit XmlFile(std::string_view bytes)
      // Neither NOENT nor HUGE: nothing is substituted, and its own limits hold.
      : reader_(xmlReaderForMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                                   XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
                &xmlFreeTextReader) {}

  bool next() { return reader_ && xmlTextReaderRead(reader_.get()) == 1; }
  [[nodiscard]] bool broken() const {
    return !reader_ || xmlTextReaderReadState(reader_.get()) == XML_TEXTREADER_MODE_ERROR;
  }
  [[nodiscard]] int type() const { return xmlTextReaderNodeType(reader_.get()); }
  [[nodiscard]] std::string name() const {
    return text(xmlTextReaderConstLocalName(reader_.get()));
  }
  [[nodiscard]] std::string value() const { return text(xmlTextReaderConstValue(reader_.get())); }
  [[nodiscard]] std::string attribute(const char* name) const {
    xmlChar* found =
        xmlTextReaderGetAttribute(reader_.get(), reinterpret_cast<const xmlChar*>(name));
    std::string value = text(found);
    xmlFree(found);
    return value;
  }

 private:
  static std::string text(const xmlChar* chars) {
    return chars == nullptr ? "" : reinterpret_cast<const char*>(chars);
  }
  std::unique_ptr<xmlTextReader, decltype(&xmlFreeTextReader)> reader_;
};

Result<SitemapFile> read_xml(std::string_view bytes) {
  XmlFile xml(bytes);
  SitemapFile file;
  SitemapUrl entry;
  std::string field;
  std::string text;
  bool root = false;
  while (xml.next()) {
    const int type = xml.type();
    if (type == XML_READER_TYPE_DOCUMENT_TYPE) {
      return Error{Code::invalid, "a sitemap has no document type"};
    }
    const std::string name = xml.name();
    if (type == XML_READER_TYPE_ELEMENT) {
      if (!root) {
        root = true;
        if (name != "urlset" && name != "sitemapindex") {
          return Error{Code::invalid, "the answer is no sitemap"};
        }
        file.index = name == "sitemapindex";
      }
      if (name == "url" || name == "sitemap") entry = {};
      if (name == "link" && xml.attribute("rel") == "alternate") {
        const std::string language = language_of_tag(xml.attribute("hreflang"));
        const std::string url = one_line(xml.attribute("href"));
        if (!language.empty() && is_web_address(url) && entry.languages.size() < kAlternates) {
          entry.languages[language] = url;
        }
      }
      field = name;
      text.clear();
    } else if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA) {
      if (text.size() < kLongUrl) text += xml.value();
    } else if (type == XML_READER_TYPE_END_ELEMENT) {
      if (name == field && name == "loc") entry.url = one_line(text);
      if (name == field && name == "lastmod") entry.modified = parse_iso_time(one_line(text));
      if (name == "url" || name == "sitemap") {
        if (is_web_address(entry.url)) file.urls.push_back(std::move(entry));
        entry = {};
        if (file.urls.size() == kSitemapUrls) return file;
      }
      field.clear();
    }
  }
  if (!root || xml.broken()) return Error{Code::invalid, "the answer is no sitemap"};
  return file;
}

}  // namespace

Result<SitemapFile> read_sitemap(std::string_view bytes) {
  std::string plain;
  if (bytes.starts_with("\x1f\x8b")) {
    auto out = unpacked(bytes);
    if (!out) return out.error();
    plain = std::move(*out);
    bytes = plain;
  }
  if (bytes.size() > kSitemapBytes) return Error{Code::too_large, "the sitemap is too large"};
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return Error{Code::invalid, "the sitemap is empty"};
  if (bytes[first] == '<') return read_xml(bytes.substr(first));
  SitemapFile file = read_lines(bytes);
  if (file.urls.empty()) return Error{Code::invalid, "the answer is no sitemap"};
  return file;
}

}  // namespace frontdesk
