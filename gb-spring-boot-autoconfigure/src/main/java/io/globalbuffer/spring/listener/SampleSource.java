// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferReader;
import io.globalbuffer.ReadMode;
import io.globalbuffer.Sample;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.MessageTooLargeException;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.BufferLayout;

/**
 * Takes from a reader what the next call of a listener's method receives. Used by one
 * thread at a time.
 */
final class SampleSource {

	private static final Log logger = LogFactory.getLog(SampleSource.class);

	private final ListenerEndpoint endpoint;

	private final BufferReader<?> reader;

	private final ListenerControl control;

	/** Kept where samples that are given up go to another buffer. */
	private final @Nullable OriginalSamples originals;

	/** The sample of a call that is not about a batch: one object for all calls. */
	private final TakenSamples single = new TakenSamples();

	/** Found behind the samples of a batch, for the next call. */
	private @Nullable Unreadable unreadable;

	/** The dimensions of the samples of that generation. */
	private List<Long> shape = List.of();

	private int shapeOf = -1;

	/** Whether what was taken last is one sample, right behind what was taken before. */
	private boolean successor;

	private long lastCall;

	private boolean called;

	SampleSource(ListenerEndpoint endpoint, BufferReader<?> reader, ListenerControl control) {
		this.endpoint = endpoint;
		this.reader = reader;
		this.control = control;
		this.originals = (endpoint.failedTo() != null)
				? new OriginalSamples(endpoint.buffer(), endpoint.method().payload()) : null;
	}

	/**
	 * Takes samples, waiting for the first.
	 * @param patience how long to wait
	 * @return one, or those of a batch; empty if none came for a while
	 * @throws CodecException if the next one cannot be decoded; it is passed over
	 * @throws MessageTooLargeException if the heap has no room for it; it is passed over
	 */
	TakenSamples take(Duration patience) throws InterruptedException {
		forget();
		if (this.called) {
			this.called = false;
			long elapsed = System.nanoTime() - this.lastCall;
			this.control.await(this.endpoint.minInterval().minusNanos(elapsed));
		}
		if (this.unreadable != null) {
			GlobalBufferException failure = this.unreadable.failure();
			this.unreadable = null;
			throw failure;
		}
		begin();
		return this.endpoint.method().batch() ? takeBatch(patience) : taken(read(patience));
	}

	/** Lest a sample stays in the heap while the next one is waited for. */
	private void forget() {
		this.single.clear();
		this.successor = false;
	}

	private void begin() {
		if (this.originals != null) {
			this.originals.begin();
		}
	}

	/**
	 * Takes the newest sample, and passes over those before it.
	 * @return the newest one, alone; empty if none is there
	 */
	TakenSamples takeNewest() throws InterruptedException {
		forget();
		begin();
		return taken(decoded(this.reader.nextLatest(Duration.ZERO)));
	}

	/** The values of samples that failed, as their segment had them. */
	List<Object> originals(CallFailure failure) {
		return Objects.requireNonNull(this.originals).of(failure);
	}

	/** The dimensions of the first sample of the call; empty for a message. */
	List<Long> shape() {
		return this.shape;
	}

	/**
	 * Whether what was taken last is one sample, right behind what was taken before: what
	 * was lost or skipped, and the segment, have not changed then.
	 */
	boolean isSuccessor() {
		return this.successor;
	}

	private void noteShape(Sample<?> first) {
		if (first.generation() != this.shapeOf) {
			this.shapeOf = first.generation();
			this.shape = (layout().orElse(null) instanceof ArrayLayout arrays)
					? LongStream.of(arrays.spec().shape()).boxed().toList() : List.of();
		}
	}

	/** What the segment holds that is read. */
	Optional<BufferLayout> layout() {
		return this.reader.layout();
	}

	/** Behind what the last call took or passed over. */
	StreamPlace behind() {
		return (this.unreadable != null) ? this.unreadable.before() : StreamPlace.of(this.reader);
	}

	/** Whether there is nothing newer than what was taken. */
	boolean isDrained() {
		try {
			return this.reader.lag().orElse(0) == 0;
		}
		catch (GlobalBufferException ex) {
			return true;
		}
	}

	/** Notes that a call begins, from which the shortest interval counts. */
	void noteCall() {
		if (this.endpoint.minInterval().isPositive()) {
			this.called = true;
			this.lastCall = System.nanoTime();
		}
	}

	private TakenSamples takeBatch(Duration patience) throws InterruptedException {
		Optional<? extends Sample<?>> sample = read(patience);
		if (sample.isEmpty()) {
			return TakenSamples.NONE;
		}
		noteShape(sample.get());
		List<Sample<?>> batch = new ArrayList<>();
		while (sample.isPresent()) {
			batch.add(sample.get());
			sample = (batch.size() < this.endpoint.maxBatch()) ? readMore() : Optional.empty();
		}
		return new TakenSamples(Collections.unmodifiableList(batch));
	}

	private Optional<? extends Sample<?>> readMore() {
		StreamPlace before = StreamPlace.of(this.reader);
		try {
			return read(Duration.ZERO);
		}
		catch (CodecException | MessageTooLargeException ex) {
			this.unreadable = new Unreadable(ex, before);
			return Optional.empty();
		}
		catch (InterruptedException ex) {
			logger.debug("Interrupted while reading", ex);
			return Optional.empty();
		}
		catch (GlobalBufferException ex) {
			// what has been taken is delivered first; the next call meets the same again
			return Optional.empty();
		}
	}

	private Optional<? extends Sample<?>> read(Duration timeout) throws InterruptedException {
		return decoded((this.endpoint.info().mode() == ReadMode.NEXT) ? this.reader.next(timeout)
				: this.reader.nextLatest(timeout));
	}

	private Optional<? extends Sample<?>> decoded(Optional<? extends Sample<?>> taken) {
		OriginalSamples kept = this.originals;
		return (kept != null) ? taken.map(kept::decoded) : taken;
	}

	private TakenSamples taken(Optional<? extends Sample<?>> read) {
		if (read.isEmpty()) {
			return TakenSamples.NONE;
		}
		Sample<?> sample = read.get();
		this.successor = sample.missed() == 0 && sample.generation() == this.shapeOf;
		noteShape(sample);
		return this.single.with(sample);
	}

	/**
	 * A sample that cannot be decoded, or does not fit into the heap.
	 *
	 * @param failure why not
	 * @param before where the reader stood before it
	 */
	private record Unreadable(GlobalBufferException failure, StreamPlace before) {
	}

}
