package io.globalbuffer.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

	/** Returns how many samples the writer believes it has committed. */
	private static final String SCRIPT = """
			import resource
			import struct

			def spoiled(name):
			    with open(f"/dev/shm/gb_{name}", "rb") as file:
			        file.seek(40)
			        return struct.unpack("<Q", file.read(8))[0]

			def nest(waiting, name):
			    writer = gb.create(name, gb.ArraySpec("int64", (2,)), 2)
			    with writer.reserve() as view:
			        view[...] = 100
			        writer.write(np.full(2, 200))
			    return spoiled(name)

			def forget(waiting, name):
			    writer = gb.create(name, gb.ArraySpec("int64", (2,)), 3)
			    writer.write(np.full(2, 0))
			    kept = writer.reserve()
			    kept.__enter__()[...] = 100
			    globals()["kept"] = kept
			    for number in range(1, 10):
			        writer.write(np.full(2, number))
			    return spoiled(name)

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
		assertThat(run(peers.get(version), "nest", name)).isEqualTo("2");
		try (ArrayReader<long[]> reader = oldest(name)) {
			assertThat(reader.next(Duration.ofMillis(50))).isEmpty();
			assertThat(delivered(reader)).isEmpty();
			assertThat(reader.overruns() + reader.lag().orElseThrow()).isEqualTo(2);
		}
	}

	/** W-4: every fourth sample is unreadable from then on, and nobody is stuck. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aForgottenReservationCostsItsSlotAndNothingElse(PythonVersion version) throws Exception {
		String name = this.names.next();
		long count = Long.parseLong(run(peers.get(version), "forget", name));
		try (ArrayReader<long[]> reader = oldest(name)) {
			assertThat(reader.latest().orElseThrow().sequence()).isEqualTo(count - 2);
			List<Sample<long[]>> delivered = delivered(reader);
			assertThat(delivered).hasSize(2);
			assertThat(delivered).allSatisfy(
					(sample) -> assertThat(sample.value()).containsExactly(sample.sequence(), sample.sequence()));
			assertThat(delivered.size() + reader.overruns() + reader.lag().orElseThrow()).isEqualTo(3);
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

	private static List<Sample<long[]>> delivered(ArrayReader<long[]> reader) throws InterruptedException {
		List<Sample<long[]>> delivered = new ArrayList<>();
		for (Optional<Sample<long[]>> sample = reader.next(Duration.ZERO); sample
			.isPresent(); sample = reader.next(Duration.ZERO)) {
			delivered.add(sample.get());
		}
		return delivered;
	}

	private static ArrayReader<long[]> oldest(String name) {
		return GlobalBuffer.attach(name).startFrom(StartPosition.OLDEST).asArray(long[].class);
	}

	private static String run(PythonPeer peer, String function, String name) {
		return peer.send("run", Map.of("source", SCRIPT, "function", function, "name", name)).await().asText();
	}

}
