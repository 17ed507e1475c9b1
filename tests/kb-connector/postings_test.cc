// SPDX-License-Identifier: MIT
#include "kb-connector/index/postings.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <vector>

#include "kb-connector/index/byte_pool.h"
#include "kb-connector/index/packed.h"
#include "kb-connector/index/posting_list.h"
#include "kb-connector/index/ranker.h"

namespace postings_test {

using namespace frontdesk;

TEST_CASE("a packed number is read again, whatever its size") {
  std::vector<std::uint8_t> bytes;
  const std::vector<std::uint32_t> numbers = {0, 1, 127, 128, 16383, 16384, 0xFFFFFFFF};
  for (const std::uint32_t number : numbers) {
    pack(number, [&](std::uint8_t byte) { bytes.push_back(byte); });
  }
  pack_rising({3, 4, 1000}, bytes);
  pack_rising({}, bytes);
  const std::uint8_t* at = bytes.data();
  for (const std::uint32_t number : numbers) CHECK(unpack(at) == number);
  CHECK(unpack_rising(at) == std::vector<std::uint32_t>{3, 4, 1000});
  CHECK(unpack_rising(at).empty());
  CHECK(at == bytes.data() + bytes.size());
}

TEST_CASE("lists that grow side by side keep their own bytes") {
  BytePool pool;
  std::vector<BytePool::List> lists(300);
  std::vector<std::vector<std::uint8_t>> expected(lists.size());
  std::mt19937 random(1);
  for (int i = 0; i < 400'000; ++i) {
    // Some lists are long, most are short.
    const std::size_t list = random() % lists.size() * (random() % lists.size()) / lists.size();
    const auto byte = static_cast<std::uint8_t>(random());
    pool.push(lists[list], byte);
    expected[list].push_back(byte);
  }
  std::vector<std::uint8_t> bytes;
  std::size_t same = 0;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    pool.read(lists[i], bytes);
    same += bytes == expected[i] ? 1 : 0;
  }
  CHECK(same == lists.size());
  pool.read({}, bytes);
  CHECK(bytes.empty());
}

TEST_CASE("a posting list is read whole and document by document") {
  for (const std::size_t count : {0, 1, 63, 64, 65, 128, 1000}) {
    CAPTURE(count);
    std::mt19937 random(static_cast<unsigned>(count));
    std::map<Doc, std::uint8_t> expected;
    while (expected.size() < count) {
      expected[random() % (count * 300)] = static_cast<std::uint8_t>(1 + random() % 255);
    }
    std::vector<PostingList::Posting> postings;
    for (const auto& [doc, impact] : expected) postings.push_back({doc, impact});
    std::vector<std::uint8_t> bytes = {42};
    PostingList::write(postings, bytes);
    const PostingList list(bytes.data() + 1, static_cast<std::uint32_t>(count));
    std::map<Doc, std::uint8_t> all;
    list.each([&](Doc doc, std::uint32_t impact) { all[doc] = static_cast<std::uint8_t>(impact); });
    CHECK(all == expected);
    std::size_t wrong = 0;
    for (Doc doc = 0; doc < count * 300 + 2; ++doc) {
      const auto found = expected.find(doc);
      wrong += list.find(doc) != (found == expected.end() ? 0 : found->second) ? 1 : 0;
    }
    CHECK(wrong == 0);
  }
}

namespace {

constexpr std::uint32_t kTerms = 60;

// Documents of terms of falling frequency; some of the counts are large.
void fill(Postings& postings, std::size_t documents, std::size_t first_seed) {
  for (std::uint32_t t = 0; t < kTerms; ++t) {
    REQUIRE(postings.number(Term{t + 1} << 32, static_cast<Kind>(t % 3)) == t);
  }
  for (std::size_t i = 0; i < documents; ++i) {
    std::mt19937 random(static_cast<unsigned>(first_seed + i));
    std::vector<Postings::Count> counts;
    for (std::uint32_t t = 0; t < kTerms; ++t) {
      if (random() % (t + 1) > 2) continue;
      const auto large = random() % 50 == 0 ? random() % 2000 : random() % 3;
      const auto title = static_cast<std::uint16_t>(random() % 4 == 0 ? 1 + random() % 5 : 0);
      counts.push_back({t, static_cast<std::uint16_t>(1 + large + title), title,
                        static_cast<std::uint16_t>(random() % 9)});
    }
    postings.add(counts, 1 + random() % 2);
  }
}

// The score of every document, one question of one term after another.
std::map<Doc, double> scores_of_each(const Postings& postings, const WeightedTerm& term,
                                     std::size_t documents) {
  std::map<Doc, double> scores;
  for (const Scored& one : postings.top({term}, documents, {})) scores[one.doc] = one.score;
  return scores;
}

}  // namespace

TEST_CASE("the best documents are those that adding everything up gives, in that order") {
  constexpr std::size_t kDocuments = 3000;
  Postings postings;
  fill(postings, kDocuments, 0);
  postings.freeze();
  CHECK(postings.documents() == kDocuments);

  std::mt19937 random(5);
  for (int question = 0; question < 40; ++question) {
    std::vector<WeightedTerm> terms;
    for (std::uint32_t t = 0; t < kTerms; ++t) {
      if (random() % 3 == 0) terms.push_back({t, random() % 2 == 0 ? 1.0F : 0.5F});
    }
    std::vector<bool> gone;
    if (question % 2 == 1) {
      gone.resize(kDocuments);
      for (std::size_t i = 0; i < kDocuments; ++i) gone[i] = random() % 7 == 0;
    }
    const Doc except = question % 3 == 2 ? random() % kDocuments : TermMap::kNone;

    std::map<Doc, double> sums;
    for (const WeightedTerm& term : terms) {
      for (const auto& [doc, score] : scores_of_each(postings, term, kDocuments)) {
        if (doc != except && (gone.empty() || !gone[doc])) sums[doc] += score;
      }
    }
    std::vector<Scored> expected;
    for (const auto& [doc, score] : sums) expected.push_back({doc, score});
    std::stable_sort(expected.begin(), expected.end(),
                     [](const Scored& a, const Scored& b) { return a.score - b.score > 1e-9; });
    for (const std::size_t k : {1, 10, 100}) {
      CAPTURE(question);
      CAPTURE(k);
      const std::vector<Scored> found = postings.top(terms, k, gone, except);
      REQUIRE(found.size() == std::min<std::size_t>(k, expected.size()));
      std::size_t wrong = 0;
      for (std::size_t i = 0; i < found.size(); ++i) {
        const bool same =
            found[i].doc == expected[i].doc && std::abs(found[i].score - expected[i].score) < 1e-6;
        wrong += same ? 0 : 1;
      }
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("a term says where it stands, and no document scores more than its bound") {
  Postings postings;
  fill(postings, 500, 0);
  postings.freeze();
  CHECK(postings.find(Term{1} << 32) == 0);
  CHECK(postings.find(12345) == TermMap::kNone);
  CHECK_FALSE(postings.contains(TermMap::kNone, 0));
  CHECK(postings.idf(TermMap::kNone) > postings.idf(40));
  CHECK(postings.idf(40) > postings.idf(4));
  for (const std::uint32_t term : {0U, 4U, 40U, 59U}) {
    const auto scores = scores_of_each(postings, {term, 1}, 500);
    std::size_t wrong = 0;
    for (Doc doc = 0; doc < 500; ++doc) {
      wrong += postings.contains(term, doc) != scores.contains(doc) ? 1 : 0;
    }
    CHECK(wrong == 0);
    for (const auto& [doc, score] : scores) CHECK(score <= postings.bound(term) * 1.001);
  }
}

TEST_CASE("documents beside a base score what they would in it") {
  Postings base;
  fill(base, 400, 0);
  base.freeze();
  Postings beside;
  fill(beside, 20, 100);  // the same as the base's 100 to 119
  beside.freeze({}, &base);
  for (std::uint32_t term = 0; term < kTerms; ++term) {
    const auto in_base = scores_of_each(base, {term, 1}, 400);
    for (const auto& [doc, score] : scores_of_each(beside, {term, 1}, 20)) {
      CAPTURE(term);
      CHECK(score == doctest::Approx(in_base.at(doc + 100)).epsilon(0.02));
    }
  }
}

TEST_CASE("articles given as a list are all searched") {
  const Ranker ranker("en", {},
                      std::vector<Searched>{{{"Gift cards"}, "A card is valid for a year."},
                                            {{"Returns", "send it back"}, "Within 14 days."}});
  CHECK(ranker.size() == 2);
  const Question question = ranker.read("can i send it back");
  const std::vector<Scored> found = ranker.rank(question, 2);
  REQUIRE_FALSE(found.empty());
  CHECK(found.front().doc == 1);
  // Of its two titles the second holds what is asked.
  const Scored other{0, found.front().score};
  CHECK(ranker.fit(question, found.front(), 0)[kGramsInTitle] >
        ranker.fit(question, other, 0)[kGramsInTitle]);
}

}  // namespace postings_test
