/*
 * What both models share: a segment in weakly ordered memory, the steps of RingWriter and
 * the reads of RingReader. A sample's payload is two words of one content.
 * Each macro NO_... takes one safeguard away, RELATIVE_PARITY another.
 */
#ifndef SLOTS
#define SLOTS 2
#endif
#define CAPACITY (SLOTS - 1)

#define POISONED 255
#define GARBAGE 254

/* What a writer fills in, and whether two words belong to a sample. */
#ifndef WRITER
#define WRITER 0
#endif
#define CONTENT(sequence) ((sequence) + 1 + 16 * WRITER)
#define whole(sequence, first, second) (first == second && first % 16 == (sequence) + 1)

/* ---- the words of the segment ---- */

#define LOCK(slot) ((slot) * 4)
#define SEQUENCE(slot) ((slot) * 4 + 1)
#define FIRST(slot) ((slot) * 4 + 2)
#define SECOND(slot) ((slot) * 4 + 3)
#define COUNT (SLOTS * 4)
#define WORDS (SLOTS * 4 + 1)

byte memory[WORDS];

/*
 * ---- stores on their way ----
 * What the writer stores and nobody else sees yet, oldest first. Any of them may become
 * visible next, but for two rules: stores to one word keep their order, and a release
 * store waits for all before it. It does not hold back those after it. Whether such a
 * store waits in a buffer or was not even executed nobody can tell; so all of a commit's
 * may be put here at once, and a killed writer's are dropped.
 */
#define PENDING 8
#define PLAIN 0
#define RELEASE 1

#ifdef NO_RELEASE_ODD
#define ODD_ORDER PLAIN
#else
#define ODD_ORDER RELEASE
#endif

#ifdef NO_RELEASE_EVEN
#define EVEN_ORDER PLAIN
#else
#define EVEN_ORDER RELEASE
#endif

#ifdef NO_RELEASE_COUNT
#define COUNT_ORDER PLAIN
#else
#define COUNT_ORDER RELEASE
#endif

byte pending;
byte pending_word[PENDING];
byte pending_value[PENDING];
bit pending_order[PENDING];

#define room(stores) (pending + (stores) <= PENDING)

/* Within a d_step that begins with room(...). */
inline store(word, value, order) {
	pending_word[pending] = word;
	pending_value[pending] = value;
	pending_order[pending] = order;
	pending++
}

/* To wait for all earlier stores is to keep them before all later ones: the writer does nothing else meanwhile. */
#ifdef NO_FENCE_AFTER_ODD
#define release_fence true
#else
#define release_fence (pending == 0)
#endif

/* A process sees its own stores at once. Within a d_step. */
inline load_own(word, value) {
	value = memory[word];
	own = 0;
	do
	:: own < pending ->
		if
		:: pending_word[own] == word -> value = pending_value[own]
		:: else
		fi;
		own++
	:: else -> break
	od;
	own = 0
}

active proctype Memory() {
	byte i;
	int earlier;
end_nothing_pending:
	do
	:: atomic {
			pending > 0 ->
			do
			:: i < pending && (pending_order[i] == PLAIN || i == 0) && (earlier & (1 << pending_word[i])) == 0 ->
				d_step {
					memory[pending_word[i]] = pending_value[i];
					pending--;
					do
					:: i < pending ->
						pending_word[i] = pending_word[i + 1];
						pending_value[i] = pending_value[i + 1];
						pending_order[i] = pending_order[i + 1];
						i++
					:: else -> break
					od;
					pending_word[i] = 0;
					pending_value[i] = 0;
					pending_order[i] = 0
				}
				break
			:: i < pending ->
				earlier = earlier | (1 << pending_word[i]);
				i++
			:: i == pending -> break
			od;
			i = 0;
			earlier = 0
		}
	od
}

/* ---- RingWriter; its fields are the variables sequence and odd_lock. Each step within a d_step ---- */

/* Not part of the protocol: the latest sequence whose slot was taken, for the readers' assertions. */
byte begun;

inline begin(sequence, odd_lock) {
	load_own(LOCK(sequence % SLOTS), odd_lock);
#ifdef RELATIVE_PARITY
	odd_lock = odd_lock + 1;
#else
	odd_lock = (odd_lock + 1) | 1;
#endif
	store(LOCK(sequence % SLOTS), odd_lock, ODD_ORDER);
	begun = sequence
}

inline commit(sequence, odd_lock) {
	store(FIRST(sequence % SLOTS), CONTENT(sequence), PLAIN);
	store(SECOND(sequence % SLOTS), CONTENT(sequence), PLAIN);
	store(SEQUENCE(sequence % SLOTS), sequence, PLAIN);
	store(LOCK(sequence % SLOTS), odd_lock + 1, EVEN_ORDER);
	store(COUNT, sequence + 1, COUNT_ORDER);
	sequence++;
	odd_lock = 0
}

/* A reservation given up when its payload was filled with something else. */
inline abort(sequence, odd_lock) {
	store(FIRST(sequence % SLOTS), GARBAGE, PLAIN);
	store(SECOND(sequence % SLOTS), GARBAGE, PLAIN);
#ifndef NO_POISON
	store(SEQUENCE(sequence % SLOTS), POISONED, PLAIN);
#endif
	store(LOCK(sequence % SLOTS), odd_lock + 1, EVEN_ORDER);
	odd_lock = 0
}

/*
 * ---- RingReader ----
 * One reader stands for all: readers store nothing, so none can notice another.
 */

/* Loads of one copy that are still to be made; those that may be made may be made in any order. */
#define LOCK_LOAD 1
#define FIRST_LOAD 2
#define SECOND_LOAD 4
#define SEQUENCE_LOAD 8
#define RECHECK_LOAD 16
#define COUNT_LOAD 32
#define ALL_LOADS 63
#define PAYLOAD_LOADS (FIRST_LOAD | SECOND_LOAD)

#ifdef NO_ACQUIRE_LOCK
#define payload_may_be_loaded true
#else
#define payload_may_be_loaded ((loads & LOCK_LOAD) == 0)
#endif

#ifdef NO_FENCE_BEFORE_RECHECK
#define recheck_may_be_loaded ((loads & LOCK_LOAD) == 0)
#else
#define recheck_may_be_loaded ((loads & (LOCK_LOAD | PAYLOAD_LOADS)) == 0)
#endif

#define known_unstable ((loads & LOCK_LOAD) == 0 && (lock % 2 == 1 || ((loads & RECHECK_LOAD) == 0 && recheck != lock)))

inline copy() {
	loads = ALL_LOADS;
	do
	:: d_step { !known_unstable && loads & LOCK_LOAD -> lock = memory[LOCK(wanted % SLOTS)]; loads = loads - LOCK_LOAD }
	:: d_step { !known_unstable && loads & FIRST_LOAD && payload_may_be_loaded ->
			first = memory[FIRST(wanted % SLOTS)]; loads = loads - FIRST_LOAD }
	:: d_step { !known_unstable && loads & SECOND_LOAD && payload_may_be_loaded ->
			second = memory[SECOND(wanted % SLOTS)]; loads = loads - SECOND_LOAD }
	:: d_step { !known_unstable && loads & SEQUENCE_LOAD && recheck_may_be_loaded ->
			held = memory[SEQUENCE(wanted % SLOTS)]; loads = loads - SEQUENCE_LOAD }
	:: d_step { !known_unstable && loads & RECHECK_LOAD && recheck_may_be_loaded ->
			recheck = memory[LOCK(wanted % SLOTS)]; loads = loads - RECHECK_LOAD }
	/* whether the sample is readable still: an acquire load, but nothing keeps it behind the two before it */
	:: d_step { !known_unstable && loads & COUNT_LOAD && recheck_may_be_loaded ->
			count = memory[COUNT]; loads = loads - COUNT_LOAD }
	:: known_unstable || loads == 0 || (loads == COUNT_LOAD && held == wanted) -> break
	od
}


inline forget() {
	d_step {
		count = 0; wanted = 0; loads = 0; lock = 0; first = 0; second = 0; held = 0; recheck = 0; since = 0
	}
}

/* Nobody has written since this read began: a reader that gets nothing now will not for ever. */
#define stuck (since == succession + 1)

active proctype Reader() {
	byte cursor, from, delivered, overruns, newest;
	byte count, wanted, loads, lock, first, second, held, recheck, since;

	do
	:: d_step {
			/* acquire: no load of the slot comes before this one */
			count = memory[COUNT];
			since = (nobody_writes -> succession + 1 : 0)
		}
		if
#ifdef LATEST
		:: count == 0
		:: count > 0 ->
			wanted = count - 1;
			copy();
			if
			:: !known_unstable && held == wanted ->
				assert(whole(wanted, first, second));
				assert(wanted >= newest);
				newest = wanted
			:: else ->
				assert(!stuck)
			fi
#else
		:: count <= from ->
			assert(from > cursor || !stuck || delivered + overruns == count);
			from = cursor
		:: count > from ->
			wanted = (count - from > CAPACITY -> count - CAPACITY : from);
			copy();
			if
			:: known_unstable ->
				assert(!stuck);
				/* the call may end here, or try again */
				if
				:: from = cursor
				:: true
				fi
			:: !known_unstable && held == wanted ->
				assert(whole(wanted, first, second));
				assert(wanted >= cursor);
				d_step {
					overruns = overruns + (wanted - cursor);
					delivered++;
					cursor = wanted + 1;
					from = cursor
				}
			:: !known_unstable && held != wanted ->
				assert(!stuck);
				if
				:: wanted < count && count - wanted <= CAPACITY ->
					/* taken for damaged, and given up: it must have been overwritten */
					assert(begun >= wanted + SLOTS);
					from = wanted + 1
				:: else
				fi
			fi
#endif
		fi;
		forget()
	od
}
