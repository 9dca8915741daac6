// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.payload.Expectation;
import io.globalbuffer.internal.payload.Payloads;
import io.globalbuffer.internal.segment.SegmentPlace;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.DType;
import io.globalbuffer.wait.WaitStrategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Going over to another segment while a thread copies a sample of the old one.
 */
class AttachmentsTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final SlowCopies slowCopies = new SlowCopies();

	@Test
	void aSampleThatIsBeingReadIsDeliveredAndNotCountedAsLostToo() throws Exception {
		try (ArrayWriter<long[]> old = create();
				CurrentAttachment<long[]> currentAttachment = CurrentAttachment.open(options(), this.slowCopies)) {
			Attachment<long[]> left = current(currentAttachment);
			ReadLoop<long[]> latest = new ReadLoop<>(options(), currentAttachment);
			old.write(new long[] { 1 });
			Background<Long> reading = Background.run(() -> {
				currentAttachment.cursor().enter("a");
				try {
					return left.ring().next(new long[1], null);
				}
				finally {
					currentAttachment.cursor().exit();
				}
			});
			this.slowCopies.awaitCopy();
			old.unlink();
			try (ArrayWriter<long[]> fresh = create()) {
				await().until(left::isLeft);
				await().until(() -> currentAttachment.stats().writer().state() == WriterState.ACTIVE);
				assertThat(currentAttachment.current()).as("after a monitor looked").isSameAs(left);
				assertThat(latest.newest()).isSameAs(left);
				this.slowCopies.goOn();
				assertThat(reading.result()).isZero();
				assertThat(latest.newest()).isNotSameAs(left);
				fresh.write(new long[] { 2 });
				assertThat(currentAttachment.lag()).as("one delivered, one not").hasValue(1);
			}
		}
	}

	private static Attachment<long[]> current(CurrentAttachment<long[]> currentAttachment) {
		Attachment<long[]> attachment = currentAttachment.current();
		assertThat(attachment).isNotNull();
		return Objects.requireNonNull(attachment);
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("a", SPEC).directory(this.directory.path()).capacity(3).open();
	}

	private ReaderOptions options() {
		return new ReaderOptions("a", new SegmentPlace(this.directory.segment("a"), Optional.empty()), true, false,
				StartPosition.NEW, null, null, false, WaitStrategy.poll(), ReaderOptions.DEFAULT_LIVENESS_TIMEOUT,
				ReaderOptions.DEFAULT_CONTENTION_BUDGET, false);
	}

	/** Copies nothing, for as long as it is told to. */
	private static final class SlowCopies implements Expectation<long[]>, Payloads<long[]> {

		private final CountDownLatch copying = new CountDownLatch(1);

		private final CountDownLatch release = new CountDownLatch(1);

		@Override
		public @Nullable String objection(BufferLayout layout) {
			return null;
		}

		@Override
		public Payloads<long[]> payloads(String buffer, BufferLayout layout, RingGeometry geometry) {
			return this;
		}

		@Override
		public long[] newTarget() {
			return new long[1];
		}

		@Override
		public void checkTarget(long[] target) {
			// nothing is copied
		}

		void awaitCopy() throws InterruptedException {
			assertThat(this.copying.await(20, TimeUnit.SECONDS)).isTrue();
		}

		void goOn() {
			this.release.countDown();
		}

		@Override
		public void copy(MemorySegment memory, long offset, long length, long[] target) {
			this.copying.countDown();
			try {
				assertThat(this.release.await(20, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}

	}

}
