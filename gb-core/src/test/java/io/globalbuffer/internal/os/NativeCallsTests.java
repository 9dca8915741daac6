// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.LockProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What the native calls and what stands in for them must both do, and what only the
 * native ones can.
 */
class NativeCallsTests {

	private static final long SIZE = 10_000;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	static Stream<NativeCalls> allCalls() {
		return Stream.of(NativeCalls.system(), new PortableCalls());
	}

	@ParameterizedTest
	@MethodSource("allCalls")
	void aNewFileHasItsSizeAndItsMemoryAndIsItsOwnersOnly(NativeCalls calls) throws IOException {
		Path path = path("new");
		try (NewFile file = calls.create(path)) {
			assertThat(file.allocate(SIZE)).isTrue();
			file.appear();
			assertThat(path).hasSize(SIZE);
			assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
			assertThat(file.facts().regular()).isTrue();
			assertThat(file.facts().size()).isEqualTo(SIZE);
			assertThat(file.facts().ownerNumber()).isPresent().isEqualTo(Users.own());
			assertThat(file.facts().worldWritable()).isFalse();
			assertThat(file.facts().isSameFile(SegmentFiles.facts(path).orElseThrow())).isTrue();
		}
	}

	@ParameterizedTest
	@MethodSource("allCalls")
	void aNameIsGivenOnce(NativeCalls calls) throws IOException {
		Path path = path("once");
		Files.createFile(path);
		assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> {
			try (NewFile file = calls.create(path)) {
				file.appear();
			}
		});
	}

	@ParameterizedTest
	@MethodSource("allCalls")
	void whatIsDiscardedLeavesNothing(NativeCalls calls) throws IOException {
		Path path = path("discarded");
		NewFile file = calls.create(path);
		assertThat(file.allocate(SIZE)).isTrue();
		file.discard();
		assertThat(path).doesNotExist();
	}

	@ParameterizedTest
	@MethodSource("allCalls")
	void allocationKeepsWhatIsThere(NativeCalls calls) throws IOException {
		Path path = path("kept");
		Files.writeString(path, "kept");
		try (OpenFile file = calls.open(path, true)) {
			assertThat(file.allocate(4)).isTrue();
			assertThat(Files.readString(path)).isEqualTo("kept");
		}
	}

	@ParameterizedTest
	@MethodSource("allCalls")
	void readingStopsAtTheEnd(NativeCalls calls) throws IOException {
		Path path = path("short");
		Files.write(path, new byte[] { 1, 2, 3 });
		try (OpenFile file = calls.open(path, false); Arena arena = Arena.ofConfined()) {
			MemorySegment target = arena.allocate(4);
			file.read(1, target);
			assertThat(target.toArray(ValueLayout.JAVA_BYTE)).containsExactly(2, 3, 0, 0);
		}
	}

	@ParameterizedTest
	@MethodSource("allCalls")
	void aChannelLeadsToTheSameFile(NativeCalls calls) throws IOException {
		Path path = path("mapped");
		Files.write(path, new byte[] { 1, 2, 3 });
		try (OpenFile file = calls.open(path, true);
				FileChannel channel = file.channel(true);
				Arena arena = Arena.ofConfined()) {
			channel.map(FileChannel.MapMode.READ_WRITE, 0, 3, arena).set(ValueLayout.JAVA_BYTE, 1, (byte) 7);
			assertThat(Files.readAllBytes(path)).containsExactly(1, 7, 3);
		}
	}

	/** Never the other one, whose name it is now. */
	@ParameterizedTest
	@MethodSource("allCalls")
	void aFileIsTheOneThatWasOpenedWhereverItsNameLeadsNow(NativeCalls calls) throws IOException {
		Path path = path("first");
		Files.write(path, new byte[] { 1 });
		try (OpenFile file = calls.open(path, true)) {
			FileFacts facts = file.facts();
			Files.write(path("second"), new byte[] { 2 });
			Files.move(path("second"), path, StandardCopyOption.ATOMIC_MOVE);
			assertFirstOrGone(() -> file.facts().isSameFile(facts));
			assertFirstOrGone(() -> {
				try (FileChannel channel = file.channel(true)) {
					ByteBuffer content = ByteBuffer.allocate(1);
					channel.read(content, 0);
					return content.get(0) == 1;
				}
			});
			assertFirstOrGone(() -> {
				MemorySegment content = Arena.ofAuto().allocate(1);
				file.read(0, content);
				return content.get(ValueLayout.JAVA_BYTE, 0) == 1;
			});
		}
		assertThat(Files.readAllBytes(path)).containsExactly(2);
	}

	private static void assertFirstOrGone(Callable<Boolean> isFirst) {
		try {
			assertThat(isFirst.call()).isTrue();
		}
		catch (Exception ex) {
			assertThat(ex).isInstanceOf(NoSuchFileException.class);
		}
	}

	@ParameterizedTest
	@MethodSource("allCalls")
	void whatIsDiscardedIsNotWhatTookItsName(NativeCalls calls) throws IOException {
		Path path = path("discarded");
		NewFile file = calls.create(path);
		file.appear();
		Files.write(path("other"), new byte[1]);
		Files.move(path("other"), path, StandardCopyOption.ATOMIC_MOVE);
		file.discard();
		assertThat(path).exists();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void namesAreExchangedInOneStep() throws IOException {
		Files.write(path("one"), new byte[] { 1 });
		Files.write(path("two"), new byte[] { 2 });
		assertThat(NativeCalls.system().exchange(path("one"), path("two"))).isTrue();
		assertThat(Files.readAllBytes(path("one"))).containsExactly(2);
		assertThat(Files.readAllBytes(path("two"))).containsExactly(1);
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> NativeCalls.system().exchange(path("one"), path("absent")));
		assertThat(new PortableCalls().exchange(path("one"), path("two"))).isFalse();
	}

	@ParameterizedTest
	@MethodSource("allCalls")
	void whatIsNotThereAndWhatIsALinkIsNotOpened(NativeCalls calls) throws IOException {
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> calls.open(path("absent"), false));
		Files.createFile(path("target"));
		Files.createSymbolicLink(path("link"), path("target"));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> calls.open(path("link"), false));
	}

	@ParameterizedTest
	@MethodSource("allCalls")
	void permissionsAreThoseAskedForWhateverTheMask(NativeCalls calls) throws IOException {
		Path path = path("group");
		Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-rw-r--");
		try (NewFile file = calls.create(path)) {
			file.allow(new FileAccess(permissions, Optional.empty()));
			file.appear();
			assertThat(Files.getPosixFilePermissions(path)).isEqualTo(permissions);
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aFileHasNoNameBeforeItAppears() throws IOException {
		try (NewFile file = NativeCalls.system().create(path("hidden"))) {
			assertThat(path("hidden")).doesNotExist();
			file.appear();
			assertThat(path("hidden")).exists();
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aLockIsHeldByOneAndSurvivesOtherDescriptors() throws IOException {
		Path path = path("locked");
		Files.createFile(path);
		try (OpenFile reader = NativeCalls.system().open(path, false)) {
			assertThat(reader.lockable(64, 8)).isEqualTo(Grant.GRANTED);
			try (OpenFile holder = NativeCalls.system().open(path, true)) {
				assertThat(holder.lock(64, 8)).isEqualTo(Grant.GRANTED);
				assertThat(reader.shareable(64, 8)).isEqualTo(Grant.REFUSED);
				try (OpenFile other = NativeCalls.system().open(path, true)) {
					assertThat(other.lock(64, 8)).isEqualTo(Grant.REFUSED);
					assertThat(other.lock(72, 8)).isEqualTo(Grant.GRANTED);
				}
				Files.readAllBytes(path);
				assertThat(reader.lockable(64, 8)).isEqualTo(Grant.REFUSED);
				assertThat(reader.lockable(72, 8)).isEqualTo(Grant.GRANTED);
			}
			assertThat(reader.lockable(64, 8)).isEqualTo(Grant.GRANTED);
		}
	}

	/** Whoever may read can hold one, and writes nothing. */
	@Test
	@EnabledOnOs(OS.LINUX)
	void aSharedLockStandsAgainstAWriteLockOnly() throws IOException {
		Path path = path("shared");
		Files.createFile(path);
		try (JavaProcess stranger = LockProcess.shared(path); OpenFile file = NativeCalls.system().open(path, true)) {
			assertThat(stranger.call("is it held?")).isEqualTo("true");
			assertThat(file.lock(8128, 64)).isEqualTo(Grant.REFUSED);
			assertThat(file.lockable(8128, 64)).isEqualTo(Grant.REFUSED);
			assertThat(file.shareable(8128, 64)).isEqualTo(Grant.GRANTED);
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void leasesTellWhoHasAFileOpen() throws IOException {
		Path path = path("leased");
		Files.createFile(path);
		boolean[] done = { false };
		try (OpenFile file = NativeCalls.system().open(path, false)) {
			assertThat(file.unwritten()).isEqualTo(Grant.GRANTED);
			assertThat(file.whileNobodyElseHasIt(() -> done[0] = true)).isEqualTo(Grant.GRANTED);
			assertThat(done[0]).isTrue();
			try (OpenFile reader = NativeCalls.system().open(path, false)) {
				assertThat(file.unwritten()).isEqualTo(Grant.GRANTED);
				assertThat(file.whileNobodyElseHasIt(() -> done[0] = false)).isEqualTo(Grant.REFUSED);
				assertThat(reader.facts().regular()).isTrue();
			}
			try (RandomAccessFile writer = new RandomAccessFile(path.toFile(), "rw")) {
				assertThat(file.unwritten()).isEqualTo(Grant.REFUSED);
				assertThat(writer.length()).isZero();
			}
			assertThat(done[0]).isTrue();
		}
	}

	/** Whoever has it open, by whatever calls, until it is closed. */
	@ParameterizedTest
	@MethodSource("allCalls")
	@EnabledOnOs(OS.LINUX)
	void aFileStaysOpenAsLongAsItIsUsed(NativeCalls calls) throws IOException {
		Path path = path("used");
		Files.createFile(path);
		try (OpenFile witness = NativeCalls.system().open(path, false)) {
			try (OpenFile file = calls.open(path, true)) {
				assertThat(file.facts().regular()).isTrue();
				assertThat(witness.unwritten()).isEqualTo(Grant.REFUSED);
			}
			assertThat(witness.unwritten()).isEqualTo(Grant.GRANTED);
			try (OpenFile file = calls.open(path, false)) {
				assertThat(file.facts().regular()).isTrue();
				assertThat(witness.unwritten()).isEqualTo(Grant.GRANTED);
				assertThat(witness.whileNobodyElseHasIt(() -> {
				})).isEqualTo(Grant.REFUSED);
			}
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aProcessExistsIfItHasTheFileMappedToWriteToIt() throws IOException {
		Path path = path("mapped");
		Files.write(path, new byte[1]);
		long inode = SegmentFiles.facts(path).orElseThrow().inode();
		long self = ProcessHandle.current().pid();
		assertThat(NativeCalls.system().process(self).state(inode)).isEqualTo(ProcessState.ABSENT);
		try (OpenFile file = NativeCalls.system().open(path, true);
				FileChannel channel = file.channel(true);
				Arena arena = Arena.ofConfined()) {
			channel.map(FileChannel.MapMode.READ_ONLY, 0, 1, arena);
			channel.map(FileChannel.MapMode.PRIVATE, 0, 1, arena);
			assertThat(NativeCalls.system().process(self).state(inode)).isEqualTo(ProcessState.ABSENT);
			channel.map(FileChannel.MapMode.READ_WRITE, 0, 1, arena);
			assertThat(NativeCalls.system().process(self).state(inode)).isEqualTo(ProcessState.EXISTS);
		}
		assertThat(NativeCalls.system().process(0).state(inode)).isEqualTo(ProcessState.UNKNOWN);
		assertThat(NativeCalls.system().process(self).state(0)).as("of an unknown file").isEqualTo(ProcessState.EXISTS);
	}

	/**
	 * A process that ended, and that its parent has not asked for its exit status yet.
	 */
	@Test
	@EnabledOnOs(OS.LINUX)
	void aZombieIsAbsent() throws IOException {
		Process parent = new ProcessBuilder("sh", "-c", "sh -c 'echo $$' & exec sleep 60").start();
		try {
			long zombie = Long.parseLong(parent.inputReader().readLine());
			await().until(() -> ProcessFiles.isZombie(zombie));
			assertThat(NativeCalls.system().process(zombie).state(1)).isEqualTo(ProcessState.ABSENT);
		}
		finally {
			parent.destroyForcibly();
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aProcessKnowsItsStartAndItsNamespace() {
		assertThat(ProcessFiles.ownStartTime()).isPositive();
		assertThat(ProcessFiles.ownPidNamespace()).isPositive();
	}

	private Path path(String name) {
		return this.directory.segment(name);
	}

}
