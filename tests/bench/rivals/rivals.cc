// SPDX-License-Identifier: MIT
#include "bench/rivals/rivals.h"

#include <sqlite3.h>

#include <stdexcept>

#include "nlu/normalise.h"

#ifdef FRONTDESK_XAPIAN
#include <xapian.h>
#endif

namespace frontdesk {
namespace {

constexpr int kTitleTimes = 3;

// Words between quotes and OR: FTS5 reads everything else as its query language.
std::string any_of(const std::string& question, std::size_t shortest) {
  const std::string folded = fold(question);
  std::string query;
  for (const std::string_view word : words_of(folded)) {
    if (word.size() < shortest) continue;
    if (!query.empty()) query += " OR ";
    query += '"';
    query += word;
    query += '"';
  }
  return query;
}

class Fts5 : public Rival {
 public:
  Fts5(const Texts& texts, bool trigrams) : shortest_(trigrams ? 3 : 1) {
    check(sqlite3_open(":memory:", &db_));
    const std::string tokenizer = trigrams ? "trigram" : "porter unicode61 remove_diacritics 2";
    const std::string table =
        "CREATE VIRTUAL TABLE docs USING fts5(title, body, tokenize = '" + tokenizer + "')";
    check(sqlite3_exec(db_, table.c_str(), nullptr, nullptr, nullptr));
    check(sqlite3_exec(db_, "BEGIN", nullptr, nullptr, nullptr));
    sqlite3_stmt* insert = nullptr;
    check(sqlite3_prepare_v2(db_, "INSERT INTO docs(rowid, title, body) VALUES (?, ?, ?)", -1,
                             &insert, nullptr));
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const std::string title = fold(texts[i].first);
      const std::string text = fold(texts[i].second);
      sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>(i) + 1);
      sqlite3_bind_text(insert, 2, title.c_str(), -1, SQLITE_TRANSIENT);
      sqlite3_bind_text(insert, 3, text.c_str(), -1, SQLITE_TRANSIENT);
      sqlite3_step(insert);
      check(sqlite3_reset(insert));
    }
    sqlite3_finalize(insert);
    check(sqlite3_exec(db_, "COMMIT", nullptr, nullptr, nullptr));
    check(sqlite3_prepare_v2(
        db_, "SELECT rowid FROM docs WHERE docs MATCH ? ORDER BY bm25(docs, 3.0, 1.0) LIMIT 10", -1,
        &select_, nullptr));
  }
  ~Fts5() override {
    sqlite3_finalize(select_);
    sqlite3_close(db_);
  }
  Fts5(const Fts5&) = delete;
  Fts5& operator=(const Fts5&) = delete;

  std::vector<std::size_t> search(const std::string& question) override {
    std::vector<std::size_t> found;
    const std::string query = any_of(question, shortest_);
    if (query.empty()) return found;
    sqlite3_bind_text(select_, 1, query.c_str(), -1, SQLITE_TRANSIENT);
    while (sqlite3_step(select_) == SQLITE_ROW) {
      found.push_back(static_cast<std::size_t>(sqlite3_column_int64(select_, 0) - 1));
    }
    sqlite3_reset(select_);
    return found;
  }

 private:
  void check(int code) const {
    if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
  }
  std::size_t shortest_;
  sqlite3* db_ = nullptr;
  sqlite3_stmt* select_ = nullptr;
};

#ifdef FRONTDESK_XAPIAN
class XapianRival : public Rival {
 public:
  XapianRival(const Texts& texts, const std::string& language)
      : stem_(language), database_("", Xapian::DB_BACKEND_INMEMORY) {
    Xapian::TermGenerator generator;
    generator.set_stemmer(stem_);
    generator.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
    for (const auto& [title, text] : texts) {
      Xapian::Document document;
      generator.set_document(document);
      generator.index_text(fold(title), kTitleTimes);
      generator.index_text(fold(text));
      database_.add_document(document);
    }
  }
  std::vector<std::size_t> search(const std::string& question) override {
    const std::string folded = fold(question);
    std::vector<std::string> terms;
    for (const std::string_view word : words_of(folded)) terms.push_back(stem_(std::string(word)));
    std::vector<std::size_t> found;
    if (terms.empty()) return found;
    Xapian::Enquire enquire(database_);
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
    const Xapian::MSet matches = enquire.get_mset(0, 10);
    for (auto match = matches.begin(); match != matches.end(); ++match) {
      found.push_back(*match - 1);
    }
    return found;
  }

 private:
  Xapian::Stem stem_;
  Xapian::WritableDatabase database_;
};
#endif

}  // namespace

std::unique_ptr<Rival> make_fts5(const Texts& texts, bool trigrams) {
  return std::make_unique<Fts5>(texts, trigrams);
}

std::unique_ptr<Rival> make_xapian([[maybe_unused]] const Texts& texts,
                                   [[maybe_unused]] const std::string& language) {
#ifdef FRONTDESK_XAPIAN
  return std::make_unique<XapianRival>(texts, language);
#else
  return nullptr;
#endif
}

}  // namespace frontdesk
