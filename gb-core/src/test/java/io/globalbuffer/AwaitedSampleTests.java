// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.internal.payload.ArrayExpectation;
import io.globalbuffer.internal.segment.SegmentPlace;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.wait.WaitStrategy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One thread that awaits samples of many streams at once.
 */
@Timeout(20)
class AwaitedSampleTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	private static final int MANY = 200;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final List<AutoCloseable> opened = new ArrayList<>();

	/** Of every other one the writer wakes nobody. */
	@Test
	void whicheverStreamMovesWakesTheThread() throws Exception {
		List<ArrayWriter<long[]>> writers = new ArrayList<>();
		List<AwaitedSample> samples = new ArrayList<>();
		for (int i = 0; i < MANY; i++) {
			writers.add(create("s" + i, i % 2 == 0));
			samples.add(attach("s" + i).awaited());
		}
		for (AwaitedSample sample : samples) {
			assertThat(sample.await(Thread.currentThread())).isEqualTo(Long.MAX_VALUE);
		}
		for (int i = 0; i < MANY; i++) {
			assertThat(samples.get(i).isAwaited()).isTrue();
			writers.get(i).write(new long[] { i });
			parkWhileAwaited(samples.get(i));
			assertThat(samples.stream().filter(AwaitedSample::isAwaited)).hasSize(MANY - 1 - i);
		}
	}

	@Test
	void aSampleThatIsThereIsNotAwaited() throws Exception {
		try (ArrayWriter<long[]> waking = create("a", true); ArrayWriter<long[]> other = create("b", false)) {
			for (ArrayWriter<long[]> writer : List.of(waking, other)) {
				AwaitedSample sample = attach(writer.name()).awaited();
				writer.write(new long[] { 1 });
				assertThat(sample.await(Thread.currentThread())).isZero();
				assertThat(sample.isAwaited()).isFalse();
			}
		}
	}

	@Test
	void closingTheSegmentAndANameThatIsTakenAwayWakeTheThread() throws Exception {
		try (ArrayWriter<long[]> waking = create("a", true); ArrayWriter<long[]> other = create("b", false)) {
			for (ArrayWriter<long[]> writer : List.of(waking, other)) {
				CurrentAttachment<Object> attached = open(writer.name());
				AwaitedSample sample = Objects.requireNonNull(attached.now()).awaited();
				assertThat(sample.await(Thread.currentThread())).isPositive();
				writer.unlink();
				parkWhileAwaited(sample);
				assertThat(sample.await(Thread.currentThread())).isPositive();
				Background<Boolean> closing = Background.run(() -> {
					attached.close();
					return true;
				});
				parkWhileAwaited(sample);
				assertThat(closing.result()).isTrue();
			}
		}
	}

	/** Though its count can still be looked at. */
	@Test
	void aSegmentThatHasLostMemoryEndsTheWait() {
		create("a", true);
		create("b", false);
		for (String name : List.of("a", "b")) {
			Attachment<Object> attachment = attach(name);
			assertThat(attachment.awaited().await(Thread.currentThread())).isPositive();
			attachment.lost(new InternalError("a test"));
			parkWhileAwaited(attachment.awaited());
		}
	}

	/** A writer of another kind, as it were, has taken the segment over. */
	@Test
	void aWriterThatWakesNobodyAnyMoreEndsTheWait() throws Exception {
		try (ArrayWriter<long[]> writer = create("a", true)) {
			AwaitedSample sample = attach("a").awaited();
			assertThat(sample.await(Thread.currentThread())).isPositive();
			new SegmentFile(writer.path()).wakeNobody();
			parkWhileAwaited(sample);
			assertThat(sample.await(Thread.currentThread())).isPositive();
			writer.write(new long[] { 1 });
			parkWhileAwaited(sample);
		}
	}

	private static void parkWhileAwaited(AwaitedSample sample) {
		while (sample.isAwaited()) {
			LockSupport.park(sample);
		}
	}

	/** Its stamps are rare: each says anew whether it wakes readers. */
	private ArrayWriter<long[]> create(String name, boolean waking) {
		ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC)
			.directory(this.directory.path())
			.heartbeatInterval(Duration.ofHours(1))
			.capacity(8)
			.open();
		this.opened.add(writer);
		if (!waking) {
			new SegmentFile(writer.path()).wakeNobody();
		}
		return writer;
	}

	private Attachment<Object> attach(String name) {
		return Objects.requireNonNull(open(name).now());
	}

	private CurrentAttachment<Object> open(String name) {
		ReaderOptions options = new ReaderOptions(name,
				new SegmentPlace(this.directory.segment(name), Optional.empty()), true, false, StartPosition.NEW, null,
				null, false, WaitStrategy.auto(), ReaderOptions.DEFAULT_LIVENESS_TIMEOUT,
				ReaderOptions.DEFAULT_CONTENTION_BUDGET, false);
		CurrentAttachment<Object> attached = CurrentAttachment.open(options, ArrayExpectation.of(SPEC));
		this.opened.add(attached);
		return attached;
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable handle : this.opened.reversed()) {
			handle.close();
		}
	}

}
