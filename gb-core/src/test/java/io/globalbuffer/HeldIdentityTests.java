// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.internal.payload.ArrayExpectation;
import io.globalbuffer.internal.position.PositionFiles;
import io.globalbuffer.internal.position.StreamPosition;
import io.globalbuffer.internal.segment.SegmentPlace;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.wait.WaitStrategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Who holds an identity, and what is kept when a reader goes over to another segment.
 */
@SuppressWarnings("try")
class HeldIdentityTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 2);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aReaderThatIsClosedWhileItWaitsForItsIdentityDoesNotGetItLater() {
		try (ArrayWriter<long[]> writer = create()) {
			CurrentAttachment<Object> standby;
			try (ArrayReader<long[]> holder = attach().resumeAs("a").asArray(SPEC)) {
				standby = CurrentAttachment.open(options(), ArrayExpectation.of(SPEC));
				standby.close();
			}
			// as a thread does that was about to look when it was closed
			assertThat(standby.identity().hold(StreamPosition.NONE)).isFalse();
			attach().resumeAs("a").asArray(SPEC).close();
		}
	}

	@Test
	void aCleanUpTakesNoIdentityFromAReaderThatIsOpened() throws Exception {
		try (ArrayWriter<long[]> writer = create()) {
			attach().resumeAs("a").asArray(SPEC).close();
			Thread cleaner = Thread.ofPlatform().start(() -> {
				while (!Thread.currentThread().isInterrupted()) {
					PositionFiles.removeOrphans(this.directory.path());
				}
			});
			try {
				for (int i = 0; i < 1000; i++) {
					attach().resumeAs("a").asArray(SPEC).close();
				}
			}
			finally {
				cleaner.interrupt();
				cleaner.join();
			}
		}
	}

	@Test
	void whatWasLeftBehindByLatestIsOwedThoughTheCallerSaysWhatIsDone() throws InterruptedException {
		try (ArrayReader<long[]> reader = attach().following().resumeAs("a").doneByCaller().asArray(SPEC)) {
			try (ArrayWriter<long[]> writer = create()) {
				await().until(() -> reader.stats().writer().state() == WriterState.ACTIVE);
				PairBuffer.write(writer, 0, 3);
				reader.done(reader.next());
				writer.unlink();
			}
			try (ArrayWriter<long[]> writer = create()) {
				await().until(() -> reader.latest().isEmpty());
				reader.close();
				PairBuffer.write(writer, 0, 1);
				try (ArrayReader<long[]> again = attach().following().resumeAs("a").asArray(SPEC)) {
					assertThat(again.next(Duration.ofSeconds(20)).orElseThrow().missed()).isEqualTo(2);
				}
			}
		}
	}

	@Test
	void aFileThatIsDamagedCostsNoOtherReader() throws IOException {
		try (ArrayWriter<long[]> writer = create()) {
			attach().resumeAs("a").asArray(SPEC).close();
			SegmentFile file = new SegmentFile(positions().getFirst());
			// where the buffer's name lies
			file.putLong(192, 1);
			attach().resumeAs("b").asArray(SPEC).close();
			Segments.in(this.directory.path()).removeDead();
			assertThat(positions()).hasSize(2);
		}
	}

	private List<Path> positions() throws IOException {
		try (Stream<Path> files = Files.list(this.directory.path())) {
			return files.filter((file) -> file.getFileName().toString().startsWith(".gbpos_")).toList();
		}
	}

	@Test
	void theForkOfAReaderThatWaitsForItsIdentityBeginsWhereANewOneWould() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> holder = attach().resumeAs("a").asArray(SPEC)) {
			PairBuffer.write(writer, 0, 3);
			try (ArrayReader<long[]> standby = attach().following().resumeAs("a").asArray(SPEC);
					ArrayReader<long[]> fork = standby.fork()) {
				PairBuffer.write(writer, 3, 4);
				assertThat(fork.next(Duration.ofSeconds(20)).orElseThrow().sequence()).isEqualTo(3);
			}
		}
	}

	@Test
	void whatAPositionOwesIsCountedInASegmentThatComesLater() throws InterruptedException {
		Position position;
		try (ArrayReader<long[]> reader = attach().following().asArray(SPEC)) {
			try (ArrayWriter<long[]> writer = create()) {
				await().until(() -> reader.stats().writer().state() == WriterState.ACTIVE);
				PairBuffer.write(writer, 0, 2);
				writer.unlink();
			}
			try (ArrayWriter<long[]> writer = create()) {
				await().until(() -> reader.latest().isEmpty());
				position = reader.position();
				writer.unlink();
			}
		}
		try (ArrayReader<long[]> plain = attach().following().startAt(position).asArray(SPEC);
				ArrayReader<long[]> resumed = attach().following().startAt(position).resumeAs("a").asArray(SPEC);
				ArrayWriter<long[]> writer = create()) {
			PairBuffer.write(writer, 0, 1);
			assertThat(plain.next(Duration.ofSeconds(20)).orElseThrow().missed()).isEqualTo(2);
			assertThat(resumed.next(Duration.ofSeconds(20)).orElseThrow().missed()).isEqualTo(2);
		}
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("b", SPEC).directory(this.directory.path()).capacity(8).open();
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("b").directory(this.directory.path());
	}

	private ReaderOptions options() {
		return new ReaderOptions("b", new SegmentPlace(this.directory.segment("b"), Optional.empty()), true, false,
				StartPosition.NEW, null, "a", false, WaitStrategy.poll(), ReaderOptions.DEFAULT_LIVENESS_TIMEOUT,
				ReaderOptions.DEFAULT_CONTENTION_BUDGET, false);
	}

}
