// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.exception.BufferNotReadyException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whatever lies under a buffer's name, attaching fails with an exception that names the
 * file, and never later.
 */
class AttachValidationTests {

	private static final Duration READY = Duration.ofSeconds(1);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	static Stream<Named<Consumer<SegmentFile>>> damagedArrays() {
		return Stream.of(damage("magic", (file) -> file.putInt(0, 0x12345678)),
				damage("magic and heartbeat", (file) -> {
					file.putInt(0, 0x12345678);
					file.putLong(SegmentFile.HEARTBEAT, 0);
				}), damage("no slot", (file) -> file.putInt(12, 0)), damage("one slot", (file) -> file.putInt(12, 1)),
				damage("too many slots", (file) -> file.putInt(12, 5)),
				damage("most slots", (file) -> file.putInt(12, -1)), damage("stride 0", (file) -> file.putLong(16, 0)),
				damage("stride too short", (file) -> file.putLong(16, 64)),
				damage("stride odd", (file) -> file.putLong(16, 129)),
				damage("stride that overflows", (file) -> file.putLong(16, 1L << 62)),
				damage("stride negative", (file) -> file.putLong(16, -128)),
				damage("slot size 0", (file) -> file.putLong(24, 0)),
				damage("slot size too large", (file) -> file.putLong(24, 1L << 40)),
				damage("slot size negative", (file) -> file.putLong(24, -1)),
				damage("payload in the slot's header", (file) -> file.putInt(32, 16)),
				damage("payload beyond the slot", (file) -> file.putInt(32, 1 << 20)),
				damage("payload offset negative", (file) -> file.putInt(32, -8)),
				damage("slots in the header", (file) -> file.putLong(72, 64)),
				damage("slots beyond the file", (file) -> file.putLong(72, 1L << 40)),
				damage("slots start negative", (file) -> file.putLong(72, -8192)),
				damage("slots start odd", (file) -> file.putLong(72, 8191)),
				damage("nine dimensions", (file) -> file.putInt(144, 9)),
				damage("dimensions negative", (file) -> file.putInt(144, -1)),
				damage("another shape", (file) -> file.putLong(152, 3)),
				damage("a huge shape", (file) -> file.putLong(152, 1L << 61)),
				damage("a negative shape", (file) -> file.putLong(152, -2)),
				damage("no dtype", (file) -> file.putLong(128, 0)),
				damage("an unprintable dtype", (file) -> file.putLong(128, 0x0707)),
				damage("an unknown dtype that does not divide a sample", (file) -> {
					file.putLong(128, 0x4141);
					file.putLong(152, 3);
				}), damage("truncated", (file) -> file.resize(8192 + 3 * 128)));
	}

	@ParameterizedTest
	@MethodSource("damagedArrays")
	void aDamagedArraySegmentIsInvalid(Consumer<SegmentFile> damage) {
		damage.accept(arraySegment());
		assertThatExceptionOfType(InvalidSegmentException.class).isThrownBy(this::attach)
			.withMessageContaining(path().toString())
			.withMessageContaining("not a usable segment");
		assertThatExceptionOfType(InvalidSegmentException.class)
			.isThrownBy(() -> builder().onExisting(OnExisting.TAKE_OVER).open())
			.withMessageContaining(path().toString());
	}

	static Stream<Named<Consumer<SegmentFile>>> unknownArrays() {
		return Stream.of(damage("version 2", (file) -> file.putInt(4, 2)),
				damage("version 0", (file) -> file.putInt(4, 0)), damage("kind 0", (file) -> file.putInt(8, 0)),
				damage("kind 3", (file) -> file.putInt(8, 3)));
	}

	@ParameterizedTest
	@MethodSource("unknownArrays")
	void anArraySegmentOfAnUnknownSortIsAMismatch(Consumer<SegmentFile> damage) {
		damage.accept(arraySegment());
		assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(this::attach)
			.withMessageContaining(path().toString())
			.withMessageContaining("not known here");
	}

	static Stream<Named<Consumer<SegmentFile>>> damagedMessages() {
		return Stream.of(damage("hash", (file) -> file.putLong(80, 1)), damage("text", (file) -> file.putInt(256, 0)),
				damage("length too large", (file) -> file.putInt(88, 3841)),
				damage("length negative", (file) -> file.putInt(88, -1)),
				damage("another length", (file) -> file.putInt(88, 3)));
	}

	@ParameterizedTest
	@MethodSource("damagedMessages")
	void aDamagedMessageSegmentIsInvalid(Consumer<SegmentFile> damage) {
		damage.accept(messageSegment());
		assertThatExceptionOfType(InvalidSegmentException.class)
			.isThrownBy(() -> GlobalBuffer.attach("v").directory(this.directory.path()).asMap())
			.withMessageContaining(path().toString());
	}

	@Test
	void messagesOfAnotherCodecAreAMismatch() {
		messageSegment().putInt(92, 2);
		assertThatExceptionOfType(SchemaMismatchException.class)
			.isThrownBy(() -> GlobalBuffer.attach("v").directory(this.directory.path()).asMap())
			.withMessageContaining(path().toString())
			.withMessageContaining("holds protobuf messages")
			.withMessageContaining("MessagePack maps")
			.withMessageContaining("asBytes()");
	}

	/** Case 32. */
	@ParameterizedTest
	@ValueSource(ints = { 3, 9, -1 })
	void messagesOfAnUnknownCodecAreAMismatchHoweverTheyAreRead(int codec) {
		messageSegment().putInt(92, codec);
		ReaderBuilder attach = GlobalBuffer.attach("v").directory(this.directory.path());
		assertThat(Stream.<Supplier<?>>of(attach::asMap, attach::asBytes))
			.allSatisfy((open) -> assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(open::get)
				.withMessageContaining(path().toString())
				.withMessageContaining("codec that is not known here: " + Integer.toUnsignedString(codec)));
	}

	/** What 1.0.x writes. Case 32. */
	@Test
	void anUnstatedCodecIsMessagePack() {
		messageSegment().putInt(92, 0);
		GlobalBuffer.attach("v").directory(this.directory.path()).asMap().close();
	}

	/** Where shared memory comes in whole pages. */
	@Test
	void aLongerFileIsFine() {
		arraySegment().resize(16384);
		attach().close();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 4096, 8191 })
	void aFileThatIsTooShortIsNotReady(long size) {
		arraySegment().resize(size);
		notReady();
	}

	/** Case 107. */
	@Test
	void aSegmentWithoutHeartbeatIsNotReady() {
		arraySegment().putLong(SegmentFile.HEARTBEAT, 0);
		notReady();
	}

	@Test
	void aSegmentWithoutMagicIsNotReady() {
		arraySegment().putInt(0, 0);
		notReady();
	}

	private void notReady() {
		long start = System.nanoTime();
		assertThatExceptionOfType(BufferNotReadyException.class).isThrownBy(this::attach)
			.withMessageContaining(path().toString())
			.withMessageContaining("unlink");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(READY, READY.multipliedBy(10));
		try (ArrayReader<?> following = GlobalBuffer.attach("v")
			.directory(this.directory.path())
			.following()
			.asArray()) {
			assertThat(following.latest()).isEmpty();
		}
	}

	@Test
	void aSegmentThatGetsReadyMeanwhileIsAttached() throws Exception {
		SegmentFile file = arraySegment();
		file.putLong(SegmentFile.HEARTBEAT, 0);
		Background<String> attach = Background.run(() -> {
			try (ArrayReader<?> reader = attach()) {
				return reader.name();
			}
		}).awaitWaiting();
		file.putLong(SegmentFile.HEARTBEAT, 1);
		assertThat(attach.result()).isEqualTo("v");
	}

	@Test
	void aDirectoryIsNoSegment() throws IOException {
		Files.createDirectory(path());
		assertThatExceptionOfType(InvalidSegmentException.class).isThrownBy(this::attach)
			.withMessageContaining(path().toString())
			.withMessageContaining("not a regular file");
	}

	@Test
	void aSymbolicLinkIsNotFollowed() throws IOException {
		arraySegment();
		Path target = this.directory.segment("target");
		Files.move(path(), target);
		Files.createSymbolicLink(path(), target);
		assertThatExceptionOfType(InvalidSegmentException.class).isThrownBy(this::attach)
			.withMessageContaining(path().toString());
		assertThatExceptionOfType(GlobalBufferException.class)
			.isThrownBy(() -> builder().onExisting(OnExisting.TAKE_OVER).open());
		assertThat(target).exists();
	}

	private static Named<Consumer<SegmentFile>> damage(String what, Consumer<SegmentFile> damage) {
		return Named.of(what, damage);
	}

	private SegmentFile arraySegment() {
		builder().open().close();
		return new SegmentFile(path());
	}

	private SegmentFile messageSegment() {
		GlobalBuffer.create("v", MessageSpec.map().maxBytes(64).schema("{\"title\":\"V\"}"))
			.directory(this.directory.path())
			.capacity(3)
			.open()
			.close();
		return new SegmentFile(path());
	}

	private WriterBuilder<ArrayWriter<double[]>> builder() {
		return GlobalBuffer.create("v", ArraySpec.of(DType.FLOAT64, 2)).directory(this.directory.path()).capacity(3);
	}

	private ArrayReader<?> attach() {
		return GlobalBuffer.attach("v").directory(this.directory.path()).asArray();
	}

	private Path path() {
		return this.directory.segment("v");
	}

}
