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

// Of five letters and more: shorter words are never corrected.
constexpr std::string_view kEveryday =
    "aplink aplinkui atvejai atvejais atvejis atveju bendra bendrai beveik buvau buvome buvote "
    "dalis dalykas darbas darbo darome daugeli daugiau dazniau dazniausiai didziausia eidamas "
    "ekonomika esame gabalas galva geriau geriausia gyvena gyvenimas imones isleido isleista "
    "israsas istorija ivairus jeigu jusiskis kaimynai kaimynas kalnai kalnas karas karta "
    "kartais kartus keliai kelias kelio kelione kolega kolegas kolegos kraujas krepsinis laikas "
    "laisvas lengva lengvai lieka likimas maistas masina masinos mazai mergina metai metais "
    "mintis mokslas mokykla moteris muzika namas naujas naujiena naujienos niekada noredami "
    "padaryti padeda paliekama paprastai pasaka pasaulis patinka pavasaris pavyzdys pavyzdziui "
    "politika pradeda pradesime prezidentas prietaisas priezastis prieziura programuoti "
    "rinkimai rinkimu ruduo sajunga sajungos saldus saule savas seima sesuo sistema slapukai "
    "slapukas slapuku slapukus smagu sodas sportas statistika statyba suaugusi surenkate svarbu "
    "sveikata sviesa taikyti taskas tevai tevas tiesa tikra tikrai tiksliai treneris turbut "
    "upelis uzduotis vaikai vaikams vaikas valdzia valgyti valstybe vanduo vasara velniai "
    "vienas vienerius virsija virsuje visada visados viskas vyrai vyras zaidimai zaidimas "
    "zaisti ziema zmona zodis zodziai zvaigzde"
    " about above across actual actually advance again agenda agree ahead album alert alerts "
    "alone along alternative although always among animal answer apart apple around article "
    "audible audio automatic automatically autumn average avoid aware balance beach begin "
    "behind believe below better between birthday board books bottom branch brand bread break "
    "bring brother brown build building cancer cards career careful carry center central cereal "
    "certain chain chance chances channel character charging cheap cheaper cheapest cheek "
    "cheers cheese chicken child children choice choose chose clean clear close closer closest "
    "clothe clouds coffee comes coming common community companies compare complete computer "
    "concert condition considered contain content contents continue contract cooking correctly "
    "could count couple course cream create created credit cricket cross crush current cycle "
    "dance danger daughter decide denied describe desert design details different difficult "
    "dinner direct direction disposable doctor dollar dollars doubt drink drive driving during "
    "early earth eastern either elder election electric eleven employer empty enjoy enough "
    "entire entrance equal especially estimated event events every everyone exactly example "
    "exceeded except exchange expire expires explain extra false family famous father favorite "
    "favourite field fifteen fifty fight figure final finally finger finish first fixed floor "
    "flower focus follow force forest forty forward fourth fresh friday friend friends front "
    "fruit function funny further future gained games garden general given glass going grade "
    "grand grass great ground group grown guess happen happened happy hardly health heart heavy "
    "height hidden history hospital hotel house however human hundred husband important include "
    "including increase indeed inside instruct interest interested interesting internet "
    "interval intervals invest invested investment issue issued issues issuing joint jokes "
    "kitchen known large largest lately later laugh leader learn least leave leaving lemon "
    "lesson letter level library light likely likes limit lines listen lists little lived "
    "living local locally locate looked looking looks losing losses lunch machine makes making "
    "manage managed manually march market marry match matter maybe meals meaning means meant "
    "media meeting member memory mention merry middle might minute minutes missed mistook "
    "mobile modern moment monday morning mother motion mountain mouse mouth movie movies moving "
    "music myself names national nature nearby nearest nearly needs neither network nights "
    "noise normal normally north notes nothing notice noticed noticing novel object office "
    "often older opening opinion origin others ought outside owner owners pages paint paper "
    "parent parents parts party passed passing paths pause peace people perfect perhaps period "
    "phone piece pieces pizza place places plain plant plants plate played player playing "
    "playlist plays please pleased pocket podcast point points popular position possible potato "
    "power prefer prepare press pretty prevent price pride prince private probably problem "
    "problems procedure proceed process processed produce promise promised promptly proper "
    "provide public purple queen queens question questions quiet quite radio raise range rated "
    "rather reach reaches reading ready really reason receive receiver recent recently recipe "
    "record records region remain remote remotely report restart restaurant restrictions result "
    "results right river rolls round route running salad saying scale scene school score scores "
    "search season second secret seems sense sentence separate serious serve served server "
    "serving seven seventy several shake shall shape share shared sharp sheet shift shine shirt "
    "shock shook shoot shopping short should shoulder shout shown signal silent silver similar "
    "simple simply since single sister sitting sixteen sixty sleep slept slice slipped small "
    "smart smile smoke smooth social solid songs sorry sound sounds source south space spain "
    "speak special speed spell spend spent spirit spite split spoke sport sports spread spring "
    "square stage stand standing start started starts state stated states statistics statue "
    "stayed steak steal steam steel steps stick stole stone stood stored stories storm story "
    "straight strange stream street strict string strong struggling student study stuff style "
    "subject sudden suddenly sugar suite summer sunday sunny supply suppose surface surprise "
    "sweet system systems table taken takes taking talent taste teach teacher teams tells "
    "temperature tennis terminated tests thank their theme there these thick thing things think "
    "thinking third thirty those though thought thousand thread three through throw thunder "
    "thursday tickets tired title toast today together tomorrow tonight tools total touch tough "
    "tower traffic trail train trains travel treat trees triple trouble truck trust truth "
    "trying tuesday tunes turned turning turns twelve twenty types under understand union "
    "unique unless until upper urban useful usual usually value various velocity village visit "
    "voice wages walking wants watch water weather wedding weeks weight welcome wheel where "
    "whether which while white whole whose window winter withdrawn withdrew within without "
    "woman women wonder words worked worker working works world worry worse worth would write "
    "writing written wrote yellow young yourself";

}  // namespace

std::string_view everyday_words() { return kEveryday; }

std::string_view function_words(std::string_view language) {
  if (language == "lt") return kLithuanian;
  if (language == "en") return kEnglish;
  return {};
}

}  // namespace frontdesk
