// SPDX-License-Identifier: MIT
#include "kb-connector/index/practice.h"

#include <algorithm>

#include "nlu/normalise.h"

namespace frontdesk {
namespace {

const std::vector<std::string>& phrases(const std::string& language) {
  static const std::vector<std::string> lithuanian = {
      "sveiki, kaip", "ar galima",          "noriu",     "norėčiau sužinoti apie", "ką daryti jei",
      "man reikia",   "turiu klausimą dėl", "kur rasti", "prašau padėti,",         "kada"};
  static const std::vector<std::string> english = {"how do i",         "can i",
                                                   "hi, i want to",    "where can i find",
                                                   "what if",          "i have a question about",
                                                   "please help with", "is it possible to",
                                                   "what is",          "why"};
  return language == "lt" ? lithuanian : english;
}

// The title as a visitor might put it: every third word dropped, some endings gone, a phrase before it.
std::string reworded(const std::string& title, const std::string& language, std::uint64_t salt) {
  const std::string folded = fold(title);
  const std::vector<std::string_view> words = words_of(folded);
  const auto& starts = phrases(language);
  std::uint64_t random = hash_bytes(folded, salt);
  std::string text = starts[random % starts.size()];
  for (std::size_t i = 0; i < words.size(); ++i) {
    random = random * 6364136223846793005ULL + 1442695040888963407ULL;
    const std::uint64_t dice = random >> 40;
    if (words.size() > 2 && dice % 3 == 0) continue;
    std::string_view word = words[i];
    if (word.size() > 5 && dice % 5 < 2) word.remove_suffix(2);
    text += ' ';
    text += word;
  }
  return text;
}

// The longest words of the text's beginning: a question that does not use the title's words.
std::string from_text(const std::string& body, const std::string& language) {
  constexpr std::size_t kBytes = 400;
  constexpr std::size_t kWords = 4;
  const std::string folded = fold(std::string_view(body).substr(0, kBytes));
  std::vector<std::string_view> words = words_of(folded);
  if (words.size() > 1) words.pop_back();  // perhaps cut
  std::stable_sort(words.begin(), words.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  words.resize(std::min(words.size(), kWords));
  if (words.empty()) return {};
  const auto& starts = phrases(language);
  std::string text = starts[hash_bytes(folded, 1) % starts.size()];
  for (const std::string_view word : words) {
    text += ' ';
    text += word;
  }
  return text;
}

}  // namespace

const std::vector<std::string>& stock_questions(const std::string& language) {
  static const std::vector<std::string> lithuanian = {
      "ar savaitgalį lis",
      "kokia temperatūra lauke šiandien",
      "kas laimėjo vakarykštes futbolo varžybas",
      "kiek gyventojų turi Prancūzija",
      "kaip išvirti barščius",
      "kiek kepti vištieną orkaitėje",
      "kas parašė Metus",
      "kada buvo Žalgirio mūšis",
      "rekomenduok gerą filmą vakarui",
      "kiek valandų reikia miegoti vaikui",
      "kaip išmokti groti gitara",
      "ką daryti kai skauda galvą",
      "koks aukščiausias pasaulio kalnas",
      "kas dabar yra prezidentas",
      "išversk sakinį į vokiečių kalbą",
      "parašyk eilėraštį apie pavasarį",
      "kiek bus dvylika kart penkiolika",
      "kur nuvažiuoti atostogauti prie jūros",
      "kaip prižiūrėti orchidėją",
      "kokios veislės šuo tinka šeimai",
      "kada kyla saulė",
      "kaip numesti svorio",
      "kuris planetų didžiausias",
      "ar tu esi robotas",
      "kaip pakeisti automobilio padangą",
      "kada reikia mokėti gyventojų pajamų mokestį",
      "kokia šiandien diena",
      "kas yra juodoji skylė",
      "kiek kainuoja butas sostinėje",
      "kaip užsirašyti pas gydytoją",
  };
  static const std::vector<std::string> english = {
      "will it rain on saturday",
      "what is the temperature outside today",
      "who won the football match last night",
      "what is the population of france",
      "how do i cook beetroot soup",
      "how long should i roast a chicken",
      "who wrote war and peace",
      "when did the roman empire fall",
      "recommend a good film for tonight",
      "how many hours of sleep does a child need",
      "how can i learn to play the guitar",
      "what helps against a headache",
      "which mountain is the highest in the world",
      "who is the president now",
      "translate this sentence into german",
      "write a poem about spring",
      "what is twelve times fifteen",
      "where should i go for a seaside holiday",
      "how do i look after an orchid",
      "which breed of dog is good for a family",
      "when does the sun rise",
      "how can i lose weight",
      "which planet is the largest",
      "are you a robot",
      "how do i change a tyre on my car",
      "when is income tax due",
      "what day is it today",
      "what is a black hole",
      "how much is a flat in the capital",
      "how do i see a doctor",
  };
  return language == "lt" ? lithuanian : english;
}

std::vector<PracticeQuestion> practice_questions(const std::vector<Searched>& articles,
                                                 const std::string& language, std::size_t limit) {
  std::vector<PracticeQuestion> questions;
  const std::size_t stride =
      std::max<std::size_t>(1, articles.size() / std::max<std::size_t>(limit, 1));
  for (std::size_t i = 0; i < articles.size(); i += stride) {
    const Doc own = static_cast<Doc>(i);
    const auto& titles = articles[i].titles;
    for (std::size_t t = 0; t < std::min<std::size_t>(titles.size(), 4); ++t) {
      questions.push_back({reworded(titles[t], language, t), own});
    }
    const std::string text = from_text(articles[i].text, language);
    if (!text.empty()) questions.push_back({text, own});
  }
  return questions;
}

std::vector<Sample> practise(const Ranker& ranker, const std::vector<PracticeQuestion>& questions,
                             const std::vector<std::string>& unrelated) {
  // Visitors mostly ask what somebody wrote an article about.
  constexpr double kLeftOut = 0.3;
  std::vector<Sample> samples;
  const auto add = [&](const Question& question, const std::vector<Scored>& found, bool right,
                       double weight, AskedFor asked) {
    if (found.empty()) return;
    const double rival = found.size() > 1 ? found[1].score : 0;
    samples.push_back({ranker.fit(question, found.front(), rival), right, weight, asked});
  };
  for (const PracticeQuestion& practice : questions) {
    const Question question = ranker.read(practice.text);
    std::vector<Scored> found = ranker.rank(question, 3);
    const bool right = !found.empty() && found.front().doc == practice.own;
    add(question, found, right, 1, AskedFor::own);
    std::erase_if(found, [&](const Scored& one) { return one.doc == practice.own; });
    add(question, found, false, kLeftOut, AskedFor::left_out);
  }
  // All stock questions together weigh a quarter of the base's own, however large it is.
  const double weight = unrelated.empty()
                            ? 0
                            : std::max(1.0, static_cast<double>(questions.size()) / 4 /
                                                static_cast<double>(unrelated.size()));
  for (const std::string& text : unrelated) {
    const Question question = ranker.read(text);
    add(question, ranker.rank(question, 2), false, weight, AskedFor::unrelated);
  }
  return samples;
}

}  // namespace frontdesk
