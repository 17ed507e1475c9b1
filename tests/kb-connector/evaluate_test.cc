// SPDX-License-Identifier: MIT
#include "kb-connector/evaluate.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace evaluate_test {

using namespace frontdesk;
namespace fs = std::filesystem;

namespace {

struct Files {
  fs::path root = fs::temp_directory_path() / ("frontdesk-evaluate-" + std::to_string(getpid()));
  Files() { fs::create_directories(root); }
  ~Files() { fs::remove_all(root); }
  fs::path write(const char* name, const char* text) const {
    std::ofstream(root / name) << text;
    return root / name;
  }
};

}  // namespace

TEST_CASE("a set is judged by the definitions of the command line") {
  const Files files;
  EvaluationFiles set;
  set.docs = files.write("docs.tsv",
                         "a\tHow to return an item\tSend the item back within 14 days.\n"
                         "b\tDelivery times\tWe deliver within three days.\n"
                         "c\tGift cards\tA gift card is valid for a year.\n");
  set.queries =
      files.write("queries.tsv", "1\thow to return an item\n2\tgift cards\n3\tunjudged\n");
  set.qrels = files.write("qrels.tsv", "1\ta\t1\n2\tc\t2\n3\ta\t0\n");
  set.unanswerable = files.write("un.tsv", "u1\tzebra quokka\n");
  const auto result = evaluate_search(set, {});
  REQUIRE(result.ok());
  CHECK(result->queries == 2);
  CHECK(result->ndcg10 == doctest::Approx(1));
  CHECK(result->mrr10 == doctest::Approx(1));
  CHECK(result->recall1 == doctest::Approx(1));
  CHECK(result->abstain_recall == doctest::Approx(1));
  const auto json = nlohmann::json::parse(to_json(*result));
  for (const char* key :
       {"ndcg10", "mrr10", "recall1", "recall3", "answered", "right_when_answered",
        "abstain_precision", "abstain_recall", "p50_us", "p99_us", "build_s"}) {
    CAPTURE(key);
    CHECK(json.contains(key));
  }
  set.unanswerable.clear();
  CHECK(nlohmann::json::parse(to_json(*evaluate_search(set, {})))["abstain_recall"].is_null());
}

TEST_CASE("a file that is not a set is refused with its line") {
  const Files files;
  EvaluationFiles set;
  set.docs = files.write("docs.tsv", "a\tb\tc\nonly one column\n");
  set.queries = set.qrels = set.docs;
  const auto result = evaluate_search(set, {});
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().code == Code::invalid);
  CHECK(result.error().message.find("docs.tsv:2:") != std::string::npos);
  set.docs = files.root / "none.tsv";
  CHECK_FALSE(evaluate_search(set, {}).ok());
}

TEST_CASE("hits as JSON have no marks") {
  Hit hit;
  hit.id = ArticleId("a");
  hit.snippet = "the \xEE\x80\x80refund\xEE\x80\x81";
  const auto json = nlohmann::json::parse(to_json(std::vector<Hit>{hit}));
  CHECK(json[0]["id"] == "a");
  CHECK(json[0]["snippet"] == "the refund");
  CHECK(to_json(std::vector<Hit>{}) == "[]");
}

TEST_CASE("the Lithuanian shop is searched as well as README.md says") {
  const fs::path set = fs::path(FRONTDESK_ROOT) / ".." / "shared" / "data" / "kb" / "lt_shop";
  if (!fs::exists(set / "docs.tsv")) {
    MESSAGE("SKIPPED: the evaluation set lt_shop is not beside the source tree");
    return;
  }
  const auto result = evaluate_search(
      {set / "docs.tsv", set / "queries.tsv", set / "qrels.tsv", set / "unanswerable.tsv", ""}, {});
  REQUIRE(result.ok());
  CHECK(result->recall1 >= 0.82);  // 0.850
  CHECK(result->recall3 >= 0.95);  // 0.975
  CHECK(result->ndcg10 >= 0.90);   // 0.922
  CHECK(result->right_when_answered >= 0.90);
  CHECK(result->abstain_recall >= 0.80);
}

}  // namespace evaluate_test
