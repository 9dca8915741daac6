// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.Examples;

/**
 * Each example about recordings compiles.
 */
class RecordingExamplesTests {

	static Stream<Arguments> examples() throws IOException {
		return Stream.concat(Examples.ofSources(Path.of("src/main/java/io/globalbuffer/recording")),
				Examples.ofPage(Path.of("../docs/recordings.md")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("examples")
	void anExampleCompiles(String place, String code) {
		Examples.requireCompiles(place, code, "io.globalbuffer.recording");
	}

}
