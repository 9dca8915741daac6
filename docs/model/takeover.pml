/*
 * A writer that may be killed between any two steps, and successors that want to take
 * over, some at once: whatever it leaves behind, readers are never torn or stuck, and
 * delivered + overruns = the final count.
 */
#define WRITER self
#include "ring.pml"

#ifndef COMMITS
#define COMMITS 3
#endif
#ifndef ABORTS
#define ABORTS 1
#endif
#ifndef KILLS
#define KILLS 2
#endif
#define WRITERS 3
#define NOBODY 0

/* The kernel's lock: who holds it. The creator has it before the segment has a name. */
byte holder = 1;

bool killed[WRITERS + 1];
byte kills, ended, aborts;

/* SIGKILL: what the writer has stored is visible up to some point, the rest was never stored; its lock is free. */
active proctype Killer() {
end_nobody_to_kill:
	do
	:: d_step {
			holder != NOBODY && kills < KILLS ->
			killed[holder] = true;
			holder = NOBODY;
			kills++;
			do
			:: pending > 0 ->
				pending--;
				pending_word[pending] = 0;
				pending_value[pending] = 0;
				pending_order[pending] = 0
			:: else -> break
			od
		}
	od
}

/* The lock is granted when the old writer is gone, and all it stored is visible. */
inline take_over() {
	d_step {
		store(INCARNATION, 0, PLAIN);
		sequence = memory[COUNT];
#ifndef NO_ROLL_FORWARD
		odd_lock = memory[LOCK(sequence % SLOTS)];
		if
		:: odd_lock % 2 == 0 && odd_lock != 0 && memory[SEQUENCE(sequence % SLOTS)] == sequence ->
			store(COUNT, sequence + 1, COUNT_ORDER);
			sequence++
		:: else
		fi;
		odd_lock = 0;
#endif
		store(INCARNATION, self, RELEASE)
	}
}

active [WRITERS] proctype Writer() {
	byte sequence, odd_lock, own;
	/* after Memory, Reader and Killer */
	byte self = _pid - 2;

	{
		if
		:: self == 1 -> d_step { store(INCARNATION, self, RELEASE) }
#ifdef NO_LOCK
		:: self != 1 && (ended > 0 || killed[1]) ->
			holder = self;
#else
		:: self != 1 ->
			atomic {
				holder == NOBODY ->
				holder = self
			};
#endif
			take_over()
		/* the lock is refused to it, and it gives up */
		:: self != 1 && holder != NOBODY -> goto gone
		fi;
		do
		:: sequence < COMMITS ->
			begin();
			if
			:: commit()
			:: aborts < ABORTS ->
				aborts++;
				abort()
			fi
		:: else -> break
		od;
		/* a clean close: the lock goes last */
		release_fence();
		assert(memory[INCARNATION] == self);
		holder = NOBODY
	} unless {
		killed[self]
	};
gone:
	skip;
	d_step {
		sequence = 0;
		odd_lock = 0;
		ended++;
		finished = (ended == WRITERS)
	}
}
