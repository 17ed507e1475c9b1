// SPDX-License-Identifier: MIT
#include "kb-connector/index/common_words.h"

#include <algorithm>

namespace frontdesk {
namespace {

constexpr float kBuiltWith = 0.4F;

// One group a line, members between commas.
std::vector<std::vector<std::string>> groups_of(std::string_view text) {
  std::vector<std::vector<std::string>> groups(1, std::vector<std::string>(1));
  for (const char c : text) {
    if (c == '\n') {
      groups.emplace_back(1);
    } else if (c == ',') {
      groups.back().emplace_back();
    } else if (c != ' ' || !groups.back().back().empty()) {
      groups.back().back() += c;
    }
  }
  groups.pop_back();
  return groups;
}

std::vector<std::string_view> sorted_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find(' ', at);
    words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  std::sort(words.begin(), words.end());
  return words;
}

constexpr std::string_view kEnglishGroups =
    "delete, remove, erase, get rid of, take down, clear\n"
    "cancel, call off, annul, revoke, unsubscribe\n"
    "download, save, store locally, save locally, offline\n"
    "upload, send, attach, post\n"
    "back up, backup, export, archive, keep a copy, save\n"
    "import, bring in, load\n"
    "email, mail, message, e-mail, emails, letter\n"
    "inbox, mailbox\n"
    "picture, photo, image, screenshot, photograph\n"
    "video, clip, film, movie\n"
    "document, file, doc, paper\n"
    "folder, directory\n"
    "spreadsheet, sheet, table, excel\n"
    "computer, pc, laptop, machine, desktop\n"
    "phone, mobile, smartphone, cell phone, telephone, iphone, android\n"
    "tablet, ipad, device\n"
    "website, web site, site, page, web page\n"
    "app, application, program, webapp, software, tool\n"
    "account, profile, membership\n"
    "user, person, people, someone\n"
    "password, passcode, pin, login details, credentials\n"
    "log in, login, sign in, logon, log on\n"
    "log out, sign out, logout, log off\n"
    "register, sign up, create an account, enroll, join\n"
    "close, shut down, turn off, switch off, power off, deactivate, disable\n"
    "open, start, launch, run\n"
    "turn on, enable, activate, switch on, power on\n"
    "stop, prevent, block, disable, avoid\n"
    "hide, invisible, conceal, private, not show\n"
    "show, display, view, see\n"
    "private, privacy, confidential, secret, personal\n"
    "security, secure, safe, trust, safety\n"
    "encrypt, encryption, cipher\n"
    "public, visible, everyone\n"
    "share, give access, let others see\n"
    "permission, access, rights, allow\n"
    "find, search, locate, look for, look up\n"
    "change, modify, edit, alter, update, adjust\n"
    "exchange, swap, replace, switch, substitute\n"
    "copy, duplicate, replicate, clone\n"
    "move, transfer, migrate\n"
    "link, url, hyperlink, reference, address\n"
    "several, multiple, many, more than one\n"
    "oldest, earliest, first\n"
    "newest, latest, recent, last\n"
    "automatic, automatically, auto\n"
    "strikethrough, strike through, crossed out, cross out\n"
    "font, typeface, text style\n"
    "bold, italic, formatting, format, style\n"
    "notification, alert, notify, alarm\n"
    "sound, audio, noise, music\n"
    "screen, display, monitor\n"
    "keyboard, keys\n"
    "bright, brightness, dim\n"
    "blurry, fuzzy, unclear\n"
    "internet, web, online, network\n"
    "wireless, wifi, wi-fi\n"
    "error, problem, issue, fault, failure, trouble\n"
    "fix, repair, solve, mend, troubleshoot\n"
    "broken, damaged, faulty, defective, not working, cracked\n"
    "price, cost, how much, fee, charge, rate\n"
    "cheap, cheaper, discount, sale, reduced\n"
    "discount code, promo code, coupon, voucher code\n"
    "gift card, gift voucher, gift certificate\n"
    "points, loyalty, rewards\n"
    "pay, payment, paid, billing\n"
    "card, credit card, debit card, bank card\n"
    "cash, cash on delivery\n"
    "instalments, installments, monthly payments, pay later, leasing, credit\n"
    "invoice, bill, vat invoice\n"
    "receipt, proof of purchase\n"
    "refund, money back, reimbursement\n"
    "return, send back, bring back, give back\n"
    "order, purchase, buy, bought\n"
    "parcel, package, shipment, delivery\n"
    "delivery, shipping, dispatch, postage\n"
    "deliver, ship, send, arrive\n"
    "late, delayed, delay, not arrived, overdue\n"
    "track, tracking, where is\n"
    "courier, carrier, driver\n"
    "parcel locker, locker, pickup point, pick-up point\n"
    "pick up, collect, collection\n"
    "shop, store, showroom\n"
    "opening hours, working hours, business hours, open\n"
    "contact, phone number, support, customer service, reach\n"
    "in stock, available, availability\n"
    "sold out, out of stock, unavailable\n"
    "reserve, hold, put aside\n"
    "size, sizing, fit, dimensions, measurements\n"
    "shoes, footwear, boots, sneakers, trainers\n"
    "clothes, clothing, apparel, garment\n"
    "furniture, sofa, table, bed, wardrobe\n"
    "assemble, assembly, put together\n"
    "install, installation, set up, setup\n"
    "wash, washing, laundry, cleaning\n"
    "warranty, guarantee\n"
    "wholesale, bulk, large quantity\n"
    "newsletter, marketing emails, advertising\n"
    "subscription, plan, membership\n"
    "personal data, gdpr, my data\n"
    "scam, fraud, phishing, suspicious\n"
    "virus, malware, trojan\n"
    "licence key, license key, activation key, product key\n"
    "abroad, foreign country, overseas, international\n"
    "fb, facebook\n"
    "yt, youtube\n"
    "city, town\n"
    "disease, illness, sickness\n"
    "doctor, physician\n"
    "symptoms, signs\n"
    "vaccine, vaccination, jab, shot\n"
    "mask, face covering\n"
    "child, kid, children\n"
    "test, testing, check\n"
    "travel, trip, journey\n";

constexpr std::string_view kLithuanianGroups =
    "emailas, el. paštas, elektroninis paštas, meilas, e-mail, email, laiškas\n"
    "appsas, programėlė, aplikacija, app, mobilioji programa\n"
    "lizingas, išsimokėtinai, išsimokėjimas, dalimis, kreditas, dalinis mokėjimas\n"
    "kvitas, čekis, pirkimo dokumentas\n"
    "sąskaita, faktūra, sąskaita faktūra\n"
    "siunta, siuntinys, pakuotė, paketas, parcelė\n"
    "pristatymas, atvežimas, siuntimas, pristatyti, atvežti\n"
    "atvykti, atkeliauti, ateiti, atvažiuoti\n"
    "paštomatas, terminalas, savitarnos terminalas\n"
    "kurjeris, vežėjas\n"
    "grąžinimas, grąžinti, atiduoti atgal, atsisakyti prekės\n"
    "pinigų grąžinimas, pinigai atgal\n"
    "keitimas, pakeisti, iškeisti, apkeisti, pasikeisti\n"
    "sugadinta, sulaužyta, sudužusi, brokuota, pažeista, sudaužyta, broką\n"
    "garantija, garantinis\n"
    "remontas, taisymas, servisas, sutaisyti\n"
    "sugedo, neveikia, sulūžo, gedimas\n"
    "nuolaida, akcija, išpardavimas\n"
    "nuolaidos kodas, promo kodas, kupono kodas, akcijos kodas\n"
    "dovanų kuponas, dovanų kortelė, dovanų čekis\n"
    "taškai, lojalumas, lojalumo programa\n"
    "slaptažodis, passwordas, pinas\n"
    "prisijungti, prisiloginti, loginas, įeiti\n"
    "registruotis, užsiregistruoti, susikurti paskyrą, registracija\n"
    "paskyra, profilis, anketa, accountas\n"
    "naujienlaiškis, reklamos, reklaminiai laiškai, prenumerata\n"
    "duomenys, asmens duomenys, bdar, gdpr\n"
    "ištrinti, pašalinti, panaikinti\n"
    "grynaisiais, grynais, grynieji\n"
    "kortelė, banko kortelė\n"
    "apmokėti, mokėti, mokėjimas, atsiskaityti, atsiskaitymas\n"
    "užsakymas, pirkinys, orderis\n"
    "atšaukti, anuliuoti, panaikinti, persigalvojau\n"
    "parduotuvė, salonas\n"
    "darbo laikas, darbo valandos, kada dirbate\n"
    "kontaktai, telefonas, susisiekti\n"
    "telefonas, mobilus, išmanusis, mobilusis\n"
    "kompiuteris, kompas, nešiojamasis\n"
    "planšetinis, planšetė, įrenginys\n"
    "prietaisas, įrenginys, technika\n"
    "kvepalai, makiažas, kosmetika\n"
    "apatiniai, apatinis trikotažas, kojinės\n"
    "skalbimas, skalbti, plovimas\n"
    "surinkimas, sumontuoti, montavimas, surinkti\n"
    "pajungimas, prijungimas, montavimas\n"
    "rezervuoti, atidėti, palaikyti\n"
    "sandėlis, likutis, turite, sandėlyje\n"
    "didmena, urmu, didmeninė, didelis kiekis, vienetų\n"
    "sukčiai, apgavikai, phishing, sukčiavimas\n"
    "raktas, licencija, aktyvavimo kodas\n"
    "prenumerata, abonementas\n"
    "batai, avalynė, sportbačiai, kedai\n"
    "drabužiai, rūbai, apranga\n"
    "striukė, paltas, marškiniai, suknelė, drabužis\n"
    "baldai, lova, stalas, spinta, sofa\n"
    "šaldytuvas, skalbyklė, indaplovė, buitinė technika\n"
    "kaina, kainuoti, kainuoja, įkainis\n"
    "pigiau, mažesnė kaina, atpigo\n"
    "vėluoja, vis dar negavau, neatkeliavo, neatėjo\n"
    "užsienis, kita šalis, kitos šalys\n"
    "dydis, išmatavimai, matmenys\n"
    "pagalba, klientų aptarnavimas, palaikymas\n"
    "atsiliepimas, įvertinimas, komentaras\n"
    "dovana, dovanų pakavimas, supakuoti\n";

// Folded; a space after each.
constexpr std::string_view kEnglishBuilders =
    "a about am an and any are at be been but by can could d did do does explain for from get "
    "has have hello help hey hi how i id idea if im in is it its ive just know learn like m "
    "may me might more my need not of on option options or please possible possibly question "
    "really s should so some somebody someone something t tell that the there these this "
    "those to us use used using ve very wanna want was way ways we what when where which who "
    "whose why will with would you your ";

constexpr std::string_view kLithuanianBuilders =
    "apie ar arba as be bet bus buti buvo dar daryti del diena gal galeciau gali galima "
    "galite galiu i ir is jau jei jeigu jums jus jusu kad kada kaip kas kiek kodel kokia "
    "kokie kokio kokiu koks kur kuris laba labas man mane mano mes mums noreciau norejau "
    "noriu nors padekite pagal papasakokite pas pasakykite per prasau prie reikia si sis "
    "sitas su sveiki ta tai tas tu turi turiu uz yra ";

}  // namespace

const std::vector<std::vector<std::string>>& common_synonyms(const std::string& language) {
  static const std::vector<std::vector<std::string>> english = groups_of(kEnglishGroups);
  static const std::vector<std::vector<std::string>> lithuanian = groups_of(kLithuanianGroups);
  static const std::vector<std::vector<std::string>> none;
  return language == "en" ? english : language == "lt" ? lithuanian : none;
}

float weight_in_question(const std::string& language, std::string_view folded) {
  static const std::vector<std::string_view> english = sorted_words(kEnglishBuilders);
  static const std::vector<std::string_view> lithuanian = sorted_words(kLithuanianBuilders);
  const auto builds = [&](const std::vector<std::string_view>& words) {
    return std::binary_search(words.begin(), words.end(), folded);
  };
  if (language == "en" && builds(english)) return kBuiltWith;
  if (language == "lt" && builds(lithuanian)) return kBuiltWith;
  return 1;
}

}  // namespace frontdesk
