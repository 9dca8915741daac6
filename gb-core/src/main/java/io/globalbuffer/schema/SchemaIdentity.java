// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The bytes by which peers recognise a message schema, and their hash: BLAKE2b with a
 * digest length of 8, read as a little-endian number, as {@code global_buffer} stores it.
 * Immutable.
 */
public final class SchemaIdentity {

	/** The most bytes a segment's header has room for. */
	public static final int MAX_BYTES = 3840;

	/** No schema: no bytes, and their hash. A typed peer of another kind refuses it. */
	public static final SchemaIdentity NONE = new SchemaIdentity(new byte[0]);

	private final byte[] bytes;

	private final long hash;

	private SchemaIdentity(byte[] bytes) {
		this.bytes = bytes;
		this.hash = Blake2b64.hash(bytes);
	}

	/**
	 * The identity made of some bytes.
	 * @param bytes the bytes, at most 3840
	 * @return the identity
	 * @throws IllegalArgumentException if there are too many
	 */
	public static SchemaIdentity of(byte[] bytes) {
		if (bytes.length > MAX_BYTES) {
			throw new IllegalArgumentException("A schema's text has at most " + MAX_BYTES + " bytes, this one has "
					+ bytes.length + ": shorten its descriptions, or do without");
		}
		return (bytes.length == 0) ? NONE : new SchemaIdentity(bytes.clone());
	}

	/**
	 * The bytes.
	 * @return a new array, empty for {@link #NONE}
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	/**
	 * The bytes as text: a JSON schema where the peers are pydantic models.
	 * @return the text, empty for {@link #NONE}
	 */
	public String text() {
		return new String(this.bytes, StandardCharsets.UTF_8);
	}

	/**
	 * The hash of the bytes.
	 * @return 64 bits
	 */
	public long hash() {
		return this.hash;
	}

	/**
	 * Whether there is no schema.
	 * @return {@code true} where there are no bytes
	 */
	public boolean isNone() {
		return this.bytes.length == 0;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof SchemaIdentity that && Arrays.equals(this.bytes, that.bytes);
	}

	@Override
	public int hashCode() {
		return Long.hashCode(this.hash);
	}

	@Override
	public String toString() {
		return isNone() ? "no schema" : String.format(Locale.ROOT, "schema %016x", this.hash);
	}

}
