package io.globalbuffer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.internal.ring.RingReader;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.wait.Waiter;

/**
 * What readers of arrays and of messages share: reading, waiting, following.
 *
 * @param <T> the type of a sample
 * @param <D> what payloads are copied into
 */
abstract class RingBufferReader<T, D> implements BufferReader<T> {

	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

	/** The pause between attempts at a copy that the writer keeps spoiling. */
	private static final long CONTENTION_PAUSE_NANOS = 2_000;

	private final ReaderOptions options;

	private final Attachments<D> attachments;

	private final Waiter waiter;

	private final Set<CallbackSubscription<?>> subscriptions = ConcurrentHashMap.newKeySet();

	/** Where the sample that {@link #await} returned was copied from and to. */
	private @Nullable Attachment<D> source;

	private @Nullable D copy;

	RingBufferReader(ReaderOptions options, Attachments<D> attachments) {
		this.options = options;
		this.attachments = attachments;
		this.waiter = options.waitStrategy().newWaiter();
	}

	/** What the next sample is copied into. */
	abstract D newTarget(Attachment<D> attachment);

	/**
	 * Checks what a caller wants samples copied into.
	 * @throws IllegalArgumentException if it does not fit
	 */
	abstract void checkTarget(Attachment<D> attachment, D target);

	/** What a copy stands for. */
	abstract T value(D copy);

	/** A reader of the same segment with a cursor of its own. */
	abstract RingBufferReader<T, D> fork(ReaderOptions options, Attachments<D> attachments);

	@Override
	public final Optional<Sample<T>> latest() {
		while (true) {
			Attachment<D> attachment = newest();
			if (attachment == null) {
				return Optional.empty();
			}
			try {
				if (attachment.ring().count() == 0) {
					return Optional.empty();
				}
				D target = newTarget(attachment);
				long sequence = latest(attachment, target);
				return Optional.of(new Sample<>(value(target), sequence, 0, attachment.generation()));
			}
			catch (IllegalStateException ex) {
				this.attachments.throwUnlessMovedOn(attachment, ex);
			}
		}
	}

	final long readLatestInto(D target) {
		while (true) {
			Attachment<D> attachment = newest();
			if (attachment == null) {
				return ArrayReader.NONE;
			}
			checkTarget(attachment, target);
			try {
				long sequence = latest(attachment, target);
				return (sequence == RingReader.EMPTY) ? ArrayReader.NONE : sequence;
			}
			catch (IllegalStateException ex) {
				this.attachments.throwUnlessMovedOn(attachment, ex);
			}
		}
	}

	private @Nullable Attachment<D> newest() {
		Attachment<D> attachment = this.attachments.current();
		while (attachment != null && attachment.isLeft() && this.attachments.followUnlessReading(attachment)) {
			attachment = this.attachments.current();
		}
		return attachment;
	}

	private long latest(Attachment<D> attachment, D target) {
		long sequence = attachment.ring().latest(target);
		if (sequence != RingReader.UNSTABLE) {
			return sequence;
		}
		long deadline = deadline(this.options.contentionBudget());
		while (sequence == RingReader.UNSTABLE) {
			if (System.nanoTime() - deadline >= 0) {
				throw contended();
			}
			LockSupport.parkNanos(CONTENTION_PAUSE_NANOS);
			sequence = attachment.ring().latest(target);
		}
		return sequence;
	}

	@Override
	public final Sample<T> next() throws InterruptedException {
		while (true) {
			Optional<Sample<T>> sample = next(LONGEST);
			if (sample.isPresent()) {
				return sample.get();
			}
		}
	}

	@Override
	public final Optional<Sample<T>> next(Duration timeout) throws InterruptedException {
		return nextSample(ReadMode.NEXT, timeout);
	}

	@Override
	public final Optional<Sample<T>> nextLatest(Duration timeout) throws InterruptedException {
		return nextSample(ReadMode.LATEST, timeout);
	}

	final long readNextInto(D target, Duration timeout) throws InterruptedException {
		this.attachments.cursor().enter(name());
		try {
			return await(ReadMode.NEXT, target, timeout);
		}
		finally {
			leaveNext();
		}
	}

	private Optional<Sample<T>> nextSample(ReadMode mode, Duration timeout) throws InterruptedException {
		this.attachments.cursor().enter(name());
		try {
			long sequence = await(mode, null, timeout);
			if (sequence == ArrayReader.NONE) {
				return Optional.empty();
			}
			Attachment<D> source = Objects.requireNonNull(this.source);
			T value = value(Objects.requireNonNull(this.copy));
			return Optional.of(new Sample<>(value, sequence, source.ring().missed(), source.generation()));
		}
		finally {
			leaveNext();
		}
	}

	private long await(ReadMode mode, @Nullable D target, Duration timeout) throws InterruptedException {
		boolean waiting = false;
		long deadline = 0;
		while (true) {
			Attachment<D> attachment = this.attachments.current();
			long sequence = (attachment != null) ? read(attachment, mode, target) : RingReader.EMPTY;
			if (sequence >= 0) {
				return sequence;
			}
			if (sequence == RingReader.EMPTY && attachment != null && attachment.isLeft()
					&& this.attachments.follow(attachment)) {
				continue;
			}
			if (!waiting) {
				waiting = true;
				this.waiter.reset();
				deadline = deadline(timeout.isPositive() ? timeout : Duration.ZERO);
			}
			long remaining = deadline - System.nanoTime();
			if (sequence == RingReader.UNSTABLE) {
				// there is a sample, so it is not the writer that is waited for
				if (remaining <= (timeout.isPositive() ? 0
						: -TimeUnit.NANOSECONDS.convert(this.options.contentionBudget()))) {
					throw contended();
				}
				if (Thread.interrupted()) {
					throw new InterruptedException();
				}
				LockSupport.parkNanos(CONTENTION_PAUSE_NANOS);
			}
			else if (remaining <= 0) {
				return ArrayReader.NONE;
			}
			else {
				this.waiter.pause(remaining);
			}
		}
	}

	private long read(Attachment<D> attachment, ReadMode mode, @Nullable D given) {
		try {
			RingReader<D> ring = attachment.ring();
			D target = given;
			if (target != null) {
				checkTarget(attachment, target);
			}
			else if (ring.isDrained()) {
				return RingReader.EMPTY;
			}
			else {
				target = newTarget(attachment);
				this.copy = target;
				this.source = attachment;
			}
			return (mode == ReadMode.NEXT) ? ring.next(target) : ring.nextLatest(target);
		}
		catch (IllegalStateException ex) {
			this.attachments.throwUnlessMovedOn(attachment, ex);
			return RingReader.EMPTY;
		}
	}

	private void leaveNext() {
		this.source = null;
		this.copy = null;
		this.attachments.cursor().exit();
	}

	@Override
	public final Subscription subscribe(ReadMode mode, Consumer<? super Sample<T>> callback) {
		Objects.requireNonNull(mode, "The mode of a subscription cannot be null");
		Objects.requireNonNull(callback, "The callback of a subscription cannot be null");
		CallbackSubscription<T> subscription = new CallbackSubscription<>(fork(this.options, this.attachments.fork()),
				mode, callback, this.subscriptions::remove);
		this.subscriptions.add(subscription);
		subscription.start();
		if (!isOpen()) {
			// closed meanwhile, and perhaps too early to see the new subscription
			subscription.close();
		}
		return subscription;
	}

	@Override
	public final long overruns() {
		return this.attachments.overruns();
	}

	@Override
	public final long skipped() {
		return this.attachments.skipped();
	}

	@Override
	public final OptionalLong lag() {
		return this.attachments.lag();
	}

	@Override
	public final int generation() {
		Attachment<D> attachment = this.attachments.current();
		return (attachment != null) ? attachment.generation() : 0;
	}

	@Override
	public final String name() {
		return this.options.name();
	}

	@Override
	public final Path path() {
		return this.options.path();
	}

	@Override
	public final Optional<BufferLayout> layout() {
		return Optional.ofNullable(this.attachments.current()).map((attachment) -> attachment.segment().layout());
	}

	@Override
	public final BufferStats stats() {
		return this.attachments.stats();
	}

	@Override
	public final boolean isOpen() {
		return !this.attachments.isClosed();
	}

	@Override
	public final void close() {
		this.subscriptions.forEach(CallbackSubscription::close);
		this.attachments.close();
		this.attachments.cursor().wake();
	}

	@Override
	public String toString() {
		return "reader of buffer '" + this.options.name() + "'";
	}

	private static long deadline(Duration timeout) {
		long now = System.nanoTime();
		// durations of centuries are legal
		return now + ((timeout.compareTo(LONGEST) < 0) ? timeout.toNanos() : LONGEST.toNanos());
	}

	private BufferContendedException contended() {
		return new BufferContendedException("The writer of buffer '" + this.options.name()
				+ "' overwrote each copy before it was complete. Give the buffer a larger capacity, or read less often");
	}

}
