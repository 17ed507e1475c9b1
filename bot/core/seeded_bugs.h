// SPDX-License-Identifier: MIT
#pragma once
// Mistakes that this program can be told to make, one for each thing that protects a handoff.
//
// They are there for the tests alone: a test that cannot see such a mistake proves nothing. They are the
// mutants of tests/spin by the same names, and tests/interleavings must catch each of them.
// `-DBUG_COMPARE` and so on build one of them in. A build with a sanitizer, or with -DSEEDED_BUGS, has all of
// them and makes none until a test chooses one while nothing else runs. In any other build seeded() is false
// at compile time, and of this file nothing is left.

namespace frontdesk {

enum class Bug {
  none,
  compare,    // an append does not ask whether somebody else was first
  late_bot,   // what a slow call returned is said without looking who has the conversation
  stale,      // an agent's command is checked for "assigned", not for whose and which epoch
  repeat,     // a message sent again counts twice
  lease,      // an agent who is gone keeps what he has
  notice,     // a handoff does not bring its notice to the visitor
  place,      // who is put back into the queue stands at its end
  waiting,    // the bot answers everything while a person is waited for
  limit,      // nobody looks at how long a visitor has waited
  capacity,   // an agent's places are not counted when he gets a conversation
  hold,       // what is put aside keeps its place at its agent's
  ring,       // who is asked and does not answer is asked for ever
  decline,    // who declined is asked again as if he had not
  form,       // an address is taken and answered, and the conversation goes to nobody's list
  subscribe,  // a list is read first, and what is announced is listened to afterwards
  bell,       // news is announced before it is durable
  carry,      // a stream sends what was announced, not what follows its place
};

#if defined(NDEBUG) && defined(SEEDED_BUGS)
#error "a release makes no mistakes on purpose"
#endif

#if !defined(NDEBUG) && \
    (defined(SEEDED_BUGS) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__))

#define FRONTDESK_CHOOSES_BUGS 1
inline Bug seeded_bug = Bug::none;
inline bool seeded(Bug bug) { return seeded_bug == bug; }

#else

#if defined(BUG_COMPARE)
inline constexpr Bug kSeededBug = Bug::compare;
#elif defined(BUG_LATE_BOT)
inline constexpr Bug kSeededBug = Bug::late_bot;
#elif defined(BUG_STALE)
inline constexpr Bug kSeededBug = Bug::stale;
#elif defined(BUG_REPEAT)
inline constexpr Bug kSeededBug = Bug::repeat;
#elif defined(BUG_LEASE)
inline constexpr Bug kSeededBug = Bug::lease;
#elif defined(BUG_NOTICE)
inline constexpr Bug kSeededBug = Bug::notice;
#elif defined(BUG_PLACE)
inline constexpr Bug kSeededBug = Bug::place;
#elif defined(BUG_WAITING)
inline constexpr Bug kSeededBug = Bug::waiting;
#elif defined(BUG_LIMIT)
inline constexpr Bug kSeededBug = Bug::limit;
#elif defined(BUG_CAPACITY)
inline constexpr Bug kSeededBug = Bug::capacity;
#elif defined(BUG_HOLD)
inline constexpr Bug kSeededBug = Bug::hold;
#elif defined(BUG_RING)
inline constexpr Bug kSeededBug = Bug::ring;
#elif defined(BUG_DECLINE)
inline constexpr Bug kSeededBug = Bug::decline;
#elif defined(BUG_FORM)
inline constexpr Bug kSeededBug = Bug::form;
#elif defined(BUG_SUBSCRIBE)
inline constexpr Bug kSeededBug = Bug::subscribe;
#elif defined(BUG_BELL)
inline constexpr Bug kSeededBug = Bug::bell;
#elif defined(BUG_CARRY)
inline constexpr Bug kSeededBug = Bug::carry;
#else
inline constexpr Bug kSeededBug = Bug::none;
#endif
#ifdef NDEBUG
static_assert(kSeededBug == Bug::none, "a release makes no mistakes on purpose");
#endif
constexpr bool seeded(Bug bug) { return bug == kSeededBug && bug != Bug::none; }

#endif

}  // namespace frontdesk
