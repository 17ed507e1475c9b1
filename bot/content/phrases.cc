// SPDX-License-Identifier: MIT
#include "content/phrases.h"

#include "content/readers.h"

namespace frontdesk {

const Phrases& default_phrases() {
  static const Phrases kPhrases = {
      {"greeting",
       {{"lt", "Sveiki! Esu pokalbių robotas. Jei prireiks, pakviesiu žmogų."},
        {"en", "Hello! I am a chatbot. If needed, I will bring in a person."}}},
      {"clarify", {{"lt", "Gal norėjote paklausti:"}, {"en", "Did you mean:"}}},
      {"none_of_these", {{"lt", "Ne, klausiu kito dalyko"}, {"en", "No, something else"}}},
      {"person", {{"lt", "Kalbėti su žmogumi"}, {"en", "Talk to a person"}}},
      {"not_understood",
       {{"lt", "Nesupratau. Gal galite pasakyti kitais žodžiais?"},
        {"en", "I did not understand. Could you put it another way?"}}},
      {"handoff_unknown",
       {{"lt", "Šito nežinau – kviečiu žmogų."},
        {"en", "I do not know this one, so I am calling a person."}}},
      {"handoff_asked",
       {{"lt", "Gerai, kviečiu konsultantą. Savo klausimą galite parašyti jau dabar."},
        {"en", "Of course, I am calling a colleague. You can write your question already."}}},
      {"handoff_intent",
       {{"lt", "Čia geriausiai padės žmogus – kviečiu konsultantą."},
        {"en", "A person can help best here, so I am calling a colleague."}}},
      {"handoff_flow",
       {{"lt", "Toliau padės žmogus – kviečiu konsultantą."},
        {"en", "A person will take it from here. I am calling a colleague."}}},
      {"handoff_error",
       {{"lt", "Atsiprašome, kažkas nepavyko – kviečiu žmogų."},
        {"en", "Sorry, something went wrong, so I am calling a person."}}},
      {"handoff_offline",
       {{"lt",
         "Konsultantai dabar nedirba (darbo laikas: {when}). Palikite klausimą – atsakysime."},
        {"en",
         "We are closed now (opening hours: {when}). Leave your question and we will answer."}}},
      {"waited_too_long",
       {{"lt",
         "Atsiprašome, laukti tenka ilgiau, nei žadėjome. Klausimas išsaugotas – atsakysime."},
        {"en",
         "Sorry, the wait is longer than we promised. Your question is kept, and we will "
         "answer."}}},
      {"contact_left",
       {{"lt", "Gavome. Atsakysime į {email}."}, {"en", "Received. We will answer to {email}."}}},
      {"contact_left_phone",
       {{"lt", "Gavome. Paskambinsime numeriu {phone}."},
        {"en", "Received. We will call {phone}."}}},
      {"articles_answer", {{"lt", "Štai ką radau:"}, {"en", "Here is what I found:"}}},
      {"articles_offer",
       {{"lt", "Galbūt padės šie straipsniai:"}, {"en", "These articles may help:"}}},
      {"articles_page",
       {{"lt", "Apie tai dažnai klausia šiame puslapyje:"}, {"en", "Often asked on this page:"}}},
      {"other_language",
       {{"lt", "(Lietuviškai apie tai dar neparašyta.)"},
        {"en", "(There is nothing about it in English yet.)"}}},
      {"helped", {{"lt", "Taip, padėjo"}, {"en", "Yes, that helped"}}},
      {"not_helped", {{"lt", "Ne, nepadėjo"}, {"en", "No, it did not"}}},
      {"glad",
       {{"lt", "Džiaugiuosi, kad padėjo. Jei reikės dar ko nors, parašykite."},
        {"en", "Glad it helped. Write again if you need anything else."}}},
      {"handoff_article",
       {{"lt", "Gaila, kad straipsnis nepadėjo. Kviečiu žmogų, jis matys, ką jau skaitėte."},
        {"en", "Sorry it did not help. I am calling a person, who will see what you have read."}}},
      {"yes", {{"lt", "Taip"}, {"en", "Yes"}}},
      {"no", {{"lt", "Ne"}, {"en", "No"}}},
      {"stop", {{"lt", "Nutraukti"}, {"en", "Stop"}}},
      {"flow_stopped",
       {{"lt", "Gerai, nutraukiau. Kuo dar galiu padėti?"},
        {"en", "All right, I have stopped. What else can I do?"}}},
      {"then",
       {{"lt", "Klausėte ir kito dalyko. Padėti?"},
        {"en", "You asked about something else too. Shall I help?"}}},
      {"attempt_failed",
       {{"lt", "Tokio atsakymo nesupratau."}, {"en", "I could not use that answer."}}},
      {"call_failed",
       {{"lt", "Mūsų sistema dabar neatsako – kviečiu žmogų."},
        {"en", "Our system does not answer right now, so I am calling a person."}}},
      {"empty_message",
       {{"lt", "Žinutėje neradau žodžių. Parašykite, kuo galiu padėti."},
        {"en", "I found no words in the message. Tell me what I can do for you."}}},
      {"hello", {{"lt", "Sveiki."}, {"en", "Hello."}}},
      {"hello_named", {{"lt", "Sveiki, {visitor}."}, {"en", "Hello {visitor}."}}},
      {"first_reply_asked",
       {{"lt", "{hello} Čia {agent}. Perskaičiau, ką rašėte robotui, tuoj atsakysiu."},
        {"en", "{hello} This is {agent}. I have read what you told the bot and will answer now."}}},
      {"first_reply_topic",
       {{"lt", "{hello} Čia {agent}. Matau, dėl ko rašote („{topic}“), tuoj pažiūrėsiu."},
        {"en",
         "{hello} This is {agent}. I can see what it is about (“{topic}”) and am looking "
         "into it."}}},
      {"first_reply_unknown",
       {{"lt", "{hello} Čia {agent}. Robotas Jūsų nesuprato, bet aš klausimą perskaičiau."},
        {"en",
         "{hello} This is {agent}. The bot did not understand your question, but I have read "
         "it."}}},
      {"first_reply_flow",
       {{"lt", "{hello} Čia {agent}. Matau viską, ką jau nurodėte, kartoti nereikia."},
        {"en",
         "{hello} This is {agent}. I can see all that you have told us, so you need not repeat "
         "it."}}},
      {"first_reply_error",
       {{"lt", "{hello} Čia {agent}. Atsiprašau, robotui nepavyko. Jūsų klausimą perskaičiau."},
        {"en", "{hello} This is {agent}. Sorry that the bot failed. I have read your question."}}},
  };
  return kPhrases;
}

std::vector<std::string> phrase_names() {
  std::vector<std::string> names;
  for (const auto& [name, words] : default_phrases()) names.push_back(name);
  return names;
}

void read_phrases(const yaml::Node& root, Reading& reading) {
  yaml::Fields fields(root, "phrases.yaml", reading.problems);
  for (const auto& name : phrase_names()) {
    const auto* node = fields.get(name);
    if (node == nullptr) continue;
    for (auto& [language, text] : read_local_text(*node, "'" + name + "'", reading)) {
      if (name == "handoff_offline" && text.find("{when}") == std::string::npos) {
        yaml::add_warning(reading.problems, node->at, "says nothing of the opening time: {when}");
      }
      reading.catalog.phrases[name][language] = std::move(text);
    }
  }
  fields.finish();
}

}  // namespace frontdesk
