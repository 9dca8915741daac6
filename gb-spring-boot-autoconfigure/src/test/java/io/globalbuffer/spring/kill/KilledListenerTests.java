// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.kill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.kill.KillSchedule;
import io.globalbuffer.kill.ReplacedWriter;
import io.globalbuffer.kill.ResumedStream;
import io.globalbuffer.kill.ResumedStream.Note;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.SpareProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications are killed at random while a listener goes on where it stopped, with a
 * filter and with retries, and writers of both languages are restarted and replaced.
 */
@Tag("long")
class KilledListenerTests {

	private static final Logger logger = LoggerFactory.getLogger(KilledListenerTests.class);

	private static final int CAPACITY = 1024;

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	static final SpareProcesses processes = new SpareProcesses(ResumingApplication.COMMAND, 1);

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@TempDir
	Path notes;

	@ParameterizedTest
	@ValueSource(strings = { ResumingApplication.SINGLE, ResumingApplication.BATCH })
	void eachSampleIsDoneOrReportedAndOnlyWhatWasInFlightComesAgain(String listener) throws Exception {
		String name = this.names.next();
		Path file = this.notes.resolve("notes");
		KillSchedule schedule = new KillSchedule();
		try (ReplacedWriter writer = new ReplacedWriter(name, CAPACITY, peers.get(PythonVersion.V1_1_3))) {
			while (schedule.goesOn()) {
				try (JavaProcess application = processes.next()) {
					application.call(ResumingApplication.start(listener, name, file));
					schedule.pause();
					writer.change();
					schedule.pause();
					application.kill();
				}
			}
			long written = writer.end();
			ResumedStream stream = ResumedStream.of(withRefused(Note.read(file)), writer.totals());
			logger.info("{}, {}: {}", listener, schedule, stream);
			assertThat(stream.segment()).isBetween(writer.segment() - 1, writer.segment());
			try (ArrayReader<long[]> last = GlobalBuffer.attach(name)
				.following()
				.resumeAs(ResumingApplication.identity(listener))
				.asArray(ResumedStream.SPEC)) {
				Sample<long[]> sample = last.next(LIMIT).orElseThrow();
				long before = (stream.segment() == writer.segment()) ? stream.next() : 0;
				assertThat(sample.sequence() - sample.missed())
					.isLessThanOrEqualTo(ResumingApplication.isRefused(before) ? before + 1 : before);
				assertThat(last.lag()).hasValue(written - sample.sequence() - 1);
			}
		}
	}

	/**
	 * A batch of refused samples alone is noted with the next one: a kill may be first.
	 */
	private static List<Note> withRefused(List<Note> notes) {
		List<Note> whole = new ArrayList<>();
		for (Note note : notes) {
			if (!whole.isEmpty() && whole.getLast().run() != note.run()) {
				Note last = whole.getLast();
				long next = last.value() + 1;
				if (note.value() - note.missed() == next + 1 && ResumingApplication.isRefused(next)) {
					whole.add(new Note(last.run(), next, 0, 1));
				}
			}
			whole.add(note);
		}
		return whole;
	}

}
