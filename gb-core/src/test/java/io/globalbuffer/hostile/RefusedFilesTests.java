// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.Segments;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.exception.SegmentAccessException;
import io.globalbuffer.exception.SegmentAccessException.Reason;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The file system refuses something: each refusal says why, and what to do.
 */
class RefusedFilesTests {

	private static final String OTHER_USER = "65534";

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void anAbsentDirectoryIsToBeMade() {
		Path absent = this.directory.path().resolve("absent");
		assertThat(refusal(() -> builder(absent).open(), Reason.NO_DIRECTORY)).contains("gb_v")
			.contains("there is no directory " + absent)
			.contains("Make it");
		assertThat(refusal(() -> Segments.in(absent).list(), Reason.NO_DIRECTORY))
			.contains("there is no directory " + absent);
		assertThatCode(() -> GlobalBuffer.unlink(absent, "v")).doesNotThrowAnyException();
	}

	@Test
	void aFileIsNoDirectory() throws IOException {
		Path file = Files.createFile(this.directory.path().resolve("file"));
		assertThat(refusal(() -> builder(file).open(), Reason.NO_DIRECTORY)).contains(file + " is not a directory");
		assertThat(refusal(() -> Segments.in(file).list(), Reason.NO_DIRECTORY)).contains(file + " is not a directory");
		assertThat(refusal(() -> GlobalBuffer.unlink(file, "v"), Reason.NO_DIRECTORY))
			.contains(file + " is not a directory");
	}

	@Test
	void aDirectoryOfASegmentsNameIsNotUnlinked() throws IOException {
		Path folder = Files.createDirectory(this.directory.segment("v"));
		assertThat(refusal(() -> GlobalBuffer.unlink(this.directory.path(), "v"), Reason.OTHER))
			.contains(folder.toString())
			.contains("it is a directory");
		assertThat(folder).isEmptyDirectory();
	}

	@Test
	void aGroupThatDoesNotExistIsNamed() {
		assertThat(refusal(() -> builder(this.directory.path()).group("no-such-group").open(), Reason.NO_SUCH_GROUP))
			.contains("gb_v")
			.contains("'no-such-group'")
			.doesNotContain("directory");
	}

	@Test
	void onAReadOnlyFileSystemNothingIsMadeOrRemoved() throws Exception {
		Path folder = this.directory.path();
		builder(folder).open().close();
		assumeThat(Child.succeeds("mount", "--bind", folder.toString(), folder.toString())).as("may mount").isTrue();
		try {
			Child.run(List.of("mount", "-o", "remount,bind,ro", folder.toString())).requireSuccess();
			assertThat(refusal(() -> builder("other", folder).open(), Reason.READ_ONLY)).contains("gb_other")
				.contains("for reading only");
			assertThat(refusal(() -> GlobalBuffer.unlink(folder, "v"), Reason.READ_ONLY)).contains("gb_v")
				.contains("for reading only");
			try (var reader = GlobalBuffer.attach("v").directory(folder).asArray()) {
				assertThat(reader.latest()).isEmpty();
			}
		}
		finally {
			Child.run(List.of("umount", "-l", folder.toString())).requireSuccess();
		}
	}

	@Test
	void whatBelongsToSomebodyElseIsNeitherRemovedNorMadeThere() throws Exception {
		Path folder = this.directory.path();
		builder(folder).open().close();
		Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
		Child.run(List.of("chmod", "+t", folder.toString())).requireSuccess();
		assertThat(asOther("unlink v")).singleElement()
			.asString()
			.contains("SegmentAccessException NOT_PERMITTED")
			.contains("it belongs to user '")
			.contains("mode rw-------")
			.contains("only owners remove files")
			.contains("this process is user '")
			.contains("(" + OTHER_USER + ")");
		assertThat(this.directory.segment("v")).exists();
		assertThat(asOther("create-for-group w 0")).singleElement()
			.asString()
			.contains("SegmentAccessException NOT_IN_GROUP")
			.contains("gb_w")
			.contains("does not belong to group '0'")
			.contains("id -Gn");
		Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
		assertThat(asOther("create w")).singleElement()
			.asString()
			.contains("SegmentAccessException NOT_PERMITTED")
			.contains("gb_w")
			.contains("the directory " + folder + " belongs to user '")
			.contains("mode rwxr-xr-x")
			.contains("permission to write there");
		assertThat(this.directory.segment("w")).doesNotExist();
	}

	@Test
	void aDirectoryThatCannotBeWrittenToKeepsNoPosition() throws Exception {
		Path folder = this.directory.path();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create("v", ArraySpec.of(DType.INT64, 1))
			.directory(folder)
			.capacity(1)
			.fileMode(PosixFilePermissions.fromString("rw-r--r--"))
			.open()) {
			writer.write(new long[1]);
		}
		Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
		String owner = Files.getOwner(folder).getName();
		assertThat(asOther("attach-of v " + owner)).singleElement().asString().contains("read 0");
		assertThat(asOther("resume v " + owner)).singleElement()
			.asString()
			.contains("SegmentAccessException NOT_PERMITTED")
			.contains("keep the position of reader 'station-3' of buffer 'v'")
			.contains("the directory " + folder + " belongs to user '");
	}

	private List<String> asOther(String action) throws IOException, InterruptedException {
		assumeThat(Child.succeeds("setpriv", "--reuid=" + OTHER_USER, "--clear-groups", "true"))
			.as("may become another user")
			.isTrue();
		try (ReadableClassPath classes = ReadableClassPath.in(this.directory.path())) {
			List<String> command = new ArrayList<>(
					List.of("setpriv", "--reuid=" + OTHER_USER, "--regid=" + OTHER_USER, "--clear-groups"));
			command.addAll(Child.javaCommand(classes.text(), List.of("--enable-native-access=ALL-UNNAMED"),
					ShortageProcess.class, this.directory.path().toString(), action));
			return Child.run(command)
				.requireSuccess()
				.output()
				.lines()
				.filter((line) -> line.startsWith(action + ": "))
				.toList();
		}
	}

	/** The message of what must be refused. */
	private static String refusal(Runnable attempt, Reason reason) {
		SegmentAccessException refusal = assertThatExceptionOfType(SegmentAccessException.class)
			.isThrownBy(attempt::run)
			.actual();
		assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(reason);
		return String.valueOf(refusal.getMessage());
	}

	private static WriterBuilder<ArrayWriter<double[]>> builder(Path directory) {
		return builder("v", directory);
	}

	private static WriterBuilder<ArrayWriter<double[]>> builder(String name, Path directory) {
		return GlobalBuffer.create(name, ArraySpec.of(DType.FLOAT64, 2)).directory(directory).capacity(3);
	}

}
