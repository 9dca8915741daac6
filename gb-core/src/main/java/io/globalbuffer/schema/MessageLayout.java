// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import io.globalbuffer.codec.WireFormat;

/**
 * A message stream.
 *
 * @param capacity how many samples a reader may fall behind
 * @param maxBytes the size of the largest encoded message
 * @param format the form of the messages
 * @param identity the schema's identity
 */
public record MessageLayout(long capacity, long maxBytes, WireFormat format,
		SchemaIdentity identity) implements BufferLayout {

	/** The longest message: as long as arrays can be. */
	public static final long LONGEST = Integer.MAX_VALUE - 8;

	/**
	 * Checks the sizes.
	 * @throws IllegalArgumentException if the capacity is below 1, or a message could not
	 * be that long
	 */
	public MessageLayout {
		ArrayLayout.checkCapacity(capacity);
		if (maxBytes < 0 || maxBytes > LONGEST) {
			throw new IllegalArgumentException("A message has at most " + LONGEST + " bytes, not " + maxBytes);
		}
	}

	/**
	 * The same stream with another schema.
	 * @param identity the schema's identity
	 * @return the layout
	 */
	public MessageLayout withIdentity(SchemaIdentity identity) {
		return new MessageLayout(this.capacity, this.maxBytes, this.format, identity);
	}

	@Override
	public MessageLayout withCapacity(long capacity) {
		return new MessageLayout(capacity, this.maxBytes, this.format, this.identity);
	}

	@Override
	public long sampleSize() {
		return this.maxBytes;
	}

	@Override
	public String describe() {
		return this.format + " of at most " + this.maxBytes + " bytes, " + this.identity + ", capacity "
				+ this.capacity;
	}

}
