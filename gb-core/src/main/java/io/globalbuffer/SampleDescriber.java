// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.ring.PublishClock;
import io.globalbuffer.internal.ring.SlotFields;

/**
 * What a writer says of its samples beside their values. Only the current trace may be
 * asked for by many threads at once.
 */
final class SampleDescriber {

	private final boolean timed;

	private final boolean checked;

	private final SlotFields fields;

	private final @Nullable Supplier<? extends @Nullable TraceContext> traceContext;

	private SampleDescriber(WriterOptions options) {
		this.timed = options.publishTime();
		this.checked = options.checksum();
		this.fields = new SlotFields(options.publishTime(), options.checksum());
		this.traceContext = options.traceContext();
	}

	/**
	 * Returns what a writer was asked to say.
	 * @param options what it was asked for
	 * @return {@code null} if nothing
	 */
	static @Nullable SampleDescriber of(WriterOptions options) {
		boolean described = options.publishTime() || options.checksum() || options.traceContext() != null;
		return described ? new SampleDescriber(options) : null;
	}

	/** How it gets into the slots. */
	SlotFields fields() {
		return this.fields;
	}

	/** Whether each sample has its publish time. */
	boolean isTimed() {
		return this.timed;
	}

	/** Whether each sample has a checksum: then its payload is copied by the fields. */
	boolean isChecked() {
		return this.checked;
	}

	/** The trace of the calling thread, {@code null} for none. */
	@Nullable TraceContext currentTrace() {
		return (this.traceContext != null) ? this.traceContext.get() : null;
	}

	/**
	 * Describes the sample whose slot was just taken.
	 * @param trace {@code null} for none
	 * @param publishTime as {@link PublishClock} has it
	 */
	void describe(@Nullable TraceContext trace, long publishTime) {
		this.fields.begin(publishTime);
		if (trace != null) {
			this.fields.trace(trace.traceIdHigh(), trace.traceIdLow(), trace.parentId(), trace.flags());
		}
		else {
			this.fields.noTrace();
		}
	}

}
