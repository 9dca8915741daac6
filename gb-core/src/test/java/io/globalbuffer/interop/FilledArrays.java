// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.Reservation;
import io.globalbuffer.Sample;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.peer.PeerReader.ReadSummary;

/**
 * Writes and judges {@code int64} arrays all of whose elements are the sample's number:
 * the Java side of what the Python peers do in their loops.
 */
public final class FilledArrays {

	/** After which a reader looks again whether there is more to come. */
	private static final Duration PATIENCE = Duration.ofMillis(50);

	private FilledArrays() {
	}

	/** Writes arrays filled with first, first + 1, and so on, without a pause. */
	public static void write(ArrayWriter<long[]> writer, long first, long count) {
		long[] values = writer.spec().newArray();
		for (long number = first; number < first + count; number++) {
			Arrays.fill(values, number);
			writer.write(values);
		}
	}

	/** Does the same in reservations. */
	static void writeReserved(ArrayWriter<long[]> writer, long first, long count) {
		for (long number = first; number < first + count; number++) {
			try (Reservation reservation = writer.reserve()) {
				fill(reservation, number);
				reservation.commit();
			}
		}
	}

	/** Fills a reservation with a number, and leaves it open. */
	static void fill(Reservation reservation, long number) {
		long length = reservation.segment().byteSize() / Long.BYTES;
		for (long index = 0; index < length; index++) {
			reservation.segment().setAtIndex(ValueLayout.JAVA_LONG, index, number);
		}
	}

	/**
	 * Reads in order, from a buffer whose samples are filled with their sequence, until
	 * those delivered and those skipped are a count.
	 * @param count the count, looked at again and again
	 */
	public static ReadSummary readNext(ArrayReader<long[]> reader, LongSupplier count, Duration timeout)
			throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		long overrunsBefore = reader.overruns();
		long delivered = 0;
		long torn = 0;
		long disordered = 0;
		long first = -1;
		long last = -1;
		while (delivered + reader.overruns() - overrunsBefore < count.getAsLong() && System.nanoTime() - deadline < 0) {
			Sample<long[]> sample = next(reader);
			if (sample == null) {
				continue;
			}
			long sequence = sample.sequence();
			torn += Arrays.stream(sample.value()).allMatch((value) -> value == sequence) ? 0 : 1;
			disordered += (sequence <= last) ? 1 : 0;
			first = (delivered == 0) ? sequence : first;
			last = sequence;
			delivered++;
		}
		long overruns = reader.overruns() - overrunsBefore;
		return new ReadSummary(delivered, overruns, torn, disordered, first, last,
				delivered + overruns < count.getAsLong());
	}

	private static @Nullable Sample<long[]> next(ArrayReader<long[]> reader) throws InterruptedException {
		try {
			return reader.next(PATIENCE).orElse(null);
		}
		catch (BufferContendedException ex) {
			// lapped again and again by a writer at full speed: nothing is lost by that
			return null;
		}
	}

}
