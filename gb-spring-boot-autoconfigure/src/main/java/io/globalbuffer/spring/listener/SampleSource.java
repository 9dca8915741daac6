package io.globalbuffer.spring.listener;

import java.lang.reflect.Array;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferReader;
import io.globalbuffer.ReadMode;
import io.globalbuffer.Sample;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.exception.CodecException;

/**
 * Takes from a reader what the next call of a listener's method receives, in the form it
 * receives it. Used by the listener's thread only.
 */
final class SampleSource {

	/** Closing the reader ends a wait at once, so this only bounds one call. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final ListenerEndpoint endpoint;

	private final BufferReader<?> reader;

	private final ListenerControl control;

	private final @Nullable ArrayView view;

	/** What the view was made of; the reader fills it again for each sample. */
	private @Nullable Object viewedArray;

	private @Nullable Object viewed;

	/** Found behind the samples of a batch, for the next call. */
	private @Nullable CodecException undecodable;

	private long lastTaken;

	private boolean taken;

	SampleSource(ListenerEndpoint endpoint, BufferReader<?> reader, ListenerControl control) {
		this.endpoint = endpoint;
		this.reader = reader;
		this.control = control;
		this.view = (endpoint.method().payload() instanceof PayloadType.View array) ? array.view() : null;
	}

	/**
	 * Takes samples, waiting for the first.
	 * @return one, or those of a batch; empty if none came for a while
	 * @throws CodecException if the next one cannot be decoded; it is passed over
	 */
	List<? extends Sample<?>> take() throws InterruptedException {
		if (this.endpoint.minInterval().isPositive()) {
			awaitInterval();
		}
		if (this.undecodable != null) {
			CodecException failure = this.undecodable;
			this.undecodable = null;
			throw failure;
		}
		return this.endpoint.method().batch() ? takeBatch() : list(read(PATIENCE));
	}

	/**
	 * Takes the newest sample, and passes over those before it.
	 * @return the newest one, alone; empty if none is there
	 */
	List<? extends Sample<?>> skipToNewest() throws InterruptedException {
		return list(received(this.reader.nextLatest(Duration.ZERO)));
	}

	private List<? extends Sample<?>> takeBatch() throws InterruptedException {
		Optional<Sample<?>> sample = read(PATIENCE);
		if (sample.isEmpty()) {
			return List.of();
		}
		List<Sample<?>> batch = new ArrayList<>();
		while (sample.isPresent()) {
			batch.add(sample.get());
			sample = (batch.size() < this.endpoint.maxBatch()) ? readMore() : Optional.empty();
		}
		return List.copyOf(batch);
	}

	private Optional<Sample<?>> readMore() throws InterruptedException {
		try {
			return read(Duration.ZERO);
		}
		catch (BufferContendedException ex) {
			// not there yet: for the next batch
			return Optional.empty();
		}
		catch (CodecException ex) {
			this.undecodable = ex;
			return Optional.empty();
		}
	}

	private Optional<Sample<?>> read(Duration timeout) throws InterruptedException {
		return received((this.endpoint.info().mode() == ReadMode.NEXT) ? this.reader.next(timeout)
				: this.reader.nextLatest(timeout));
	}

	/**
	 * Samples for somebody who looks at them later.
	 * @param samples the samples that were taken last
	 * @return the same, or copies where the next sample would be put into their place
	 */
	List<? extends Sample<?>> keep(List<? extends Sample<?>> samples) {
		return (this.view != null) ? samples.stream().map((sample) -> copied(sample, this.view)).toList() : samples;
	}

	private Sample<?> copied(Sample<?> sample, ArrayView as) {
		Object array = Objects.requireNonNull(this.viewedArray);
		int length = Array.getLength(array);
		Object copy = Array.newInstance(array.getClass().getComponentType(), length);
		System.arraycopy(array, 0, copy, 0, length);
		return new Sample<>(as.wrap(copy), sample.sequence(), sample.missed(), sample.generation(), sample.origin());
	}

	private Optional<Sample<?>> received(Optional<? extends Sample<?>> sample) {
		return sample.map((found) -> (this.view != null) ? viewed(found, this.view) : found);
	}

	private Sample<?> viewed(Sample<?> sample, ArrayView as) {
		if (this.viewed == null || !sample.value().equals(this.viewedArray)) {
			this.viewedArray = sample.value();
			this.viewed = as.wrap(sample.value());
		}
		return new Sample<>(ArrayView.rewound(this.viewed), sample.sequence(), sample.missed(), sample.generation(),
				sample.origin());
	}

	private void awaitInterval() throws InterruptedException {
		if (this.taken) {
			long elapsed = System.nanoTime() - this.lastTaken;
			this.control.await(this.endpoint.minInterval().minusNanos(elapsed));
		}
		this.taken = true;
		this.lastTaken = System.nanoTime();
	}

	private static List<Sample<?>> list(Optional<? extends Sample<?>> sample) {
		return sample.<List<Sample<?>>>map(List::of).orElse(List.of());
	}

}
