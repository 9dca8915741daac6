// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.SegmentInfo;
import io.globalbuffer.Segments;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.WriterState;
import io.globalbuffer.exception.BufferExistsException;
import io.globalbuffer.exception.BufferNotReadyException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Under a buffer's name lies what is no segment, or somebody else's.
 */
class ForeignFileTests {

	/** Nobody, on every Linux. */
	private static final String OTHER_USER = "65534";

	private static final String OTHER_GROUP = "65533";

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@BeforeEach
	void letOthersIn() throws IOException {
		Files.setPosixFilePermissions(this.directory.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	@Test
	void aDanglingLinkIsNoSegment() throws IOException {
		Files.createSymbolicLink(path(), this.directory.path().resolve("nothing"));
		isNoSegment();
		assertThat(this.directory.path().resolve("nothing")).doesNotExist();
	}

	@Test
	void aLinkToADeviceIsNoSegment() throws IOException {
		Files.createSymbolicLink(path(), Path.of("/dev/zero"));
		isNoSegment();
	}

	@Test
	void aPipeIsNoSegmentAndIsNotWaitedFor() throws Exception {
		Child.run(List.of("mkfifo", path().toString())).requireSuccess();
		isNoSegment();
	}

	@Test
	void aSocketIsNoSegment() throws IOException {
		try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			socket.bind(UnixDomainSocketAddress.of(path()));
			isNoSegment();
		}
	}

	@Test
	void aDirectoryIsNoSegmentEither() throws IOException {
		Files.createDirectory(path());
		isNoSegment();
	}

	private void isNoSegment() {
		assertThatExceptionOfType(InvalidSegmentException.class).isThrownBy(this::attach)
			.withMessageContaining(path().toString())
			.withMessageContaining("not a regular file");
		assertThatExceptionOfType(InvalidSegmentException.class)
			.isThrownBy(() -> GlobalBuffer.attach("v").directory(this.directory.path()).following().asArray());
		assertThatExceptionOfType(BufferExistsException.class).isThrownBy(() -> builder().open());
		for (OnExisting succession : List.of(OnExisting.TAKE_OVER, OnExisting.REPLACE)) {
			assertThatExceptionOfType(InvalidSegmentException.class)
				.isThrownBy(() -> builder().onExisting(succession).open());
		}
		assertThat(Files.exists(path(), LinkOption.NOFOLLOW_LINKS)).isTrue();
	}

	@Test
	void anEmptyFileIsAnUnfinishedSegment() throws IOException {
		Files.createFile(path());
		assertThatExceptionOfType(BufferNotReadyException.class).isThrownBy(this::attach);
	}

	@Test
	void whatEverybodyMayWriteIsRefused() throws IOException {
		builder().open().close();
		Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-rw-rw-"));
		assertThatExceptionOfType(InvalidSegmentException.class).isThrownBy(this::attach)
			.withMessageContaining("every user may write")
			.matches(InvalidSegmentException::isUntrusted);
		assertThatExceptionOfType(InvalidSegmentException.class)
			.isThrownBy(() -> builder().onExisting(OnExisting.TAKE_OVER).open());
	}

	/** Root, too, trusts nobody it was not told to. */
	@Test
	void aSegmentOfAnotherUserIsRefusedUnlessItsOwnerIsNamed() throws Exception {
		requireOtherUsers();
		written();
		Child.run(List.of("chown", OTHER_USER, path().toString())).requireSuccess();
		assertThatExceptionOfType(InvalidSegmentException.class).isThrownBy(this::attach)
			.withMessageContaining(path().toString())
			.withMessageContaining("belongs to user")
			.matches(InvalidSegmentException::isUntrusted);
		assertThatExceptionOfType(InvalidSegmentException.class)
			.isThrownBy(() -> builder().onExisting(OnExisting.REPLACE).open());
		try (ArrayReader<?> reader = GlobalBuffer.attach("v")
			.directory(this.directory.path())
			.owner(OTHER_USER)
			.asArray()) {
			assertThat(reader.latest().orElseThrow().value()).isEqualTo(new double[] { 1, 2 });
		}
	}

	/** As readers do. */
	@Test
	void aListingNamesTheOwner() throws Exception {
		requireOtherUsers();
		written();
		Child.run(List.of("chown", OTHER_USER, path().toString())).requireSuccess();
		Segments segments = Segments.in(this.directory.path());
		assertThat(segments.list().getFirst().problem().orElseThrow()).contains("belongs to user");
		assertThatExceptionOfType(InvalidSegmentException.class).isThrownBy(() -> segments.removeUnused("v"))
			.withMessageContaining("belongs to user");
		assertThat(segments.removeDead()).isEmpty();
		SegmentInfo segment = segments.ownedBy(OTHER_USER).list().getFirst();
		assertThat(segment.problem()).isEmpty();
		assertThat(segment.count()).isEqualTo(1);
		assertThat(segment.writer().state()).isEqualTo(WriterState.CLOSED);
		assertThat(path()).exists();
	}

	@Test
	void anOwnerThatDoesNotExistCannotBeNamed() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Segments.in(this.directory.path()).ownedBy("no-such-user"))
			.withMessageContaining("no-such-user");
	}

	@Test
	void aWriterSaysWhoMayReadItsSegment() throws Exception {
		requireOtherUsers();
		builder().fileMode(PosixFilePermissions.fromString("rw-r-----")).group(OTHER_GROUP).open().close();
		PosixFileAttributes attributes = Files.readAttributes(path(), PosixFileAttributes.class);
		assertThat(PosixFilePermissions.toString(attributes.permissions())).isEqualTo("rw-r-----");
		assertThat(Files.getAttribute(path(), "unix:gid")).isEqualTo(Integer.valueOf(OTHER_GROUP));
		assertThat(cat("--regid=" + OTHER_GROUP).exitCode()).isZero();
		assertThat(cat("--regid=" + OTHER_USER).exitCode()).isNotZero();
	}

	@Test
	void withoutAWordNobodyElseMay() throws IOException {
		builder().open().close();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path()))).isEqualTo("rw-------");
	}

	@Test
	void aGroupThatDoesNotExistFailsAndLeavesNothing() {
		assertThatExceptionOfType(GlobalBufferException.class).isThrownBy(() -> builder().group("no-such-group").open())
			.withMessageContaining("gb_v")
			.withMessageContaining("no-such-group");
		assertThat(this.directory.path()).isEmptyDirectory();
	}

	@Test
	void anotherUserReadsByItsGroupAndIsToldWhereItMayNot() throws Exception {
		requireOtherUsers();
		try (ArrayWriter<double[]> writer = builder().fileMode(PosixFilePermissions.fromString("rw-r-----"))
			.group(OTHER_GROUP)
			.open()) {
			writer.write(new double[] { 1, 2 });
			assertThat(attachAs(OTHER_GROUP, "0").output()).contains("read [1.0, 2.0]").contains("ACTIVE out of sight");
			Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-rw----"));
			assertThat(attachAs(OTHER_GROUP, "0").output()).contains("ACTIVE in sight");
			Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r-----"));
			assertThat(attachAs(OTHER_GROUP, OTHER_USER).output()).contains("InvalidSegmentException")
				.contains("belongs to user");
			assertThat(attachAs(OTHER_USER, "0").output()).contains("SegmentAccessException")
				.contains("belongs to user '")
				.contains("mode rw-r-----")
				.contains("this process is user '");
		}
	}

	private Child attachAs(String group, String owner) throws IOException, InterruptedException {
		try (ReadableClassPath classes = ReadableClassPath.in(this.directory.path())) {
			List<String> command = new ArrayList<>(
					List.of("setpriv", "--reuid=" + OTHER_USER, "--regid=" + group, "--clear-groups"));
			command.addAll(Child.javaCommand(classes.text(), List.of("--enable-native-access=ALL-UNNAMED"),
					AttachingProcess.class, this.directory.path().toString(), owner));
			return Child.run(command);
		}
	}

	private Child cat(String group) throws IOException, InterruptedException {
		return Child
			.run(List.of("setpriv", "--reuid=" + OTHER_USER, group, "--clear-groups", "cat", path().toString()));
	}

	private static void requireOtherUsers() {
		assumeThat(Child.succeeds("setpriv", "--reuid=" + OTHER_USER, "--clear-groups", "true"))
			.as("may become another user")
			.isTrue();
	}

	private void written() {
		try (ArrayWriter<double[]> writer = builder().open()) {
			writer.write(new double[] { 1, 2 });
		}
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
