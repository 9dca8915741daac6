// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The system has little to give to a process: it is told what is missing, nothing is
 * trusted that could not be checked, and when there is more to be had all is well.
 */
class ShortageTests {

	private static final String ALLOWED = "--enable-native-access=ALL-UNNAMED";

	private static final String DENIED = "--illegal-native-access=deny";

	/** Large ones, and little room for them. */
	private static final String FEW_THREADS = "ulimit -v 6000000; export JAVA_TOOL_OPTIONS=-Xss128m";

	/** A slice for each slot takes 512 KiB then. */
	private static final String LARGE_REFERENCES = "export JAVA_TOOL_OPTIONS='-XX:+UseSerialGC -XX:-UseCompressedOops'";

	private static final String OTHER_USER = "65533";

	/** Of all users whom a user namespace does not know. */
	private static final String OVERFLOW_USER = "65534";

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void nativeAccessIsNotGivenUpForWantOfDescriptors() throws Exception {
		written("own");
		List<String> said = run(List.of(), "ulimit -n 64", ALLOWED, "hoard", "attach own", "create new", "release",
				"attach own", "create new");
		assertThat(said).hasSize(4);
		assertThat(said.get(0)).contains("SegmentAccessException TOO_MANY_OPEN_FILES")
			.contains("gb_own")
			.contains("ulimit -n");
		assertThat(said.get(1)).contains("SegmentAccessException TOO_MANY_OPEN_FILES")
			.contains("gb_new")
			.contains("ulimit -n")
			.doesNotContain("directory");
		assertThat(said.subList(2, 4)).containsExactly("attach own: read 5", "create new: wrote, locked");
	}

	/** It has a name and a lock by then, and a slice for each of its slots is missing. */
	@Test
	void aBufferThatCouldNotBeOpenedForWantOfMemoryLeavesNothing() throws Exception {
		List<String> said = run(List.of(), LARGE_REFERENCES, ALLOWED, "create-many first", "fill 300",
				"create-many second", "create-many second");
		assertThat(said).hasSize(3);
		assertThat(said.get(0)).isEqualTo("create-many first: wrote, locked");
		assertThat(said.get(1)).contains("OutOfMemoryError");
		assertThat(said.get(2)).isEqualTo("create-many second: wrote, locked");
	}

	@Test
	void aBufferThatCouldNotBeOpenedForWantOfAThreadLeavesNothing() throws Exception {
		List<String> said = run(List.of(), FEW_THREADS, ALLOWED, "crowd", "create new", "release", "create new");
		assertThat(said).hasSize(2);
		assertThat(said.get(0)).contains("GlobalBufferException Cannot start thread 'globalbuffer-watch'")
			.contains("ulimit -u");
		assertThat(said.get(1)).isEqualTo("create new: wrote, locked");
	}

	@Test
	void aSegmentThatCouldNotBeTakenOverForWantOfAThreadIsLeftAsClosed() throws Exception {
		written("own");
		List<String> said = run(List.of(), FEW_THREADS, ALLOWED, "crowd", "take-over own", "release", "attach own",
				"take-over own");
		assertThat(said).hasSize(3);
		assertThat(said.get(0)).contains("GlobalBufferException Cannot start thread 'globalbuffer-watch'");
		assertThat(said.subList(1, 3)).containsExactly("attach own: read 5", "take-over own: wrote, locked");
	}

	@Test
	void aSubscriptionIsRefusedForWantOfAThreadAndThenDelivers() throws Exception {
		written("own");
		List<String> said = run(List.of(), FEW_THREADS, ALLOWED, "subscribe-crowded own");
		assertThat(said).hasSize(2);
		assertThat(said.get(0)).contains("GlobalBufferException Cannot start thread 'globalbuffer-own-subscription-1'")
			.contains("ulimit -u")
			.contains("subscribe again");
		assertThat(said.get(1)).isEqualTo("subscribe-crowded own: delivered");
	}

	/** The JDK's own classes can be beyond help then, and that is said. */
	@ParameterizedTest
	@ValueSource(ints = { 100, 176, 256 })
	void nativeAccessIsNotGivenUpForWantOfMemory(int kibibytesLeft) throws Exception {
		List<String> said = run(List.of(), "true", ALLOWED, "fill " + kibibytesLeft, "create new", "empty",
				"create new");
		assertThat(said).hasSize(2).noneMatch((line) -> line.contains("not locked"));
		assertThat(said.get(1)).doesNotContain("Could not initialize class io.globalbuffer.internal.os");
	}

	@ParameterizedTest
	@ValueSource(strings = { ALLOWED, DENIED })
	void strangersAreRefusedAfterTheOwnUserCouldNotBeToldOnce(String access) throws Exception {
		written("own");
		written("foreign");
		assumeThat(Child.succeeds("chown", OTHER_USER, this.directory.segment("foreign").toString()))
			.as("may give files to another user")
			.isTrue();
		List<String> said = run(List.of(), "ulimit -n 64", access, "hoard", "attach foreign", "attach own", "release",
				"attach foreign", "attach own", "attach-of foreign " + OTHER_USER);
		assertThat(said).hasSize(5);
		assertThat(said.get(0)).contains("Exception").contains("gb_foreign");
		assertThat(said.get(1)).contains("Exception").contains("gb_own");
		assertThat(said.get(2)).contains("InvalidSegmentException").contains("belongs to user '" + OTHER_USER + "'");
		assertThat(said.subList(3, 5)).containsExactly("attach own: read 5",
				"attach-of foreign " + OTHER_USER + ": read 5");
	}

	@ParameterizedTest
	@ValueSource(strings = { ALLOWED, DENIED })
	void aFileThatMayNotBeThatLargeIsRefusedAndLeavesNothing(String access) throws Exception {
		List<String> said = run(List.of(), "ulimit -f 4", access, "create large");
		assertThat(said).singleElement()
			.asString()
			.contains("SegmentAccessException FILE_TOO_LARGE")
			.contains("gb_large")
			.contains("ulimit -f")
			.contains("smaller capacity");
		assertThat(this.directory.path()).isEmptyDirectory();
	}

	@Test
	void withoutProcLocksAreHeldAllTheSame() throws Exception {
		requireMountNamespaces();
		written("own");
		String hidden = "mount -t tmpfs none /proc";
		List<String> said = run(List.of("unshare", "-m"), "true", ALLOWED, hidden, "attach own", "take-over own",
				"replace own", "attach own", "create new", "attach new", "unlink new");
		assertThat(said).containsExactly("attach own: read 5", "take-over own: wrote, locked",
				"replace own: wrote, locked", "attach own: read 5", "create new: wrote, locked", "attach new: read 5",
				"unlink new: done");
	}

	@Test
	void withoutProcAndNativeAccessTheOwnUserIsFoundByAFile() throws Exception {
		requireMountNamespaces();
		written("own");
		String hidden = "mount -t tmpfs none /proc";
		List<String> said = run(List.of("unshare", "-m"), "true", DENIED, hidden, "attach own", "create new");
		assertThat(said).containsExactly("attach own: read 5", "create new: wrote, not locked");
	}

	/**
	 * There a mapped file passes for one that nobody has open, and its writer, which
	 * holds no lock, for dead.
	 */
	@Test
	void aLivingWriterOnAnOverlayIsNotTakenOver() throws Exception {
		Path lower = folder("lower");
		Path upper = folder("upper");
		Path work = folder("work");
		Path overlay = folder("overlay");
		String mount = "mount -t overlay overlay -o lowerdir=" + lower + ",upperdir=" + upper + ",workdir=" + work + " "
				+ overlay;
		try {
			assumeThat(Child.succeeds("unshare", "-m", "sh", "-c", mount)).as("may mount an overlay").isTrue();
			List<String> said = runIn(overlay, List.of("unshare", "-m"), "true", ALLOWED, mount, "live other",
					"take-over other", "attach other");
			assertThat(said).hasSize(3);
			assertThat(said.get(0)).isEqualTo("live other: wrote sample 0");
			assertThat(said.get(1)).contains("WriterConflictException").contains("gb_other");
			assertThat(said.get(2)).isEqualTo("attach other: read 5");
		}
		finally {
			Child.run(List.of("rm", "-r", lower.toString(), upper.toString(), work.toString(), overlay.toString()));
		}
	}

	@Test
	void aLivingWriterWithoutALockIsNotTakenOverEither() throws Exception {
		List<String> said = run(List.of(), "true", ALLOWED, "live other", "take-over other");
		assertThat(said).hasSize(2);
		assertThat(said.get(1)).contains("WriterConflictException").contains("gb_other");
	}

	/** Where no user is known, all files seem to belong to the same one, its own too. */
	@Test
	void nobodysFilesAreNobodysOwnInAUserNamespace() throws Exception {
		assumeThat(Child.succeeds("unshare", "-U", "true")).as("may make user namespaces").isTrue();
		written("own");
		for (String access : List.of(ALLOWED, DENIED)) {
			List<String> said = run(List.of("unshare", "-U"), "true", access, "attach own",
					"attach-of own " + OVERFLOW_USER);
			assertThat(said).hasSize(2);
			assertThat(said.get(0)).contains("InvalidSegmentException").contains("gb_own").contains("user namespace");
			assertThat(said.get(1)).isEqualTo("attach-of own " + OVERFLOW_USER + ": read 5");
		}
	}

	private static void requireMountNamespaces() {
		assumeThat(Child.succeeds("unshare", "-m", "mount", "-t", "tmpfs", "none", "/proc"))
			.as("may hide /proc in a mount namespace")
			.isTrue();
	}

	private List<String> run(List<String> prefix, String limit, String access, String... actions) throws Exception {
		return runIn(this.directory.path(), prefix, limit, access, actions);
	}

	/** What it said of each action that has a result. */
	private static List<String> runIn(Path directory, List<String> prefix, String limit, String access,
			String... actions) throws IOException, InterruptedException {
		List<String> arguments = new ArrayList<>();
		arguments.add(directory.toString());
		arguments.addAll(List.of(actions));
		List<String> command = new ArrayList<>(prefix);
		command.addAll(List.of("sh", "-c", limit + "; exec \"$@\"", "sh"));
		command.addAll(Child.javaCommand(JavaCommand.classPath(), List.of(access, "-Xmx24m"), ShortageProcess.class,
				arguments.toArray(String[]::new)));
		return Child.run(command)
			.requireSuccess()
			.output()
			.lines()
			.filter((line) -> List.of(actions).stream().anyMatch((action) -> line.startsWith(action + ": ")))
			.toList();
	}

	private Path folder(String name) throws IOException {
		return Files.createDirectory(this.directory.path().resolve(name));
	}

	private void written(String name) {
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(3)
			.open()) {
			writer.write(new long[] { 5 });
		}
	}

}
