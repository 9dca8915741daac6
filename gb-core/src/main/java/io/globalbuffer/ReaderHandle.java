// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.ReaderConflictException;
import io.globalbuffer.internal.ring.RingReader;
import io.globalbuffer.internal.ring.SampleDescription;
import io.globalbuffer.schema.BufferLayout;

/**
 * What readers of arrays and of messages share: reading, waiting, following.
 *
 * @param <T> the type of a sample
 * @param <D> what payloads are copied into
 */
abstract class ReaderHandle<T, D> extends StraightPath<D> implements BufferReader<T> {

	private final ReaderOptions options;

	private final ReadLoop<D> readLoop;

	final CursorGuard cursor;

	private final Set<Delivery> deliveries = ConcurrentHashMap.newKeySet();

	ReaderHandle(ReaderOptions options, CurrentAttachment<D> currentAttachment) {
		super(currentAttachment, options.following());
		this.options = options;
		this.readLoop = new ReadLoop<>(options, currentAttachment);
		this.cursor = currentAttachment.cursor();
		currentAttachment.lead(this);
	}

	/** What a copy stands for. */
	abstract T value(D copy);

	/** Another reader of a segment. */
	abstract ReaderHandle<T, D> fork(ReaderOptions options, CurrentAttachment<D> currentAttachment);

	@Override
	public final Optional<Sample<T>> latest() {
		LatestCopy<D> copy = new LatestCopy<>();
		SampleDetails details = copy.details();
		long sequence = readLatest(null, copy, details);
		if (sequence == ArrayReader.NONE) {
			return Optional.empty();
		}
		return Optional.of(new Sample<>(value(copy.target()), sequence, 0, details.generation(), details.origin()));
	}

	/**
	 * Copies the newest sample: again, if its segment is left or lost meanwhile.
	 * @param given what to copy into; {@code null} for a new target
	 * @param copy the copy in a new target; {@code null} if one is given
	 * @param details what describes the sample; {@code null} for nothing
	 * @return the sample's sequence, or {@link ArrayReader#NONE}
	 */
	final long readLatest(@Nullable D given, @Nullable LatestCopy<D> copy, @Nullable SampleDetails details) {
		while (true) {
			Attachment<D> attachment = this.readLoop.newest();
			if (attachment == null) {
				return ArrayReader.NONE;
			}
			if (given != null) {
				attachment.payloads().checkTarget(given);
			}
			try {
				SampleDescription description = (details != null) ? details.begin(attachment.generation()) : null;
				long sequence = (copy != null) ? copyLatest(attachment, copy, description)
						: this.readLoop.latest(attachment, Objects.requireNonNull(given), description);
				if (sequence >= 0) {
					return sequence;
				}
				if (!attachment.segment().isLost()) {
					return ArrayReader.NONE;
				}
			}
			catch (IllegalStateException ex) {
				this.currentAttachment.throwUnlessMovedOn(attachment, ex);
			}
		}
	}

	/** Without a target where there is nothing to copy. */
	private long copyLatest(Attachment<D> attachment, LatestCopy<D> copy, @Nullable SampleDescription description) {
		if (attachment.isEmpty()) {
			return RingReader.EMPTY;
		}
		D target = this.readLoop.newTarget(attachment);
		copy.begin(target);
		return this.readLoop.latest(attachment, target, description);
	}

	@Override
	public final Sample<T> next() throws InterruptedException {
		while (true) {
			Optional<Sample<T>> sample = next(ReadLoop.LONGEST);
			if (sample.isPresent()) {
				return sample.get();
			}
		}
	}

	@Override
	public final Optional<Sample<T>> next(Duration timeout) throws InterruptedException {
		return Optional.ofNullable(nextSample(ReadMode.NEXT, timeout));
	}

	@Override
	public final Optional<Sample<T>> nextLatest(Duration timeout) throws InterruptedException {
		return Optional.ofNullable(nextSample(ReadMode.LATEST, timeout));
	}

	final long readNextInto(D target, @Nullable SampleDetails details, Duration timeout) throws InterruptedException {
		enterCursor();
		try {
			this.currentAttachment.identity().asked(this.currentAttachment);
			long sequence = (details != null) ? ArrayReader.NONE : straightNext(target, true);
			if (sequence >= 0) {
				return sequence;
			}
			this.readLoop.describeIn(details);
			return this.readLoop.next(ReadMode.NEXT, target, timeout);
		}
		finally {
			try {
				exitCursor();
			}
			catch (StackOverflowError ex) {
				this.cursor.lock.holder = this.cursor.lock.free;
			}
		}
	}

	/**
	 * Not an {@code Optional}, which the compiler removes where its caller looks into it.
	 */
	private @Nullable Sample<T> nextSample(ReadMode mode, Duration timeout) throws InterruptedException {
		enterCursor();
		try {
			long sequence = this.readLoop.next(mode, null, timeout);
			if (sequence == ArrayReader.NONE) {
				return null;
			}
			Attachment<D> source = this.readLoop.source();
			T value = value(this.readLoop.copy());
			return new Sample<>(value, sequence, source.ring().missed(), source.generation(), this.readLoop.origin());
		}
		finally {
			try {
				exitCursor();
			}
			catch (StackOverflowError ex) {
				this.cursor.lock.holder = this.cursor.lock.free;
			}
		}
	}

	/** This reader in a set. */
	final WaitSetMember<D> member(WaitSet set) {
		return new WaitSetMember<>(set, this, this.options.following(), this.currentAttachment);
	}

	/** How long a read that does not wait tries again where the writer was faster. */
	final Duration budget() {
		return this.options.contentionBudget();
	}

	/** How long a read that may wait tries again where the writer was faster. */
	final Duration budget(Duration timeout) {
		return timeout.isPositive() ? timeout : budget();
	}

	/** Lets the calling thread read with the cursor, until {@link #exitCursor}. */
	final ReadLoop<D> enterCursor() {
		this.cursor.enter(name());
		return this.readLoop;
	}

	final void exitCursor() {
		this.readLoop.forget();
		this.cursor.exit();
	}

	@Override
	public BufferReader<T> fork() {
		return fork(this.options, this.currentAttachment.fork());
	}

	@Override
	public final Subscription subscribe(ReadMode mode, Consumer<? super Sample<T>> callback) {
		Objects.requireNonNull(mode, "The mode of a subscription cannot be null");
		Objects.requireNonNull(callback, "The callback of a subscription cannot be null");
		CallbackSubscription<T> subscription = new CallbackSubscription<>(samples(this.options, mode), callback,
				this::ended);
		begin(subscription);
		return subscription;
	}

	@Override
	public final SamplePublisher<T> publisher(ReadMode mode, Executor executor) {
		Objects.requireNonNull(mode, "The mode of a publisher cannot be null");
		Objects.requireNonNull(executor, "The executor of a publisher cannot be null");
		return new ReaderPublisher<>(this, mode, executor);
	}

	/**
	 * What another reader reads from the cursor on, each sample in an array of its own.
	 */
	final SubscribedSamples<T> freshSamples(ReadMode mode) {
		return samples(this.options.withFreshArrays(), mode);
	}

	private SubscribedSamples<T> samples(ReaderOptions options, ReadMode mode) {
		return new SubscribedSamples<>(fork(options, this.currentAttachment.forkAtCursor()), mode);
	}

	/** Starts what reads with a fork, and ends it with this reader. */
	final void begin(Delivery delivery) {
		this.deliveries.add(delivery);
		try {
			delivery.start();
		}
		catch (RuntimeException | Error ex) {
			delivery.close();
			ended(delivery);
			throw ex;
		}
		if (!isOpen()) {
			// closed meanwhile, and perhaps too early to see the new one
			delivery.close();
		}
	}

	final void ended(Delivery delivery) {
		this.deliveries.remove(delivery);
		this.currentAttachment.identity().takeBack(this.currentAttachment);
	}

	@Override
	public final Position position() {
		return Position.of(this.currentAttachment.position());
	}

	@Override
	public final Position donePosition() {
		return Position.of(this.currentAttachment.donePosition());
	}

	@Override
	public final void done(Sample<?> sample) {
		this.currentAttachment.done(sample.generation(), sample.sequence());
	}

	@Override
	public final void done(long sequence) {
		this.currentAttachment.done(null, sequence);
	}

	@Override
	public final void done(Position position) {
		this.currentAttachment.done(position.place());
	}

	@Override
	public final Optional<ReaderConflictException> conflict() {
		return Optional.ofNullable(this.currentAttachment.identity().conflict());
	}

	@Override
	public final long overruns() {
		return this.currentAttachment.overruns();
	}

	@Override
	public final long skipped() {
		return this.currentAttachment.skipped();
	}

	@Override
	public final OptionalLong lag() {
		return this.currentAttachment.lag();
	}

	@Override
	public final OptionalInt registryEntry() {
		Attachment<D> attachment = this.currentAttachment.now();
		return (attachment != null) ? attachment.registration().entry() : OptionalInt.empty();
	}

	@Override
	public final int generation() {
		Attachment<D> attachment = this.currentAttachment.current();
		return (attachment != null) ? attachment.generation() : 0;
	}

	@Override
	public final String name() {
		return this.options.name();
	}

	@Override
	public final Path path() {
		return this.options.place().path();
	}

	@Override
	public final Optional<BufferLayout> layout() {
		return Optional.ofNullable(this.currentAttachment.current()).map((attachment) -> attachment.segment().layout());
	}

	@Override
	public final BufferStats stats() {
		return this.currentAttachment.stats();
	}

	@Override
	public final boolean isLost() {
		return this.currentAttachment.isLost();
	}

	@Override
	public final boolean isOpen() {
		return !this.currentAttachment.isClosed();
	}

	@Override
	public final void close() {
		try {
			this.deliveries.forEach(Delivery::close);
		}
		finally {
			try {
				this.currentAttachment.close();
			}
			finally {
				this.cursor.wake();
			}
		}
	}

	@Override
	public String toString() {
		return "reader of buffer '" + this.options.name() + "'";
	}

}
