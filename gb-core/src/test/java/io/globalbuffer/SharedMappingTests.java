// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Many readers of one segment in one process hold on to it once.
 */
@EnabledOnOs(OS.LINUX)
class SharedMappingTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void readersOfASegmentShareItsMapping() throws IOException {
		try (ArrayWriter<long[]> writer = create()) {
			writer.write(new long[] { 7 });
			List<ArrayReader<long[]>> readers = new ArrayList<>();
			long before = mappings();
			long wholeBefore = wholeMappings();
			try {
				for (int i = 0; i < 20; i++) {
					readers.add(attach());
				}
				assertThat(wholeMappings() - wholeBefore).isOne();
				readers.removeLast().close();
				assertThat(readers.getFirst().latest())
					.hasValueSatisfying((sample) -> assertThat(sample.value()).containsExactly(7));
			}
			finally {
				readers.forEach(ArrayReader::close);
			}
			assertThat(mappings()).isEqualTo(before);
		}
	}

	@Test
	void eachReadsWithACursorOfItsOwn() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> one = attach();
				ArrayReader<long[]> other = attach()) {
			writer.write(new long[] { 1 });
			assertThat(one.next(Duration.ZERO)).isPresent();
			assertThat(one.next(Duration.ZERO)).isEmpty();
			assertThat(other.next(Duration.ZERO)).isPresent();
		}
	}

	@Test
	void aReplacedSegmentIsAnotherOne() {
		ArrayWriter<long[]> first = create();
		try (ArrayReader<long[]> old = attach()) {
			first.close();
			first.unlink();
			try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
				writer.write(new long[] { 8 });
				assertThat(reader.latest()).isPresent();
				assertThat(old.latest()).isEmpty();
			}
		}
	}

	@Test
	void oneThatHasLostMemoryIsNotShared() throws IOException {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			Path file = this.directory.segment("n");
			byte[] whole = Files.readAllBytes(file);
			new SegmentFile(file).resize(0);
			assertThatExceptionOfType(BufferLostException.class).isThrownBy(reader::latest);
			Files.write(file, whole);
			try (ArrayReader<long[]> later = attach()) {
				assertThat(later.latest()).isEmpty();
			}
			writer.unlink();
		}
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("n", SPEC).capacity(4).directory(this.directory.path()).open();
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("n").directory(this.directory.path()).asArray(SPEC);
	}

	private long mappings() throws IOException {
		return lines().size();
	}

	/** Without those of the page that readers register in. */
	private long wholeMappings() throws IOException {
		return lines().stream().filter((line) -> line.contains(" 00000000 ")).count();
	}

	private List<String> lines() throws IOException {
		try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
			return lines.filter((line) -> line.contains(this.directory.path().toString())).toList();
		}
	}

}
