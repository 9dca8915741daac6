// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.interop.FilledArrays;
import io.globalbuffer.interop.WriterChild;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.SpareProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One writer after the other is killed while it writes as fast as it can, and the next
 * one goes on. The readers stay, and read or count as lost each sample of all of them.
 */
@Tag("long")
class KilledAtRandomTests {

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	static final SpareProcesses processes = new SpareProcesses(WriterChild.COMMAND, 1);

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@ParameterizedTest(name = "capacity {0}")
	@ValueSource(ints = { 4, 256 })
	void readersCountEachSampleOfWritersKilledAtRandom(int capacity) throws Exception {
		String name = this.names.next();
		KillSchedule schedule = new KillSchedule();
		JavaProcess writer = nextWriter(name, capacity);
		try {
			assertThat(writer.call(WriterChild.OPEN)).isEqualTo("0");
			try (AttachedReaders readers = AttachedReaders.attach(name, peers.get(PythonVersion.V1_1_3))) {
				long seen = 0;
				while (schedule.goesOn()) {
					writer.send(WriterChild.STREAM);
					schedule.pause();
					writer.kill();
					long newest = readers.newest();
					assertThat(newest).as("newest sample after %s", schedule).isGreaterThanOrEqualTo(seen - 1);
					writer = nextWriter(name, capacity);
					seen = Long.parseLong(writer.call(WriterChild.OPEN));
					// one more where the old writer was killed just before its count
					assertThat(seen).as("next sample after %s", schedule).isBetween(newest + 1, newest + 2);
				}
				writer.kill();
				assertExact(readers, goOn(name, capacity, readers), schedule);
			}
		}
		finally {
			writer.close();
		}
	}

	private static JavaProcess nextWriter(String name, int capacity) {
		JavaProcess writer = processes.next();
		writer.call(WriterChild.use(name, AttachedReaders.SPEC, capacity));
		return writer;
	}

	/**
	 * Uses each slot once more, and returns how many samples there are then.
	 */
	private static long goOn(String name, int capacity, AttachedReaders readers) {
		try (ArrayWriter<long[]> last = WriterChild.builder(name, AttachedReaders.SPEC, capacity).open()) {
			long first = WriterChild.nextSequence(last);
			for (long sequence = first; sequence <= first + capacity; sequence++) {
				FilledArrays.write(last, sequence, 1);
				assertThat(readers.newest()).isEqualTo(sequence);
			}
			return first + capacity + 1;
		}
	}

	private static void assertExact(AttachedReaders readers, long total, KillSchedule schedule) throws Exception {
		try {
			readers.assertExact(total);
		}
		catch (AssertionError ex) {
			throw new AssertionError("After " + schedule + ": " + ex.getMessage(), ex);
		}
	}

}
