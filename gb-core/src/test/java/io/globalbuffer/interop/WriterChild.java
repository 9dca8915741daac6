// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.NativeAccess;
import io.globalbuffer.OnExisting;
import io.globalbuffer.Reservation;
import io.globalbuffer.TraceContext;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.process.Commands;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.ParentProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * A JVM that writes arrays each of whose elements is the sample's sequence. It is told
 * the buffer by {@link #use}, and creates it, takes it over or replaces it when told to.
 */
public final class WriterChild implements Commands {

	/** Starts the process, which waits for commands then. */
	public static final JavaCommand COMMAND = JavaCommand.of(WriterChild.class).with(JavaCommand.NATIVE_ACCESS);

	/** Creates the buffer or takes it over; returns the sequence of its first sample. */
	public static final String OPEN = "open";

	/** Does the same, for a writer that stamps each sample and not in the background. */
	public static final String OPEN_STAMPING = "open-stamping";

	/** Does the same without native access, from now on. */
	public static final String OPEN_PORTABLE = "open-portable";

	/** Does the same, for a writer that says of each sample what it can. */
	public static final String OPEN_DESCRIBING = "open-describing";

	/** Creates the buffer in place of the one that is there. */
	public static final String REPLACE = "replace";

	/** Closes the buffer. */
	public static final String CLOSE = "close";

	/** Writes one sample; returns the sequence of the next one, as all the others do. */
	public static final String WRITE = "write";

	/** Writes one sample through a reservation that it fills in two halves. */
	public static final String RESERVE = "reserve";

	/** Fills a reservation in two halves and gives it back. */
	public static final String ABORT = "abort";

	/** Writes without a pause, and never returns. */
	public static final String STREAM = "stream";

	private static final TraceContext TRACE = new TraceContext(1, 2, 3, TraceContext.SAMPLED);

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private @Nullable WriterBuilder<ArrayWriter<long[]>> builder;

	private @Nullable ArrayWriter<long[]> opened;

	private long next;

	private WriterChild() {
	}

	/** The command that says which buffer it is. */
	public static String use(String name, ArraySpec<long[]> spec, int capacity) {
		return "use " + name + " " + spec.length() + " " + capacity;
	}

	/** How such a process, or its successor, opens the buffer. */
	public static WriterBuilder<ArrayWriter<long[]>> builder(String name, ArraySpec<long[]> spec, int capacity) {
		return GlobalBuffer.create(name, spec)
			.capacity(capacity)
			.onExisting(OnExisting.TAKE_OVER)
			.takeOverTimeout(TIMEOUT);
	}

	/** The sequence of the sample that a writer writes next. */
	public static long nextSequence(BufferWriter<?> writer) {
		return writer.stats().sequence().orElse(-1) + 1;
	}

	/** The process. */
	static void main() throws Exception {
		ParentProcess.obey(new WriterChild());
	}

	@Override
	public String run(String command) {
		switch (command) {
			case OPEN -> open(builder());
			case OPEN_STAMPING -> open(builder().heartbeatInterval(Duration.ZERO));
			case OPEN_PORTABLE -> openPortable();
			case OPEN_DESCRIBING -> open(builder().publishTime().checksum().traceContext(() -> TRACE));
			case REPLACE -> open(builder().onExisting(OnExisting.REPLACE));
			case CLOSE -> writer().close();
			case WRITE -> FilledArrays.write(writer(), this.next++, 1);
			case RESERVE -> fillInHalves(this.next++).commit();
			case ABORT -> fillInHalves(this.next).abort();
			case STREAM -> FilledArrays.write(writer(), this.next, Long.MAX_VALUE - this.next);
			default -> use(command.split(" ", -1));
		}
		return Long.toString(this.next);
	}

	private WriterBuilder<ArrayWriter<long[]>> builder() {
		return Objects.requireNonNull(this.builder, "Which buffer?");
	}

	private void openPortable() {
		NativeAccess.switchOff();
		open(builder());
	}

	private void open(WriterBuilder<ArrayWriter<long[]>> builder) {
		ArrayWriter<long[]> writer = builder.open();
		this.next = nextSequence(writer);
		this.opened = writer;
	}

	private void use(String[] words) {
		ArraySpec<long[]> spec = ArraySpec.of(DType.INT64, Integer.parseInt(words[2]));
		this.builder = builder(words[1], spec, Integer.parseInt(words[3]));
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
