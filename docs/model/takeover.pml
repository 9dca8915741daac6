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

/* The kernel's lock, and which writer, by order of succession, was the last to get it. */
bool locked;
byte succession;
byte killed;

#define WRITER self
#define nobody_writes (!locked && pending == 0)
#include "ring.pml"

byte aborts;

/* SIGKILL: some of the stores on their way never happen, and the lock is free. */
active proctype Killer() {
end_nobody_to_kill:
	do
	:: d_step {
			locked ->
			killed = succession;
			locked = false;
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

active [2] proctype Writer() {
	byte self, sequence, odd_lock, own;

end_standing_by:
	do
	:: succession < WRITERS ->
		/* the first is the creator; to it an empty segment is what a take-over finds */
#ifdef NO_LOCK
		!locked;
		d_step {
#else
		d_step {
			!locked && succession < WRITERS;
#endif
			locked = true;
			succession++;
			self = succession
		}
		{
			take_over();
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
			d_step {
				killed != self;
				assert(memory[INCARNATION] == self);
				locked = false
			}
		} unless {
			killed == self
		};
		atomic {
			self = 0;
			sequence = 0;
			odd_lock = 0
		}
	od
}
