/*
 * One writer that lives, commits or aborts, and a reader: no sample is torn or taken for
 * another one, and delivered + overruns = committed.
 */
#ifndef COMMITS
#define COMMITS 4
#endif
#ifndef ABORTS
#define ABORTS 2
#endif

bool finished;
byte succession;

#define nobody_writes (finished && pending == 0)
#include "ring.pml"

active proctype Writer() {
	byte sequence, odd_lock, own, aborts;

	do
	:: sequence < COMMITS ->
		d_step { room(1) -> begin(sequence, odd_lock) };
		if
		:: d_step { release_fence && room(5) -> commit(sequence, odd_lock) }
		:: d_step { release_fence && room(4) && aborts < ABORTS -> aborts++; abort(sequence, odd_lock) }
		fi
	:: else -> break
	od;
	finished = true
}
