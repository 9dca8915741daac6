// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The way of one handle through the {@link Window} to its mapping. Who goes through says
 * so before, and is refused where something bars it; who closes it is told whether
 * somebody is inside, and as long as that may be the mapping stays.
 * <p>
 * To enter costs a store and a look, without a fence between them: who closes has all
 * threads of the JVM stop for a moment instead, which closing a shared arena does. Each
 * of them has then either said that it is inside, or it sees that it must not enter.
 */
public final class Passage {

	/** The handle is closed, or has left the segment. */
	public static final int CLOSED = 1;

	/** Memory of the segment was taken away. */
	public static final int LOST = 2;

	/** The segment's name leads elsewhere. */
	public static final int LEFT = 4;

	/** The owner of a passage that has none: others see to it that one thread enters. */
	public static final long ANY_THREAD = 0;

	/** How long closing waits at most for who is inside. */
	private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

	private static final VarHandle BARS;

	private static final VarHandle INSIDE;

	private static final VarHandle VISITOR;

	private static final VarHandle INSIDE_VISIT;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			BARS = lookup.findVarHandle(Passage.class, "bars", int.class);
			INSIDE = lookup.findVarHandle(Passage.class, "inside", boolean.class);
			VISITOR = lookup.findVarHandle(Passage.class, "visitor", long.class);
			INSIDE_VISIT = lookup.findVarHandle(Visit.class, "inside", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final long owner;

	/** All that stands against going through, in one word. */
	private volatile int bars;

	/**
	 * Whether the one thread that may enter is inside. A thread without stack left to
	 * {@link #leave} stores {@code false} by itself, which takes none.
	 */
	public boolean inside;

	/**
	 * The thread that visited first, or {@link #ANY_THREAD}: it needs no atomic
	 * instruction, which takes as long as copying a small sample.
	 */
	private long visitor = ANY_THREAD;

	private final Visit visitorsVisit = new Visit();

	/** That of one of the other threads. */
	private final Visit othersVisit = new Visit();

	/** Of the thread that holds a {@link BiasedLock}. */
	private final Visit holdersVisit = new Visit();

	/** Of the one that need not: it may say that it is inside while the holder is. */
	private final Visit biasedVisit = new Visit();

	/**
	 * Opens a passage.
	 * @param owner the id of the thread that alone may {@linkplain #enter enter};
	 * {@link #ANY_THREAD} where one at a time does
	 */
	public Passage(long owner) {
		this.owner = owner;
	}

	/**
	 * Whether this is the passage of the calling thread.
	 * @return {@code false} if another one owns it
	 */
	public boolean isOwn() {
		return this.owner == ANY_THREAD || this.owner == Thread.currentThread().threadId();
	}

	/**
	 * Enters, if nothing bars it. For one thread at a time.
	 * @return whether the caller is inside, and has to {@link #leave}
	 */
	public boolean tryEnter() {
		return tryEnter(CLOSED | LOST);
	}

	/**
	 * Enters, also if memory was taken away.
	 * @throws BarredException if it is closed, or another thread's
	 */
	public void enter() {
		if (!tryEnter(CLOSED)) {
			throw new BarredException();
		}
	}

	private boolean tryEnter(int against) {
		if (!isOwn()) {
			return false;
		}
		try {
			INSIDE.setOpaque(this, true);
			// for the compiler: the store before the look. For the processor it is
			// closing that sees to it
			VarHandle.acquireFence();
			if ((this.bars & against) == 0) {
				return true;
			}
			leave();
			return false;
		}
		catch (StackOverflowError | InternalError ex) {
			this.inside = false;
			throw ex;
		}
	}

	/**
	 * Ends what {@link #tryEnter} or {@link #enter} began.
	 * @throws InternalError if memory was taken away to which an access was under way;
	 * the caller has left all the same
	 */
	public void leave() {
		try {
			INSIDE.setRelease(this, false);
		}
		catch (InternalError ex) {
			// of an access before, which may arrive before the store
			this.inside = false;
			throw ex;
		}
	}

	/**
	 * Leaves where a fault arrived at the call of {@link #leave}.
	 * @param fault the fault, which is thrown
	 */
	public void leaveWith(InternalError fault) {
		this.inside = false;
		throw fault;
	}

	/**
	 * Goes inside beside other threads, if nothing bars it. Any thread may call it: the
	 * first that did always gets in, of the others one at a time.
	 * @param against what bars it
	 * @return the visit, which has to be {@linkplain Visit#end ended}; {@code null} if
	 * the caller is not inside
	 */
	public @Nullable Visit tryVisit(int against) {
		long current = Thread.currentThread().threadId();
		Visit visit = (this.visitor == current) ? this.visitorsVisit : othersVisit(current);
		return (visit != null) ? begin(visit, against) : null;
	}

	private @Nullable Visit othersVisit(long current) {
		if (VISITOR.compareAndSet(this, ANY_THREAD, current)) {
			return this.visitorsVisit;
		}
		return INSIDE_VISIT.compareAndSet(this.othersVisit, false, true) ? this.othersVisit : null;
	}

	/**
	 * Goes inside, unless it is closed or lost. For the thread that holds a
	 * {@link BiasedLock}, and the one to which that is biased, which has to ask then
	 * whether it {@linkplain BiasedLock#mayStay may stay}.
	 * @param holding whether it holds the lock
	 * @return as {@link #tryVisit}
	 */
	public @Nullable Visit tryPass(boolean holding) {
		return begin(holding ? this.holdersVisit : this.biasedVisit, CLOSED | LOST);
	}

	private @Nullable Visit begin(Visit visit, int against) {
		try {
			// as in tryEnter
			INSIDE_VISIT.setOpaque(visit, true);
			VarHandle.acquireFence();
			if ((this.bars & against) == 0) {
				return visit;
			}
			visit.end();
			return null;
		}
		catch (StackOverflowError | InternalError ex) {
			visit.inside = false;
			throw ex;
		}
	}

	/**
	 * Whether the thread to which a {@link BiasedLock} is biased is inside. For who has
	 * {@linkplain #stopAllThreads stopped} it.
	 * @return {@code false} if it is not; {@code true} also if it will not stay
	 */
	public boolean isPassedUnheld() {
		return this.biasedVisit.isUnderWay();
	}

	/**
	 * Puts up a bar.
	 * @param bar one of the constants
	 */
	public void bar(int bar) {
		BARS.getAndBitwiseOr(this, bar);
	}

	/**
	 * Takes a bar away.
	 * @param bar one of the constants
	 */
	public void unbar(int bar) {
		BARS.getAndBitwiseAnd(this, ~bar);
	}

	/**
	 * Lets nobody in any more, and waits a moment for who is inside.
	 * @return whether nobody is; {@code false} if the mapping has to stay for now
	 */
	public boolean close() {
		boolean empty = tryClose();
		long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
		while (!empty && System.nanoTime() - deadline < 0) {
			Pause.of(PAUSE_NANOS);
			empty = isEmpty();
		}
		return empty;
	}

	/**
	 * Lets nobody in any more, and does not wait for who is inside.
	 * @return as {@link #close}
	 */
	public boolean tryClose() {
		bar(CLOSED);
		stopAllThreads();
		return isEmpty();
	}

	/**
	 * Whether nobody is inside. Of a passage that is closed it stays true.
	 * @return {@code false} if one may be
	 */
	public boolean isEmpty() {
		return !(boolean) INSIDE.getVolatile(this) && !this.visitorsVisit.isUnderWay() && !this.othersVisit.isUnderWay()
				&& !this.holdersVisit.isUnderWay() && !this.biasedVisit.isUnderWay();
	}

	/**
	 * Each thread comes to a point at which all it has stored is visible, and from which
	 * on it sees all that was stored before: between closing an arena and giving back its
	 * memory the JVM makes sure in this way that no access to it is under way.
	 */
	public static void stopAllThreads() {
		Arena.ofShared().close();
	}

	/** A thread's stay inside, beside the one that may enter. */
	public static final class Visit {

		/**
		 * Whether it is under way. A thread without stack left to {@link #end} stores
		 * {@code false} by itself, which takes none.
		 */
		public boolean inside;

		private Visit() {
		}

		/**
		 * Ends it.
		 * @throws InternalError as {@link Passage#leave} does
		 */
		public void end() {
			try {
				INSIDE_VISIT.setRelease(this, false);
			}
			catch (InternalError ex) {
				this.inside = false;
				throw ex;
			}
		}

		/**
		 * Ends it where a fault arrived at the call of {@link #end}.
		 * @param fault the fault, which is thrown
		 */
		public void endWith(InternalError fault) {
			this.inside = false;
			throw fault;
		}

		private boolean isUnderWay() {
			return (boolean) INSIDE_VISIT.getVolatile(this);
		}

	}

	/** What stands against entering. */
	public static final class BarredException extends IllegalStateException {

		private static final long serialVersionUID = 1L;

		BarredException() {
			super("Closed, or used by another thread");
		}

	}

}
