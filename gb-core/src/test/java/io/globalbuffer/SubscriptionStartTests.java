// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A subscription begins where its reader's cursor stands.
 */
class SubscriptionStartTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final List<Long> seen = Collections.synchronizedList(new ArrayList<>());

	@Test
	void whatCameBetweenAttachAndSubscribeIsDelivered() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach(StartPosition.NEW)) {
			write(writer, 0, 2);
			try (Subscription subscription = reader.subscribe(ReadMode.NEXT, this::see)) {
				awaitSeen(0, 1);
				write(writer, 2, 3);
				awaitSeen(0, 1, 2);
				assertThat(subscription.overruns()).isZero();
			}
			assertThat(reader.lag()).as("its own cursor").hasValue(3);
			assertThat(reader.next().sequence()).isZero();
		}
	}

	@Test
	void itBeginsAfterTheLastSampleThatWasRead() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach(StartPosition.NEW)) {
			write(writer, 0, 3);
			assertThat(reader.next().sequence()).isZero();
			try (Subscription subscription = reader.subscribe(ReadMode.NEXT, this::see)) {
				awaitSeen(1, 2);
				assertThat(subscription.isActive()).isTrue();
			}
			assertThat(reader.next().sequence()).isEqualTo(1);
		}
	}

	@Test
	void aLaterOneBeginsThereTooAndCountsWhatWasLostSince() {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach(StartPosition.NEW)) {
			try (Subscription first = reader.subscribe(ReadMode.NEXT, this::see)) {
				write(writer, 0, 2);
				await().until(() -> first.delivered() == 2);
			}
			this.seen.clear();
			write(writer, 2, 10);
			try (Subscription later = reader.subscribe(ReadMode.NEXT, this::see)) {
				awaitSeen(7, 8, 9);
				await().until(() -> later.delivered() == 3);
				assertThat(later.overruns()).isEqualTo(7);
			}
			this.seen.clear();
			try (BufferReader<long[]> fork = reader.fork();
					Subscription fresh = fork.subscribe(ReadMode.NEXT, this::see)) {
				write(writer, 10, 11);
				awaitSeen(10);
				assertThat(fresh.overruns()).isZero();
			}
		}
	}

	@Test
	void theNewestOneIsNewIfTheCursorHasNotPassedIt() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach(StartPosition.NEW)) {
			write(writer, 0, 3);
			try (Subscription subscription = reader.subscribe(ReadMode.LATEST, this::see)) {
				awaitSeen(2);
				await().until(() -> subscription.delivered() == 1);
				assertThat(subscription.skipped()).isEqualTo(2);
			}
			assertThat(reader.nextLatest(Duration.ZERO)).isPresent();
			this.seen.clear();
			try (Subscription subscription = reader.subscribe(ReadMode.LATEST, this::see)) {
				write(writer, 3, 4);
				awaitSeen(3);
				assertThat(subscription.skipped()).isZero();
			}
		}
	}

	@ParameterizedTest
	@EnumSource(StartPosition.class)
	void theStartPositionIsThatOfTheReader(StartPosition start) {
		try (ArrayWriter<long[]> writer = create()) {
			write(writer, 0, 2);
			try (ArrayReader<long[]> reader = attach(start)) {
				write(writer, 2, 3);
				try (Subscription subscription = reader.subscribe(ReadMode.NEXT, this::see)) {
					long first = switch (start) {
						case OLDEST -> 0;
						case NEWEST -> 1;
						case NEW -> 2;
					};
					await().until(() -> subscription.delivered() == 3 - first);
					assertThat(this.seen).first().isEqualTo(first);
				}
			}
		}
	}

	@Test
	void withoutASegmentItBeginsWithTheFirstSample() {
		try (ArrayReader<long[]> reader = attachFollowing();
				Subscription subscription = reader.subscribe(ReadMode.NEXT, this::see);
				ArrayWriter<long[]> writer = create()) {
			write(writer, 0, 2);
			awaitSeen(0, 1);
			assertThat(subscription.overruns()).isZero();
		}
	}

	@Test
	void itBeginsInTheSegmentThatTheReaderHasNotReadYet() {
		try (ArrayReader<long[]> reader = attachToReplaced();
				Subscription subscription = reader.subscribe(ReadMode.NEXT, this::see)) {
			awaitSeen(0, 1, 100, 101, 102);
			assertThat(subscription.overruns()).isZero();
			assertThat(reader.generation()).isZero();
			assertThat(reader.lag()).hasValue(2);
		}
	}

	@Test
	void whatItsReaderLostAndHasNotCountedYetIsCounted() {
		try (ArrayReader<long[]> reader = attachToReplaced()) {
			// leaves the rest of the old one behind
			await().until(() -> reader.latest().orElseThrow().generation() == 1);
			assertThat(reader.lag()).hasValue(2 + 3);
			try (Subscription subscription = reader.subscribe(ReadMode.NEXT, this::see)) {
				awaitSeen(100, 101, 102);
				await().until(() -> subscription.delivered() == 3);
				assertThat(subscription.overruns()).isEqualTo(2);
			}
			assertThat(reader.lag()).hasValue(2 + 3);
		}
	}

	@Test
	void aSegmentThatIsLostIsLeftForTheOneThatReplacesIt() {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attachFollowing()) {
			write(writer, 0, 2);
			assertThat(reader.stats().written()).as("known before it is lost").isEqualTo(2);
			new SegmentFile(this.directory.segment("s")).resize(0);
			assertThat(reader.latest()).isEmpty();
			writer.unlink();
			try (Subscription subscription = reader.subscribe(ReadMode.NEXT, this::see);
					ArrayWriter<long[]> fresh = create()) {
				write(fresh, 100, 101);
				await().until(() -> subscription.delivered() == 1);
				assertThat(subscription.isActive()).isTrue();
				assertThat(subscription.overruns()).as("of the lost one").isEqualTo(2);
			}
		}
	}

	private ArrayReader<long[]> attachToReplaced() {
		ArrayReader<long[]> reader;
		try (ArrayWriter<long[]> old = create()) {
			reader = attachFollowing();
			write(old, 0, 2);
			old.unlink();
		}
		try (ArrayWriter<long[]> fresh = create()) {
			write(fresh, 100, 103);
		}
		return reader;
	}

	private void awaitSeen(long... values) {
		await().untilAsserted(() -> assertThat(this.seen).containsExactly(box(values)));
	}

	private static Long[] box(long... values) {
		Long[] boxed = new Long[values.length];
		for (int i = 0; i < values.length; i++) {
			boxed[i] = values[i];
		}
		return boxed;
	}

	private void see(Sample<long[]> sample) {
		this.seen.add(sample.value()[0]);
	}

	private static void write(ArrayWriter<long[]> writer, long from, long to) {
		for (long value = from; value < to; value++) {
			writer.write(new long[] { value });
		}
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("s", SPEC).directory(this.directory.path()).capacity(3).open();
	}

	private ArrayReader<long[]> attach(StartPosition start) {
		return GlobalBuffer.attach("s").directory(this.directory.path()).startFrom(start).asArray(SPEC);
	}

	private ArrayReader<long[]> attachFollowing() {
		return GlobalBuffer.attach("s").directory(this.directory.path()).following().asArray(SPEC);
	}

}
