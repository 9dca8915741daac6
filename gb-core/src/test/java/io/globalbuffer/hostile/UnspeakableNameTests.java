// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
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
import io.globalbuffer.SegmentFile;
import io.globalbuffer.SegmentInfo;
import io.globalbuffer.Segments;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A directory holds segments whose names no text can tell. They are listed, and removed
 * by what the listing returned.
 */
class UnspeakableNameTests {

	private static final long LONG_AGO = 1_000_000_000_000_000_001L;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	/** Whatever the locale: paths are bytes, and it says which of them are text. */
	@ParameterizedTest
	@ValueSource(strings = { "C", "C.UTF-8" })
	void allAreListedAndRemovedInAnyLocale(String locale) throws IOException, InterruptedException {
		abandoned();
		List<String> command = new ArrayList<>(List.of("env", "LC_ALL=" + locale));
		command.addAll(Child.javaCommand(JavaCommand.classPath(), List.of("--enable-native-access=ALL-UNNAMED"),
				ListingProcess.class, this.directory.path().toString(),
				Integer.toString(UnspeakableNames.ESCAPED.size() + 1)));
		Child.run(command).requireSuccess();
		assertThat(this.directory.path()).isEmptyDirectory();
	}

	@Test
	void theirNamesAreShownAsFarAsTheyAreText() throws IOException, InterruptedException {
		abandoned();
		assertThat(segments().list()).extracting(SegmentInfo::name).contains("", "back\\slash", "line\nfeed", "plain");
	}

	@Test
	void whatSomebodyHasOpenIsUnlinkedByItsEntryAndNotRemovedAsUnused() throws IOException, InterruptedException {
		try (ArrayWriter<long[]> writer = builder().open()) {
			UnspeakableNames.copy(writer.path());
			for (SegmentInfo segment : segments().list()) {
				assertThat(segments().removeUnused(segment)).isEqualTo(!segment.path().equals(writer.path()));
			}
			SegmentInfo entry = segments().list().getFirst();
			segments().unlink(entry);
			segments().unlink(entry);
			assertThat(this.directory.path()).isEmptyDirectory();
			assertThat(writer.write(new long[1])).isZero();
		}
	}

	private void abandoned() throws IOException, InterruptedException {
		Path path;
		try (ArrayWriter<long[]> writer = builder().open()) {
			path = writer.path();
		}
		new SegmentFile(path).putLong(SegmentFile.HEARTBEAT, LONG_AGO);
		UnspeakableNames.copy(path);
	}

	private WriterBuilder<ArrayWriter<long[]>> builder() {
		return GlobalBuffer.create("plain", ArraySpec.of(DType.INT64, 1)).directory(this.directory.path()).capacity(1);
	}

	private Segments segments() {
		return Segments.in(this.directory.path());
	}

}
