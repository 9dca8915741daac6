// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.retry.RetryPolicy;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.ReadMode;
import io.globalbuffer.Sample;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.SampleFilter;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistrar;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerRegistration;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.ListenerStatistics;
import io.globalbuffer.spring.listener.ResumeFrom;
import io.globalbuffer.spring.listener.SampleListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Many more streams than threads that listeners share, with listeners of all kinds: each
 * sample is accounted for, and what a listener does is in order.
 */
class SharedDispatchAccountTests {

	private static final int STREAMS = 40;

	private static final int THREADS = 3;

	private static final int SAMPLES = 3000;

	/** Then their writer closes and goes on, and another listener comes or goes. */
	private static final int LEG = 500;

	private static final Duration LIMIT = Duration.ofMinutes(2);

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void everySampleIsAccountedForAndInOrder() {
		ApplicationContextRunner runner = TestApplication.in(this.directory)
			.withPropertyValues("globalbuffer.listener.dispatch=shared",
					"globalbuffer.listener.shared-threads=" + THREADS)
			.withBean("retrying", GlobalBufferErrorHandler.class,
					() -> GlobalBufferErrorHandler
						.retrying(RetryPolicy.builder().delay(Duration.ofMillis(2)).maxRetries(1).build()))
			.withBean("skipping", GlobalBufferErrorHandler.class, GlobalBufferErrorHandler::skipping)
			.withBean("odd", Odd.class);
		for (int stream = 0; stream < STREAMS; stream++) {
			runner = runner.withPropertyValues(TestApplication.arrayReader(name(stream)));
		}
		runner.run(this::count);
	}

	private void count(ApplicationContext context) {
		GlobalBufferListenerRegistrar registrar = context.getBean(GlobalBufferListenerRegistrar.class);
		List<Counted> listeners = IntStream.range(0, STREAMS)
			.mapToObj((stream) -> register(registrar, stream))
			.toList();
		AtomicBoolean over = new AtomicBoolean();
		CompletableFuture<Void> operator = CompletableFuture.runAsync(() -> operate(registrar, listeners, over),
				(task) -> Thread.ofPlatform().start(task));
		List<CompletableFuture<Void>> writers = IntStream.range(0, 4)
			.mapToObj((quarter) -> CompletableFuture.runAsync(() -> write(quarter, 4),
					(task) -> Thread.ofPlatform().start(task)))
			.toList();
		writers.forEach(CompletableFuture::join);
		over.set(true);
		operator.join();
		for (Counted listener : listeners) {
			listener.container().resume(ResumeFrom.CURSOR);
			listener.container().start();
		}
		await().atMost(LIMIT).until(() -> listeners.stream().allMatch((listener) -> listener.container().isCaughtUp()));
		listeners.forEach(Counted::verify);
	}

	/** Each has its stream, which none has written yet. */
	private static Counted register(GlobalBufferListenerRegistrar registrar, int stream) {
		Kind kind = Kind.values()[stream % Kind.values().length];
		Counted counted = new Counted(kind);
		ListenerRegistration registration = ListenerRegistration
			.of("listener-" + stream, name(stream), double[].class, counted)
			.errorHandler((kind == Kind.RETRYING) ? "retrying" : "skipping");
		if (kind == Kind.LATEST) {
			registration.mode(ReadMode.LATEST).minInterval(Duration.ofMillis(1));
		}
		if (kind == Kind.FILTERED) {
			registration.filter("odd");
		}
		counted.registered = registrar.register(registration);
		return counted;
	}

	private void write(int first, int step) {
		for (int leg = 0; leg < SAMPLES / LEG; leg++) {
			List<ArrayWriter<double[]>> writers = new ArrayList<>();
			for (int stream = first; stream < STREAMS; stream += step) {
				writers.add(open(stream));
			}
			for (int number = leg * LEG; number < (leg + 1) * LEG; number++) {
				double[] sample = { number, -number };
				writers.forEach((writer) -> writer.write(sample));
				// a burst, and time to follow, for those that are able to
				if (number % 25 == 0) {
					LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
				}
			}
			writers.forEach(ArrayWriter::close);
		}
	}

	private ArrayWriter<double[]> open(int stream) {
		ArrayWriter<double[]> writer = GlobalBuffer.create(name(stream), ArraySpec.of(DType.FLOAT64, 2))
			.directory(this.directory)
			.capacity(64)
			.onExisting(OnExisting.TAKE_OVER)
			.open();
		if (stream % 2 == 1) {
			// as Python's, it wakes no reader from now on
			new SegmentFile(writer.path()).putInt(SegmentFile.FEATURES, 0);
		}
		return writer;
	}

	/** Pauses, stops, and brings in listeners that go again. */
	private static void operate(GlobalBufferListenerRegistrar registrar, List<Counted> listeners, AtomicBoolean over) {
		for (int round = 0; !over.get(); round++) {
			String guest = "guest-" + round;
			Counted coming = new Counted(Kind.PLAIN);
			registrar.register(ListenerRegistration.of(guest, name(round % STREAMS), double[].class, coming));
			listeners.stream().filter((listener) -> listener.kind == Kind.PAUSED).forEach((listener) -> {
				listener.container().pause();
				await().atMost(LIMIT).until(() -> listener.container().state() == ListenerState.PAUSED);
				listener.container().resume(ResumeFrom.CURSOR);
			});
			listeners.stream().filter((listener) -> listener.kind == Kind.RESTARTED).forEach((listener) -> {
				listener.container().stop();
				listener.container().start();
			});
			registrar.unregister(guest);
			assertThat(coming.overlaps + coming.disordered).isZero();
		}
	}

	private static String name(int stream) {
		return "stream-" + stream;
	}

	private enum Kind {

		PLAIN, SLOW, FAILING, RETRYING, PAUSED, LATEST, RESTARTED, FILTERED

	}

	/** Counts without any care for threads. */
	private static final class Counted implements SampleListener<double[]> {

		private final Kind kind;

		private @Nullable ListenerContainer registered;

		private long calls;

		private long failures;

		private long samples;

		private long last = -1;

		private boolean inside;

		private long overlaps;

		private long disordered;

		Counted(Kind kind) {
			this.kind = kind;
		}

		ListenerContainer container() {
			return Objects.requireNonNull(this.registered);
		}

		@Override
		public void receive(Sample<double[]> sample) {
			this.overlaps += this.inside ? 1 : 0;
			this.inside = true;
			try {
				this.calls++;
				note(sample);
				if (this.kind == Kind.SLOW) {
					LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
				}
				if (fails(sample.sequence())) {
					this.failures++;
					throw new IllegalStateException("as it was told to");
				}
			}
			finally {
				this.inside = false;
			}
		}

		private void note(Sample<double[]> sample) {
			long sequence = sample.sequence();
			if (sequence == this.last && this.kind == Kind.RETRYING) {
				return;
			}
			this.samples++;
			boolean follows = (this.kind == Kind.LATEST || this.kind == Kind.FILTERED || this.last < 0)
					? sequence > this.last : sequence == this.last + 1 + sample.missed();
			boolean whole = sample.value()[0] == sequence && sample.value()[1] == -sequence;
			this.disordered += (follows && whole) ? 0 : 1;
			this.last = sequence;
		}

		/** Where it is attempted again, every other time for good. */
		private boolean fails(long sequence) {
			return switch (this.kind) {
				case FAILING -> sequence % 7 == 0;
				case RETRYING -> sequence % 10 == 0 || (sequence % 10 == 5 && this.failures % 2 == 0);
				default -> false;
			};
		}

		void verify() {
			ListenerStatistics statistics = container().statistics();
			assertThat(this.overlaps).as("calls at once of %s", this.kind).isZero();
			assertThat(this.disordered).as("out of order of %s", this.kind).isZero();
			assertThat(statistics.delivered() + statistics.filtered() + statistics.overruns() + statistics.skipped())
				.as("all of %s: %s", this.kind, statistics)
				.isEqualTo(SAMPLES);
			assertThat(statistics.delivered()).as("delivered of %s", this.kind).isPositive();
			assertThat(this.failures > 0).as("failures of %s", this.kind)
				.isEqualTo(this.kind == Kind.FAILING || this.kind == Kind.RETRYING);
			assertThat(this.samples).as("delivered of %s", this.kind).isEqualTo(statistics.delivered());
			assertThat(this.failures).as("failures of %s", this.kind).isEqualTo(statistics.errors());
			if (this.kind != Kind.RETRYING) {
				assertThat(statistics.givenUp()).as("given up of %s", this.kind).isEqualTo(this.failures);
			}
			assertThat(this.calls).as("calls of %s", this.kind)
				.isEqualTo(statistics.delivered()
						+ ((this.kind == Kind.RETRYING) ? this.failures - statistics.givenUp() : 0));
		}

	}

	static final class Odd implements SampleFilter<double[]> {

		@Override
		public boolean accepts(Sample<double[]> sample) {
			return sample.sequence() % 3 != 0;
		}

	}

}
