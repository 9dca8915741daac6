// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each example in the javadoc of the public API, and in the pages about it, compiles.
 */
class JavadocExamplesTests {

	private static final Path SOURCES = Path.of("src/main/java/io/globalbuffer");

	private static final Path PAGES = Path.of("../docs");

	/** Their examples need other modules, and are compiled there. */
	private static final Set<String> OTHER_PAGES = Set.of("log.md", "monitoring.md", "reactive.md", "recordings.md",
			"testing.md", "tracing.md");

	static Stream<Arguments> examples() throws IOException {
		Stream<Arguments> examples = Examples.ofSources(SOURCES);
		try (Stream<Path> pages = Files.list(PAGES)) {
			for (Path page : pages.filter(JavadocExamplesTests::isOfTheCore).sorted().toList()) {
				examples = Stream.concat(examples, Examples.ofPage(page));
			}
		}
		return examples;
	}

	private static boolean isOfTheCore(Path page) {
		String name = page.getFileName().toString();
		return name.endsWith(".md") && !OTHER_PAGES.contains(name);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("examples")
	void anExampleCompiles(String place, String code) {
		Examples.requireCompiles(place, code);
	}

	@Test
	void theEntrancesOfTheApiHaveExamples() throws IOException {
		for (String entrance : List.of("GlobalBuffer", "ArrayReader", "ArrayWriter", "BufferReader", "Segments",
				"schema/MessageSpec", "schema/Conversion")) {
			assertThat(SOURCES.resolve(entrance + ".java")).content().contains(Examples.SNIPPET);
		}
	}

}
