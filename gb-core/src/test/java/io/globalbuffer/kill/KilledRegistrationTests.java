// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReaderInfo;
import io.globalbuffer.Segments;
import io.globalbuffer.interop.WriterChild;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.SpareProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes are killed while their readers come and go: their entries of the registry are
 * free at once, and none is lost or given twice.
 */
@Tag("long")
class KilledRegistrationTests {

	private static final int CAPACITY = 64;

	@RegisterExtension
	static final SpareProcesses processes = new SpareProcesses(RegisteringChild.COMMAND, 1);

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@Test
	void entriesOfKilledReadersAreFreeAtOnceAndNoneIsLost() {
		String name = this.names.next();
		KillSchedule schedule = new KillSchedule();
		try (ArrayWriter<long[]> writer = WriterChild.builder(name, AttachedReaders.SPEC, CAPACITY).open();
				ArrayReader<long[]> own = GlobalBuffer.attach(name).asArray(AttachedReaders.SPEC);
				JavaProcess one = child(name);
				JavaProcess other = child(name)) {
			assertThat(writer.isOpen()).isTrue();
			while (schedule.goesOn()) {
				try (JavaProcess killed = child(name)) {
					killed.send(RegisteringChild.ENDLESS);
					one.send(RegisteringChild.SOME);
					other.send(RegisteringChild.SOME);
					schedule.pause();
					killed.kill();
					assertThat(entries(name, killed.pid())).as("%s", schedule).isEmpty();
				}
				String ofOne = one.answer();
				String ofOther = other.answer();
				assertThat(entries(name, one.pid())).as("%s", schedule).isEqualTo(ofOne);
				assertThat(entries(name, other.pid())).as("%s", schedule).isEqualTo(ofOther);
				assertThat(entries(name, ProcessHandle.current().pid()))
					.isEqualTo(Integer.toString(own.registryEntry().orElseThrow()));
				assertThat(readers(name)).as("of no other process")
					.extracting(ReaderInfo::pid)
					.containsOnly(one.pid(), other.pid(), ProcessHandle.current().pid());
			}
		}
	}

	private static JavaProcess child(String name) {
		JavaProcess child = processes.next();
		assertThat(child.call(name)).isEqualTo(name);
		return child;
	}

	private static String entries(String name, long pid) {
		return readers(name).stream()
			.filter((reader) -> reader.pid() == pid)
			.map((reader) -> Integer.toString(reader.entry()))
			.collect(Collectors.joining(","));
	}

	private static List<ReaderInfo> readers(String name) {
		return Segments.inDefaultDirectory().find(name).orElseThrow().readers();
	}

}
