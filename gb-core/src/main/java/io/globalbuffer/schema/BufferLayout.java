// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

/**
 * What a segment holds, fixed when it is created: an {@link ArrayLayout} or a
 * {@link MessageLayout}.
 * {@snippet :
 * BufferLayout layout = Segments.inDefaultDirectory().find("csi").flatMap(SegmentInfo::layout).orElseThrow();
 * try (BufferReader<?> reader = switch (layout) {
 * 	case ArrayLayout array -> GlobalBuffer.attach("csi").asArray(array.spec());
 * 	case MessageLayout messages -> GlobalBuffer.attach("csi").asMap();
 * }) {
 * 	use(reader.latest());
 * }
 * }
 */
public sealed interface BufferLayout permits ArrayLayout, MessageLayout {

	/**
	 * Returns how many samples a reader may fall behind before it loses some.
	 * @return at least 1
	 */
	long capacity();

	/**
	 * The same samples in another number of slots.
	 * @param capacity how many samples a reader may fall behind, at least 1
	 * @return the layout
	 * @throws IllegalArgumentException if the capacity is less
	 */
	BufferLayout withCapacity(long capacity);

	/**
	 * The size of the largest sample.
	 * @return bytes
	 */
	long sampleSize();

	/**
	 * Returns what the buffer holds, in a few words, for messages to people.
	 * @return for example {@code float64[6], capacity 4096}
	 */
	String describe();

}
