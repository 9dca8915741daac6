// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What prediction does with streams of all kinds, beside polling: in simulated time.
 */
class PredictionTests {

	private static final int SAMPLES = 4_000;

	private static final long MILLI = 1_000_000;

	@ParameterizedTest
	@ValueSource(longs = { MILLI, 5 * MILLI, 33 * MILLI, 1000 * MILLI })
	void samplesOfASteadyStreamAreSeenWithinTwoWakeUpsAndForFewerLooks(long period) {
		long[] arrivals = Arrivals.ofLoop(SAMPLES, period);
		WaitSimulation.Outcome predicted = predicted(arrivals);
		WaitSimulation.Outcome polled = polled(arrivals);
		assertThat(predicted.median()).isLessThan(120_000).isLessThan(polled.median() / 2);
		assertThat(predicted.looks()).isLessThan(polled.looks() * 7 / 10);
	}

	@ParameterizedTest
	@ValueSource(longs = { 5 * MILLI, 33 * MILLI })
	void jitterWidensWhatIsLookedAt(long period) {
		long[] arrivals = Arrivals.jittery(SAMPLES, period, 0.1);
		WaitSimulation.Outcome predicted = predicted(arrivals);
		WaitSimulation.Outcome polled = polled(arrivals);
		assertThat(predicted.median()).isLessThan(polled.median() * 6 / 10);
		assertThat(predicted.looks()).isLessThan(polled.looks() * 8 / 10);
	}

	/** Neither in what it costs nor in what it gives, by more than a tenth. */
	@ParameterizedTest(name = "{0}")
	@MethodSource("streamsWithoutPeriod")
	void predictionIsNeverWorseThanPolling(String stream, long[] arrivals) {
		WaitSimulation.Outcome predicted = predicted(arrivals);
		WaitSimulation.Outcome polled = polled(arrivals);
		assertThat(predicted.median()).isLessThanOrEqualTo(polled.median() * 11 / 10);
		assertThat(predicted.looks()).isLessThanOrEqualTo(polled.looks() * 11 / 10);
	}

	static Stream<Arguments> streamsWithoutPeriod() {
		return Stream.of(
				LongStream.of(100, 300, 1_000, 3_000, 10_000, 100_000)
					.mapToObj((micros) -> arguments("irregular, " + micros + " µs",
							Arrivals.irregular(SAMPLES, micros * 1000))),
				LongStream.of(20, 100, 300, 1_000, 3_000)
					.mapToObj((micros) -> arguments("bursts, " + micros + " µs",
							Arrivals.bursts(SAMPLES, 10, micros * 1000, 30 * MILLI + 90 * micros * 1000))),
				LongStream.of(20, 100, 300, 1_000, 3_000)
					.mapToObj((micros) -> arguments("irregular bursts, " + micros + " µs",
							Arrivals.irregularBursts(SAMPLES, micros * 1000, 30 * MILLI + 90 * micros * 1000))),
				LongStream.of(200, 400, 700)
					.mapToObj((micros) -> arguments("no time to sleep, " + micros + " µs",
							Arrivals.ofLoop(SAMPLES, micros * 1000))),
				Stream.of(arguments("pauses", Arrivals.spaced(SAMPLES, (i) -> (i % 20 == 0) ? 1000 * MILLI : MILLI)),
						arguments("two periods",
								Arrivals.spaced(SAMPLES, (i) -> (i / 13 % 2 == 0) ? 5 * MILLI : 13 * MILLI))))
			.flatMap((streams) -> streams);
	}

	@Test
	void theLearnedPeriodDriftsWithTheStream() {
		long[] arrivals = Arrivals.spaced(SAMPLES,
				(i) -> (long) (5 * MILLI * (1 + 0.3 * Math.sin(2 * Math.PI * i / 1000))));
		assertThat(predicted(arrivals).quantile(0.9)).isLessThan(150_000);
	}

	@ParameterizedTest
	@ValueSource(longs = { 2 * MILLI, 4 * MILLI, 6 * MILLI, 8 * MILLI, 40 * MILLI })
	void anotherPeriodIsLearned(long other) {
		long[] arrivals = Arrivals.spaced(SAMPLES, (i) -> (i < SAMPLES / 2) ? 5 * MILLI : other);
		WaitSimulation.Outcome predicted = predicted(arrivals);
		assertThat(predicted.from(SAMPLES / 2).quantile(0.9)).isLessThan(150_000);
	}

	@Test
	void aPauseIsForgotten() {
		long[] arrivals = Arrivals.spaced(SAMPLES, (i) -> (i % 500 == 499) ? 3000 * MILLI : 5 * MILLI);
		assertThat(predicted(arrivals).quantile(0.9)).isLessThan(150_000);
	}

	@Test
	void samplesThatComeTogetherAreOne() {
		long[] arrivals = Arrivals.spaced(SAMPLES, (i) -> (i % 4 == 0) ? 20 * MILLI : 0);
		WaitSimulation.Outcome predicted = predicted(arrivals);
		assertThat(predicted.median()).isLessThan(150_000);
		assertThat(predicted.looks()).isLessThan(polled(arrivals).looks() * 6 / 10);
	}

	@Test
	void samplesThatCameWhileTheReaderWasBusyAreCounted() {
		long[] arrivals = Arrivals.spaced(SAMPLES, (i) -> 5 * MILLI);
		// every eighth sample takes as long as three
		WaitSimulation.Outcome predicted = new WaitSimulation(arrivals, (read) -> (read % 8 == 0) ? 16 * MILLI : 0)
			.run(WaitSimulation.Waiting.predicting());
		assertThat(predicted.median()).isLessThan(150_000);
	}

	@ParameterizedTest
	@ValueSource(longs = { 5 * MILLI, 100 * MILLI, 3000 * MILLI })
	void noSleepIsLongerThanFiveMilliseconds(long period) {
		assertThat(predicted(Arrivals.spaced(500, (i) -> period)).pauses()).allMatch((pause) -> pause <= 5 * MILLI);
	}

	@Test
	void noSleepMissesMoreThanHalfTheRing() {
		WaitSimulation simulation = new WaitSimulation(Arrivals.spaced(500, (i) -> 4 * MILLI), (read) -> 0);
		simulation.capacity(1);
		assertThat(simulation.run(WaitSimulation.Waiting.predicting()).pauses())
			.allMatch((pause) -> pause <= 2 * MILLI + 100_000);
	}

	@Test
	void withAnotherWriterTheLadderBeginsAnew() {
		AwaitedStreams.Scripted stream = new AwaitedStreams.Scripted();
		Prediction prediction = new Prediction();
		long now = learn(prediction, stream, 0);
		prediction.reset();
		assertThat(prediction.nextPause(stream, now)).isGreaterThan(MILLI);
		stream.writer = 2;
		prediction.reset();
		assertThat(prediction.nextPause(stream, now)).isEqualTo(50_000);
	}

	@ParameterizedTest
	@ValueSource(longs = { -1000 * MILLI, Long.MIN_VALUE / 4 })
	void aClockThatGoesBackEndsWhatWasLearned(long jump) {
		AwaitedStreams.Scripted stream = new AwaitedStreams.Scripted();
		Prediction prediction = new Prediction();
		long now = learn(prediction, stream, 0) + jump;
		prediction.reset();
		assertThat(prediction.nextPause(stream, now)).isEqualTo(50_000);
		now = learn(prediction, stream, now);
		prediction.reset();
		assertThat(prediction.nextPause(stream, now)).isGreaterThan(MILLI);
	}

	@Test
	void aClockThatGoesForwardMakesASampleLate() {
		AwaitedStreams.Scripted stream = new AwaitedStreams.Scripted();
		Prediction prediction = new Prediction();
		long now = learn(prediction, stream, 0) + Long.MAX_VALUE / 4;
		prediction.reset();
		for (int look = 0; look < 100; look++) {
			long pause = prediction.nextPause(stream, now);
			assertThat(pause).isBetween(50_000L, 2 * MILLI);
			now += pause;
		}
		now = learn(prediction, stream, now);
		prediction.reset();
		assertThat(prediction.nextPause(stream, now)).isGreaterThan(MILLI);
	}

	@Test
	void nothingIsAllocated() {
		AwaitedStreams.Scripted stream = new AwaitedStreams.Scripted();
		Prediction prediction = new Prediction();
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long now = learn(prediction, stream, 0);
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < 1000; i++) {
			now = learn(prediction, stream, now);
		}
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
	}

	@Test
	void aPauseNeverGoesFarBeyondTheDeadline() throws InterruptedException {
		Prediction prediction = new Prediction();
		AwaitedStreams.Scripted stream = new AwaitedStreams.Scripted();
		learn(prediction, stream, System.nanoTime() - 500 * MILLI);
		prediction.reset();
		long start = System.nanoTime();
		for (int i = 0; i < 1000; i++) {
			prediction.pause(stream, 1);
		}
		assertThat(System.nanoTime() - start).isLessThan(2000 * MILLI);
	}

	@Test
	void anInterruptEndsAPause() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> WaitStrategy.predict().newWaiter().pause(AwaitedStreams.silent(), MILLI));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void waitsThatAreGivenUpAreOneSilence() {
		AwaitedStreams.Scripted stream = new AwaitedStreams.Scripted();
		Prediction prediction = new Prediction();
		for (int wait = 0; wait < 3; wait++) {
			prediction.reset();
			for (int look = 0; look < 100; look++) {
				prediction.nextPause(stream, (100L * wait + look) * 2 * MILLI);
			}
		}
		prediction.reset();
		assertThat(prediction.nextPause(stream, 600 * MILLI)).isEqualTo(2 * MILLI);
		stream.count++;
		prediction.reset();
		assertThat(prediction.nextPause(stream, 600 * MILLI)).isEqualTo(50_000);
	}

	/** A sample each 5 ms, seen 10 µs after it came. */
	private static long learn(Prediction prediction, AwaitedStreams.Scripted stream, long start) {
		long now = start;
		for (int sample = 0; sample < 100; sample++) {
			prediction.reset();
			prediction.nextPause(stream, now + 5 * MILLI - 10_000);
			now += 5 * MILLI;
			stream.count++;
			prediction.arrived(stream, now);
		}
		return now;
	}

	private static WaitSimulation.Outcome predicted(long[] arrivals) {
		return new WaitSimulation(arrivals, (read) -> 0).run(WaitSimulation.Waiting.predicting());
	}

	private static WaitSimulation.Outcome polled(long[] arrivals) {
		return new WaitSimulation(arrivals, (read) -> 0).run(WaitSimulation.Waiting.onTheLadder());
	}

}
