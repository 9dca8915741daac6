// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.codec.MessageCodec;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.schema.MessageSpec;

/**
 * Samples that say which they are, by one number in all of their parts.
 *
 * @param kind how a declaration names it
 * @param builder builds a writer of a buffer
 * @param python has a peer make the segment of a buffer with a capacity
 * @param attach opens a reader
 * @param sample makes a sample of its number
 * @param number the number of a sample; throws if its parts differ
 * @param numberOfBytes the number of an encoded sample
 * @param <T> the type of a sample
 */
public record NumberedSamples<T>(String kind, Function<String, WriterBuilder<? extends BufferWriter<T>>> builder,
		Creation python, Function<ReaderBuilder, BufferReader<T>> attach, LongFunction<T> sample,
		ToLongFunction<T> number, ToLongFunction<byte[]> numberOfBytes) {

	private static final MessageCodec CODEC = MessageSpec.map().codec();

	private static final int MAX_BYTES = 64;

	/** Arrays as in {@link ResumedStream}. */
	public static final NumberedSamples<long[]> ARRAYS = new NumberedSamples<>("array",
			(name) -> GlobalBuffer.create(name, ResumedStream.SPEC),
			(peer, name, capacity) -> peer.createArray(name, "int64", capacity, ResumedStream.SPEC.length()),
			(reader) -> reader.asArray(ResumedStream.SPEC), NumberedSamples::array, NumberedSamples::number,
			(bytes) -> ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());

	/** Messages in MessagePack, whose schema is another one where Python writes them. */
	public static final NumberedSamples<Map<String, Object>> MESSAGES = new NumberedSamples<>("message",
			(name) -> GlobalBuffer.create(name, MessageSpec.map().maxBytes(MAX_BYTES)),
			(peer, name, capacity) -> peer.createMessage(name, "Point", capacity, MAX_BYTES), ReaderBuilder::asMap,
			(number) -> Map.of("x", (double) number, "y", (double) number), NumberedSamples::number,
			(bytes) -> number((Map<?, ?>) CODEC.decode(bytes, bytes.length, Map.class)));

	private static long[] array(long number) {
		long[] values = ResumedStream.SPEC.newArray();
		Arrays.fill(values, number);
		return values;
	}

	private static long number(long[] values) {
		requireWhole(Arrays.stream(values).allMatch((value) -> value == values[0]));
		return values[0];
	}

	private static long number(Map<?, ?> point) {
		Object number = Objects.requireNonNull(point.get("x"));
		requireWhole(number.equals(point.get("y")));
		return ((Number) number).longValue();
	}

	private static void requireWhole(boolean whole) {
		if (!whole) {
			throw new AssertionError("A sample is torn");
		}
	}

	/**
	 * Whether Java takes over what Python made.
	 * @return false if its schema is another one
	 */
	boolean haveOneSchema() {
		return this.kind.equals("array");
	}

	@Override
	public String toString() {
		return this.kind;
	}

	/**
	 * Has a peer make a segment.
	 */
	@FunctionalInterface
	public interface Creation {

		/**
		 * Makes it.
		 * @param peer the peer
		 * @param name the buffer's name
		 * @param capacity samples kept
		 * @return its writer
		 */
		PeerWriter create(PythonPeer peer, String name, int capacity);

	}

}
