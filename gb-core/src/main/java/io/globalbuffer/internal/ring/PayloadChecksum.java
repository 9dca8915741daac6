// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;

/**
 * Computes the checksum of payloads, while they are copied or afterwards. For one thread
 * at a time.
 * <p>
 * What is summed up is copied to the heap first, in pieces that stay in the cache: the
 * JVM survives a fault of mapped memory while it copies, but not in the code that
 * computes checksums. It is the copy that is stored or delivered then: neither another
 * thread that changes the source nor another process can come between.
 */
public final class PayloadChecksum {

	/** A multiple of any array's element. */
	private static final int PIECE_BYTES = 1 << 13;

	private final byte[] piece = new byte[PIECE_BYTES];

	private final MemorySegment pieceMemory = MemorySegment.ofArray(this.piece);

	private final CRC32C crc = new CRC32C();

	/**
	 * Copies a part of a payload that is written.
	 *
	 * @param <S> what the payload is copied from
	 */
	@FunctionalInterface
	public interface Source<S> {

		/**
		 * Copies a part of a payload.
		 * @param source the payload
		 * @param from where in the payload the part begins, a multiple of 8
		 * @param piece what to copy into
		 * @param bytes how many bytes the part has
		 */
		void copyPieceIn(S source, long from, MemorySegment piece, int bytes);

	}

	/**
	 * Copies a payload into the ring. The source may be changing meanwhile.
	 * @param <S> what it is copied from
	 * @param source copies parts of it
	 * @param payload what it is copied from
	 * @param length how long it is
	 * @param memory the segment
	 * @param offset where the payload is to lie
	 * @return the CRC-32C of what was stored
	 */
	public <S> int copyIn(Source<? super S> source, S payload, long length, MemorySegment memory, long offset) {
		this.crc.reset();
		for (long done = 0; done < length; done += PIECE_BYTES) {
			int bytes = (int) Math.min(PIECE_BYTES, length - done);
			source.copyPieceIn(payload, done, this.pieceMemory, bytes);
			this.crc.update(this.piece, 0, bytes);
			MemorySegment.copy(this.piece, 0, memory, ValueLayout.JAVA_BYTE, offset + done, bytes);
		}
		return (int) this.crc.getValue();
	}

	/**
	 * Copies a payload out of the ring, which may be changing meanwhile.
	 * @param <D> what it is copied into
	 * @param memory the segment
	 * @param offset where the payload lies
	 * @param length how long it is
	 * @param copier copies parts of it
	 * @param target what it is copied into
	 * @return the CRC-32C of what the target holds then
	 */
	<D> int copyOut(MemorySegment memory, long offset, long length, PayloadCopier<D> copier, D target) {
		this.crc.reset();
		copier.beginPieces(target, length);
		for (long done = 0; done < length; done += PIECE_BYTES) {
			int bytes = take(memory, offset + done, length - done);
			copier.copyPiece(this.pieceMemory, bytes, target, done);
		}
		return (int) this.crc.getValue();
	}

	/**
	 * Sums up a payload in the ring, which may be changing meanwhile.
	 * @param memory the segment
	 * @param offset where the payload lies
	 * @param length how long it is
	 * @return its CRC-32C
	 */
	int of(MemorySegment memory, long offset, long length) {
		this.crc.reset();
		for (long done = 0; done < length; done += PIECE_BYTES) {
			take(memory, offset + done, length - done);
		}
		return (int) this.crc.getValue();
	}

	private int take(MemorySegment memory, long offset, long most) {
		int bytes = (int) Math.min(PIECE_BYTES, most);
		MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, this.piece, 0, bytes);
		this.crc.update(this.piece, 0, bytes);
		return bytes;
	}

}
