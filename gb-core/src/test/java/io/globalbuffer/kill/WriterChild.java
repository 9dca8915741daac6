package io.globalbuffer.kill;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.Reservation;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.interop.FilledArrays;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * A JVM that writes arrays each of whose elements is the sample's sequence. It creates
 * the buffer, takes it over or replaces it when told to.
 */
final class WriterChild {

	/** Creates the buffer or takes it over; returns the sequence of its first sample. */
	static final String OPEN = "open";

	/** Does the same, for a writer that stamps each sample and not in the background. */
	static final String OPEN_STAMPING = "open-stamping";

	/** Creates the buffer in place of the one that is there. */
	static final String REPLACE = "replace";

	/** Closes the buffer. */
	static final String CLOSE = "close";

	/** Writes one sample. */
	static final String WRITE = "write";

	/** Writes one sample through a reservation that it fills in two halves. */
	static final String RESERVE = "reserve";

	/** Fills a reservation in two halves and gives it back. */
	static final String ABORT = "abort";

	/** Writes without a pause, and never returns. */
	static final String STREAM = "stream";

	/** What its samples are: so long that a copy takes a while. */
	static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1024);

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final String name;

	private final int capacity;

	private @Nullable ArrayWriter<long[]> opened;

	private long next;

	private WriterChild(String name, int capacity) {
		this.name = name;
		this.capacity = capacity;
	}

	/** Starts the process, which waits for commands then. */
	static ChildJvm start(List<String> options, String name, int capacity) throws IOException {
		return ChildJvm.start(WriterChild.class, options, name, Integer.toString(capacity));
	}

	/** How such a process, or its successor, opens the buffer. */
	static WriterBuilder<ArrayWriter<long[]>> builder(String name, int capacity) {
		return GlobalBuffer.create(name, SPEC)
			.capacity(capacity)
			.onExisting(OnExisting.TAKE_OVER)
			.takeOverTimeout(TIMEOUT);
	}

	/** The sequence of the sample that a writer writes next. */
	static long nextSequence(ArrayWriter<long[]> writer) {
		return writer.stats().sequence().orElse(-1) + 1;
	}

	/**
	 * The process.
	 * @param arguments the buffer's name and capacity
	 */
	static void main(String[] arguments) throws IOException {
		ChildJvm.serve(new WriterChild(arguments[0], Integer.parseInt(arguments[1]))::run);
	}

	private String run(String command) {
		switch (command) {
			case OPEN -> open(builder(this.name, this.capacity));
			case OPEN_STAMPING -> open(builder(this.name, this.capacity).heartbeatInterval(Duration.ZERO));
			case REPLACE -> open(builder(this.name, this.capacity).onExisting(OnExisting.REPLACE));
			case CLOSE -> writer().close();
			case WRITE -> FilledArrays.write(writer(), this.next++, 1);
			case RESERVE -> fillInHalves(this.next++).commit();
			case ABORT -> fillInHalves(this.next).abort();
			case STREAM -> FilledArrays.write(writer(), this.next, Long.MAX_VALUE - this.next);
			default -> throw new IllegalArgumentException("Unknown command '" + command + "'");
		}
		return Long.toString(this.next);
	}

	private void open(WriterBuilder<ArrayWriter<long[]>> builder) {
		ArrayWriter<long[]> writer = builder.open();
		this.next = nextSequence(writer);
		this.opened = writer;
	}

	private Reservation fillInHalves(long number) {
		Reservation reservation = writer().reserve();
		MemorySegment segment = reservation.segment();
		long half = segment.byteSize() / 2;
		fillFirstHalf(segment.asSlice(0, half), number);
		fillSecondHalf(segment.asSlice(half), number);
		return reservation;
	}

	private static void fillFirstHalf(MemorySegment half, long number) {
		fill(half, number);
	}

	/** A step of its own: a process killed before it has filled one half. */
	private static void fillSecondHalf(MemorySegment half, long number) {
		fill(half, number);
	}

	private static void fill(MemorySegment half, long number) {
		for (long index = 0; index < half.byteSize() / Long.BYTES; index++) {
			half.setAtIndex(ValueLayout.JAVA_LONG, index, number);
		}
	}

	private ArrayWriter<long[]> writer() {
		return Objects.requireNonNull(this.opened, "The buffer is not open");
	}

}
