// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.concurrent.locks.LockSupport;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.ring.RingReader;
import io.globalbuffer.internal.segment.MappedSegment;
import io.globalbuffer.wait.AwaitedStream;

/**
 * The next sample of a segment, as what a reader waits for.
 */
final class AwaitedSample implements AwaitedStream {

	private final MappedSegment segment;

	private final RingReader<?> ring;

	AwaitedSample(MappedSegment segment, RingReader<?> ring) {
		this.segment = segment;
		this.ring = ring;
	}

	@Override
	public long count() {
		return this.ring.count();
	}

	@Override
	public long capacity() {
		return this.segment.geometry().capacity();
	}

	@Override
	public long writer() {
		return SegmentFields.getLongOpaque(this.segment.memory(), ExtensionLayout.INCARNATION_OFFSET);
	}

	@Override
	public boolean wakes() {
		return false;
	}

	@Override
	public void sleep(long nanos) {
		LockSupport.parkNanos(this, nanos);
	}

}
