// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Words of mapped memory on which threads of all processes can sleep, by system calls of
 * Linux. A kernel, or a filter of system calls, that refuses them does so for the life of
 * the process, which is remembered. Safe for use by many threads.
 */
public final class Futex {

	private static final Logger logger = LoggerFactory.getLogger(Futex.class);

	private static final long FUTEX = System.getProperty("os.arch").equals("aarch64") ? 98 : 202;

	/** Since Linux 5.16. */
	private static final long FUTEX_WAITV = 449;

	/** Never of the private kind: others sleep in other processes. */
	private static final int WAIT = 0;

	private static final int WAKE = 1;

	private static final int ALL = Integer.MAX_VALUE;

	private static final int CLOCK_MONOTONIC = 1;

	/** {@code struct timespec}: seconds, nanoseconds. */
	public static final long TIME_BYTES = 16;

	private static final FunctionDescriptor ONE = FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
			ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);

	/** The last argument is for the JVM: it unmaps no memory that a call was given. */
	private static final FunctionDescriptor ANY = FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
			ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT,
			ValueLayout.ADDRESS);

	private final LibC libC;

	private final MethodHandle wake;

	private final MethodHandle waitForOne;

	private final MethodHandle waitForAny;

	private volatile boolean refused;

	private volatile boolean anyRefused;

	Futex(LibC libC) {
		this.libC = libC;
		this.wake = libC.systemCall(ONE, false);
		this.waitForOne = libC.systemCall(ONE, true);
		this.waitForAny = libC.systemCall(ANY, true);
		probe();
	}

	/** Asks for sleeps that end at once: on a word of another value, and on none. */
	private void probe() {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment state = newState(arena);
			MemorySegment word = arena.allocate(ValueLayout.JAVA_INT);
			MemorySegment time = arena.allocate(TIME_BYTES, Long.BYTES);
			sleep(state, word, 1, time);
			sleepOnAny(state, word, 0, time, word);
		}
	}

	/**
	 * Whether the system lets no thread sleep on a word.
	 * @return {@code true} once it has refused to
	 */
	public boolean isRefused() {
		return this.refused;
	}

	/**
	 * Whether a thread can sleep on two words at once.
	 * @return {@code false} on kernels before 5.16, or once that was refused
	 */
	public boolean waitsForAny() {
		return !this.anyRefused && !this.refused;
	}

	/**
	 * Wakes all that sleep on a word.
	 * @param word the word
	 */
	public void wake(MemorySegment word) {
		try {
			long _ = (long) this.wake.invokeExact(FUTEX, word, WAKE, ALL, MemorySegment.NULL);
		}
		catch (Throwable ex) {
			throw LibC.uncallable("futex", ex);
		}
	}

	/**
	 * Memory that sleeps leave error numbers in.
	 * @param arena where to allocate it
	 * @return the memory, for one thread at a time
	 */
	public MemorySegment newState(Arena arena) {
		return this.libC.newState(arena);
	}

	/**
	 * Sleeps on a word until it is woken, the word has another value, a signal comes, or
	 * for no reason.
	 * @param state memory for the error number
	 * @param word the word
	 * @param value what it must be, or the thread does not sleep
	 * @param time how long at most, from now
	 * @return {@code false} if the system refuses to, or has no memory for it
	 */
	public boolean sleep(MemorySegment state, MemorySegment word, int value, MemorySegment time) {
		try {
			long result = (long) this.waitForOne.invokeExact(state, FUTEX, word, WAIT, value, time);
			int error = (result < 0) ? this.libC.errorNumber(state) : 0;
			if (isRefusal(error) && !this.refused) {
				this.refused = true;
				logger.warn("The system refuses to let threads sleep on shared memory (error {}): readers look for "
						+ "samples again and again instead. Permit the system call futex to mend that", error);
			}
			return isUsual(error);
		}
		catch (Throwable ex) {
			throw LibC.uncallable("futex", ex);
		}
	}

	/**
	 * Sleeps on several words until one of them is woken or has another value, a signal
	 * comes, or for no reason.
	 * @param state memory for the error number
	 * @param words the words as the kernel wants them: an array of
	 * {@code struct futex_waitv}
	 * @param count how many
	 * @param time until when at most, by {@link System#nanoTime}
	 * @param held memory with a word in it, which is not unmapped meanwhile
	 * @return {@code false} if the system refuses to, or has no memory for it
	 */
	public boolean sleepOnAny(MemorySegment state, MemorySegment words, int count, MemorySegment time,
			MemorySegment held) {
		try {
			long result = (long) this.waitForAny.invokeExact(state, FUTEX_WAITV, words, count, 0, time, CLOCK_MONOTONIC,
					held);
			int error = (result < 0) ? this.libC.errorNumber(state) : 0;
			if (isRefusal(error)) {
				// older kernels do: there is another way
				this.anyRefused = true;
			}
			return isUsual(error);
		}
		catch (Throwable ex) {
			throw LibC.uncallable("futex_waitv", ex);
		}
	}

	private static boolean isRefusal(int error) {
		return error == ErrorNumbers.ENOSYS || error == ErrorNumbers.EPERM;
	}

	private static boolean isUsual(int error) {
		return switch (error) {
			case 0, ErrorNumbers.EAGAIN, ErrorNumbers.EINTR, ErrorNumbers.ETIMEDOUT -> true;
			default -> false;
		};
	}

}
