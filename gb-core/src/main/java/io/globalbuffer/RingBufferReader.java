package io.globalbuffer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.globalbuffer.internal.ring.SampleDescription;
import io.globalbuffer.schema.BufferLayout;

/**
 * What readers of arrays and of messages share: reading, waiting, following.
 *
 * @param <T> the type of a sample
 * @param <D> what payloads are copied into
 */
abstract class RingBufferReader<T, D> implements BufferReader<T> {

	private final ReaderOptions options;

	private final Attachments<D> attachments;

	private final SampleCopies<D> copies;

	final CursorGuard cursor;

	private final Set<CallbackSubscription<?>> subscriptions = ConcurrentHashMap.newKeySet();

	RingBufferReader(ReaderOptions options, Attachments<D> attachments) {
		this.options = options;
		this.attachments = attachments;
		this.copies = new SampleCopies<>(options, attachments);
		this.cursor = attachments.cursor();
	}

	/** What a copy stands for. */
	abstract T value(D copy);

	/** Another reader of a segment. */
	abstract RingBufferReader<T, D> fork(ReaderOptions options, Attachments<D> attachments);

	@Override
	public final Optional<Sample<T>> latest() {
		while (true) {
			Attachment<D> attachment = this.copies.newest();
			if (attachment == null) {
				return Optional.empty();
			}
			try {
				if (attachment.isEmpty()) {
					return Optional.empty();
				}
				D target = this.copies.newTarget(attachment);
				SampleDescription description = new SampleDescription();
				long sequence = this.copies.latest(attachment, target, description);
				if (sequence >= 0) {
					return Optional.of(new Sample<>(value(target), sequence, 0, attachment.generation(),
							SampleOrigin.of(description)));
				}
				if (!attachment.segment().isLost()) {
					return Optional.empty();
				}
			}
			catch (IllegalStateException ex) {
				this.attachments.throwUnlessMovedOn(attachment, ex);
			}
		}
	}

	final long readLatestInto(D target) {
		while (true) {
			Attachment<D> attachment = this.copies.newest();
			if (attachment == null) {
				return ArrayReader.NONE;
			}
			attachment.payloads().checkTarget(target);
			try {
				long sequence = this.copies.latest(attachment, target, null);
				if (sequence >= 0) {
					return sequence;
				}
				if (!attachment.segment().isLost()) {
					return ArrayReader.NONE;
				}
			}
			catch (IllegalStateException ex) {
				this.attachments.throwUnlessMovedOn(attachment, ex);
			}
		}
	}

	@Override
	public final Sample<T> next() throws InterruptedException {
		while (true) {
			Optional<Sample<T>> sample = next(SampleCopies.LONGEST);
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
		enterCursor();
		try {
			return this.copies.next(ReadMode.NEXT, target, timeout);
		}
		finally {
			try {
				exitCursor();
			}
			catch (StackOverflowError ex) {
				this.cursor.holder = null;
			}
		}
	}

	private Optional<Sample<T>> nextSample(ReadMode mode, Duration timeout) throws InterruptedException {
		enterCursor();
		try {
			long sequence = this.copies.next(mode, null, timeout);
			if (sequence == ArrayReader.NONE) {
				return Optional.empty();
			}
			Attachment<D> source = this.copies.source();
			T value = value(this.copies.copy());
			return Optional
				.of(new Sample<>(value, sequence, source.ring().missed(), source.generation(), this.copies.origin()));
		}
		finally {
			try {
				exitCursor();
			}
			catch (StackOverflowError ex) {
				this.cursor.holder = null;
			}
		}
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
	final SampleCopies<D> enterCursor() {
		this.cursor.enter(name());
		return this.copies;
	}

	final void exitCursor() {
		this.copies.forget();
		this.cursor.exit();
	}

	@Override
	public BufferReader<T> fork() {
		return fork(this.options, this.attachments.fork());
	}

	@Override
	public final Subscription subscribe(ReadMode mode, Consumer<? super Sample<T>> callback) {
		Objects.requireNonNull(mode, "The mode of a subscription cannot be null");
		Objects.requireNonNull(callback, "The callback of a subscription cannot be null");
		CallbackSubscription<T> subscription = new CallbackSubscription<>(
				fork(this.options, this.attachments.forkAtCursor()), mode, callback, this.subscriptions::remove);
		this.subscriptions.add(subscription);
		try {
			subscription.start();
		}
		catch (RuntimeException | Error ex) {
			this.subscriptions.remove(subscription);
			subscription.close();
			throw ex;
		}
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
		return this.options.place().path();
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
		try {
			this.subscriptions.forEach(CallbackSubscription::close);
		}
		finally {
			try {
				this.attachments.close();
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
