// SPDX-License-Identifier: MIT
#include "nlu/fasttext_member.h"

#include <doctest/doctest.h>
#include <fasttext/fasttext.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "models/fasttext_trainer.h"
#include "nlu/fasttext_words.h"

namespace fasttext_test {

using namespace frontdesk;

TEST_CASE("a text has the rows that fastText's own dictionary gives it") {
  const std::vector<std::string> texts{"kur mano siunta", "kada atvyks siunta", "grazinti preke",
                                       "где моя посылка", "где мой заказ",      "日本 語"};
  for (const int words : {1, 2, 3}) {
    for (const int longest : {0, 4}) {
      CAPTURE(words);
      CAPTURE(longest);
      auto bytes =
          train_fasttext(texts, {0, 0, 1, 1, 2, 2},
                         FastTextRecipe{0.5, 2, 12, longest == 0 ? 0 : 1, longest, words, 500}, 1);
      REQUIRE(bytes.ok());
      fasttext::FastText theirs;
      std::istringstream in(bytes->substr(8));
      theirs.loadModel(in);
      const auto dictionary = theirs.getDictionary();
      const FastTextWords ours(*dictionary, theirs.getArgs());
      for (const std::string text : {"kur siunta", "visai kas nors kita", "", "где посылки", "語",
                                     "# ## grazinti", "kur kur kur mano siunta kada atvyks x"}) {
        CAPTURE(text);
        std::vector<std::uint32_t> rows;
        ours.rows_of(text, rows);
        std::istringstream line(text + "\n");
        std::vector<std::int32_t> expected;
        std::vector<std::int32_t> labels;
        dictionary->getLine(line, expected, labels);
        CHECK(std::vector<std::int32_t>(rows.begin(), rows.end()) == expected);
      }
    }
  }
}

TEST_CASE("our sums over fastText's rows are what fastText itself says") {
  const std::vector<std::string> texts{"kur mano siunta", "kada atvyks siunta",
                                       "grazinti preke",  "noriu grazinti pinigus",
                                       "darbo laikas",    "kada dirbate"};
  auto bytes =
      train_fasttext(texts, {0, 0, 1, 1, 2, 2}, FastTextRecipe{0.5, 30, 12, 2, 4, 3, 500}, 1);
  REQUIRE(bytes.ok());
  auto member = FastTextMember::load(*bytes, 3);
  REQUIRE(member.ok());
  fasttext::FastText theirs;
  std::istringstream in(bytes->substr(8));
  theirs.loadModel(in);
  for (const std::string text : {"kur siunta", "grazintu prekes", "visai kas nors kita", "laikas",
                                 "# ## grazinti", "kur mano siunta kada atvyks"}) {
    std::vector<float> ours;
    (*member)->logits(text, ours);
    std::istringstream line(text + "\n");
    std::vector<std::pair<float, std::string>> said;
    REQUIRE(theirs.predictLine(line, said, 3, 0));
    for (const auto& [probability, label] : said) {
      const auto k = static_cast<std::size_t>(label.back() - '0');
      CHECK(1 / (1 + std::exp(-ours[k])) == doctest::Approx(probability).epsilon(0.03));
    }
  }
}

}  // namespace fasttext_test
