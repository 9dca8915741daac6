// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;

/**
 * Agrona's broadcast buffer in a mapped file, with its bounds checks.
 */
final class AgronaBroadcast {

	/** It refuses messages of more than an eighth of its capacity. */
	private static final int FEWEST_MESSAGES = 8;

	private static final int MESSAGE_TYPE = 1;

	private final UnsafeBuffer read;

	private final BroadcastTransmitter transmitter;

	private final UnsafeBuffer source;

	/**
	 * Makes a buffer. Its capacity is a power of two: it holds two samples of 256 B less
	 * than the other rings, and of the large ones more.
	 * @param directory where
	 * @param shape of the other rings
	 */
	AgronaBroadcast(BenchmarkDirectory directory, Shape shape) {
		int capacity = Math.max(shape.slots(), FEWEST_MESSAGES) * shape.bytes();
		BenchmarkDirectory.MappedTwice memory = directory.map(capacity + BroadcastBufferDescriptor.TRAILER_LENGTH);
		this.transmitter = new BroadcastTransmitter(buffer(memory.written()));
		this.read = buffer(memory.read());
		this.source = new UnsafeBuffer(new byte[shape.bytes()]);
	}

	private static UnsafeBuffer buffer(MemorySegment memory) {
		return new UnsafeBuffer(memory.asByteBuffer().order(ByteOrder.nativeOrder()));
	}

	void transmit() {
		this.transmitter.transmit(MESSAGE_TYPE, this.source, 0, this.source.capacity());
	}

	/** Opens one that receives what is transmitted from now on. */
	Receiver receiver() {
		return new Receiver(this.read, this.source.capacity());
	}

	/**
	 * Copies message after message out.
	 */
	static final class Receiver {

		private final BroadcastReceiver receiver;

		private final byte[] target;

		private Receiver(UnsafeBuffer memory, int bytes) {
			this.receiver = new BroadcastReceiver(memory);
			this.target = new byte[bytes];
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

}
