// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What is measured, and what it is compared with.
 */
enum Operation {

	COPY_IN("bare copy in", "WriteBenchmark.copy"),

	TRANSMIT("Agrona `transmit`", "WriteBenchmark.agrona", beside(COPY_IN)),

	WRITE_CONFINED("`write`, confined", "WriteBenchmark.confined", atMost(2.5, COPY_IN), atMost(0.9, TRANSMIT)),

	WRITE_SHARED("`write`, shared", "WriteBenchmark.shared", atMost(2.5, COPY_IN), atMost(1.0, TRANSMIT)),

	WRITE_SEGMENT("`write` of a `MemorySegment`", "WriteBenchmark.segment", beside(COPY_IN), beside(TRANSMIT)),

	RESERVE_CONFINED("`reserve` + `commit`, confined", "WriteBenchmark.reserveConfined", beside(TRANSMIT)),

	/** At most 20 ns where Agrona takes 22. */
	RESERVE_SHARED("`reserve` + `commit`, shared", "WriteBenchmark.reserveShared", atMost(20.0 / 22, TRANSMIT)),

	RESERVE_SEGMENT("`reserve` + `segment` + `commit`, shared", "WriteBenchmark.reserveSegment",
			beside(RESERVE_SHARED)),

	WRITE_TIMED("`write` with its time", "WriteBenchmark.timed", beside(WRITE_CONFINED)),

	WRITE_TRACED("`write` with its trace", "WriteBenchmark.traced", beside(WRITE_CONFINED)),

	COPY_IN_AND_SUM("bare copy in, and CRC-32C", "WriteBenchmark.copyAndSum", beside(COPY_IN)),

	WRITE_CHECKED("`write` with its checksum", "WriteBenchmark.checked", beside(WRITE_CONFINED),
			new Comparison(COPY_IN_AND_SUM, OptionalDouble.of(1.25), Operation.LARGE)),

	SILENT_RING("ring, no look for sleepers", "WriteBenchmark.silentRing", beside(COPY_IN)),

	WAKING_RING("ring that looks for sleepers", "WriteBenchmark.wakingRing", beside(SILENT_RING)),

	COPY_OUT("bare copy out, slot after slot", "NextBenchmark.copy"),

	RECEIVE("Agrona receive, copy, validate", "NextBenchmark.agrona", beside(COPY_OUT)),

	NEXT("`nextInto`", "NextBenchmark.into", atMost(2.5, COPY_OUT), atMost(0.9, RECEIVE)),

	NEXT_RESUMED("`nextInto`, with an identity", "NextBenchmark.resumed", beside(NEXT)),

	BATCH("`nextBatchInto` of 16, each", "NextBenchmark.batch", atMost(2.5, COPY_OUT), atMost(0.7, RECEIVE)),

	COPY_LATEST("bare copy out, same slot", "LatestBenchmark.copy"),

	LATEST("`latestInto`", "LatestBenchmark.into", atMost(2.5, COPY_LATEST), atMost(1.0, RECEIVE)),

	COPY_OUT_AND_SUM("bare copy out, and CRC-32C", "LatestBenchmark.copyAndSum", beside(COPY_LATEST)),

	LATEST_CHECKED("`latestInto` with its checksum", "LatestBenchmark.checked", beside(LATEST),
			new Comparison(COPY_OUT_AND_SUM, OptionalDouble.of(1.25), Operation.LARGE)),

	LOOK("bare look at 64 B", "LatestBenchmark.look"),

	VIEW("`readLatestAsDouble`, 64 B", "LatestBenchmark.view", beside(LOOK)),

	LIBRARY("MessagePack library, round trip", "MessageBenchmark.libraryRoundTrip"),

	MESSAGE("message, `write` + `next`", "MessageBenchmark.roundTrip", atMost(1.2, LIBRARY));

	/** Bytes of the samples for which all targets but the checksum's are. */
	static final int SMALL = 256;

	/** Bytes of the samples for which those of the checksum are. */
	static final int LARGE = 1 << 20;

	private final String label;

	private final String benchmark;

	@SuppressWarnings("ImmutableEnumChecker")
	private final List<Comparison> comparisons;

	Operation(String label, String benchmark, Comparison... comparisons) {
		this.label = label;
		this.benchmark = benchmark;
		this.comparisons = List.of(comparisons);
	}

	private static Comparison beside(Operation other) {
		return new Comparison(other, OptionalDouble.empty(), Operation.SMALL);
	}

	private static Comparison atMost(double limit, Operation other) {
		return new Comparison(other, OptionalDouble.of(limit), Operation.SMALL);
	}

	/** What it is called in a table. */
	String label() {
		return this.label;
	}

	/** Its class and method. */
	String benchmark() {
		return this.benchmark;
	}

	List<Comparison> comparisons() {
		return this.comparisons;
	}

	/** Those with others that are measured too. */
	List<Comparison> comparisons(Set<Operation> measured) {
		return this.comparisons.stream().filter((comparison) -> measured.contains(comparison.other())).toList();
	}

	/** How many samples one invocation of the benchmark is for. */
	int samples(Shape shape) {
		return this.benchmark.startsWith("NextBenchmark.") ? shape.reads() : 1;
	}

	/**
	 * What an operation is compared with.
	 *
	 * @param other at the same shape
	 * @param limit how many times the other's time it may take at most, if there is a
	 * target
	 * @param bytes of the samples for which that is
	 */
	record Comparison(Operation other, OptionalDouble limit, int bytes) {
	}

}
