// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.watch;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.wake.EventWord;

/**
 * The watch of a stream whose writer wakes readers: who watches sleeps in the kernel on
 * the stream's event word.
 */
public final class KernelWatch extends Watch {

	private final KernelWatchers watchers;

	/** What sleeps on the word; absent before anything did. */
	private volatile @Nullable KernelWatcher watcher;

	/**
	 * The word of the wait that begins, and that of the last one that was handed over.
	 */
	private @Nullable EventWord offered;

	private @Nullable EventWord event;

	/** What the word is while no sample has come. */
	private int value;

	KernelWatch(KernelWatchers watchers) {
		this.watchers = watchers;
	}

	/**
	 * Whether a wait ends with the next sample.
	 * @param word the stream's word
	 * @param always whether the writer moves it with each sample, though no sleeper is
	 * announced
	 * @return {@code false} if samples have to be looked for again and again
	 */
	public boolean canSleepOn(EventWord word, boolean always) {
		return this.watchers.waitForAny() && (word.isWritable() || always);
	}

	/**
	 * Begins a wait. A thread that finds no sample after that parks.
	 * @param waiting the thread, which is unparked when there may be a sample
	 * @param word the stream's word
	 * @return {@code false} if there is no thread to be had that would sleep, or the
	 * watch was closed
	 */
	public boolean begin(Thread waiting, EventWord word) {
		this.offered = word;
		boolean begun = begin(waiting);
		if (begun && word != this.event) {
			// what sleeps has another mapping of the word, which it may not write to
			announce(word);
		}
		return begun;
	}

	/** Who waits looks for a sample after this, so nothing is missed until it joins. */
	@Override
	void prepare() {
		EventWord word = Objects.requireNonNull(this.offered);
		this.event = word;
		this.value = announce(word);
	}

	private static int announce(EventWord word) {
		int value = word.isWritable() ? word.announceSleeper() : word.value();
		MemoryFaults.surface();
		return value;
	}

	@Override
	boolean join() {
		return this.watchers.join(this);
	}

	void joined(KernelWatcher joined) {
		this.watcher = joined;
	}

	@Override
	void closed() {
		KernelWatcher sleeping = this.watcher;
		if (sleeping != null) {
			sleeping.stir(this);
		}
	}

	/**
	 * Wakes who waits if the word has moved.
	 * @return whether to sleep on the word
	 */
	boolean look() {
		try {
			boolean still = state() != CLOSED && word().value() == this.value;
			MemoryFaults.surface();
			return still || isWatchedOn();
		}
		catch (RuntimeException | Error ex) {
			// who waits will see; others need this thread
			leave();
			return false;
		}
	}

	private boolean isWatchedOn() {
		// first: of a reader that is busy the writer is not told again
		if (state() == CLOSED || leaveUnlessAwaited()) {
			return false;
		}
		// Pair F: the announcement before the thread is woken. That looks for a sample
		// after, and what comes later moves the word: before it waits again or after.
		this.value = announce(word());
		return moved(true) || (!leaveUnlessAwaited() && state() != CLOSED);
	}

	private EventWord word() {
		return Objects.requireNonNull(this.event);
	}

	/** Where the word lies. */
	long address() {
		return word().memory().address();
	}

	/** What it is while no sample has come. */
	int value() {
		return this.value;
	}

}
