// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

import io.globalbuffer.GlobalBuffer;

/**
 * Whole segments from a fuzzer. {@code mvn verify} runs the inputs among the test
 * resources; with {@code JAZZER_FUZZ=1} in the environment
 * {@code mvn -pl gb-core test -Dtest=SegmentFuzzTests} looks for new ones.
 * <p>
 * An input is either 255 and the bytes of a segment, or the number of a template and then
 * patches of it: two bytes of offset, one of length, and that many.
 */
@Tag("fuzz")
class SegmentFuzzTests {

	private static final int WHOLE = 255;

	private static List<SegmentImage> templates = List.of();

	private static Path directory = Path.of("");

	@BeforeAll
	static void makeTemplates() throws IOException {
		Path shm = Path.of("/dev/shm");
		directory = Files.isDirectory(shm) ? Files.createTempDirectory(shm, "gbtest-")
				: Files.createTempDirectory("gbtest-");
		templates = List.of(SegmentImage.ofArrays(directory), SegmentImage.ofMessages(directory));
	}

	@AfterAll
	static void clean() throws IOException {
		GlobalBuffer.unlink(directory, "v");
		Files.deleteIfExists(directory);
	}

	@FuzzTest(maxDuration = "2m")
	void aSegmentGivesSamplesOrAnException(byte[] input) throws Exception {
		if (input.length > 0) {
			segment(input).store(directory.resolve("gb_v"));
			AllReads.attachAndRead(directory, "v");
		}
	}

	private static SegmentImage segment(byte[] input) {
		int first = Byte.toUnsignedInt(input[0]);
		if (first == WHOLE) {
			return SegmentImage.of(Arrays.copyOfRange(input, 1, input.length));
		}
		SegmentImage segment = templates.get(first % templates.size()).copy();
		ByteBuffer patches = ByteBuffer.wrap(input, 1, input.length - 1);
		while (patches.remaining() > Short.BYTES + Byte.BYTES) {
			int offset = Short.toUnsignedInt(patches.getShort()) % segment.size();
			byte[] patch = new byte[Math.min(patches.get() & 15, patches.remaining())];
			patches.get(patch);
			segment.put(offset, patch);
		}
		return segment;
	}

}
