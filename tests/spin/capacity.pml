/* SPDX-License-Identifier: MIT
 * How many conversations an agent has: two nodes assign three waiting ones to two agents with room for one
 * each, while the agents close what they have, or put it aside and perhaps never come back to it.
 *
 * Whether there is room is a question about other conversations than the one appended to, so comparing that
 * one's log does not protect it: the count is taken in the transaction of the append. What is put aside takes
 * no room; when its visitor writes it takes it again, even where another has it meanwhile: nothing is assigned
 * beyond the room, and nobody is kept from writing.
 *
 *   BUG_CAPACITY  the count is taken when the assignment is decided
 *   BUG_COMPARE   an append does not ask whether somebody else was first
 *   BUG_HOLD      what is put aside keeps its place
 */
#define CONVERSATIONS 3
#define ROOM 1
#define ALL 7

byte owner[CONVERSATIONS]; /* 0 waits, 1 and 2 are agents, 3 closed */
byte load[3];              /* of an agent, without what he has put aside */
byte aside = 0;            /* a bit each */
byte was_aside = 0;        /* once each is enough to see what can go wrong */
byte assigned = 0;         /* a bit each */

#define bit(which) (1 << (which))
#define has(which, agent) (owner[which] == agent && !(aside & bit(which)))

active [2] proctype Node() {
  byte which, agent, seen;
end:
  do
  :: atomic {
       if                                       /* somebody waits and somebody has room, as they are now */
       :: owner[0] == 0 -> which = 0
       :: owner[1] == 0 -> which = 1
       :: owner[2] == 0 -> which = 2
       fi;
       if
       :: load[1] < ROOM -> agent = 1
       :: load[2] < ROOM -> agent = 2
       :: load[1] >= ROOM && load[2] >= ROOM -> goto end
       fi;
       seen = owner[which] };
     atomic {
       if
#ifndef BUG_COMPARE
       :: owner[which] != seen -> skip
       :: owner[which] == seen &&
#else
       ::
#endif
#ifdef BUG_CAPACITY
          true ->
#else
          load[agent] < ROOM ->
#endif
          assert(owner[which] == 0);
          owner[which] = agent; load[agent]++; assigned = assigned | bit(which);
          assert(load[agent] <= ROOM)
       :: else -> skip
       fi }
  :: atomic { assigned == ALL -> break }
  od
}

active [2] proctype Agent() {
  byte which;
end:
  do
  :: atomic { has(0, _pid - 1) || has(1, _pid - 1) || has(2, _pid - 1) ->
       if
       :: has(0, _pid - 1) -> which = 0
       :: has(1, _pid - 1) -> which = 1
       :: has(2, _pid - 1) -> which = 2
       fi;
       if
       :: owner[which] = 3; load[_pid - 1]--
       :: !(was_aside & bit(which)) ->
          aside = aside | bit(which); was_aside = was_aside | bit(which);
#ifndef BUG_HOLD
          load[_pid - 1]--
#endif
       fi }
  od
}

active proctype Visitors() {                    /* one whose conversation was put aside writes, or never does */
  byte which;
end:
  do
  :: atomic { aside != 0 ->
       if
       :: aside & 1 -> which = 0
       :: aside & 2 -> which = 1
       :: aside & 4 -> which = 2
       fi;
       if
       :: aside = aside & ~bit(which);
#ifndef BUG_HOLD
          load[owner[which]]++
#endif
       :: break
       fi }
  od
}

ltl nobody_waits { <> (assigned == ALL) }
