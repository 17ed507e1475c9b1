/* SPDX-License-Identifier: MIT
 * What a page sees: every event, once, in order, however often its connection breaks.
 *
 * A page that comes back names the last event it has seen. The server subscribes to the doorbell first and
 * reads the log afterwards; a bell means only "look again from where you are".
 *
 *   BUG_SUBSCRIBE  reads first, then subscribes: what is committed between is never told
 *   BUG_BELL       the bell rings before the commit
 *   BUG_CARRY      the bell carries the event: what is read meanwhile comes twice, what was missed never
 */
#define EVENTS 4
#define CUTS 2

byte committed = 0;
bool listening = false;
bool bell = false;
byte carried = 0;
byte seen = 0;        /* by the page: the last event */
byte cuts = 0;

active proctype Writer() {
  do
  :: committed < EVENTS ->
#ifdef BUG_BELL
     atomic { if :: listening -> bell = true :: else fi };
     committed++
#else
     committed++;
     atomic { if :: listening -> bell = true; carried = committed :: else fi }
#endif
  :: committed == EVENTS -> break
  od
}

active proctype Stream() {
connect:
  atomic { bell = false; listening = false };
#ifndef BUG_SUBSCRIBE
  listening = true;
#endif
  do                                      /* from where the page is to where the log is */
  :: atomic { seen < committed -> seen++ }
  :: atomic { cuts < CUTS -> cuts++; goto connect }
  :: atomic { seen >= committed -> break }
  od;
#ifdef BUG_SUBSCRIBE
  listening = true;
#endif
end:
  do
  :: atomic { bell -> bell = false };
#ifdef BUG_CARRY
     atomic { assert(carried == seen + 1); seen = carried }
#else
     do
     :: atomic { seen < committed -> seen++ }
     :: atomic { cuts < CUTS -> cuts++; goto connect }
     :: atomic { seen >= committed -> break }
     od
#endif
  :: atomic { cuts < CUTS -> cuts++; goto connect }
  od
}

ltl all_seen { <> (seen == EVENTS) }
