// SPDX-License-Identifier: MIT
#include "nlu/fasttext_member.h"

#include <doctest/doctest.h>
#include <fasttext/fasttext.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "models/fasttext_trainer.h"

namespace fasttext_test {

using namespace frontdesk;

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
    const auto ours = (*member)->logits(text);
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
