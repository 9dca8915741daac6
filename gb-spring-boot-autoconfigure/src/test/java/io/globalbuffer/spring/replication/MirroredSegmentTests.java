// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferCustomizer;
import io.globalbuffer.spring.SharedMemoryDirectory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a process that comes after a kill finds, at each of its moments.
 */
class MirroredSegmentTests {

	private static final ArraySpec<long[]> NUMBERS = ArraySpec.of(DType.INT64, 1);

	private static final ArrayLayout PAIRS = new ArrayLayout(8, ArraySpec.of(DType.INT64, 2));

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private final MirrorLedger ledger = new MirrorLedger(List.of(), new ReplicationCounters());

	private final SampleHeaders sample = new SampleHeaders();

	/** Does nothing until a test says so. */
	private Runnable atOpening = () -> {
	};

	private Runnable atWriting = () -> {
	};

	private MirrorJournal journal;

	private MirroredSegment segment;

	@BeforeEach
	void open() {
		this.journal = MirrorJournal.hold(this.directory, Mirrors.BUFFER, "stream").orElseThrow();
		this.segment = new MirroredSegment(Mirrors.into(this.directory),
				new MirrorWriters(Duration.ofMillis(500), () -> Stream.of(new Moments())), this.journal);
	}

	@AfterEach
	void close() {
		this.segment.close();
		this.journal.close();
	}

	@Test
	void aSampleIsNotedBeforeItIsWritten() {
		this.segment.hold(StreamSpec.of(SampleRecord.NUMBERS));
		for (long sequence = 0; sequence < 5; sequence++) {
			long expected = sequence;
			this.atWriting = () -> assertThat(this.journal.note()).hasValueSatisfying((note) -> {
				assertThat(note.origin()).isEqualTo(SampleRecord.FIRST.at(expected + 7));
				assertThat(note.local().sequence()).isEqualTo(expected).isEqualTo(count());
				assertThat(note.written()).isFalse();
				assertThat(note.offset()).isEqualTo(expected + 100);
			});
			write(sequence + 7, sequence + 100);
		}
		assertThat(count()).isEqualTo(5);
	}

	@Test
	void whatWasWrittenIsNotedAsSuchBeforeTheSegmentIsReplaced() {
		this.segment.hold(StreamSpec.of(SampleRecord.NUMBERS));
		write(3, 4);
		this.atOpening = () -> assertThat(this.journal.note()).hasValueSatisfying((note) -> {
			assertThat(note.origin()).isEqualTo(SampleRecord.FIRST.at(3));
			assertThat(note.written()).isTrue();
		});
		this.segment.hold(StreamSpec.of(PAIRS));
		assertThat(count()).isZero();
	}

	@Test
	void aSampleIsWrittenIfTheSegmentGoesOnBehindIt() {
		assertResumed(3, true);
	}

	@Test
	void aSampleIsNotWrittenIfTheSegmentEndsBeforeIt() {
		assertResumed(2, false);
	}

	private void assertResumed(int count, boolean written) {
		try (ArrayWriter<long[]> writer = create()) {
			for (int i = 0; i < count; i++) {
				writer.write(new long[] { i });
			}
		}
		MirrorNote note = noteAt(2);
		this.journal.note(note);
		assertThat(this.segment.resume()).contains(note.written(written));
		assertThat(this.segment.holds(5)).isTrue();
	}

	@Test
	void aSegmentThatIsAnotherOneTellsNothing() {
		create().close();
		MirrorNote note = noteAt(0);
		this.journal.note(note);
		try (ArrayWriter<long[]> writer = create()) {
			writer.write(new long[1]);
			writer.write(new long[1]);
		}
		assertThat(this.segment.resume()).contains(note);
		assertThat(this.segment.holds(5)).isFalse();
	}

	private MirrorNote noteAt(long local) {
		return new MirrorNote(SampleRecord.FIRST.at(9),
				MirrorWriters.end(Mirrors.buffer(this.directory)).orElseThrow().at(local), false, List.of(), 5, 0, 77);
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create(Mirrors.BUFFER, NUMBERS)
			.directory(this.directory)
			.capacity(4096)
			.onExisting(OnExisting.REPLACE)
			.open();
	}

	private void write(long sequence, long offset) {
		assertThat(this.sample.read(SampleRecord.of(sequence).received(offset))).isTrue();
		this.segment.write(this.sample, SampleRecord.bytes(sequence), this.ledger, 0, offset);
	}

	private long count() {
		return Mirrors.buffer(this.directory).findSegment().orElseThrow().count();
	}

	/** Right before a writer is opened, and right before a sample is written. */
	private final class Moments implements GlobalBufferCustomizer {

		@Override
		public void customizeWriter(String buffer, WriterBuilder<?> builder) {
			MirroredSegmentTests.this.atOpening.run();
			builder.traceContext(() -> {
				MirroredSegmentTests.this.atWriting.run();
				return null;
			});
		}

	}

}
