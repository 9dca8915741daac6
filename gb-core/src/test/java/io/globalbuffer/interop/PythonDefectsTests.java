// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.StartPosition;
import io.globalbuffer.WriterState;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What Python writers and readers do to a segment that they should not, and how Java
 * copes.
 */
class PythonDefectsTests {

	/**
	 * The functions of writers return how many samples they believe to have committed.
	 */
	private static final String SCRIPT = """
			import __main__
			import resource
			import struct

			def count(name):
			    with open(f"/dev/shm/gb_{name}", "rb") as file:
			        file.seek(40)
			        return struct.unpack("<Q", file.read(8))[0]

			def nest(waiting, name):
			    writer = gb.create(name, gb.ArraySpec("int64", (2,)), 3)
			    with writer.reserve() as view:
			        view[...] = 100
			        writer.write(np.full(2, 200))
			    writer.write(np.full(2, 2))
			    return count(name)

			def forget(waiting, name):
			    writer = gb.create(name, gb.ArraySpec("int64", (2,)), 3)
			    writer.write(np.full(2, 0))
			    kept = writer.reserve()
			    kept.__enter__()[...] = 100
			    # what nobody refers to would be closed
			    __main__.kept = writer, kept
			    for number in range(1, 10):
			        writer.write(np.full(2, number))
			    return count(name)

			def go_on(waiting, name):
			    writer, _ = __main__.kept
			    writer.write(np.full(2, 10))
			    return count(name)

			def starve(waiting, name):
			    used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
			    resource.setrlimit(resource.RLIMIT_AS, (used + (1 << 20), used + (1 << 20)))
			    try:
			        gb.attach(name)
			    except OSError as ex:
			        return type(ex).__name__
			    return "attached"
			""";

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	/** W-4: both samples are spoiled, and the next ones are readable again. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void samplesThatANestedReservationSpoiledAreLostAndCounted(PythonVersion version) throws Exception {
		String name = this.names.next();
		assertThat(run(peers.get(version), "nest", name)).isEqualTo("3");
		try (ArrayReader<long[]> reader = oldest(name)) {
			assertDelivers(reader, 2);
			assertThat(reader.overruns()).isEqualTo(2);
			assertThat(reader.latest().map(Sample::sequence)).hasValue(2L);
		}
	}

	/** W-4: every fourth sample is unreadable from then on, and nobody is stuck. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aForgottenReservationCostsItsSlotAndNothingElse(PythonVersion version) throws Exception {
		String name = this.names.next();
		PythonPeer peer = peers.get(version);
		assertThat(run(peer, "forget", name)).isEqualTo("10");
		try (ArrayReader<long[]> reader = oldest(name)) {
			assertThat(reader.latest().map(Sample::sequence)).hasValue(8L);
			assertDelivers(reader, 7, 8);
			assertThat(run(peer, "go_on", name)).isEqualTo("11");
			assertDelivers(reader, 10);
			assertThat(reader.overruns()).isEqualTo(1);
			assertThat(reader.lag()).hasValue(0);
			assertThat(reader.latest().map(Sample::sequence)).hasValue(10L);
		}
	}

	/** W-17: CPython unlinks what it cannot map. The writer goes on and tells of it. */
	@Test
	void aPythonAttachThatFailsTakesTheNameAndNotTheStream() {
		String name = this.names.next();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, ArraySpec.of(DType.INT64, 1 << 20))
			.capacity(3)
			.open();
				ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(long[].class);
				PythonPeer starved = PythonPeer.start(PythonVersion.V1_1_3)) {
			assertThat(run(starved, "starve", name)).isEqualTo("OSError");
			await().until(() -> writer.stats().writer().state() == WriterState.UNLINKED);
			assertThat(writer.write(new long[1 << 20])).isZero();
			assertThat(reader.latest()).isPresent();
		}
	}

	/** Samples of these sequences, each filled with its own, and nothing else for now. */
	private static void assertDelivers(ArrayReader<long[]> reader, long... sequences) throws InterruptedException {
		List<Long> delivered = new ArrayList<>();
		for (Optional<Sample<long[]>> sample = reader.next(Duration.ZERO); sample
			.isPresent(); sample = reader.next(Duration.ZERO)) {
			assertThat(sample.get().value()).containsOnly(sample.get().sequence());
			delivered.add(sample.get().sequence());
		}
		assertThat(delivered).containsExactlyElementsOf(LongStream.of(sequences).boxed().toList());
	}

	private static ArrayReader<long[]> oldest(String name) {
		return GlobalBuffer.attach(name).startFrom(StartPosition.OLDEST).asArray(long[].class);
	}

	private static String run(PythonPeer peer, String function, String name) {
		return peer.send("run", Map.of("source", SCRIPT, "function", function, "name", name)).await().asText();
	}

}
