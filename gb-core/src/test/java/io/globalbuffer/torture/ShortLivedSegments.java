// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.torture;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.StartPosition;
import io.globalbuffer.exception.BufferNotFoundException;
import io.globalbuffer.exception.BufferNotReadyException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * Creates and removes the same buffer again and again, and attaches to it. The shape
 * changes each time, and follows from the number in the one sample of each segment.
 */
final class ShortLivedSegments {

	private static final List<ArraySpec<long[]>> SPECS = List.of(ArraySpec.of(DType.INT64, 8),
			ArraySpec.of(DType.INT64, 3, 5), ArraySpec.of(DType.INT64, 2, 3, 4));

	private static final long LONGEST_LIFE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

	private static final Duration SAMPLE_TIMEOUT = Duration.ofSeconds(5);

	private ShortLivedSegments() {
	}

	/**
	 * Creates the buffer, writes one sample and removes it again and again.
	 * @return how often
	 */
	static long create(String name, Duration duration, BooleanSupplier cancelled) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		long number = 0;
		// loads what creation needs, before time counts
		String first = name + "-first";
		GlobalBuffer.create(first, spec(number)).capacity(2).open().close();
		GlobalBuffer.unlink(first);
		long end = System.nanoTime() + duration.toNanos();
		while (System.nanoTime() - end < 0 && !cancelled.getAsBoolean()) {
			ArraySpec<long[]> spec = spec(number);
			long[] words = spec.newArray();
			CheckedWords.fill(words, number);
			try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, spec).capacity(2).open()) {
				writer.write(words);
				if (number % 2 == 1) {
					LockSupport.parkNanos(random.nextLong(LONGEST_LIFE_NANOS));
				}
				writer.unlink();
			}
			number++;
		}
		return number;
	}

	/** Attaches until nobody creates any more. */
	static AttachFigures attach(String name, BooleanSupplier over) throws InterruptedException {
		long whole = 0;
		long notFound = 0;
		long notReady = 0;
		Map<String, Long> others = new TreeMap<>();
		while (!over.getAsBoolean()) {
			try (ArrayReader<long[]> reader = GlobalBuffer.attach(name)
				.startFrom(StartPosition.OLDEST)
				.asArray(long[].class)) {
				Optional<String> fault = fault(reader);
				if (fault.isPresent()) {
					others.merge(fault.get(), 1L, Long::sum);
				}
				else {
					whole++;
				}
			}
			catch (BufferNotFoundException ex) {
				notFound++;
			}
			catch (BufferNotReadyException ex) {
				notReady++;
			}
			catch (GlobalBufferException ex) {
				others.merge(ex.toString(), 1L, Long::sum);
			}
		}
		return new AttachFigures(whole, notFound, notReady, others);
	}

	private static Optional<String> fault(ArrayReader<long[]> reader) throws InterruptedException {
		Sample<long[]> sample = reader.next(SAMPLE_TIMEOUT).orElse(null);
		if (sample == null) {
			return Optional.of("no sample");
		}
		ArraySpec<long[]> expected = spec(sample.value()[0]);
		ArraySpec<long[]> actual = reader.spec().orElseThrow();
		if (!expected.equals(actual) || sample.sequence() != 0 || sample.missed() != 0) {
			return Optional.of(String.format(Locale.ROOT, "a sample of %s as %s, sequence %d, %d missed", expected,
					actual, sample.sequence(), sample.missed()));
		}
		return CheckedWords.areWhole(sample.value()) ? Optional.empty()
				: Optional.of("torn: " + Arrays.toString(sample.value()));
	}

	private static ArraySpec<long[]> spec(long number) {
		return SPECS.get(Math.floorMod(number, SPECS.size()));
	}

}
