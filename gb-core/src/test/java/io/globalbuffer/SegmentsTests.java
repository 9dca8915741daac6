// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Listing segments, and removing those that nobody needs.
 */
class SegmentsTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	private static final int OTHER_USER = 65533;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void allSegmentsAreListedByName() throws Exception {
		try (ArrayWriter<long[]> writer = GlobalBuffer.create("b", SPEC)
			.directory(this.directory.path())
			.capacity(3)
			.open();
				BufferWriter<Map<String, Object>> status = GlobalBuffer.create("a", MessageSpec.map())
					.directory(this.directory.path())
					.capacity(2)
					.open()) {
			writer.write(new long[1]);
			List<SegmentInfo> list = segments().list();
			assertThat(list).extracting(SegmentInfo::name).containsExactly("a", "b");
			SegmentInfo array = list.getLast();
			assertThat(array.path()).isEqualTo(writer.path());
			assertThat(array.layout().orElseThrow()).isEqualTo(new ArrayLayout(3, SPEC));
			assertThat(array.problem()).isEmpty();
			assertThat(array.count()).isEqualTo(1);
			assertThat(array.rate()).isEmpty();
			assertThat(array.writer().state()).isEqualTo(WriterState.ACTIVE);
			assertThat(array.writer().pid()).hasValue(ProcessHandle.current().pid());
			assertThat(array.created()).isBetween(Instant.now().minusSeconds(60), Instant.now());
			assertThat(array.age()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
			assertThat(array.memoryBytes()).isEqualTo(Files.size(writer.path()));
			assertThat(list.getFirst().layout().orElseThrow()).isInstanceOf(MessageLayout.class);
			assertThat(segments().find("b")).get().extracting(SegmentInfo::layout).isEqualTo(array.layout());
			assertThat(segments().find("c")).isEmpty();
			assertThat(status.isOpen()).isTrue();
		}
	}

	@Test
	void oneSegmentIsFoundByName() throws IOException {
		try (ArrayWriter<long[]> writer = GlobalBuffer.create("b", SPEC)
			.directory(this.directory.path())
			.capacity(3)
			.open()) {
			writer.write(new long[1]);
			Files.writeString(this.directory.segment("text"), "no segment ".repeat(1000));
			assertThat(segments().find("b")).hasValueSatisfying((segment) -> {
				assertThat(segment.name()).isEqualTo("b");
				assertThat(segment.path()).isEqualTo(writer.path());
				assertThat(segment.layout()).isEqualTo(writer.layout());
				assertThat(segment.count()).isEqualTo(1);
				assertThat(segment.writer().state()).isEqualTo(WriterState.ACTIVE);
			});
			assertThat(segments().find("text").orElseThrow()).returns(Optional.empty(), SegmentInfo::layout)
				.satisfies((segment) -> assertThat(segment.problem()).isPresent());
			assertThat(segments().find("other")).isEmpty();
		}
		assertThat(segments().find("b").orElseThrow().writer().state()).isEqualTo(WriterState.CLOSED);
		assertThatIllegalArgumentException().isThrownBy(() -> segments().find("a/b"));
	}

	@Test
	void afterAnObservationThereAreRates() throws Exception {
		try (ArrayWriter<long[]> writer = GlobalBuffer.create("r", SPEC)
			.directory(this.directory.path())
			.capacity(3)
			.open()) {
			Background<List<SegmentInfo>> listing = Background.run(() -> segments().list(Duration.ofSeconds(1)))
				.awaitWaiting();
			for (int i = 0; i < 100; i++) {
				writer.write(new long[1]);
			}
			SegmentInfo info = listing.result().getFirst();
			assertThat(info.count()).isEqualTo(100);
			assertThat(info.rate().orElseThrow()).isBetween(1.0, 100.0);
		}
	}

	@Test
	void oneThatIsFoundAfterAnObservationHasARate() throws Exception {
		try (ArrayWriter<long[]> writer = GlobalBuffer.create("r", SPEC)
			.directory(this.directory.path())
			.capacity(3)
			.open()) {
			Background<Optional<SegmentInfo>> finding = Background
				.run(() -> segments().find("r", Duration.ofSeconds(1)))
				.awaitWaiting();
			writer.write(new long[1]);
			assertThat(finding.result().orElseThrow().rate().orElseThrow()).isBetween(0.01, 1.0);
			assertThat(segments().find("none", Duration.ofSeconds(1))).isEmpty();
			assertThat(segments().directory()).isEqualTo(this.directory.path());
			assertThat(Segments.inDefaultDirectory().directory()).isEqualTo(Path.of("/dev/shm"));
		}
	}

	@Test
	void whatCannotBeUsedIsListedWithTheReason() throws IOException {
		Files.writeString(this.directory.segment("text"), "no segment ".repeat(1000));
		Files.createFile(this.directory.segment("empty"));
		Files.createSymbolicLink(this.directory.segment("link"), Path.of("nowhere"));
		Files.createFile(this.directory.path().resolve("other"));
		List<SegmentInfo> list = segments().list();
		assertThat(list).extracting(SegmentInfo::name).containsExactly("empty", "link", "text");
		assertThat(list).allSatisfy((info) -> {
			assertThat(info.layout()).isEmpty();
			assertThat(info.problem()).isPresent();
			assertThat(info.writer().state()).isEqualTo(WriterState.UNKNOWN);
		});
	}

	@Test
	void theStateOfADeadWriterIsListed() throws InterruptedException {
		AbandonedSegment.ofJava(this.directory.path(), "java");
		AbandonedSegment.ofPython(this.directory.path(), "python")
			.writtenBy(AbandonedSegment.absentPid())
			.stampedAgo(Duration.ofSeconds(60));
		assertThat(segments().list()).extracting((info) -> info.writer().state())
			.containsExactly(WriterState.DEAD, WriterState.UNKNOWN);
		assertThat(segments().list(Duration.ofSeconds(2))).extracting((info) -> info.writer().state())
			.containsExactly(WriterState.DEAD, WriterState.PRESUMED_DEAD);
	}

	@Test
	void onlyWhatIsProvedDeadIsRemoved() throws IOException {
		AbandonedSegment.ofJava(this.directory.path(), "dead");
		AbandonedSegment.ofPython(this.directory.path(), "orphan");
		AbandonedSegment.ofJava(this.directory.path(), "read");
		AbandonedSegment.ofPython(this.directory.path(), "held");
		GlobalBuffer.create("closed", SPEC).directory(this.directory.path()).capacity(1).open().close();
		Files.writeString(this.directory.segment("text"), "no segment ".repeat(1000));
		try (ArrayWriter<long[]> writer = GlobalBuffer.create("live", SPEC)
			.directory(this.directory.path())
			.capacity(1)
			.open();
				ArrayReader<?> reader = GlobalBuffer.attach("read").directory(this.directory.path()).asArray();
				FileChannel python = new SegmentFile(this.directory.segment("held")).hold()) {
			List<SegmentInfo> removed = segments().removeDead();
			assertThat(removed).extracting(SegmentInfo::name).containsExactly("dead", "orphan");
			assertThat(removed.getFirst().writer().state()).isEqualTo(WriterState.DEAD);
			assertThat(segments().list()).extracting(SegmentInfo::name)
				.containsExactly("closed", "held", "live", "read", "text");
			assertThat(segments().removeDead()).isEmpty();
			assertThat(reader.latest()).isPresent();
			assertThat(writer.write(new long[1])).isZero();
			assertThat(python.isOpen()).isTrue();
		}
	}

	/** A creator that is at it may have made nothing of it yet. */
	@Test
	void aBlankFileIsRemovedOnlyWhenItIsOld() throws IOException {
		Files.createFile(this.directory.segment("one"));
		Files.createFile(this.directory.segment("two"));
		assertThat(segments().removeDead()).isEmpty();
		assertThat(segments().removeUnused("one")).isFalse();
		Segments impatient = segments().withHalfMadeAge(Duration.ofMillis(1));
		await().until(() -> impatient.removeUnused("one"));
		await().untilAsserted(
				() -> assertThat(impatient.removeDead()).extracting(SegmentInfo::name).containsExactly("two"));
		assertThat(segments().list()).isEmpty();
	}

	/** One that is being made is as hidden, and has somebody who has it open. */
	@Test
	void whatAKilledReplacementLeftIsListedAndRemovedWhenItIsOld() throws IOException {
		AbandonedSegment.ofJava(this.directory.path(), "r");
		String left = ".gb_r.0123456789abcdef";
		Files.move(this.directory.segment("r"), this.directory.path().resolve(left));
		Files.createFile(this.directory.path().resolve(".gb_other"));
		assertThat(segments().list()).isEmpty();
		assertThat(segments().removeDead()).isEmpty();
		Segments impatient = segments().withHalfMadeAge(Duration.ofMillis(1));
		await().until(() -> impatient.list().size() == 1);
		SegmentInfo info = impatient.list().getFirst();
		assertThat(info.name()).isEqualTo(left);
		assertThat(info.path()).isEqualTo(this.directory.path().resolve(left));
		assertThat(info.layout()).isEmpty();
		assertThat(info.problem().orElseThrow()).contains("replacement");
		assertThat(info.memoryBytes()).isEqualTo(Files.size(info.path()));
		try (FileChannel open = FileChannel.open(info.path())) {
			assertThat(impatient.removeDead()).isEmpty();
			assertThat(open.isOpen()).isTrue();
		}
		assertThat(impatient.removeDead()).containsExactly(info);
		assertThat(this.directory.path().toFile().list()).containsExactly(".gb_other");
	}

	/** As of segments: whose it must be is what was said. */
	@Test
	void whatAnotherUsersReplacementLeftIsRemovedForItsOwner() throws IOException {
		AbandonedSegment.ofJava(this.directory.path(), "r");
		Path left = this.directory.path().resolve(".gb_r.0123456789abcdef");
		Files.move(this.directory.segment("r"), left);
		assumeThat(isGivenTo(OTHER_USER, left)).as("may give files to another user").isTrue();
		Segments impatient = segments().withHalfMadeAge(Duration.ofMillis(1));
		await().until(() -> impatient.list().size() == 1);
		assertThat(impatient.removeDead()).isEmpty();
		assertThat(left).exists();
		assertThat(impatient.ownedBy(Integer.toString(OTHER_USER)).removeDead()).extracting(SegmentInfo::path)
			.containsExactly(left);
		assertThat(left).doesNotExist();
	}

	private static boolean isGivenTo(int user, Path file) throws IOException {
		try {
			Files.setAttribute(file, "unix:uid", user);
			return true;
		}
		catch (FileSystemException ex) {
			return false;
		}
	}

	@Test
	void aClosedSegmentIsRemovedWhenItIsNamed() {
		GlobalBuffer.create("c", SPEC).directory(this.directory.path()).capacity(1).open().close();
		try (ArrayReader<?> reader = GlobalBuffer.attach("c").directory(this.directory.path()).asArray()) {
			assertThat(segments().removeUnused("c")).as("somebody reads it").isFalse();
			assertThat(reader.isOpen()).isTrue();
		}
		assertThat(segments().removeUnused("c")).isTrue();
		assertThat(segments().removeUnused("c")).isFalse();
		assertThat(this.directory.segment("c")).doesNotExist();
	}

	@Test
	void aLiveWriterIsNeverRemoved() {
		try (ArrayWriter<long[]> writer = GlobalBuffer.create("w", SPEC)
			.directory(this.directory.path())
			.capacity(1)
			.open()) {
			assertThat(segments().removeUnused("w")).isFalse();
			assertThat(writer.path()).exists();
		}
	}

	/** What everybody may write to is nobody's to judge. */
	@Test
	void aSegmentThatIsNotToBeTrustedStays() throws IOException {
		AbandonedSegment.ofJava(this.directory.path(), "open");
		Files.setPosixFilePermissions(this.directory.segment("open"), PosixFilePermissions.fromString("rw-rw-rw-"));
		assertThat(segments().removeDead()).isEmpty();
		assertThat(segments().list().getFirst().problem().orElseThrow()).contains("every user may write");
	}

	@Test
	void aMissingDirectoryIsToldOf() {
		Segments missing = Segments.in(this.directory.path().resolve("absent"));
		assertThatExceptionOfType(GlobalBufferException.class).isThrownBy(missing::list)
			.withMessageContaining("absent");
	}

	private Segments segments() {
		return Segments.in(this.directory.path());
	}

}
