// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

import java.util.HexFormat;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An array as a Python reader got it. Immutable as long as nobody changes the node.
 *
 * @param values its flat values in C order, complex numbers as re, im, dates and time
 * spans as their integers
 * @param hex its bytes in hexadecimal
 */
public record PeerArray(JsonNode values, String hex) {

	static PeerArray of(JsonNode reply) {
		return new PeerArray(reply.path("values"), reply.path("hex").asText());
	}

	/**
	 * Return the bytes of the array.
	 * @return a new array, little-endian
	 */
	public byte[] bytes() {
		return HexFormat.of().parseHex(this.hex);
	}

	/**
	 * Return the values as doubles.
	 * @return a new array, as long as {@link #values()}
	 */
	public double[] doubles() {
		double[] doubles = new double[this.values.size()];
		for (int index = 0; index < doubles.length; index++) {
			doubles[index] = this.values.get(index).asDouble();
		}
		return doubles;
	}

	/**
	 * Return the values as integers.
	 * @return a new array, as long as {@link #values()}
	 */
	public long[] longs() {
		long[] longs = new long[this.values.size()];
		for (int index = 0; index < longs.length; index++) {
			longs[index] = this.values.get(index).bigIntegerValue().longValue();
		}
		return longs;
	}

}
