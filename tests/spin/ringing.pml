/* SPDX-License-Identifier: MIT
 * Who is asked to take one waiting conversation: two nodes look, it rings at one agent after the other, and one
 * of the two may have closed his laptop.
 *
 * An ask stands until somebody takes the conversation, the agent declines or its time is over; then the next is
 * asked, and when everybody has let it ring a new round begins. An ask is an append like any other: of two nodes
 * that look at once the second looks again.
 *
 *   BUG_RING     who is asked and does not answer is asked for ever
 *   BUG_DECLINE  who declined is asked again as if he had not
 *   BUG_COMPARE  an append does not ask whether somebody else was first
 */
#define LATE 2  /* asks that run out although the agent is there */

byte asked = 0;    /* 1 or 2; 0: nobody */
byte missed = 0;   /* who let it ring in this round; a bit each */
byte refused = 0;  /* who said so himself */
byte owner = 0;
bool there[3];
byte late = 0;

#define bit(who) (1 << (who))
#define BOTH 6

/* As in ownership.pml: whose look is still the newest. */
byte fresh = 0;
#define look(who) fresh = fresh | (1 << (who))
#define appended fresh = 0
#ifdef BUG_COMPARE
#define unchanged(who) true
#else
#define unchanged(who) ((fresh >> (who)) & 1)
#endif
#define forget(who) fresh = fresh & ~(1 << (who))

active [2] proctype Node() {
  byte who;
end:
  do
  :: atomic { owner == 0 && asked == 0 -> look(_pid);
       if
       :: !(missed & bit(1)) -> who = 1
       :: !(missed & bit(2)) -> who = 2
       :: missed == BOTH -> who = 0             /* everybody has let it ring: the round begins anew */
       fi };
     if
     :: atomic { unchanged(_pid) -> appended;
          assert(owner == 0 && asked == 0);
          if
          :: who == 0 -> missed = 0; refused = 0
          :: who != 0 -> assert(!(refused & bit(who))); asked = who
          fi; who = 0 }
     :: atomic { !unchanged(_pid) -> forget(_pid); who = 0 }
     fi
  :: atomic { owner != 0 -> break }
  od
}

active [2] proctype Agent() {
  bool may_decline = true;
end:
  do
  :: atomic { _pid == 2 && owner == 0 && there[1] -> there[1] = false; break }
  :: atomic { asked == _pid - 1 ->
       if
       :: owner = _pid - 1; asked = 0; appended; assert(owner == 1 || owner == 2)
       :: may_decline -> may_decline = false; asked = 0; appended;
          refused = refused | bit(_pid - 1);
#ifndef BUG_DECLINE
          missed = missed | bit(_pid - 1)
#endif
       fi }
  :: atomic { owner != 0 -> break }
  od
}

#ifndef BUG_RING
active proctype Upkeep() {                      /* by the clock, at either node */
end:
  do
  :: atomic { asked != 0 && (!there[asked] || late < LATE) ->
       if :: there[asked] -> late++ :: else fi;
       missed = missed | bit(asked); asked = 0; appended }
  :: atomic { owner != 0 -> break }
  od
}
#endif

init { atomic { there[1] = true; there[2] = true } }

ltl taken { <> (owner != 0) }
