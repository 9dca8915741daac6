// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferExistsException;
import io.globalbuffer.exception.BufferNotFoundException;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.exception.MessageTooLargeException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Creating, writing, closing and unlinking. Cases 47, 49 to 52, 55 to 57 and 59.
 */
class WriterTests {

	private static final ArraySpec<float[]> SPEC = ArraySpec.of(DType.FLOAT32, 4);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	record Status(double gain, boolean on) {
	}

	record Positive(int value) {

		@Override
		public int value() {
			if (this.value < 0) {
				throw new IllegalStateException("negative");
			}
			return this.value;
		}

	}

	/** Case 47. */
	@Test
	void aWriteMovesTheCount() {
		try (ArrayWriter<float[]> writer = create("w")) {
			assertThat(writer.stats().sequence()).isEmpty();
			assertThat(writer.write(new float[] { 1, 2, 3, 4 })).isZero();
			assertThat(count("w")).isEqualTo(1);
			assertThat(writer.stats().sequence()).hasValue(0);
			assertThat(writer.stats().written()).isEqualTo(1);
		}
	}

	@Test
	void aWriterSaysWhatItWrites() {
		try (ArrayWriter<float[]> writer = create("w")) {
			assertThat(writer.name()).isEqualTo("w");
			assertThat(writer.path()).isEqualTo(this.directory.segment("w"));
			assertThat(writer.spec()).isEqualTo(SPEC);
			assertThat(writer.layout()).hasValueSatisfying((layout) -> {
				assertThat(layout.capacity()).isEqualTo(3);
				assertThat(layout.sampleSize()).isEqualTo(16);
			});
			assertThat(writer.stats().memoryBytes()).isEqualTo(8192 + 4 * 128);
			assertThat(writer.isOpen()).isTrue();
		}
	}

	/** Case 49. */
	@Test
	void anExistingSegmentIsLeftUntouched() throws IOException {
		try (ArrayWriter<float[]> writer = GlobalBuffer.create("w", SPEC)
			.directory(this.directory.path())
			.capacity(3)
			.heartbeatInterval(Duration.ZERO)
			.open()) {
			writer.write(new float[4]);
			byte[] before = Files.readAllBytes(writer.path());
			assertThatExceptionOfType(BufferExistsException.class).isThrownBy(() -> create("w"))
				.withMessageContaining("gb_w")
				.withMessageContaining("onExisting");
			assertThat(Files.readAllBytes(writer.path())).isEqualTo(before);
		}
	}

	/** Case 50. */
	@Test
	void anArrayOfAnotherLengthIsRefusedAndNothingIsPublished() {
		try (ArrayWriter<float[]> writer = create("w")) {
			assertThatIllegalArgumentException().isThrownBy(() -> writer.write(new float[5]))
				.withMessageContaining("'w'")
				.withMessageContaining("float32[4]")
				.withMessageContaining("5");
			assertThat(count("w")).isZero();
			assertThat(writer.write(new float[4])).isZero();
		}
	}

	/** Case 59, where only a cast gets such an array past the compiler. */
	@Test
	@SuppressWarnings("unchecked")
	void anArrayOfAnotherTypeIsRefusedAndNothingIsPublished() {
		try (ArrayWriter<float[]> writer = create("w")) {
			ArrayWriter<Object> untyped = (ArrayWriter<Object>) (ArrayWriter<?>) writer;
			for (Object array : new Object[] { new double[4], new int[4], new double[2] }) {
				assertThatIllegalArgumentException().isThrownBy(() -> untyped.write(array))
					.withMessageContaining("'w'");
			}
			assertThat(count("w")).isZero();
			assertThat(writer.write(new float[4])).isZero();
		}
	}

	/** Case 51. */
	@Test
	void messagesAreWritten() {
		try (BufferWriter<Status> writer = GlobalBuffer.create("m", MessageSpec.of(Status.class))
			.directory(this.directory.path())
			.capacity(2)
			.open()) {
			assertThat(writer.write(new Status(1.5, true))).isZero();
			assertThat(count("m")).isEqualTo(1);
		}
	}

	/** Case 51, for maps. */
	@Test
	void aMapIsWrittenIfAllOfItCanBe() {
		try (BufferWriter<Map<String, Object>> writer = GlobalBuffer.create("m", MessageSpec.map())
			.directory(this.directory.path())
			.capacity(2)
			.open()) {
			assertThat(writer.write(Map.of("gain", 1.5))).isZero();
			assertThatExceptionOfType(CodecException.class)
				.isThrownBy(() -> writer.write(Map.of("gain", Thread.currentThread())))
				.withMessageContaining("gain");
			assertThat(count("m")).isEqualTo(1);
			assertThat(writer.write(Map.of("gain", 2.5))).isEqualTo(1);
		}
	}

	/** Case 52. */
	@Test
	void aMessageMayFillItsSlotButNotMore() {
		try (BufferWriter<Map<String, Object>> writer = GlobalBuffer.create("m", MessageSpec.map().maxBytes(6))
			.directory(this.directory.path())
			.capacity(2)
			.open()) {
			// a map of one, a text of one character, a text of one or two
			assertThat(writer.write(Map.of("k", "vv"))).isZero();
			assertThatExceptionOfType(MessageTooLargeException.class).isThrownBy(() -> writer.write(Map.of("k", "vvv")))
				.withMessageContaining("'m'")
				.withMessageContaining("7 bytes")
				.withMessageContaining("hold 6");
			assertThat(count("m")).isEqualTo(1);
		}
	}

	@Test
	void aMessageThatCannotBeEncodedPublishesNothing() {
		try (BufferWriter<Positive> writer = GlobalBuffer.create("m", MessageSpec.of(Positive.class))
			.directory(this.directory.path())
			.capacity(2)
			.open()) {
			assertThatExceptionOfType(CodecException.class).isThrownBy(() -> writer.write(new Positive(-1)));
			assertThat(count("m")).isZero();
			assertThat(writer.write(new Positive(1))).isZero();
		}
	}

	/** Case 55. */
	@Test
	void aClosedWriterSaysSo() {
		ArrayWriter<float[]> writer = create("w");
		writer.close();
		writer.close();
		assertThat(writer.isOpen()).isFalse();
		assertThatExceptionOfType(BufferClosedException.class).isThrownBy(() -> writer.write(new float[4]))
			.withMessageContaining("'w'");
		assertThatExceptionOfType(BufferClosedException.class).isThrownBy(writer::reserve);
		assertThatExceptionOfType(BufferClosedException.class).isThrownBy(writer::heartbeat);
		assertThatExceptionOfType(BufferClosedException.class).isThrownBy(writer::stats);
		writer.unlink();
		writer.unlink();
		assertThat(this.directory.segment("w")).doesNotExist();
	}

	/** Case 56. */
	@Test
	void closingKeepsTheSegmentAndItsSamples() {
		try (ArrayWriter<float[]> writer = create("w")) {
			writer.write(new float[] { 1, 2, 3, 4 });
		}
		try (ArrayReader<float[]> reader = GlobalBuffer.attach("w")
			.directory(this.directory.path())
			.asArray(float[].class)) {
			assertThat(reader.latest().orElseThrow().value()).containsExactly(1, 2, 3, 4);
		}
	}

	/** W-12: what a creator leaves that dies at once, and Python cannot remove. */
	@Test
	void anEmptyFileIsUnlinkedLikeAnyOther() throws IOException {
		Files.createFile(this.directory.segment("w"));
		GlobalBuffer.unlink(this.directory.path(), "w");
		assertThat(this.directory.segment("w")).doesNotExist();
	}

	/** Case 57. */
	@Test
	void unlinkingRemovesTheName() {
		create("w").close();
		GlobalBuffer.unlink(this.directory.path(), "w");
		assertThatExceptionOfType(BufferNotFoundException.class)
			.isThrownBy(() -> GlobalBuffer.attach("w").directory(this.directory.path()).asArray());
		GlobalBuffer.unlink(this.directory.path(), "w");
		create("w").close();
		assertThat(this.directory.segment("w")).exists();
	}

	@Test
	void aWriterUnlinksOnlyItsOwnSegment() {
		try (ArrayWriter<float[]> first = create("w")) {
			GlobalBuffer.unlink(this.directory.path(), "w");
			try (ArrayWriter<float[]> second = create("w")) {
				first.unlink();
				assertThat(second.path()).exists();
				assertThat(first.write(new float[4])).isZero();
			}
		}
	}

	@Test
	void aClosedWriterUnlinksNeitherItsSuccessorsSegmentNorAnother() {
		ArrayWriter<float[]> first = create("w");
		first.close();
		try (ArrayWriter<float[]> second = succeeding("w", OnExisting.TAKE_OVER)) {
			first.unlink();
			assertThat(second.path()).exists();
		}
		first.unlink();
		try (ArrayWriter<float[]> third = succeeding("w", OnExisting.REPLACE)) {
			first.unlink();
			assertThat(third.path()).exists();
			third.unlink();
			assertThat(third.path()).doesNotExist();
		}
	}

	/** The incarnation tells it so, whoever the successor is. */
	@Test
	void aWriterThatWasTakenOverDoesNotUnlink() {
		ArrayWriter<float[]> writer = create("w");
		new SegmentFile(writer.path()).putLong(SegmentFile.INCARNATION, 42);
		writer.unlink();
		assertThat(writer.path()).exists();
		writer.close();
		writer.unlink();
		assertThat(writer.path()).exists();
	}

	/** A successor that has only just begun. */
	@Test
	void aClosedWriterDoesNotUnlinkASegmentThatIsBeingTakenOver() {
		ArrayWriter<float[]> writer = create("w");
		writer.close();
		new SegmentFile(writer.path()).putLong(SegmentFile.HEARTBEAT, 42);
		writer.unlink();
		assertThat(writer.path()).exists();
	}

	/** W-10. */
	@Test
	void aWriterWarnsOnceWhenSomebodyTakesItsName() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger("io.globalbuffer");
		log.start();
		logger.addAppender(log);
		try (ArrayWriter<float[]> own = create("own"); ArrayWriter<float[]> taken = create("taken")) {
			own.unlink();
			GlobalBuffer.unlink(this.directory.path(), "taken");
			await().until(() -> state(own) == WriterState.UNLINKED && state(taken) == WriterState.UNLINKED);
			try (ArrayWriter<float[]> next = create("taken")) {
				await().until(() -> state(taken) == WriterState.REPLACED);
				assertThat(next.write(new float[4])).isZero();
			}
			synchronized (log) {
				assertThat(log.list).filteredOn((event) -> event.getFormattedMessage().contains(own.path().toString()))
					.isEmpty();
				assertThat(log.list)
					.filteredOn((event) -> event.getFormattedMessage().contains(taken.path().toString()))
					.singleElement()
					.returns(Level.WARN, ILoggingEvent::getLevel)
					.satisfies((event) -> assertThat(event.getFormattedMessage()).contains("was removed")
						.contains("create the buffer again"));
			}
		}
		finally {
			logger.detachAppender(log);
		}
	}

	@Test
	void onlyTheOwnerMayUseASegment() throws IOException {
		create("w").close();
		assertThat(Files.getPosixFilePermissions(this.directory.segment("w")))
			.isEqualTo(PosixFilePermissions.fromString("rw-------"));
	}

	private ArrayWriter<float[]> succeeding(String name, OnExisting onExisting) {
		return GlobalBuffer.create(name, SPEC)
			.directory(this.directory.path())
			.capacity(3)
			.onExisting(onExisting)
			.open();
	}

	private ArrayWriter<float[]> create(String name) {
		return GlobalBuffer.create(name, SPEC).directory(this.directory.path()).capacity(3).open();
	}

	private static WriterState state(BufferWriter<?> writer) {
		return writer.stats().writer().state();
	}

	private long count(String name) {
		return new SegmentFile(this.directory.segment(name)).getLong(SegmentFile.COUNT);
	}

}
