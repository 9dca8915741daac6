// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.exception.BufferNotFoundException;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attaching while the other language creates and removes the buffer again and again:
 * nobody takes a half-made segment for a whole one.
 */
class RacingInteropTests {

	private static final ArraySpec<int[]> SPEC = ArraySpec.of(DType.INT32, 3, 5);

	private static final String CREATE_AND_UNLINK = """
			for number in range(2000):
			    writer = gb.create("NAME", gb.ArraySpec("int32", (3, 5)), 2)
			    writer.write(np.full((3, 5), number, dtype="int32"))
			    writer.close()
			    gb.unlink("NAME")
			""";

	/**
	 * Bad magic and an empty file are what Python says of a segment not yet published.
	 */
	private static final String ATTACH = """
			attached = 0
			end = time.monotonic() + 30
			while attached < 300 and time.monotonic() < end:
			    try:
			        reader = gb.attach("NAME")
			    except (gb.BufferNotFound, gb.SchemaMismatch, ValueError):
			        continue
			    assert reader.shape == (3, 5) and reader.dtype.name == "int32", (reader.shape, reader.dtype)
			    sample = reader.latest()
			    assert sample is None or (sample == sample.flat[0]).all(), sample
			    reader.close()
			    attached += 1
			assert attached == 300, attached
			""";

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void javaNeverAttachesToAHalfMadePythonSegment(PythonVersion version) {
		String name = this.names.next();
		long attached = 0;
		try (ArrayReader<int[]> following = GlobalBuffer.attach(name).following().asArray(SPEC)) {
			PeerReply<?> loop = run(version, CREATE_AND_UNLINK.replace("NAME", name));
			while (!loop.isDone()) {
				try (ArrayReader<int[]> reader = GlobalBuffer.attach(name).asArray(SPEC)) {
					attached++;
					reader.latest().ifPresent((sample) -> assertWhole(sample.value()));
				}
				catch (BufferNotFoundException ex) {
					assertThat(ex).hasMessageContaining(name);
				}
				following.latest().ifPresent((sample) -> assertWhole(sample.value()));
			}
			loop.await();
			assertThat(following.latest()).isPresent();
		}
		assertThat(attached).isPositive();
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void pythonNeverAttachesToAHalfMadeJavaSegment(PythonVersion version) {
		String name = this.names.next();
		PeerReply<?> loop = run(version, ATTACH.replace("NAME", name));
		int number = 0;
		while (!loop.isDone()) {
			try (ArrayWriter<int[]> writer = GlobalBuffer.create(name, SPEC).capacity(2).open()) {
				int value = number++;
				writer.write(IntStream.generate(() -> value).limit(SPEC.length()).toArray());
				writer.unlink();
			}
		}
		loop.await();
	}

	private static PeerReply<?> run(PythonVersion version, String source) {
		return peers.get(version).send("define", Map.of("source", source));
	}

	private static void assertWhole(int[] values) {
		assertThat(values).hasSize(SPEC.length()).containsOnly(values[0]);
	}

}
