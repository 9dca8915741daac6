// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.GlobalBufferException;
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
			assertThat(first.predecessor()).isEmpty();
			assertThatExceptionOfType(WriterConflictException.class).isThrownBy(() -> replacing().open())
				.withMessageContaining("gb_r")
				.withMessageContaining("its writer is this very process");
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
			assertThat(writer.predecessor()).hasValue(new Predecessor(OptionalLong.empty(), 0, true));
			assertThat(writer.write(new double[2])).isZero();
		}
	}

	/** What can be wrong with the new one shows before the old one is touched. */
	@Test
	void whatCannotBeMadeLeavesTheOldOneAsItWas() {
		SegmentFile file = AbandonedSegment.ofJava(this.directory.path(), "r").file();
		String header = file.getHex(0, SegmentFile.SLOTS_START);
		assertThatExceptionOfType(GlobalBufferException.class)
			.isThrownBy(() -> replacing().group("no-such-group").open())
			.withMessageContaining("gb_r")
			.withMessageContaining("no-such-group");
		assertThat(this.directory.path().toFile().list()).containsExactly("gb_r");
		assertThat(file.getHex(0, SegmentFile.SLOTS_START)).isEqualTo(header);
		try (ArrayWriter<long[]> successor = GlobalBuffer.create("r", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(3)
			.onExisting(OnExisting.TAKE_OVER)
			.open()) {
			assertThat(successor.write(new long[1])).isEqualTo(1);
		}
	}

	/** The hidden name that the new one has for a moment must not be too long. */
	@Test
	void theLongestNameIsReplacedLikeAnyOther() {
		String name = "n".repeat(252);
		for (int round = 0; round < 2; round++) {
			GlobalBuffer.create(name, ArraySpec.of(DType.FLOAT64, 2))
				.directory(this.directory.path())
				.capacity(2)
				.onExisting(OnExisting.REPLACE)
				.open()
				.close();
		}
		assertThat(this.directory.path().toFile().list()).containsExactly("gb_" + name);
	}

	/** What the old one still holds, and then the new one from its first sample on. */
	@Test
	void whoFollowsLosesNothing() throws Exception {
		int samples = 3;
		try (ArrayReader<double[]> reader = GlobalBuffer.attach("r")
			.directory(this.directory.path())
			.following()
			.asArray(double[].class)) {
			for (int generation = 0; generation < 20; generation++) {
				try (ArrayWriter<double[]> writer = replacing().capacity(samples).open()) {
					for (int sample = 0; sample < samples; sample++) {
						writer.write(new double[] { generation, sample });
					}
				}
				for (int sample = 0; sample < samples; sample++) {
					assertThat(reader.next(Duration.ofSeconds(20)).orElseThrow().value()).containsExactly(generation,
							sample);
				}
			}
			assertThat(reader.overruns()).isZero();
			assertThat(reader.skipped()).isZero();
		}
	}

	private WriterBuilder<ArrayWriter<double[]>> replacing() {
		return GlobalBuffer.create("r", ArraySpec.of(DType.FLOAT64, 2))
			.directory(this.directory.path())
			.capacity(2)
			.onExisting(OnExisting.REPLACE);
	}

}
