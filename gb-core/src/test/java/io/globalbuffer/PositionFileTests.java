// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The file in which a reader keeps where it stands: whose it is, when it goes, and that a
 * fault of it costs no read.
 */
@SuppressWarnings("try")
class PositionFileTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 2);

	private static final int CAPACITY = 8;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void theFileIsHiddenAndOfItsUserAlone() throws IOException {
		String name = "b".repeat(200);
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC)
			.directory(this.directory.path())
			.capacity(CAPACITY)
			.open();
				ArrayReader<long[]> reader = GlobalBuffer.attach(name)
					.directory(this.directory.path())
					.resumeAs("Größe/..".repeat(20))
					.asArray(SPEC)) {
			List<Path> files = files();
			assertThat(files).hasSize(1);
			Path file = files.getFirst();
			assertThat(file.getFileName().toString()).startsWith(".").hasSizeLessThan(128);
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
			assertThat(Files.size(file)).isEqualTo(4096);
			assertThat(Segments.in(this.directory.path()).list()).extracting(SegmentInfo::name).containsExactly(name);
		}
	}

	@Test
	void identitiesThatCannotBeOneAreRefused() {
		for (String identity : List.of("", " ", "a\nb", "\uD800", "a".repeat(1025))) {
			assertThatIllegalArgumentException().isThrownBy(() -> attach().resumeAs(identity))
				.withMessageContaining("identity of a reader of buffer 'b'");
		}
	}

	@Test
	void filesOfSegmentsThatAreGoneAreRemoved() throws IOException {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> held = attach().resumeAs("held").asArray(SPEC)) {
			attach().resumeAs("a").asArray(SPEC).close();
			assertThat(files()).hasSize(2);
			Segments.in(this.directory.path()).removeDead();
			assertThat(files()).hasSize(2);
			writer.unlink();
			Segments.in(this.directory.path()).removeDead();
			assertThat(files()).hasSize(1);
		}
		try (ArrayWriter<long[]> other = GlobalBuffer.create("other", SPEC)
			.directory(this.directory.path())
			.capacity(CAPACITY)
			.open();
				ArrayReader<long[]> reader = GlobalBuffer.attach("other")
					.directory(this.directory.path())
					.resumeAs("a")
					.asArray(SPEC)) {
			assertThat(files()).hasSize(1);
		}
	}

	@Test
	void aDamagedFileCostsTheResumingAndNoRead() throws IOException, InterruptedException {
		try (ArrayWriter<long[]> writer = create()) {
			attach().resumeAs("a").asArray(SPEC).close();
			Path file = files().getFirst();
			byte[] bytes = Files.readAllBytes(file);
			for (int offset : new int[] { 0, 8, 24, 27, 28, 195 }) {
				byte[] damaged = bytes.clone();
				damaged[offset] = 99;
				Files.write(file, damaged);
				PairBuffer.write(writer, 0, 1);
				try (ArrayReader<long[]> reader = attach().startFrom(StartPosition.NEWEST)
					.resumeAs("a")
					.asArray(SPEC)) {
					assertThat(reader.next().missed()).isZero();
				}
			}
			Files.write(file, new byte[10]);
			try (ArrayReader<long[]> reader = attach().startFrom(StartPosition.NEWEST).resumeAs("a").asArray(SPEC)) {
				assertThat(reader.next().missed()).isZero();
			}
		}
	}

	@Test
	void aFileThatLosesItsMemoryCostsNoRead() throws IOException, InterruptedException {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().resumeAs("a").asArray(SPEC)) {
			Files.newByteChannel(files().getFirst(), StandardOpenOption.WRITE).truncate(0).close();
			for (int i = 0; i < 20_000; i++) {
				PairBuffer.write(writer, i, i + 1);
				assertThat(reader.next().sequence()).isEqualTo(i);
			}
		}
	}

	@Test
	void whatIsInTheWayOfTheFileCostsNoRead() throws IOException, InterruptedException {
		try (ArrayWriter<long[]> writer = create()) {
			attach().resumeAs("a").asArray(SPEC).close();
			Path file = files().getFirst();
			Files.delete(file);
			Files.createDirectory(file);
			try (ArrayReader<long[]> reader = attach().resumeAs("a").asArray(SPEC)) {
				PairBuffer.write(writer, 0, 1);
				assertThat(reader.next().sequence()).isZero();
			}
		}
	}

	private List<Path> files() {
		try (Stream<Path> files = Files.list(this.directory.path())) {
			return files.filter((file) -> file.getFileName().toString().startsWith(".gbpos_")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("b", SPEC).directory(this.directory.path()).capacity(CAPACITY).open();
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("b").directory(this.directory.path());
	}

}
