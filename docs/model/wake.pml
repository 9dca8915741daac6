/*
 * Readers that sleep in the kernel on the event word, and writers that wake them: nobody
 * sleeps on while a sample is there that it has not seen, or while it is to stop. There
 * are no time-outs here, so that a wake-up that is lost is lost for good.
 * Each reader has a word of its own process, too, by which another thread ends its sleep.
 * With TWO_WORDS it sleeps on both at once, otherwise on the event word alone, and the
 * other thread moves that as well. With ALWAYS the first writer wakes at every publish;
 * with READ_ONLY the first reader cannot write to the event word. NO_..., ..._EARLY,
 * ..._LATE and LOAD_THEN_STORE are mistakes.
 */
#ifndef COMMITS
#define COMMITS 2
#endif
#ifndef READERS
#define READERS 2
#endif
/* How often a writer may be killed. */
#ifndef KILLS
#define KILLS 1
#endif

/* ---- the segment: bit 0 of the event word says that somebody waits, the rest is a generation ---- */

byte event;
byte count;
bool always;

#define somebody_waits(word) ((word) % 2 == 1)

/*
 * What the writer has stored as the count. It shows in count some time later, unless the
 * writer waits for that, or does something atomic, which no earlier store may pass.
 */
byte published;

#define stores_are_visible (count == published)

active proctype Memory() {
end_nothing_pending:
	do
	:: count < published -> count++
	od
}

/* ---- the kernel: which words a thread is queued for ---- */

#define EVENT 1
#define OWN 2

#ifdef TWO_WORDS
#define SLEEPING (EVENT | OWN)
#else
#define SLEEPING EVENT
#endif

byte queued[READERS];

/* Within a d_step. A system call that wakes: no earlier store may pass it. */
inline wake_all() {
	woken = 0;
	do
	:: woken < READERS ->
		queued[woken] = queued[woken] & OWN;
		woken++
	:: else -> break
	od;
	woken = 0
}

/* ---- the processes of the readers ---- */

bool stop[READERS];
bool killed[READERS];
byte own_word[READERS];
bool about_to_sleep[READERS];

/* ---- the writer, and who takes over when it was killed ---- */

#define RESTING 0
#define PUBLISHED 1
#define FOUND 2
#define MOVED 3
#define DEAD 4
#define TAKING_OVER 5

byte doing;

#ifdef NO_FENCE
#define fence true
#else
#define fence stores_are_visible
#endif

#ifdef LOAD_THEN_STORE
#define move_generation event = found + 1
#else
#define move_generation event++
#endif

active proctype Writer() {
	byte found, kills, woken;

#ifdef ALWAYS
	always = true;
#endif
end_resting:
	do
	:: d_step { doing == RESTING && published < COMMITS -> published++; doing = PUBLISHED }
	:: d_step { doing == PUBLISHED && !always && fence && !somebody_waits(event) -> doing = RESTING }
	:: d_step { doing == PUBLISHED && !always && fence && somebody_waits(event) -> found = event; doing = FOUND }
#ifdef WAKE_EARLY
	:: d_step { doing == FOUND && stores_are_visible -> wake_all(); doing = MOVED }
	:: d_step { doing == MOVED -> event++; doing = RESTING }
#else
	:: d_step { doing == FOUND && stores_are_visible ->
			move_generation;
#ifndef LOAD_THEN_STORE
			/* whoever set the bit and died costs this wake-up, and no other */
			assert(!somebody_waits(event));
#endif
			found = 0;
			doing = MOVED
		}
	:: d_step { doing == MOVED -> wake_all(); doing = RESTING }
#endif
	/* the bit says nothing to a writer that always wakes, and stays */
	:: d_step { doing == PUBLISHED && always && stores_are_visible -> event = event + 2; doing = MOVED }

	/* SIGKILL: what was on its way never happens, or the successor sees to it that it does */
	:: d_step { doing != DEAD && kills < KILLS ->
			kills++;
			published = count;
			found = 0;
			doing = DEAD
		}
	:: d_step { doing != DEAD && kills < KILLS ->
			kills++;
			found = 0;
			doing = DEAD
		}
	:: d_step { doing == DEAD && stores_are_visible -> always = false; doing = TAKING_OVER }
	:: d_step { doing == DEAD && stores_are_visible -> always = true; doing = TAKING_OVER }
#ifdef NO_WAKE_AT_TAKE_OVER
	:: d_step { doing == TAKING_OVER -> doing = RESTING }
#else
	:: d_step { doing == TAKING_OVER -> event = event + 2; doing = MOVED }
#endif
	od
}

/* ---- another thread of the first reader's process closes or interrupts it ---- */

bool stopping;

active proctype Closer() {
	byte woken;

	stopping = true;
#ifndef STOP_LATE
	stop[0] = true;
#endif
#ifndef NO_BUMP
	own_word[0]++;
#endif
	if
#ifdef TWO_WORDS
	:: about_to_sleep[0] -> queued[0] = queued[0] & EVENT
#else
	:: about_to_sleep[0] -> event = event + 2; d_step { wake_all() }
#endif
	:: !about_to_sleep[0]
	fi;
#ifdef STOP_LATE
	stop[0] = true;
#endif
	stopping = false
}

/* The last reader's process is killed at any step, or never: what holds, holds before it, too. */
active proctype Killer() {
end_alive:
	killed[READERS - 1] = true
}

/* ---- a reader ---- */

/* Whoever was to wake this reader has done what it does for that, and this reader sleeps. */
#define lost (queued[me] == SLEEPING && doing == RESTING && stores_are_visible && !stopping && (count > cursor || stop[me]))

#ifdef READ_ONLY
#define can_write (me != 0)
#else
#define can_write true
#endif

inline look_at_own_word() {
	if
	:: own_word[me] != seen -> goto again
	:: else
	fi
}

inline look_for_sample() {
	if
	:: count > cursor -> goto again
	:: else
	fi
}

active [READERS] proctype Reader() {
	/* after Memory, Writer, Closer and Killer */
	byte me = _pid - 4;
	byte cursor, word, seen;

	{
		do
		:: stop[me] -> break
		:: atomic { !stop[me] && count > cursor -> cursor = count }
		:: !stop[me] && count <= cursor ->
#ifdef SEEN_LATE
			seen = own_word[me];
#endif
#ifndef SAYS_SO_LATE
			about_to_sleep[me] = true;
#endif
#ifdef SAMPLE_LOOK_EARLY
			look_for_sample();
#endif
#ifdef OWN_LOOK_EARLY
			look_at_own_word();
#endif
			word = event;
			if
			:: somebody_waits(word) || !can_write
			:: atomic { !somebody_waits(word) && can_write && event == word -> word = word | 1; event = word }
			:: !somebody_waits(word) && can_write && event != word -> goto again
			fi;
#if !defined(OWN_LOOK_EARLY) && !defined(NO_OWN_LOOK)
			look_at_own_word();
#endif
#ifdef SAYS_SO_LATE
			about_to_sleep[me] = true;
#endif
#if !defined(SAMPLE_LOOK_EARLY) && !defined(NO_SAMPLE_LOOK)
			look_for_sample();
#endif
#ifndef NO_FEATURES_LOOK
			/* nobody promises to wake this reader: it polls */
			if
			:: !can_write && !always -> break
			:: else
			fi;
#endif
			/* FUTEX_WAIT, or futex_waitv, which queues for one word after the other */
			if
			:: atomic { event == word -> queued[me] = EVENT }
			:: event != word -> goto again
			fi;
#ifdef TWO_WORDS
			if
			:: atomic { own_word[me] == seen -> queued[me] = queued[me] | OWN }
			:: own_word[me] != seen -> goto again
			fi;
#endif
end_asleep:
			do
			:: queued[me] != SLEEPING -> break
			:: atomic { lost -> assert(!lost) }
			od;
again:
			atomic { queued[me] = 0; about_to_sleep[me] = false; word = 0 };
#ifndef SEEN_LATE
			seen = own_word[me]
#endif
		od
	} unless {
		killed[me]
	};
	atomic { queued[me] = 0; about_to_sleep[me] = false; cursor = 0; word = 0; seen = 0 }
}
