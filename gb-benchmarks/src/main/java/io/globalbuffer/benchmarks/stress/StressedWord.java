// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.wake.EventWord;

/**
 * The count of a segment and its event word, with a writer that moves both and readers
 * that go to sleep, as far as the kernel: it lets those sleep that find the word as they
 * left it.
 */
final class StressedWord {

	/** What a reader is that slept while a sample was there that it had not seen. */
	static final String LOST = "lost";

	private final MemorySegment memory = MappedMemory.piece();

	private final EventWord event = new EventWord(this.memory, ExtensionLayout.EVENT_OFFSET);

	/** Publishes a sample, and wakes. */
	void publish() {
		moveCount();
		if (EventWord.hasSleepers(this.memory, ExtensionLayout.EVENT_OFFSET)) {
			this.event.advance();
		}
	}

	/**
	 * Publishes a sample as {@link #publish} does, but looks for sleepers without a
	 * fence: the mistake that lets it look before the count shows.
	 */
	void publishWithoutFence() {
		moveCount();
		int value = SegmentFields.getIntOpaque(this.memory, ExtensionLayout.EVENT_OFFSET);
		if ((value & ExtensionLayout.EVENT_SLEEPERS) != 0) {
			this.event.advance();
		}
	}

	private void moveCount() {
		SegmentFields.setLongRelease(this.memory, HeaderLayout.COUNT_OFFSET, count() + 1);
	}

	private long count() {
		return SegmentFields.getLongAcquire(this.memory, HeaderLayout.COUNT_OFFSET);
	}

	/** Makes a reader that is awake. */
	Reader newReader() {
		return new Reader();
	}

	/**
	 * Goes to sleep.
	 */
	final class Reader {

		private long seen;

		private int sleptOn;

		private boolean asleep;

		private boolean everLost;

		private Reader() {
		}

		/** Goes to sleep if there is no new sample. */
		void sleep() {
			this.sleptOn = StressedWord.this.event.announceSleeper();
			this.asleep = count() == this.seen;
		}

		/** Goes to sleep likewise, but does not look again once it has said so. */
		void sleepWithoutSecondLook() {
			this.asleep = count() == this.seen;
			this.sleptOn = StressedWord.this.event.announceSleeper();
		}

		/** Sees what there is, now that a sample was published after the last one. */
		void see() {
			this.everLost |= this.asleep && StressedWord.this.event.value() == this.sleptOn;
			this.seen = count();
		}

		/**
		 * How it slept.
		 * @return {@code woken}, or {@link StressedWord#LOST}
		 */
		String outcome() {
			return this.everLost ? LOST : "woken";
		}

	}

	/** Makes a reader that another thread watches for, and that it has just woken. */
	WatchedReader newWatchedReader() {
		return new WatchedReader();
	}

	/**
	 * Parks, while another thread sleeps for it. In each round it begins woken by a
	 * sample, of which the one that sleeps knows, and the reader does not.
	 */
	final class WatchedReader {

		private final AtomicBoolean awaited = new AtomicBoolean();

		private long seen;

		private int sleptOn;

		private boolean parked;

		private boolean everLost;

		private WatchedReader() {
		}

		/** Is parked, and the word has moved. */
		void begin() {
			this.awaited.set(true);
			this.sleptOn = StressedWord.this.event.announceSleeper();
			publish();
		}

		/** Wakes it, as who sleeps for it does. */
		void wake() {
			this.sleptOn = StressedWord.this.event.announceSleeper();
			this.awaited.set(false);
		}

		/** Wakes it likewise, but announces that it sleeps on only then. */
		void wakeAndAnnounce() {
			this.awaited.set(false);
			this.sleptOn = StressedWord.this.event.announceSleeper();
		}

		/** Reads what there is once it is woken, and parks if there is no more. */
		void readAndPark() {
			while (this.awaited.get()) {
				Thread.onSpinWait();
			}
			this.seen = count();
			this.awaited.set(true);
			this.parked = count() == this.seen;
		}

		/** Sees whether there is a sample that nothing will wake it for. */
		void see() {
			this.everLost |= this.parked && count() != this.seen && this.awaited.get()
					&& StressedWord.this.event.value() == this.sleptOn;
		}

		/**
		 * How it was watched for.
		 * @return {@code woken}, or {@link StressedWord#LOST}
		 */
		String outcome() {
			return this.everLost ? LOST : "woken";
		}

	}

}
