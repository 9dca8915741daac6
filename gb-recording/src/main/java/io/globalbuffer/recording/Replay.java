// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.globalbuffer.OnExisting;
import io.globalbuffer.WriterBuilder;

/**
 * The options of a replay, and in the end the replay: it writes recorded streams again,
 * with the layouts and the bytes that were recorded, in their common order of time. Not
 * safe for use by many threads.
 * {@snippet :
 * Replay.of(Recording.open(Path.of("drive"))).only("imu").as("imu", "trial").speed(2).run();
 * }
 */
public final class Replay {

	private final List<ReplaySource> sources;

	private final ReplayTargets targets = new ReplayTargets();

	private Set<String> chosen;

	private double speed = 1;

	private long maxPauseNanos = Long.MAX_VALUE;

	private boolean asFastAsRead;

	private UnaryOperator<Instant> from = (_) -> Instant.MIN;

	private UnaryOperator<Instant> to = (_) -> Instant.MAX;

	private long times = 1;

	private Consumer<RecordedSample> listener = (_) -> {
	};

	Replay(List<ReplaySource> sources) {
		this.sources = List.copyOf(sources);
		this.chosen = sources.stream().map(ReplaySource::name).collect(Collectors.toSet());
	}

	/**
	 * Prepares the replay of a recording.
	 * @param recording the recording
	 * @return the replay, to be run: of all its streams, under their names, at their
	 * original pace, unless told otherwise
	 */
	public static Replay of(Recording recording) {
		return new Replay(recording.streams()
			.stream()
			.map((stream) -> new ReplaySource(stream.name(), stream::samplesFrom))
			.toList());
	}

	/**
	 * Sets the directory of the streams that are written. The default is
	 * {@code /dev/shm}.
	 * @param directory a directory, best of a tmpfs
	 * @return this replay
	 */
	public Replay directory(Path directory) {
		this.targets.directory(directory);
		return this;
	}

	/**
	 * Sets the user to whom streams must belong that are there already. The default is
	 * the user of this process.
	 * @param user the name or number of a user
	 * @return this replay
	 */
	public Replay owner(String user) {
		this.targets.owner(user);
		return this;
	}

	/**
	 * Sets what to do with a stream of that name that is there already. The default is
	 * {@link OnExisting#TAKE_OVER}: to go on with it if it holds the same and its writer
	 * has gone.
	 * @param onExisting what to do
	 * @return this replay
	 */
	public Replay onExisting(OnExisting onExisting) {
		this.targets.onExisting(onExisting);
		return this;
	}

	/**
	 * Removes the streams once the replay is over, however it ends. The default is that
	 * they stay.
	 * @return this replay
	 */
	public Replay unlink() {
		this.targets.unlink();
		return this;
	}

	/**
	 * Replays some streams only. The default is all of them.
	 * @param streams their names in the recording
	 * @return this replay
	 * @throws IllegalArgumentException if the recording has no such stream
	 */
	public Replay only(String... streams) {
		this.chosen = Set.copyOf(List.of(streams).stream().map(this::recorded).toList());
		return this;
	}

	/**
	 * Writes a stream under another name.
	 * @param stream its name in the recording
	 * @param other the name of the stream that is written
	 * @return this replay
	 * @throws IllegalArgumentException if the recording has no such stream
	 */
	public Replay as(String stream, String other) {
		this.targets.rename(recorded(stream), other);
		return this;
	}

	private String recorded(String stream) {
		List<String> names = this.sources.stream().map(ReplaySource::name).toList();
		if (!names.contains(stream)) {
			throw new IllegalArgumentException(
					"The recording has no stream '" + stream + "'. It has " + String.join(", ", names));
		}
		return stream;
	}

	/**
	 * Sets how fast time passes. The default is 1, the original pace.
	 * @param speed more than 0: 2 takes half the time, 0.5 twice the time
	 * @return this replay
	 * @throws IllegalArgumentException if it is not
	 */
	public Replay speed(double speed) {
		if (!(speed > 0) || Double.isInfinite(speed)) {
			throw new IllegalArgumentException("The speed of a replay is more than 0, not " + speed
					+ ". As fast as its readers take it is asFastAsRead()");
		}
		this.speed = speed;
		this.asFastAsRead = false;
		return this;
	}

	/**
	 * Shortens pauses: where the recording has no sample of any stream for longer, as
	 * where it was resumed the next day, that much of it is kept. The default is that all
	 * of it is.
	 * @param pause the longest one, before the {@linkplain #speed speed} makes it shorter
	 * or longer
	 * @return this replay
	 * @throws IllegalArgumentException if it is negative
	 */
	public Replay maxPause(Duration pause) {
		if (pause.isNegative()) {
			throw new IllegalArgumentException("The longest pause of a replay is at least 0, not " + pause);
		}
		this.maxPauseNanos = TimeUnit.NANOSECONDS.convert(pause);
		return this;
	}

	/**
	 * Replays as fast as readers take it, instead of at a pace: a stream goes on while no
	 * registered reader that reads it in order is behind by more than half its capacity,
	 * and so none of them loses a sample. Readers of Python do not register, nor do those
	 * that may not write to the segment; a stream without a registered reader waits for
	 * one for a second, and then for nothing.
	 * @return this replay
	 */
	public Replay asFastAsRead() {
		this.asFastAsRead = true;
		return this;
	}

	/**
	 * Leaves out what was before a moment.
	 * @param moment the first one, compared with {@link RecordedSample#time()}
	 * @return this replay
	 */
	public Replay from(Instant moment) {
		this.from = (_) -> moment;
		return this;
	}

	/**
	 * Leaves out the beginning.
	 * @param offset how much of it, from the first sample of the streams that are
	 * replayed
	 * @return this replay
	 */
	public Replay from(Duration offset) {
		this.from = (first) -> first.plus(offset);
		return this;
	}

	/**
	 * Leaves out what was after a moment.
	 * @param moment the last one, compared with {@link RecordedSample#time()}
	 * @return this replay
	 */
	public Replay to(Instant moment) {
		this.to = (_) -> moment;
		return this;
	}

	/**
	 * Leaves out the end.
	 * @param offset when it begins, from the first sample of the streams that are
	 * replayed
	 * @return this replay
	 */
	public Replay to(Duration offset) {
		this.to = (first) -> first.plus(offset);
		return this;
	}

	/**
	 * Sets which times of writing the replayed samples state. The default is
	 * {@link WrittenTimes#RESTATED}.
	 * @param writtenTimes which ones
	 * @return this replay
	 */
	public Replay writtenTimes(WrittenTimes writtenTimes) {
		this.targets.writtenTimes(writtenTimes);
		return this;
	}

	/**
	 * Replays it several times: the first sample follows the last one at once.
	 * @param times at least 1
	 * @return this replay
	 * @throws IllegalArgumentException if it is less
	 */
	public Replay times(long times) {
		if (times < 1) {
			throw new IllegalArgumentException("A recording is replayed at least 1 time, not " + times);
		}
		this.times = times;
		return this;
	}

	/**
	 * Replays it again and again, until the thread is interrupted.
	 * @return this replay
	 */
	public Replay loop() {
		return times(Long.MAX_VALUE);
	}

	/**
	 * Sets what is told of each sample once it is written.
	 * @param listener called by the thread that replays
	 * @return this replay
	 */
	public Replay listener(Consumer<RecordedSample> listener) {
		this.listener = listener;
		return this;
	}

	/**
	 * Replays: opens a writer for each stream that has a sample to replay, and returns
	 * when all samples are written and the writers closed.
	 * @return what was written
	 * @throws InterruptedException if the thread is interrupted; the writers are closed
	 * @throws IllegalStateException if two streams would have the same name
	 * @throws IllegalArgumentException if {@linkplain WrittenTimes#KEPT kept} times are
	 * too old to be stored
	 * @throws io.globalbuffer.exception.GlobalBufferException if a stream cannot be
	 * opened or written, as {@link WriterBuilder#open()} says
	 */
	public ReplaySummary run() throws InterruptedException {
		List<ReplaySource> streams = this.sources.stream()
			.filter((stream) -> this.chosen.contains(stream.name()))
			.toList();
		this.targets.requireDifferentNames(streams);
		Instant first = first(streams);
		Instant begin = this.from.apply(first);
		Instant end = this.to.apply(first);
		ReplayPace pace = this.asFastAsRead ? new ReadersPace(this.targets.segments())
				: new TimedPace(this.speed, this.maxPauseNanos);
		Map<String, ReplayedStream> writers = new LinkedHashMap<>();
		try {
			for (long round = 0; round < this.times; round++) {
				try (MergedSamples samples = MergedSamples.open(streams, begin, end)) {
					if (!samples.hasNext()) {
						break;
					}
					replay(samples, writers, pace);
				}
				pace.repeat();
			}
		}
		finally {
			writers.values().forEach(ReplayedStream::close);
		}
		Map<String, Long> counts = new LinkedHashMap<>();
		writers.forEach((stream, writer) -> counts.put(stream, writer.count()));
		return new ReplaySummary(counts, pace.lateness());
	}

	private void replay(MergedSamples samples, Map<String, ReplayedStream> writers, ReplayPace pace)
			throws InterruptedException {
		for (RecordedSample head : samples.heads()) {
			writers.computeIfAbsent(head.stream(), (stream) -> this.targets.open(stream, head.layout()));
		}
		while (samples.hasNext()) {
			RecordedSample sample = samples.next();
			ReplayedStream writer = Objects.requireNonNull(writers.get(sample.stream()));
			pace.await(sample, writer.name());
			writer.write(sample);
			this.listener.accept(sample);
		}
	}

	private static Instant first(List<ReplaySource> streams) {
		try (MergedSamples samples = MergedSamples.open(streams, Instant.MIN, Instant.MAX)) {
			return samples.hasNext() ? samples.next().time() : Instant.EPOCH;
		}
	}

}
