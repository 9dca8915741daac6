// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferNotFoundException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Attaching and reading what is there. Cases 63, 64, 67, 69, 72 to 75, 83, 84 and 101.
 */
class ReaderTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final PairBuffer pairs = new PairBuffer(this.directory);

	/** Case 63. */
	@Test
	void aReaderThatCameLaterGetsTheNewest() {
		try (ArrayWriter<long[]> writer = this.pairs.create(3)) {
			writer.write(new long[] { 1, 2 });
			try (ArrayReader<long[]> reader = this.pairs.attach()) {
				Sample<long[]> sample = reader.latest().orElseThrow();
				assertThat(sample.value()).containsExactly(1, 2);
				assertThat(sample.sequence()).isZero();
				assertThat(sample.missed()).isZero();
				assertThat(sample.generation()).isZero();
			}
		}
	}

	/** Case 64. */
	@Test
	void latestIsEmptyBeforeTheFirstWrite() throws InterruptedException {
		try (ArrayWriter<long[]> writer = this.pairs.create(3); ArrayReader<long[]> reader = this.pairs.attach()) {
			long[] target = new long[2];
			assertThat(writer.stats().written()).isZero();
			assertThat(reader.latest()).isEmpty();
			assertThat(reader.latestInto(target)).isEqualTo(ArrayReader.NONE);
			assertThat(reader.nextInto(target, Duration.ZERO)).isEqualTo(ArrayReader.NONE);
			assertThat(reader.nextLatest(Duration.ZERO)).isEmpty();
		}
	}

	/** Case 67. */
	@Test
	void samplesAreReadIntoTheCallersArray() throws InterruptedException {
		try (ArrayWriter<long[]> writer = this.pairs.create(3); ArrayReader<long[]> reader = this.pairs.attach()) {
			PairBuffer.write(writer, 5, 7);
			long[] target = new long[2];
			assertThat(reader.nextInto(target, Duration.ZERO)).isZero();
			assertThat(target).containsExactly(5, 5);
			assertThat(reader.latestInto(target)).isEqualTo(1);
			assertThat(target).containsExactly(6, 6);
		}
	}

	/** Case 69. */
	@Test
	void anArrayOfAnotherLengthIsRefused() throws InterruptedException {
		try (ArrayWriter<long[]> writer = this.pairs.create(3); ArrayReader<long[]> reader = this.pairs.attach()) {
			PairBuffer.write(writer, 0, 1);
			assertThatIllegalArgumentException().isThrownBy(() -> reader.latestInto(new long[3]))
				.withMessageContaining("'b'")
				.withMessageContaining("long[2]")
				.withMessageContaining("long[3]");
			assertThatIllegalArgumentException().isThrownBy(() -> reader.nextInto(new long[1], Duration.ZERO));
			assertThat(reader.next().sequence()).isZero();
		}
	}

	/** Case 69. */
	@Test
	@SuppressWarnings("unchecked")
	void anArrayOfAnotherTypeIsRefused() {
		try (ArrayWriter<long[]> writer = this.pairs.create(3);
				ArrayReader<Object> reader = (ArrayReader<Object>) GlobalBuffer.attach("b")
					.directory(this.directory.path())
					.asArray()) {
			PairBuffer.write(writer, 0, 1);
			assertThatIllegalArgumentException().isThrownBy(() -> reader.latestInto(new double[2]))
				.withMessageContaining("double[2]");
			assertThat(reader.latest().orElseThrow().value()).isEqualTo(new long[] { 0, 0 });
		}
	}

	@Test
	void aStreamOfAnotherTypeIsRefusedAtOnce() {
		try (ArrayWriter<long[]> writer = this.pairs.create(3)) {
			ReaderBuilder attach = GlobalBuffer.attach(writer.name()).directory(this.directory.path());
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> attach.asArray(double[].class))
				.withMessageContaining("gb_b")
				.withMessageContaining("int64[2]")
				.withMessageContaining("double[]");
			assertThatExceptionOfType(SchemaMismatchException.class)
				.isThrownBy(() -> attach.asArray(ArraySpec.of(DType.UINT64, 2)))
				.withMessageContaining("uint64[2]");
			assertThatExceptionOfType(SchemaMismatchException.class)
				.isThrownBy(() -> attach.asArray(ArraySpec.of(DType.INT64, 2, 1)));
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(attach::asMap)
				.withMessageContaining("a message stream");
			assertThatIllegalArgumentException().isThrownBy(() -> attach.asArray(String.class))
				.withMessageContaining("java.lang.String");
		}
	}

	/** Case 72. */
	@Test
	void theWriterIsAlive() {
		try (ArrayWriter<long[]> writer = this.pairs.create(3); ArrayReader<long[]> reader = this.pairs.attach()) {
			PairBuffer.write(writer, 0, 1);
			assertThat(reader.stats().writer().alive()).isTrue();
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
			assertThat(reader.stats().writer().pid()).hasValue(ProcessHandle.current().pid());
		}
	}

	/** Case 73. */
	@Test
	void attachToAnAbsentNameFails() {
		assertThatExceptionOfType(BufferNotFoundException.class).isThrownBy(this.pairs::attach)
			.withMessageContaining("gb_b")
			.withMessageContaining("following()");
	}

	/** Case 74. */
	@Test
	void aReaderKnowsWhatItReads() {
		ArraySpec<float[]> spec = ArraySpec.of(DType.COMPLEX64, 64, 4);
		try (ArrayWriter<float[]> writer = GlobalBuffer.create("c", spec)
			.directory(this.directory.path())
			.capacity(8)
			.open(); ArrayReader<?> reader = GlobalBuffer.attach("c").directory(this.directory.path()).asArray()) {
			assertThat(reader.name()).isEqualTo(writer.name());
			assertThat(reader.path()).isEqualTo(writer.path());
			assertThat(reader.spec().map(Object::toString)).hasValue("complex64[64,4]");
			assertThat(reader.layout()).contains(new ArrayLayout(8, spec));
			assertThat(reader.layout().orElseThrow().sampleSize()).isEqualTo(2048);
		}
	}

	/** Case 75. */
	@Test
	void aClosedReaderSaysSo() {
		try (ArrayWriter<long[]> writer = this.pairs.create(3)) {
			PairBuffer.write(writer, 0, 5);
			ArrayReader<long[]> reader = this.pairs.attach(StartPosition.OLDEST);
			reader.close();
			reader.close();
			assertThat(reader.isOpen()).isFalse();
			assertThatExceptionOfType(BufferClosedException.class).isThrownBy(reader::latest)
				.withMessageContaining("'b'");
			assertThatExceptionOfType(BufferClosedException.class).isThrownBy(reader::next);
			assertThatExceptionOfType(BufferClosedException.class).isThrownBy(() -> reader.next(Duration.ZERO));
			assertThatExceptionOfType(BufferClosedException.class).isThrownBy(() -> reader.nextLatest(Duration.ZERO));
			assertThatExceptionOfType(BufferClosedException.class).isThrownBy(() -> reader.latestInto(new long[2]));
			assertThatExceptionOfType(BufferClosedException.class)
				.isThrownBy(() -> reader.nextInto(new long[2], Duration.ZERO));
			assertThatExceptionOfType(BufferClosedException.class).isThrownBy(reader::stats);
			assertThatExceptionOfType(BufferClosedException.class)
				.isThrownBy(() -> reader.subscribe(ReadMode.NEXT, (sample) -> {
				}));
		}
	}

	/** Case 83. */
	@Test
	void whatWasReadStaysAsItWas() throws InterruptedException {
		try (ArrayWriter<long[]> writer = this.pairs.create(1); ArrayReader<long[]> reader = this.pairs.attach()) {
			PairBuffer.write(writer, 0, 1);
			Optional<Sample<long[]>> sample = reader.latest();
			Sample<long[]> next = reader.next();
			PairBuffer.write(writer, 1, 10);
			assertThat(sample.orElseThrow().value()).containsExactly(0, 0);
			assertThat(next.value()).containsExactly(0, 0);
		}
	}

	/** Case 84. */
	@Test
	void aReaderThatLeavesChangesNothing() {
		try (ArrayWriter<long[]> writer = this.pairs.create(3)) {
			PairBuffer.write(writer, 0, 1);
			this.pairs.attach().close();
			assertThat(writer.path()).exists();
			assertThat(writer.write(new long[2])).isEqualTo(1);
		}
	}

	/** Case 101: what nobody has told the writer costs it nothing. */
	@Test
	void theWriterDoesNotKnowOfItsReaders() throws Exception {
		List<ArrayReader<long[]>> readers = new ArrayList<>();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create("b", ArraySpec.of(DType.INT64, 2))
			.directory(this.directory.path())
			.capacity(3)
			.heartbeatInterval(Duration.ZERO)
			.open()) {
			PairBuffer.write(writer, 0, 2);
			byte[] before = withoutRegistry(writer.path());
			// more than the registry has places
			for (int number = 0; number < 100; number++) {
				ArrayReader<long[]> reader = this.pairs.attach(StartPosition.OLDEST);
				readers.add(reader);
				assertThat(reader.next().value()).containsExactly(0, 0);
				assertThat(reader.latest().orElseThrow().value()).containsExactly(1, 1);
			}
			assertThat(withoutRegistry(writer.path())).isEqualTo(before);
			PairBuffer.write(writer, 2, 3);
			for (ArrayReader<long[]> reader : readers) {
				assertThat(reader.next().value()).containsExactly(1, 1);
				assertThat(reader.next().value()).containsExactly(2, 2);
			}
		}
		finally {
			readers.forEach(ArrayReader::close);
		}
	}

	/** All bytes but those that readers write themselves. */
	private static byte[] withoutRegistry(Path segment) throws IOException {
		byte[] bytes = Files.readAllBytes(segment);
		Arrays.fill(bytes, SegmentFile.REGISTRY, SegmentFile.EXTENSION, (byte) 0);
		return bytes;
	}

}
