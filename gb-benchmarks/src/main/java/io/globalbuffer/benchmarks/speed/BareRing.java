// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import io.globalbuffer.internal.layout.RingGeometry;

/**
 * The floor: copies into and out of memory of a ring's size and layout, slot after slot,
 * or looks at it, and nothing else. No protocol, no checks of its own.
 */
final class BareRing {

	private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	private final MemorySegment written;

	private final MemorySegment read;

	private final long first;

	private final long stride;

	private final long end;

	private long writeSlot;

	private long readSlot;

	/**
	 * Makes a ring.
	 * @param directory where
	 * @param shape of the ring
	 */
	BareRing(BenchmarkDirectory directory, Shape shape) {
		RingGeometry geometry = RingGeometry.of(shape.capacity(), shape.bytes());
		BenchmarkDirectory.MappedTwice memory = directory.map(geometry.slotsEnd());
		this.written = memory.written();
		this.read = memory.read();
		this.first = geometry.slotsStart() + geometry.payloadOffset();
		this.stride = geometry.stride();
		this.end = geometry.slotsEnd();
		this.writeSlot = this.first;
		this.readSlot = this.first;
	}

	void write(double[] source) {
		MemorySegment.copy(source, 0, this.written, DOUBLE, this.writeSlot, source.length);
		this.writeSlot = after(this.writeSlot);
	}

	void next(double[] target) {
		MemorySegment.copy(this.read, DOUBLE, this.readSlot, target, 0, target.length);
		this.readSlot = after(this.readSlot);
	}

	void latest(double[] target) {
		MemorySegment.copy(this.read, DOUBLE, this.readSlot, target, 0, target.length);
	}

	/** Sums the first values of a sample where it lies. */
	double sum(int values) {
		double sum = 0;
		for (int i = 0; i < values; i++) {
			sum += this.read.get(DOUBLE, this.readSlot + (long) i * Double.BYTES);
		}
		return sum;
	}

	private long after(long slot) {
		long next = slot + this.stride;
		return (next < this.end) ? next : this.first;
	}

}
