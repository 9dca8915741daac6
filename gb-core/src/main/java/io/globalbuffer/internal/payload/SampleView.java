// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.internal.os.MemoryFaults;

/**
 * A function that looks at a sample in its slot. The writer may overwrite the slot
 * meanwhile: what the function then returns or throws means nothing, and it is called
 * again. What it throws is therefore kept until the sample has proved to be whole. For
 * one read at a time.
 */
public abstract class SampleView {

	private final String buffer;

	private Duration budget = Duration.ZERO;

	private int calls;

	/** When the function was called again for the first time. */
	private long again;

	private @Nullable RuntimeException exception;

	private @Nullable Error error;

	/**
	 * A view of samples of a buffer.
	 * @param buffer the buffer's name, for messages
	 */
	protected SampleView(String buffer) {
		this.buffer = buffer;
	}

	/**
	 * Calls the function and keeps its result.
	 * @param sample the slot's payload, read-only
	 */
	protected abstract void apply(MemorySegment sample);

	/**
	 * Starts a read.
	 * @param budget how long to call the function again after a sample was overwritten
	 */
	protected final void begin(Duration budget) {
		this.budget = budget;
		this.calls = 0;
	}

	/** Lets go of what the function threw. */
	protected final void end() {
		this.exception = null;
		this.error = null;
	}

	/**
	 * Calls the function. No matter what it made of a fault, and of the zeros before
	 * that, a fault of the sample's own memory arises here once more; one of other memory
	 * is the function's.
	 * @param sample the slot's payload, read-only
	 * @throws InternalError if its memory was taken away
	 * @throws BufferContendedException if the writer was faster again and again
	 */
	public final void look(MemorySegment sample) {
		requireTime();
		end();
		try {
			apply(sample);
			MemoryFaults.surface();
		}
		catch (RuntimeException ex) {
			this.exception = ex;
		}
		catch (Error ex) {
			this.error = ex;
		}
		MemoryFaults.touch(sample);
	}

	/** Most samples are whole at the first call, which therefore reads no clock. */
	private void requireTime() {
		this.calls++;
		if (this.calls == 2) {
			this.again = System.nanoTime();
		}
		else if (this.calls > 2 && System.nanoTime() - this.again >= TimeUnit.NANOSECONDS.convert(this.budget)) {
			throw new BufferContendedException("The writer of buffer '" + this.buffer
					+ "' overwrote each sample while the function looked at it. Make the function faster than capacity"
					+ " times the writer's period, give the buffer a larger capacity, or copy the sample (nextInto, latestInto)");
		}
	}

	/** Throws what the function threw, now that it counts. */
	public final void rethrow() {
		if (this.exception != null) {
			throw this.exception;
		}
		if (this.error != null) {
			throw this.error;
		}
	}

}
