package io.globalbuffer;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Putting a segment in the place of another.
 */
class ReplaceTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void anyLayoutIsReplacedOnceItsWriterHasGone() throws InterruptedException {
		AbandonedSegment.ofJava(this.directory.path(), "r");
		try (ArrayReader<?> reader = GlobalBuffer.attach("r").directory(this.directory.path()).following().asArray();
				ArrayWriter<double[]> writer = replacing().open()) {
			writer.write(new double[] { 1, 2 });
			assertThat(reader.next().value()).isEqualTo(new double[] { 1, 2 });
			assertThat(reader.generation()).isEqualTo(1);
		}
	}

	@Test
	void whoStaysWithTheOldOneIsToldSo() {
		AbandonedSegment.ofJava(this.directory.path(), "r");
		try (ArrayReader<long[]> reader = GlobalBuffer.attach("r")
			.directory(this.directory.path())
			.asArray(long[].class); ArrayWriter<double[]> writer = replacing().open()) {
			await().until(() -> reader.stats().writer().state() == WriterState.REPLACED);
			assertThat(reader.latest().orElseThrow().value()).containsExactly(0);
			assertThat(writer.isOpen()).isTrue();
		}
	}

	@Test
	void withoutASegmentItIsCreated() {
		try (ArrayWriter<double[]> writer = replacing().open()) {
			assertThat(writer.write(new double[2])).isZero();
		}
	}

	@Test
	void aLivingWriterIsNotReplaced() {
		try (ArrayWriter<double[]> first = replacing().open()) {
			assertThatExceptionOfType(WriterConflictException.class).isThrownBy(() -> replacing().open())
				.withMessageContaining("gb_r")
				.withMessageContaining("holds its lock");
			assertThat(first.write(new double[2])).isZero();
			assertThat(first.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
		}
	}

	/** What a creator leaves that dies half-way, and what is no segment at all. */
	@Test
	void aFileThatNobodyHasOpenIsReplacedWhateverItHolds() throws IOException {
		Files.createFile(this.directory.segment("r"));
		replacing().open().close();
		Files.writeString(this.directory.segment("r"), "not a segment".repeat(1000));
		try (ArrayWriter<double[]> writer = replacing().open()) {
			assertThat(writer.write(new double[2])).isZero();
		}
	}

	private WriterBuilder<ArrayWriter<double[]>> replacing() {
		return GlobalBuffer.create("r", ArraySpec.of(DType.FLOAT64, 2))
			.directory(this.directory.path())
			.capacity(2)
			.onExisting(OnExisting.REPLACE);
	}

}
