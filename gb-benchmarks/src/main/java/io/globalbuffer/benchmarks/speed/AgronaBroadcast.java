// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.nio.ByteOrder;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;

/**
 * Agrona's broadcast buffer in a mapped file, with its bounds checks, for samples of 256
 * B.
 */
final class AgronaBroadcast {

	private static final int BYTES = Streams.SMALL * Double.BYTES;

	/** A power of two; holds two samples less than the other rings. */
	private static final int CAPACITY = Streams.SMALL_SLOTS * BYTES;

	private static final int MESSAGE_TYPE = 1;

	private final BroadcastTransmitter transmitter;

	private final BroadcastReceiver receiver;

	private final UnsafeBuffer source = new UnsafeBuffer(new byte[BYTES]);

	private final byte[] target = new byte[BYTES];

	AgronaBroadcast(BenchmarkDirectory directory) {
		UnsafeBuffer memory = new UnsafeBuffer(directory.map(CAPACITY + BroadcastBufferDescriptor.TRAILER_LENGTH)
			.asByteBuffer()
			.order(ByteOrder.nativeOrder()));
		this.transmitter = new BroadcastTransmitter(memory);
		this.receiver = new BroadcastReceiver(memory);
	}

	void transmit() {
		this.transmitter.transmit(MESSAGE_TYPE, this.source, 0, BYTES);
	}

	/**
	 * Copies the next message out and validates the copy, as Agrona's own
	 * CopyBroadcastReceiver does.
	 * @return the copy
	 */
	byte[] receive() {
		if (!this.receiver.receiveNext()) {
			throw new IllegalStateException("Nothing to receive");
		}
		this.receiver.buffer().getBytes(this.receiver.offset(), this.target, 0, this.receiver.length());
		if (!this.receiver.validate()) {
			throw new IllegalStateException("Overwritten while it was copied");
		}
		return this.target;
	}

}
