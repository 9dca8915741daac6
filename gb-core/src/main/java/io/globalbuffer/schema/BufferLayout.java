// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

/**
 * What a segment holds, fixed when it is created: an {@link ArrayLayout} or a
 * {@link MessageLayout}.
 */
public sealed interface BufferLayout permits ArrayLayout, MessageLayout {

	/**
	 * How many samples a reader may fall behind before it loses some.
	 * @return at least 1
	 */
	long capacity();

	/**
	 * The size of the largest sample.
	 * @return bytes
	 */
	long sampleSize();

	/**
	 * What the buffer holds, in a few words, for messages to people.
	 * @return for example {@code float64[6], capacity 4096}
	 */
	String describe();

}
