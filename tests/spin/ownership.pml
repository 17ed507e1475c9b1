/* SPDX-License-Identifier: MIT
 * Who has one conversation: a visitor, two nodes of the bot, two agents, one Store.
 *
 * As the program does it: a decision looks at the log, thinks, and is appended only if nothing was appended
 * since (Store::append). What one append holds is there as a whole or not at all. Everything between an
 * atomic{} that looks and the one that appends may interleave.
 *
 * Each -DBUG_... takes one protection away, and must be caught:
 *   BUG_COMPARE   an append does not ask whether somebody else was first
 *   BUG_LATE_BOT  what a slow call of a flow returned is said without looking who has the conversation
 *   BUG_STALE     an agent's answer is checked for "assigned", not for whose and which epoch
 *   BUG_REPEAT    a message sent again counts twice
 *   BUG_LEASE     an agent who is gone keeps what he has
 *   BUG_NOTICE    the handoff and the notice to the visitor are two appends
 *   BUG_PLACE     who is put back into the queue stands at its end
 *   BUG_WAITING   the bot answers everything while a person is waited for
 *   BUG_FORM      an address is taken, and the conversation goes to nobody's list
 *   BUG_LIMIT     nobody looks at how long the visitor has waited
 * -DGONE: the agent who closed his laptop never comes back.
 */
#define MOST_EPOCHS 6
#define MESSAGES 2

mtype = { bot, queued, assigned, offline, closed };
mtype status = bot;
byte owner = 0;         /* 1 or 2 while assigned */
byte epoch = 0;         /* every change of hands */
bool told = false;      /* the visitor knows that he waits */
bool old_place = true;  /* in the queue */
bool call_open = false; /* a flow waits for a shop's answer */
bool called = false;    /* one call is enough to see what can go wrong */
bool online[3];
bool may_vanish = true;

/* Whose look at the log is still the newest: a bit each. Stands for comparing sequences, which would make
   a state of every length of the log. */
byte fresh = 0;
#define look(who) fresh = fresh | (1 << (who))
#define appended fresh = 0
#ifdef BUG_COMPARE
#define unchanged(who) true
#else
#define unchanged(who) ((fresh >> (who)) & 1)
#endif
#define forget(who) fresh = fresh & ~(1 << (who))

inline move(to, by) { status = to; owner = by; epoch++ }
inline bot_says(safe) { assert(status == bot || (status == queued && safe)) }

active proctype Visitor() {
  byte sent = 0, stored = 0;
  bool again;
  bool stays = true;
  do
  :: atomic { stays && status == queued && epoch < MOST_EPOCHS -> look(0); stays = false };
     if                                         /* he leaves an address, or the queue, unless somebody was first */
     :: atomic { unchanged(0) -> appended;
#ifndef BUG_FORM
          move(offline, 0);
#endif
          told = true; assert(status == offline) }
     :: atomic { unchanged(0) -> appended; move(bot, 0) }
     :: atomic { !unchanged(0) -> forget(0) }
     fi
  :: sent < MESSAGES ->
     again = false;
send:
     atomic { look(0) };
     atomic {
       if
       :: !unchanged(0) -> goto send            /* somebody was first: look again */
#ifndef BUG_REPEAT
       :: unchanged(0) && again -> forget(0)    /* its client id is there already: nothing is added */
       :: unchanged(0) && !again ->
#else
       :: unchanged(0) ->
#endif
          stored++; appended;
          if
          :: status == closed && epoch < MOST_EPOCHS -> move(bot, 0); bot_says(false)
          :: status == bot -> bot_says(false)
          :: status == bot && !called -> call_open = true; called = true
          :: status == bot && epoch < MOST_EPOCHS -> move(queued, 0); old_place = true;
#ifndef BUG_NOTICE
             told = true
#endif
          :: status == queued -> skip
          :: status == queued -> bot_says(true)
#ifdef BUG_WAITING
          :: status == queued -> bot_says(false)
#endif
          :: status == assigned || status == offline || (status == closed && epoch >= MOST_EPOCHS) -> skip
          fi
       fi
     };
     if
     :: !again -> again = true; goto send     /* the reply was lost: the same message, once more */
     :: skip
     fi;
     sent++;
     assert(stored == sent)
  :: sent == MESSAGES -> break
  od
}

#ifdef BUG_NOTICE
active proctype Notice() {                      /* the second append, which a killed process never makes */
  if
  :: atomic { status == queued && !told -> told = true; appended }
  :: skip
  fi
}
#endif

active [2] proctype Call() {                    /* either node: the shop answered */
  bool ours;
end:
  do
  :: atomic { call_open -> look(_pid); ours = (status == bot) };
     if
     :: atomic { unchanged(_pid) && call_open -> call_open = false; appended;
          if :: status == bot -> bot_says(false) :: else fi; ours = false }
     :: atomic { !unchanged(_pid) || !call_open -> forget(_pid);
#ifdef BUG_LATE_BOT
          if :: ours && call_open -> call_open = false; appended; bot_says(false) :: else fi;
#endif
          ours = false }
     fi
  od
}

proctype Agent(byte me) {
  byte mine = 0;                                /* the epoch in which it became his; 0: none */
end:
  do
  :: atomic { mine == 0 && online[me] && epoch < MOST_EPOCHS && (status == queued || status == offline) ->
       look(_pid) };
     if
     :: atomic { unchanged(_pid) -> appended; assert(owner == 0); move(assigned, me); told = false;
          mine = epoch }
     :: atomic { !unchanged(_pid) -> skip }
     fi
  :: mine != 0 && online[me] ->                 /* an answer, maybe from a page that was cut off for a while */
     atomic {
       if
#ifdef BUG_STALE
       :: status == assigned -> assert(owner == me); appended
#else
       :: status == assigned && owner == me && epoch == mine -> appended
#endif
       :: else -> mine = 0                      /* refused: the draft stays with him */
       fi };
     if
     :: atomic { status == assigned && owner == me && epoch == mine -> appended; move(closed, 0); mine = 0 }
     :: atomic { status == assigned && owner == me && epoch == mine && epoch < MOST_EPOCHS - 2 ->
          appended; move(bot, 0); mine = 0 }
     :: atomic { status == assigned && owner == me && epoch == mine && epoch < MOST_EPOCHS - 2 ->
          appended; move(queued, 0); told = true; mine = 0 }     /* to a team: keeps the place */
     :: atomic { may_vanish && me == 1 -> may_vanish = false; online[me] = false }
     :: atomic { !(status == assigned && owner == me && epoch == mine) -> mine = 0 }
     fi
  :: !online[me] ->
#ifdef GONE
     break
#else
     online[me] = true                          /* back, and he still believes that it is his */
#endif
  od
}

active proctype Upkeep() {                      /* either node, by the clock: leases and waiting limits */
end:
  do
#ifndef BUG_LEASE
  :: atomic { status == assigned && !online[owner] -> look(_pid) };
     if
     :: atomic { unchanged(_pid) && status == assigned && !online[owner] ->
          appended; move(queued, 0); told = true;
#ifdef BUG_PLACE
          old_place = false;
#endif
          assert(old_place) }
     :: atomic { !unchanged(_pid) || status != assigned || online[owner] -> forget(_pid) }
     fi
#endif
#ifndef BUG_LIMIT
  :: atomic { status == queued -> look(_pid) };
     if
     :: atomic { unchanged(_pid) && status == queued -> appended; move(offline, 0); told = true }
     :: atomic { !unchanged(_pid) || status != queued -> forget(_pid) }
     fi
#endif
  od
}

init { atomic { online[1] = true; online[2] = true; run Agent(1); run Agent(2) } }

ltl one_owner { [] ((status == assigned) -> (owner != 0)) && [] ((status != assigned) -> (owner == 0)) }
ltl is_told { [] ((status == queued || status == offline) -> told) }
ltl no_orphan { [] ((status == assigned && !online[owner]) -> <> !(status == assigned && !online[owner])) }
ltl not_forgotten { [] ((status == queued) -> <> (status != queued)) }
