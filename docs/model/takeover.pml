/*
 * A writer that may be killed between any two steps, and successors that want to take
 * over, two at once: whatever it leaves behind, readers are neither torn nor stuck, and
 * delivered + overruns = count whenever nobody writes.
 */
#ifndef COMMITS
#define COMMITS 3
#endif
#ifndef ABORTS
#define ABORTS 1
#endif
#ifndef WRITERS
#define WRITERS 3
#endif

/* The kernel's lock, and how many writers have had it so far. */
bool locked;
byte succession;

#define WRITER succession
#define nobody_writes (!locked && pending == 0)
#include "ring.pml"

/* What a process is doing. */
#define STANDING_BY 0
#define TAKING_OVER 1
#define READY 2
#define FILLING 3

byte doing[2];
byte sequence[2];
byte odd_lock[2];
byte aborts;

inline begone(process) {
	doing[process] = STANDING_BY;
	sequence[process] = 0;
	odd_lock[process] = 0;
	locked = false
}

#define holds(wanted) (memory[SEQUENCE((wanted) % SLOTS)] == (wanted))

/* The first writer is the creator: to it the empty segment is what a take-over finds. */
inline take_over(process) {
	sequence[process] = memory[COUNT];
#ifndef NO_ROLL_FORWARD
	odd_lock[process] = memory[LOCK(sequence[process] % SLOTS)];
	if
	:: odd_lock[process] != 0 && odd_lock[process] % 2 == 0 && holds(sequence[process]) ->
		store(COUNT, sequence[process] + 1, COUNT_ORDER);
		sequence[process]++
	:: else
	fi;
	odd_lock[process] = 0;
#endif
	doing[process] = READY
}

#ifdef NO_LOCK
#define granted true
#else
#define granted !locked
#endif

active [2] proctype Writer() {
	byte own;
	/* after Memory and Reader */
	byte me = _pid - 2;

end_standing_by:
	do
	:: d_step { doing[me] == STANDING_BY && granted && pending == 0 && succession < WRITERS ->
			locked = true;
			succession++;
			doing[me] = TAKING_OVER
		}
	:: d_step { doing[me] == TAKING_OVER -> take_over(me) }
	:: d_step { doing[me] == READY && sequence[me] < COMMITS && room(1) ->
			begin(sequence[me], odd_lock[me]);
			doing[me] = FILLING
		}
	:: d_step { doing[me] == FILLING && release_fence && room(5) ->
			commit(sequence[me], odd_lock[me]);
			doing[me] = READY
		}
	:: d_step { doing[me] == FILLING && release_fence && room(4) && aborts < ABORTS ->
			aborts++;
			abort(sequence[me], odd_lock[me]);
			doing[me] = READY
		}
	/* a clean close: the lock goes last */
	:: d_step { doing[me] == READY && sequence[me] == COMMITS && pending == 0 -> begone(me) }
	/* SIGKILL: some of the stores on their way never happen, and the lock is free */
	:: d_step { doing[me] != STANDING_BY ->
			do
			:: pending > 0 ->
				pending--;
				pending_word[pending] = 0;
				pending_value[pending] = 0;
				pending_order[pending] = 0
			:: else -> break
			od;
			begone(me)
		}
	od
}
