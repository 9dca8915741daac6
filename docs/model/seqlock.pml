/*
 * One writer that lives, commits or aborts, and a reader: no sample is torn or taken for
 * another one, and delivered + overruns = committed.
 */
#include "ring.pml"

#ifndef COMMITS
#define COMMITS 4
#endif
#ifndef ABORTS
#define ABORTS 2
#endif

active proctype Writer() {
	byte sequence, odd_lock, own, aborts;

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
	finished = true
}
