package io.globalbuffer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.internal.os.Pause;

/**
 * Lets one thread at a time into a writer. A compare-and-set costs less than half of a
 * lock, and writes last nanoseconds; only reservations can make another thread wait for
 * long, and that is bounded.
 */
final class WriterGuard {

	private static final int SPINS = 200;

	private static final long PAUSE_NANOS = 20_000;

	private final String buffer;

	private final long timeoutNanos;

	private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();

	WriterGuard(String buffer, Duration timeout) {
		this.buffer = buffer;
		this.timeoutNanos = TimeUnit.NANOSECONDS.convert(timeout);
	}

	void enter() {
		Thread current = Thread.currentThread();
		if (!this.owner.compareAndSet(null, current)) {
			enterLater(current);
		}
	}

	void exit() {
		this.owner.setRelease(null);
	}

	boolean isHeldByCurrentThread() {
		return Thread.currentThread().equals(this.owner.getOpaque());
	}

	private void enterLater(Thread current) {
		if (isHeldByCurrentThread()) {
			throw new IllegalStateException("This thread holds a reservation of buffer '" + this.buffer
					+ "' already. Commit or close it before the next write or reservation");
		}
		for (int spin = 0; spin < SPINS; spin++) {
			Thread.onSpinWait();
			if (this.owner.compareAndSet(null, current)) {
				return;
			}
		}
		long deadline = System.nanoTime() + this.timeoutNanos;
		while (!this.owner.compareAndSet(null, current)) {
			if (System.nanoTime() - deadline >= 0) {
				@Nullable Thread holder = this.owner.getOpaque();
				throw new BufferContendedException(
						"Thread '" + ((holder != null) ? holder.getName() : "?") + "' holds a reservation of buffer '"
								+ this.buffer + "' for longer than " + Duration.ofNanos(this.timeoutNanos).toMillis()
								+ " ms. Commit or close reservations sooner, or raise the reservation timeout");
			}
			Pause.of(PAUSE_NANOS);
		}
	}

}
