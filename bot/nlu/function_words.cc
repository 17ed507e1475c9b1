// SPDX-License-Identifier: MIT
#include "nlu/function_words.h"

namespace frontdesk {
namespace {

constexpr std::string_view kLithuanian =
    "ir ar kad kaip kur kada kas ko kam ka kuo kodel kiek koks kokia kokie kokios koki kuris kuri "
    "kurie as tu jis ji mes jus jie jos man mano manes mane tau tavo jums jusu mums musu jam jai "
    "su be is i ant po per prie pas uz nuo iki del pagal tarp pries apie yra buvo bus esu esate "
    "nera buti noriu noreciau norim norite norint galiu galima galite galeciau gal galit reikia "
    "reikes turiu turite tik dar jau bet o nes jei jeigu tai tas ta tie tos toks tokia sis si sie "
    "siuo siandien rytoj vakar dabar labai daug mazai visai viska viskas nieko niekas ne nebe "
    "taip prasau aciu dekoju laba diena labas sveiki vakaras rytas viso gero kazkas kazka gerai "
    "gausiu gavau gauti atejo neatejo atvyks prekes preke uzsakymas uzsakyma uzsakymo pinigus "
    "pinigu siunta siuntinys siuntos pristatymas grazinti grazinimas keisti pakeisti atsaukti "
    "kainuoja kaina moketi sumoketi apmoketi saskaita nuolaida parduotuve dirbate veikia neveikia "
    "zmogus zmogumi konsultantas padekite padeti gera sveikas savo kita kitas kita viena vienas du "
    "trys eur lt vel kol tada tuomet cia ten todel nors arba bei nei daugiau";

constexpr std::string_view kEnglish =
    "the a an and or but if then of to in on at by for from with without about into over after "
    "before until is are was were be been being am do does did doing done have has had having can "
    "could will would shall should may might must i you he she it we they me him her us them my "
    "your his its our their mine yours this that these those there here what when where which who "
    "whom whose why how not no yes yet still just only also too very much many more most some any "
    "all each every other another one two three please thank thanks hello hi hey good morning "
    "evening day bye today tomorrow yesterday now want need like get got give know think tell help "
    "order orders package parcel delivery deliver shipping return refund money pay payment price "
    "cost invoice discount code shop store open item items product broken wrong size account "
    "password login cancel change address talk speak person human agent much long does im ive dont "
    "cant didnt isnt whats wheres don isn didn doesn re ve ll so as than out up down off again";

}  // namespace

std::string_view function_words(std::string_view language) {
  if (language == "lt") return kLithuanian;
  if (language == "en") return kEnglish;
  return {};
}

}  // namespace frontdesk
