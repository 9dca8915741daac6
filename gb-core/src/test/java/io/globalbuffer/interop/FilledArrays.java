package io.globalbuffer.interop;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.Reservation;
import io.globalbuffer.Sample;
import io.globalbuffer.peer.PeerReader.ReadSummary;

/**
 * Writes and judges {@code int64} arrays all of whose elements are the sample's number:
 * the Java side of what the Python peers do in their loops.
 */
public final class FilledArrays {

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
	 * Reads in order until the samples delivered and those skipped are a count.
	 */
	static ReadSummary readNext(ArrayReader<long[]> reader, long count, Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		long overrunsBefore = reader.overruns();
		long delivered = 0;
		long torn = 0;
		long disordered = 0;
		long first = 0;
		long last = 0;
		while (delivered + reader.overruns() - overrunsBefore < count && System.nanoTime() - deadline < 0) {
			Sample<long[]> sample = reader.next(Duration.ofSeconds(1)).orElse(null);
			if (sample == null) {
				continue;
			}
			long number = sample.value()[0];
			torn += Arrays.stream(sample.value()).allMatch((value) -> value == number) ? 0 : 1;
			disordered += (delivered > 0 && number <= last) ? 1 : 0;
			first = (delivered == 0) ? number : first;
			last = number;
			delivered++;
		}
		long overruns = reader.overruns() - overrunsBefore;
		return new ReadSummary(delivered, overruns, torn, disordered, first, last, delivered + overruns < count);
	}

}
