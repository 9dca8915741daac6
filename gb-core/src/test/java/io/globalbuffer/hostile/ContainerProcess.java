// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.nio.file.Path;
import java.time.Duration;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.Segments;
import io.globalbuffer.WriterState;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The process of {@link ContainerTests}, which is number 1. Ends with 0 if the writer,
 * number 1 of another container, is presumed dead by reader, listing and successor.
 */
final class ContainerProcess {

	private ContainerProcess() {
	}

	/**
	 * Judges the writer.
	 * @param arguments the directory
	 */
	public static void main(String[] arguments) throws Exception {
		Path directory = Path.of(arguments[0]);
		assertThat(ProcessHandle.current().pid()).isEqualTo(1);
		try (ArrayReader<?> reader = GlobalBuffer.attach("c").directory(directory).asArray()) {
			assertThat(Segments.in(directory).list(Duration.ofSeconds(2)).getFirst().writer().state())
				.isEqualTo(WriterState.PRESUMED_DEAD);
			await().until(() -> reader.stats().writer().state() == WriterState.PRESUMED_DEAD);
			try (ArrayWriter<long[]> writer = GlobalBuffer.create("c", ArraySpec.of(DType.INT64, 1))
				.directory(directory)
				.capacity(3)
				.onExisting(OnExisting.TAKE_OVER_PRESUMED_DEAD)
				.open()) {
				assertThat(writer.write(new long[1])).isEqualTo(1);
				assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
			}
		}
	}

}
