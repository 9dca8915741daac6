// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.nio.file.Files;
import java.time.Duration;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.exception.BufferNotReadyException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a creator leaves that was killed half-way. A Java creator leaves nothing, Python's
 * any of these.
 */
class UnfinishedSegmentTests {

	private static final Duration WAIT = Duration.ofSeconds(1);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	enum Step {

		NO_BYTES, ONLY_SIZED, NO_HEARTBEAT

	}

	@ParameterizedTest
	@EnumSource
	void isNotReadyAfterAWhileAndCanBeReplaced(Step step) throws Exception {
		SegmentImage image = SegmentImage.ofArrays(this.directory.path());
		switch (step) {
			case NO_BYTES -> Files.createFile(this.directory.segment("v"));
			case ONLY_SIZED -> SegmentImage.of(new byte[image.size()]).store(this.directory.segment("v"));
			case NO_HEARTBEAT -> image.put(56, Long.BYTES, 0).store(this.directory.segment("v"));
		}
		long start = System.nanoTime();
		assertThatExceptionOfType(BufferNotReadyException.class)
			.isThrownBy(() -> GlobalBuffer.attach("v").directory(this.directory.path()).asArray())
			.withMessageContaining("gb_v");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(WAIT, WAIT.multipliedBy(10));
		assertThatExceptionOfType(BufferNotReadyException.class)
			.isThrownBy(() -> builder().onExisting(OnExisting.TAKE_OVER).open());
		try (ArrayReader<double[]> follower = GlobalBuffer.attach("v")
			.directory(this.directory.path())
			.following()
			.asArray(double[].class); ArrayWriter<double[]> writer = builder().onExisting(OnExisting.REPLACE).open()) {
			writer.write(new double[] { 1, 2 });
			assertThat(follower.next().value()).containsExactly(1, 2);
		}
	}

	private WriterBuilder<ArrayWriter<double[]>> builder() {
		return GlobalBuffer.create("v", ArraySpec.of(DType.FLOAT64, 2)).directory(this.directory.path()).capacity(3);
	}

}
