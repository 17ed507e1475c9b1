/* SPDX-License-Identifier: MIT
 * How many conversations an agent has: two nodes assign three waiting ones to two agents with room for one
 * each, while the agents close what they have.
 *
 * Whether there is room is a question about other conversations than the one appended to, so comparing that
 * one's log does not protect it: the count is taken in the transaction of the append.
 *
 *   BUG_CAPACITY  the count is taken when the assignment is decided
 *   BUG_COMPARE   an append does not ask whether somebody else was first
 */
#define CONVERSATIONS 3
#define ROOM 1

byte owner[CONVERSATIONS]; /* 0 waits, 1 and 2 are agents, 3 closed */
byte load[3];
byte closed = 0;

active [2] proctype Node() {
  byte which, agent, seen;
end:
  do
  :: atomic {
       select(which : 0 .. CONVERSATIONS - 1);
       select(agent : 1 .. 2);
       if
       :: owner[which] == 0 && load[agent] < ROOM -> seen = owner[which]
       :: else -> goto end
       fi };
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
          owner[which] = agent; load[agent]++;
          assert(load[agent] <= ROOM)
       :: else -> skip
       fi }
  :: closed == CONVERSATIONS -> break
  od
}

active [2] proctype Agent() {
  byte which;
end:
  do
  :: atomic { load[_pid - 1] > 0 ->
       which = 0;
       do
       :: owner[which] == _pid - 1 -> break
       :: else -> which++
       od;
       owner[which] = 3; load[_pid - 1]--; closed++ }
  :: closed == CONVERSATIONS -> break
  od
}
