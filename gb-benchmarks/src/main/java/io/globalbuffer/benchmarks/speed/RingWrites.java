// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.lang.foreign.MemorySegment;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.Passage;
import io.globalbuffer.internal.ring.RingWriter;
import io.globalbuffer.internal.wake.Waker;
import io.globalbuffer.schema.DType;

/**
 * The protocol of a write without what a buffer adds: with and without a look for readers
 * that sleep.
 */
final class RingWrites {

	private final MemorySegment memory;

	private final RingWriter writer;

	/**
	 * Makes a ring.
	 * @param directory where
	 * @param shape of the ring
	 * @param waking whether to look for readers that sleep
	 */
	RingWrites(BenchmarkDirectory directory, Shape shape, boolean waking) {
		RingGeometry geometry = RingGeometry.of(shape.capacity(), shape.bytes());
		this.memory = directory.map(geometry.slotsEnd()).written();
		Waker waker = waking ? new Waker(this.memory, NativeCalls.system().futex().orElseThrow()) : null;
		this.writer = new RingWriter(this.memory, geometry, ExtensionLayout.NO_INCARNATION, null, waker,
				new Passage(Passage.ANY_THREAD));
	}

	long write(double[] sample) {
		DType.FLOAT64.copyIn(sample, this.memory, this.writer.begin());
		return this.writer.commit((long) sample.length * Double.BYTES);
	}

}
