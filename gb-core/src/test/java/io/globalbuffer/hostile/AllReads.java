// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.BufferReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.Sample;
import io.globalbuffer.StartPosition;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.schema.ArraySpec;

/**
 * Reads a segment in every way there is. What the library throws is an answer like any
 * other; anything else escapes, and fails the test.
 */
final class AllReads {

	private static final int MANY = 12;

	private AllReads() {
	}

	/**
	 * Attaches in every way, and reads.
	 * @return whether somebody could attach
	 */
	static boolean attachAndRead(Path directory, String name) throws Exception {
		boolean arrays = attempt(() -> {
			try (ArrayReader<?> reader = builder(directory, name).following().asArray()) {
				read(reader);
				return reader.layout().isPresent();
			}
		});
		boolean messages = attempt(() -> {
			try (BufferReader<?> reader = builder(directory, name).following().asMap()) {
				read(reader);
				return reader.layout().isPresent();
			}
		});
		boolean doubles = attempt(() -> {
			try (ArrayReader<double[]> reader = builder(directory, name).following().asArray(double[].class)) {
				read(reader);
				return reader.layout().isPresent();
			}
		});
		return arrays || messages || doubles;
	}

	private static ReaderBuilder builder(Path directory, String name) {
		return GlobalBuffer.attach(name)
			.directory(directory)
			.startFrom(StartPosition.OLDEST)
			.contentionBudget(Duration.ofNanos(1000));
	}

	/** Reads in every way. */
	static void read(BufferReader<?> reader) throws Exception {
		attempt(() -> delivered(reader.latest()));
		for (int i = 0; i < MANY; i++) {
			attempt(() -> delivered(reader.next(Duration.ZERO)));
		}
		attempt(() -> delivered(reader.nextLatest(Duration.ZERO)));
		attempt(reader::stats);
		attempt(reader::lag);
		attempt(reader::overruns);
		attempt(reader::skipped);
		attempt(reader::generation);
		attempt(() -> {
			try (BufferReader<?> fork = reader.fork()) {
				return delivered(fork.latest());
			}
		});
		if (reader instanceof ArrayReader<?> arrays) {
			into(arrays);
		}
	}

	private static <A> void into(ArrayReader<A> reader) throws Exception {
		Optional<ArraySpec<A>> spec = reader.spec();
		if (spec.isPresent()) {
			A target = spec.get().newArray();
			attempt(() -> reader.latestInto(target));
			attempt(() -> reader.nextInto(target, Duration.ZERO));
			MemorySegment memory = MemorySegment.ofArray(new byte[(int) spec.get().byteSize()]);
			attempt(() -> reader.latestInto(memory));
			attempt(() -> reader.nextInto(memory, Duration.ZERO));
			if (spec.get().length() > 0) {
				attempt(() -> reader.nextBatchInto(target, Duration.ZERO));
			}
			attempt(() -> reader.readLatestAsLong(AllReads::sum));
			attempt(() -> reader.readNext(AllReads::sum, Duration.ZERO));
		}
	}

	private static long sum(MemorySegment view) {
		long sum = 0;
		for (long offset = 0; offset < view.byteSize(); offset++) {
			sum += view.get(ValueLayout.JAVA_BYTE, offset);
		}
		return sum;
	}

	private static boolean delivered(Optional<? extends Sample<?>> sample) {
		if (sample.isPresent() && sample.get().sequence() < 0) {
			throw new AssertionError(sample + " has a negative sequence");
		}
		return sample.isPresent();
	}

	/** Whether it gave {@code true}. */
	static boolean attempt(Callable<?> action) throws Exception {
		try {
			return Boolean.TRUE.equals(action.call());
		}
		catch (GlobalBufferException ex) {
			if (ex.getMessage() == null || ex.getClass() == GlobalBufferException.class) {
				throw new AssertionError("Says too little", ex);
			}
			return false;
		}
	}

}
