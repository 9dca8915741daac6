// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.ReadMode;
import io.globalbuffer.Reservation;
import io.globalbuffer.Sample;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * A buffer with every sort of user. All words of a sample are its sequence and one more,
 * so that zeros and mixtures show.
 */
final class Stage implements AutoCloseable {

	private static final int CAPACITY = 4;

	private static final long REGISTRY_START = 4096;

	private static final long SLOTS_START = 8192;

	private static final long SLOT_HEADER = 64;

	private static final Duration SHORT = Duration.ofMillis(1);

	/**
	 * Something to be done again and again, by one thread.
	 *
	 * @param name what it is
	 * @param step does it once
	 */
	record Use(String name, Callable<?> step) {
	}

	private final Path directory;

	private final String name;

	private final int words;

	private final boolean checked;

	private final ArrayWriter<long[]> writer;

	private final List<ArrayReader<long[]>> readers = new ArrayList<>();

	private final ArrayReader<long[]> follower;

	/** What {@link #write} will write next. */
	private long sequence;

	/**
	 * Sets a buffer up.
	 * @param words how long samples are
	 * @param checked whether they have checksums
	 */
	Stage(Path directory, String name, int words, boolean checked) {
		this.directory = directory;
		this.name = name;
		this.words = words;
		this.checked = checked;
		this.writer = writer().open();
		this.follower = GlobalBuffer.attach(name).directory(directory).following().asArray(long[].class);
	}

	private WriterBuilder<ArrayWriter<long[]>> writer() {
		WriterBuilder<ArrayWriter<long[]>> builder = GlobalBuffer
			.create(this.name, ArraySpec.of(DType.INT64, this.words))
			.directory(this.directory)
			.capacity(CAPACITY)
			.heartbeatInterval(Duration.ofMillis(20));
		return this.checked ? builder.checksum() : builder;
	}

	private ArrayReader<long[]> newReader() {
		ArrayReader<long[]> reader = GlobalBuffer.attach(this.name).directory(this.directory).asArray(long[].class);
		this.readers.add(reader);
		return reader;
	}

	/** Everything that one does with a buffer that is there. */
	List<Use> uses() {
		ArrayReader<long[]> shared = newReader();
		ArrayReader<long[]> inOrder = newReader();
		ArrayReader<long[]> intoArray = newReader();
		ArrayReader<long[]> newest = newReader();
		long[] latest = new long[this.words];
		long[] next = new long[this.words];
		ArrayReader<long[]> inBatches = newReader();
		ArrayReader<long[]> inPlace = newReader();
		long[] batch = new long[2 * this.words];
		return List.of(new Use("write", this::write), new Use("latest", () -> check(shared.latest())),
				new Use("latestInto", () -> check(latest, shared.latestInto(latest))),
				new Use("next", () -> check(inOrder.next(SHORT))),
				new Use("nextInto", () -> check(next, intoArray.nextInto(next, SHORT))),
				new Use("nextBatchInto", () -> check(batch, inBatches, inBatches.nextBatchInto(batch, SHORT))),
				new Use("readLatest", () -> shared.readLatestAsLong(Stage::number)),
				new Use("readNext", () -> inPlace.readNext(Stage::number, SHORT)),
				new Use("nextLatest", () -> check(newest.nextLatest(SHORT))), new Use("reader.stats", shared::stats),
				new Use("writer.stats", this.writer::stats));
	}

	/**
	 * The same without writing, in which a truncation could come between the payload and
	 * its checksum, over some samples that are there.
	 */
	List<Use> reads() {
		List<Use> uses = uses();
		for (int sample = 0; sample < CAPACITY; sample++) {
			write();
		}
		return uses.subList(1, uses.size());
	}

	/** Everything that needs no memory, or can do without it. */
	List<Use> lastUses() {
		ArrayReader<long[]> reader = this.readers.get(0);
		return List.of(new Use("lag", reader::lag), new Use("overruns", reader::overruns),
				new Use("layout", reader::layout), new Use("toString", reader::toString), new Use("close", () -> {
					close();
					return this;
				}));
	}

	/** On a thread of its own. */
	Use subscription() {
		return new Use("subscription", () -> {
			this.readers.get(0).subscribe(ReadMode.NEXT, Stage::requireNothing).close();
			return this;
		});
	}

	private static void requireNothing(Sample<long[]> sample) {
		throw new AssertionError("a lost buffer delivered " + sample);
	}

	private long write() {
		long value = this.sequence + 1;
		long written;
		if (this.sequence % 2 == 0) {
			long[] sample = new long[this.words];
			Arrays.fill(sample, value);
			written = this.writer.write(sample);
		}
		else {
			written = reserveAndCommit(value);
		}
		if (written != this.sequence) {
			throw new AssertionError("sample " + this.sequence + " became " + written);
		}
		this.sequence++;
		return written;
	}

	private long reserveAndCommit(long value) {
		try (Reservation reservation = this.writer.reserve()) {
			try {
				MemorySegment slot = reservation.segment();
				for (int word = 0; word < this.words; word++) {
					slot.setAtIndex(ValueLayout.JAVA_LONG, word, value);
				}
			}
			catch (InternalError ex) {
				// the application's own access: what counts is what the library says next
				reservation.abort();
				return this.sequence;
			}
			return reservation.commit();
		}
	}

	private static long check(Optional<Sample<long[]>> sample) {
		return sample.isPresent() ? check(sample.get().value(), sample.get().sequence()) : -1;
	}

	private static long check(long[] sample, long sequence) {
		for (int word = 0; word < sample.length && sequence >= 0; word++) {
			if (sample[word] != sequence + 1) {
				throw new AssertionError("word " + word + " of sample " + sequence + " is " + sample[word]);
			}
		}
		return sequence;
	}

	private static int check(long[] batch, ArrayReader<long[]> reader, int samples) {
		int words = reader.spec().orElseThrow().length();
		for (int sample = 0; sample < samples; sample++) {
			long[] values = Arrays.copyOfRange(batch, sample * words, (sample + 1) * words);
			check(values, Math.max(0, values[0] - 1));
		}
		return samples;
	}

	/**
	 * The number that fills a sample. Looks at all of it before it judges: a page in
	 * which the file ends now reads as zeros, and only those behind it fault.
	 */
	private static long number(MemorySegment view) {
		long number = view.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
		long different = 0;
		for (long offset = 0; offset < view.byteSize(); offset += Long.BYTES) {
			different += (view.get(ValueLayout.JAVA_LONG_UNALIGNED, offset) == number) ? 0 : 1;
		}
		if (different > 0 || number == 0) {
			throw new AssertionError(different + " words of sample " + (number - 1) + " are different");
		}
		return number;
	}

	/**
	 * Reads until samples of the successor come, whatever happens to the first segment.
	 */
	String followUntilReplaced() throws InterruptedException {
		long missed = 0;
		Optional<Sample<long[]>> sample = Optional.empty();
		while (sample.isEmpty() || sample.get().generation() == 0) {
			try {
				check(this.follower.latest());
				sample = this.follower.next(SHORT);
				check(sample);
				missed += sample.map(Sample::missed).orElse(0L);
			}
			catch (BufferContendedException ex) {
				sample = Optional.empty();
			}
		}
		long overruns = this.follower.overruns();
		return (missed == overruns) ? "followed" : missed + " samples missed are not " + overruns + " overruns";
	}

	/** Puts a new segment in the place of the old one, whose writer is closed. */
	void succeed(OnExisting onExisting) {
		try (ArrayWriter<long[]> successor = writer().onExisting(onExisting).open()) {
			long[] sample = new long[this.words];
			Arrays.fill(sample, 1);
			successor.write(sample);
		}
	}

	Path path() {
		return this.writer.path();
	}

	/**
	 * Nothing, the header, header and registry; and to the middle of a payload, unless it
	 * ends in the same page and there is no checksum: the rest of a page in which a file
	 * ends reads as zeros, without a fault.
	 */
	long[] sizesToTruncateTo() {
		return new long[] { 0, REGISTRY_START, SLOTS_START,
				(!endsInOnePage() || this.checked) ? middleOfAPayload() : SLOTS_START };
	}

	/**
	 * Whether a file of that size ends within a sample of which all is in one page.
	 */
	boolean isCutWithoutFault(long size) {
		return endsInOnePage() && size == middleOfAPayload();
	}

	private long middleOfAPayload() {
		long payload = (long) this.words * Long.BYTES;
		return SLOTS_START + 2 * (SLOT_HEADER + payload) + SLOT_HEADER + payload / 2;
	}

	private boolean endsInOnePage() {
		return (long) this.words * Long.BYTES <= SLOTS_START;
	}

	ArrayWriter<long[]> bufferWriter() {
		return this.writer;
	}

	@Override
	public void close() {
		this.readers.forEach(ArrayReader::close);
		this.writer.close();
	}

	void end() {
		close();
		this.follower.close();
		GlobalBuffer.unlink(this.directory, this.name);
	}

}
