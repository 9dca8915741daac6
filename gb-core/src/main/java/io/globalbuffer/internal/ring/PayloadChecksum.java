// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;

import io.globalbuffer.internal.layout.SlotLayout;

/**
 * Computes the checksum of payloads. For one thread at a time.
 */
final class PayloadChecksum {

	private static final int CHUNK_BYTES = 1 << 13;

	/**
	 * What is summed up is copied here first: the JVM survives a fault of mapped memory
	 * while it copies, but not in the code that computes checksums.
	 */
	private final byte[] chunk = new byte[CHUNK_BYTES];

	private final CRC32C crc = new CRC32C();

	/**
	 * The value of the checksum field. The payload may be changing meanwhile.
	 * @param memory the segment
	 * @param offset where the payload lies
	 * @param length how long it is
	 * @param sequence the sample it belongs to
	 * @return the value
	 */
	int of(MemorySegment memory, long offset, long length, long sequence) {
		this.crc.reset();
		for (long done = 0; done < length; done += CHUNK_BYTES) {
			int bytes = (int) Math.min(CHUNK_BYTES, length - done);
			MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset + done, this.chunk, 0, bytes);
			this.crc.update(this.chunk, 0, bytes);
		}
		return SlotLayout.checksumField((int) this.crc.getValue(), sequence);
	}

}
