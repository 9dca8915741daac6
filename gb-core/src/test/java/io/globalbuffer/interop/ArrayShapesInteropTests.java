// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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

/**
 * Element types that Java has no array for, and shapes at the limits, cross as they are.
 */
class ArrayShapesInteropTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@ParameterizedTest
	@CsvSource({ "V1_0_0,float128,float128,16", "V1_1_3,float128,float128,16", "V1_1_3,complex256,complex256,32",
			"V1_0_0,'i4,f4',void64,8", "V1_1_3,'i4,f4',void64,8", "V1_1_3,S10,bytes80,10", "V1_1_3,U5,str160,20" })
	void whatPythonAloneKnowsIsReadAsBytes(PythonVersion version, String dtype, String name, int itemSize)
			throws InterruptedException {
		byte[] sample = randomBytes(3 * itemSize);
		String buffer = this.names.next();
		PeerWriter writer = peers.get(version).createArray(buffer, dtype, 4, 3);
		try (ArrayReader<byte[]> reader = GlobalBuffer.attach(buffer).asArray(byte[].class)) {
			ArraySpec<byte[]> spec = reader.spec().orElseThrow();
			assertThat(spec).isEqualTo(ArraySpec.of(DType.raw(name, itemSize), 3));
			writer.writeBytes(sample);
			assertThat(reader.next(TIMEOUT).orElseThrow().value()).isEqualTo(sample);
		}
		writer.close();
	}

	@ParameterizedTest
	@EnumSource
	void pythonReadsWhatJavaWritesAsBytes(PythonVersion version) {
		byte[] sample = randomBytes(2 * 16);
		String buffer = this.names.next();
		try (ArrayWriter<byte[]> writer = GlobalBuffer.create(buffer, ArraySpec.of(DType.raw("float128", 16), 2))
			.capacity(4)
			.open()) {
			PeerReader reader = peers.get(version).attach(buffer);
			writer.write(sample);
			assertThat(reader.nextArray(TIMEOUT).bytes()).isEqualTo(sample);
			reader.close();
		}
	}

	/** No dimensions, a dimension of nothing, and as many dimensions as there can be. */
	@ParameterizedTest
	@EnumSource
	void shapesAtTheLimitsCross(PythonVersion version) throws InterruptedException {
		for (int[] shape : new int[][] { {}, { 3, 0 }, { 1, 2, 1, 2, 1, 1, 3, 1 } }) {
			String buffer = this.names.next();
			PeerWriter python = peers.get(version).createArray(buffer, "int32", 4, shape);
			try (ArrayReader<int[]> reader = GlobalBuffer.attach(buffer).asArray(DType.INT32)) {
				ArraySpec<int[]> spec = reader.spec().orElseThrow();
				int[] sevens = spec.newArray();
				Arrays.fill(sevens, 7);
				// Python cannot write an array without dimensions, but fill one in place
				python.reserveFill(7);
				assertThat(reader.next(TIMEOUT).orElseThrow().value()).isEqualTo(sevens);
				String copy = this.names.next();
				try (ArrayWriter<int[]> writer = GlobalBuffer.create(copy, spec).capacity(4).open()) {
					PeerReader peer = peers.get(version).attach(copy);
					writer.write(sevens);
					PeerArray array = peer.nextArray(TIMEOUT);
					assertThat(array.longs()).isEqualTo(Arrays.stream(sevens).asLongStream().toArray());
					assertThat(peer.description().path("shape").size()).isEqualTo(shape.length);
					peer.close();
				}
			}
			python.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void pythonReadsWhatIsWrittenFromMemoryAndBuffers(PythonVersion version) {
		float[] values = { 1, -2.5f, Float.NaN, Float.MAX_VALUE };
		String buffer = this.names.next();
		try (ArrayWriter<float[]> writer = GlobalBuffer.create(buffer, ArraySpec.of(DType.COMPLEX64, 2))
			.capacity(4)
			.open()) {
			PeerReader reader = peers.get(version).attach(buffer);
			writer.write(values);
			writer.write(MemorySegment.ofArray(values));
			writer.write(ByteBuffer.allocate(16).order(ByteOrder.BIG_ENDIAN).asFloatBuffer().put(values).flip());
			byte[] expected = reader.nextArray(TIMEOUT).bytes();
			assertThat(reader.nextArray(TIMEOUT).bytes()).isEqualTo(expected);
			assertThat(reader.nextArray(TIMEOUT).bytes()).isEqualTo(expected);
			reader.close();
		}
	}

	private static byte[] randomBytes(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		return bytes;
	}

}
