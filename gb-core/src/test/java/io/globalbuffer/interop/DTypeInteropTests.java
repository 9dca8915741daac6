// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerArray;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Every plain dtype crosses with its extreme values, as Python's numbers and bit by bit.
 */
class DTypeInteropTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final float SIGNALLING_NAN = Float.intBitsToFloat(0x7fa0_0001);

	private static final double QUIET_NAN_WITH_PAYLOAD = Double.longBitsToDouble(0xfff8_1234_5678_9abcL);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	/**
	 * The same elements twice.
	 *
	 * @param dtype their type
	 * @param java as Java has them
	 * @param python as Python has them
	 */
	record Extremes<A>(DType<A> dtype, A java, List<Number> python) {

		ArraySpec<A> spec() {
			return ArraySpec.of(this.dtype, this.python.size() / this.dtype.valuesPerElement());
		}

		byte[] bytes(A values) {
			byte[] bytes = new byte[(int) spec().byteSize()];
			this.dtype.copyIn(values, MemorySegment.ofArray(bytes), 0);
			return bytes;
		}

		/** The values with all NaN equal, which halves as bits are not. */
		Object numbers(A values) {
			if (!this.dtype.equals(DType.FLOAT16)) {
				return values;
			}
			short[] halves = (short[]) values;
			float[] numbers = new float[halves.length];
			for (int index = 0; index < numbers.length; index++) {
				numbers[index] = Float.float16ToFloat(halves[index]);
			}
			return numbers;
		}

		@Override
		public String toString() {
			return this.dtype.name();
		}

	}

	static Stream<Arguments> versionsAndExtremes() {
		return Stream.of(PythonVersion.values())
			.flatMap((version) -> extremes().map((extremes) -> arguments(version, extremes)));
	}

	private static Stream<Extremes<?>> extremes() {
		return Stream.of(new Extremes<>(DType.BOOL, new byte[] { 0, 1, 1 }, List.of(0, 1, 1)),
				new Extremes<>(DType.INT8, new byte[] { -128, -1, 0, 127 }, List.of(-128, -1, 0, 127)),
				new Extremes<>(DType.UINT8, new byte[] { 0, 127, -128, -1 }, List.of(0, 127, 128, 255)),
				new Extremes<>(DType.INT16, new short[] { Short.MIN_VALUE, -1, 258, Short.MAX_VALUE },
						List.of(-32768, -1, 258, 32767)),
				new Extremes<>(DType.UINT16, new short[] { 0, 258, Short.MIN_VALUE, -1 },
						List.of(0, 258, 32768, 65535)),
				new Extremes<>(DType.INT32, new int[] { Integer.MIN_VALUE, -1, 0x0102_0304, Integer.MAX_VALUE },
						List.of(Integer.MIN_VALUE, -1, 0x0102_0304, Integer.MAX_VALUE)),
				new Extremes<>(DType.UINT32, new int[] { 0, Integer.MIN_VALUE, -1 },
						List.of(0, 2147483648L, 4294967295L)),
				new Extremes<>(DType.INT64, new long[] { Long.MIN_VALUE, -1, 0, Long.MAX_VALUE },
						List.of(Long.MIN_VALUE, -1, 0, Long.MAX_VALUE)),
				new Extremes<>(DType.UINT64, new long[] { 0, Long.MIN_VALUE, -1 },
						List.of(0, new BigInteger("9223372036854775808"), new BigInteger("18446744073709551615"))),
				// smallest, largest, both infinities, a NaN, minus zero
				new Extremes<>(DType.FLOAT16, new short[] { 1, 0x7bff, 0x7c00, (short) 0xfc00, 0x7e01, (short) 0x8000 },
						List.of(Math.scalb(1.0, -24), 65504.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
								Double.NaN, -0.0)),
				new Extremes<>(DType.FLOAT32,
						new float[] { Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, SIGNALLING_NAN, -0f },
						List.of((double) Float.MIN_VALUE, (double) Float.MAX_VALUE, Double.NEGATIVE_INFINITY,
								Double.NaN, -0.0)),
				new Extremes<>(DType.FLOAT64,
						new double[] { Double.MIN_VALUE, Double.MAX_VALUE, Double.NEGATIVE_INFINITY,
								QUIET_NAN_WITH_PAYLOAD, -0.0 },
						List.of(Double.MIN_VALUE, Double.MAX_VALUE, Double.NEGATIVE_INFINITY, Double.NaN, -0.0)),
				new Extremes<>(DType.COMPLEX64, new float[] { 1, 2, Float.NEGATIVE_INFINITY, -0f },
						List.of(1.0, 2.0, Double.NEGATIVE_INFINITY, -0.0)),
				new Extremes<>(DType.COMPLEX128, new double[] { 1, Double.MAX_VALUE, Double.NaN, Double.MIN_VALUE },
						List.of(1.0, Double.MAX_VALUE, Double.NaN, Double.MIN_VALUE)),
				dates("datetime64[ns]"), dates("timedelta64[s]"));
	}

	@SuppressWarnings("unchecked")
	private static Extremes<long[]> dates(String name) {
		return new Extremes<>((DType<long[]>) DType.of(name), new long[] { Long.MIN_VALUE, 0, -1, Long.MAX_VALUE },
				List.of(Long.MIN_VALUE, 0, -1, Long.MAX_VALUE));
	}

	@ParameterizedTest
	@MethodSource("versionsAndExtremes")
	<A> void javaReadsWhatPythonWrites(PythonVersion version, Extremes<A> extremes) throws InterruptedException {
		String name = this.names.next();
		PeerWriter writer = peers.get(version)
			.createArray(name, extremes.dtype().name(), 4, (int) extremes.spec().shape()[0]);
		try (ArrayReader<A> reader = GlobalBuffer.attach(name).asArray(extremes.spec())) {
			writer.write(extremes.python().toArray(Number[]::new));
			writer.writeBytes(extremes.bytes(extremes.java()));
			A values = reader.next(TIMEOUT).orElseThrow().value();
			assertThat(extremes.numbers(values)).isEqualTo(extremes.numbers(extremes.java()));
			A bits = reader.next(TIMEOUT).orElseThrow().value();
			assertThat(extremes.bytes(bits)).isEqualTo(extremes.bytes(extremes.java()));
		}
		writer.close();
	}

	@ParameterizedTest
	@MethodSource("versionsAndExtremes")
	<A> void pythonReadsWhatJavaWrites(PythonVersion version, Extremes<A> extremes) {
		String name = this.names.next();
		try (ArrayWriter<A> writer = GlobalBuffer.create(name, extremes.spec()).capacity(4).open()) {
			PeerReader reader = peers.get(version).attach(name);
			writer.write(extremes.java());
			PeerArray array = reader.nextArray(TIMEOUT);
			assertThat(numbers(array.values())).isEqualTo(normalized(extremes.python()));
			assertThat(array.bytes()).isEqualTo(extremes.bytes(extremes.java()));
			reader.close();
		}
	}

	private static List<Number> normalized(List<Number> numbers) {
		return numbers.stream()
			.<Number>map((number) -> (number instanceof Double) ? number : new BigInteger(number.toString()))
			.toList();
	}

	private static List<Number> numbers(JsonNode values) {
		List<Number> numbers = new ArrayList<>();
		for (JsonNode value : values) {
			if (value.isBoolean()) {
				numbers.add(value.booleanValue() ? BigInteger.ONE : BigInteger.ZERO);
			}
			else {
				numbers.add(value.isIntegralNumber() ? value.bigIntegerValue() : (Number) value.doubleValue());
			}
		}
		return numbers;
	}

}
