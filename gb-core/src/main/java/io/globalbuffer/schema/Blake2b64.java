// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * BLAKE2b without a key and with a digest of 8 bytes, the hash by which peers compare
 * schemas. The digest length is part of the parameter block, so the result is not the
 * beginning of a longer BLAKE2b digest.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7693">RFC 7693, whose sections 2.6 to
 * 3.3 this follows</a>
 */
final class Blake2b64 {

	private static final int DIGEST_BYTES = 8;

	private static final int BLOCK_BYTES = 128;

	private static final int BLOCK_WORDS = BLOCK_BYTES / Long.BYTES;

	private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	/** Word 0 of the parameter block: fan-out 1, depth 1, no key, the digest length. */
	private static final long PARAMETERS = 0x01010000L | DIGEST_BYTES;

	private static final long[] INITIAL = { 0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL,
			0xa54ff53a5f1d36f1L, 0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L };

	/** Which message word goes where, by round (section 2.7). */
	private static final byte[][] SIGMA = { { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
			{ 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3 },
			{ 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4 },
			{ 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8 },
			{ 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13 },
			{ 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9 },
			{ 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11 },
			{ 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10 },
			{ 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5 },
			{ 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0 } };

	private static final int ROUNDS = 12;

	private final long[] state = INITIAL.clone();

	private Blake2b64() {
		this.state[0] ^= PARAMETERS;
	}

	/**
	 * Hashes some bytes.
	 * @param bytes the bytes, any number of them
	 * @return the digest's 8 bytes read as a little-endian number
	 */
	static long hash(byte[] bytes) {
		Blake2b64 hash = new Blake2b64();
		int offset = 0;
		// the last block is never empty unless the input is, hence the strict comparison
		while (bytes.length - offset > BLOCK_BYTES) {
			hash.compress(bytes, offset, offset + (long) BLOCK_BYTES, false);
			offset += BLOCK_BYTES;
		}
		byte[] last = Arrays.copyOfRange(bytes, offset, offset + BLOCK_BYTES);
		hash.compress(last, 0, bytes.length, true);
		return hash.state[0];
	}

	private void compress(byte[] block, int offset, long bytesSoFar, boolean last) {
		long[] words = new long[BLOCK_WORDS];
		for (int i = 0; i < BLOCK_WORDS; i++) {
			words[i] = (long) WORD.get(block, offset + i * Long.BYTES);
		}
		long[] work = Arrays.copyOf(this.state, 2 * INITIAL.length);
		System.arraycopy(INITIAL, 0, work, INITIAL.length, INITIAL.length);
		work[12] ^= bytesSoFar;
		work[14] ^= last ? -1L : 0L;
		for (int round = 0; round < ROUNDS; round++) {
			byte[] order = SIGMA[round % SIGMA.length];
			for (int column = 0; column < 4; column++) {
				mix(work, column, column + 4, column + 8, column + 12, words[order[2 * column]],
						words[order[2 * column + 1]]);
			}
			for (int diagonal = 0; diagonal < 4; diagonal++) {
				mix(work, diagonal, 4 + (diagonal + 1) % 4, 8 + (diagonal + 2) % 4, 12 + (diagonal + 3) % 4,
						words[order[8 + 2 * diagonal]], words[order[8 + 2 * diagonal + 1]]);
			}
		}
		for (int i = 0; i < this.state.length; i++) {
			this.state[i] ^= work[i] ^ work[i + this.state.length];
		}
	}

	/** The mixing function G (section 3.1). */
	private static void mix(long[] work, int a, int b, int c, int d, long x, long y) {
		work[a] = work[a] + work[b] + x;
		work[d] = Long.rotateRight(work[d] ^ work[a], 32);
		work[c] = work[c] + work[d];
		work[b] = Long.rotateRight(work[b] ^ work[c], 24);
		work[a] = work[a] + work[b] + y;
		work[d] = Long.rotateRight(work[d] ^ work[a], 16);
		work[c] = work[c] + work[d];
		work[b] = Long.rotateRight(work[b] ^ work[c], 63);
	}

}
