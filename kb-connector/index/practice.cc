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
      "pažadink mane rytoj šeštą valandą",
      "įjunk garsiau muziką",
      "išjunk šviesą miegamajame",
      "priminki nupirkti pieno",
      "kokie šiandien vaidinimai teatre",
      "papasakok ką nors juokingo",
      "kiek tau metų",
      "ar tikėti horoskopu",
      "kaip susipažinti su mergina",
      "ką padovanoti mamai per jubiliejų",
      "kaip užmigdyti kūdikį",
      "koks vaistas nuo slogos",
      "ar skauda traukti dantį",
      "kaip sumažinti cholesterolį",
      "kiek kalorijų obuolyje",
      "kaip užrauginti agurkus",
      "kokį vyną gerti prie žuvies",
      "kada sodinti česnakus",
      "kaip gydyti katės akis",
      "kur gyvena pingvinai",
      "kodėl dangus mėlynas",
      "kiek sveria dramblys",
      "kas išrado telefoną",
      "kada žmogus nusileido mėnulyje",
      "kokia upė ilgiausia Europoje",
      "kaip išspręsti kvadratinę lygtį",
      "kokia yra vandens formulė",
      "kaip taisyklingai rašyti nosines raides",
      "kas vaidina naujame seriale",
      "kokia komanda pirmauja lygoje",
      "kada kitos olimpinės žaidynės",
      "kas bus išrinktas meru",
      "kaip balsuoti užsienyje",
      "kada bus kitas traukinys į pajūrį",
      "kaip aplenkti kamščius mieste",
      "kur palikti automobilį senamiestyje",
      "kaip įsidarbinti mokytoja",
      "kiek uždirba gaisrininkas",
      "kaip išsinuomoti kambarį studentui",
      "kaip nudažyti lubas",
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
      "wake me up at six tomorrow",
      "turn the music up a little",
      "switch off the bedroom lights",
      "remind me to buy milk",
      "what is on at the theatre tonight",
      "tell me something funny",
      "how old are you",
      "should i believe my horoscope",
      "how do i ask somebody out",
      "what should i give my mother for her birthday",
      "how do i get a baby to sleep",
      "what can i take for a runny nose",
      "does pulling a tooth hurt",
      "how can i lower my cholesterol",
      "how many calories are in an apple",
      "how do i pickle cucumbers",
      "which wine goes with fish",
      "when should i plant garlic",
      "how do i treat my cat's eyes",
      "where do penguins live",
      "why is the sky blue",
      "how heavy is an elephant",
      "who invented the telephone",
      "when did people land on the moon",
      "which river is the longest in europe",
      "how do i solve a quadratic equation",
      "what is the formula of water",
      "how do you spell necessary",
      "who plays in the new series",
      "which team leads the league",
      "when are the next olympic games",
      "who will be elected mayor",
      "can i vote while abroad",
      "when is the next train to the coast",
      "how do i avoid traffic in the city",
      "where can i park in the old town",
      "how do i become a teacher",
      "how much does a firefighter earn",
      "how can a student rent a room",
      "how do i paint a ceiling",
  };
  return language == "lt" ? lithuanian : english;
}

std::vector<PracticeQuestion> practice_questions(const Corpus& articles,
                                                 const std::string& language, std::size_t limit) {
  std::vector<PracticeQuestion> questions;
  const std::size_t stride =
      std::max<std::size_t>(1, articles.size() / std::max<std::size_t>(limit, 1));
  for (std::size_t i = 0; i < articles.size(); i += stride) {
    const Doc own = static_cast<Doc>(i);
    const Searched article = articles[i];
    const auto& titles = article.titles;
    for (std::size_t t = 0; t < std::min<std::size_t>(titles.size(), 4); ++t) {
      questions.push_back({reworded(titles[t], language, t), own});
    }
    const std::string text = from_text(article.text, language);
    if (!text.empty()) questions.push_back({text, own});
  }
  return questions;
}

namespace {

// A sample of the best of `found`, if there is any.
void add_best(const Ranker& ranker, const Question& question, const std::vector<Scored>& found,
              Sample sample, std::vector<Sample>& samples) {
  if (found.empty()) return;
  sample.fit = ranker.fit(question, found.front(), found.size() > 1 ? found[1].score : 0);
  samples.push_back(sample);
}

std::vector<Sample> practise(const Ranker& ranker, const std::vector<PracticeQuestion>& questions,
                             const std::vector<std::string>& unrelated) {
  // Visitors mostly ask what somebody wrote an article about.
  constexpr double kLeftOut = 0.6;
  std::vector<Sample> samples;
  for (const PracticeQuestion& practice : questions) {
    const Question question = ranker.read(practice.text);
    std::vector<Scored> found = ranker.rank(question, 3);
    const bool right = !found.empty() && found.front().doc == practice.own;
    add_best(ranker, question, found, {.right = right}, samples);
    std::erase_if(found, [&](const Scored& one) { return one.doc == practice.own; });
    add_best(ranker, question, found, {.weight = kLeftOut, .asked = AskedFor::left_out}, samples);
  }
  // All stock questions together weigh a quarter of the base's own, however large it is.
  constexpr double kLeast = 30;
  const double weight = std::max(kLeast, static_cast<double>(questions.size()) / 4) /
                        static_cast<double>(std::max<std::size_t>(unrelated.size(), 1));
  for (const std::string& text : unrelated) {
    const Question question = ranker.read(text);
    add_best(ranker, question, ranker.rank(question, 2),
             {.weight = weight, .asked = AskedFor::unrelated}, samples);
  }
  return samples;
}

}  // namespace

std::optional<Sample> rated_sample(const Ranker& ranker, const std::string& question, Doc article,
                                   bool helped) {
  const Question read = ranker.read(question);
  const std::vector<Scored> found = ranker.rank(read, 2);
  if (found.empty() || found.front().doc != article) return std::nullopt;
  std::vector<Sample> sample;
  add_best(ranker, read, found, {.right = helped, .asked = AskedFor::rated}, sample);
  return sample.front();
}

Learnt learn(const Ranker& ranker, const Corpus& articles, const std::string& language,
             const Likelihood& prior, const std::vector<Sample>& rated, double answer_from) {
  // A base smaller than this says too little about itself.
  constexpr std::size_t kFitsItself = 30;
  // Articles that practice questions are taken of; more would only make a build slower, and in a large base
  // each question costs more.
  constexpr std::size_t kPractised = 300;
  constexpr std::size_t kLarge = 2000;
  constexpr std::size_t kPractisedOfLarge = 60;
  // How firmly a base's own coefficients are held near the shipped ones.
  constexpr double kHold = 400;
  if (articles.size() < kFitsItself) return {prior, {}};
  const auto questions = practice_questions(
      articles, language, articles.size() < kLarge ? kPractised : kPractisedOfLarge);
  std::vector<Sample> samples = practise(ranker, questions, stock_questions(language));
  const double most = static_cast<double>(questions.size()) / 4;
  for (Sample sample : rated) {
    sample.weight = std::min(1.0, most / static_cast<double>(rated.size()));
    samples.push_back(sample);
  }
  return {Likelihood::fitted(samples, prior, kHold),
          Likelihood::expected(samples, prior, kHold, answer_from)};
}

}  // namespace frontdesk
