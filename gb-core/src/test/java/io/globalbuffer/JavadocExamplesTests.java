// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Each example in the javadoc of the public API, and in the pages about it, compiles.
 */
class JavadocExamplesTests {

	private static final Path SOURCES = Path.of("src/main/java/io/globalbuffer");

	private static final Path PAGES = Path.of("../docs");

	/** Their examples need Spring, and are compiled where that is. */
	private static final Set<String> SPRING_PAGES = Set.of("log.md", "monitoring.md", "reactive.md", "testing.md",
			"tracing.md");

	private static final String SNIPPET = "{@snippet :";

	private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)\\n```", Pattern.DOTALL);

	private static final Pattern MARGIN = Pattern.compile("(?m)^[ \\t]*\\* ?");

	static Stream<Arguments> examples() throws IOException {
		List<Arguments> examples = new ArrayList<>();
		try (Stream<Path> files = Files.walk(SOURCES)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).sorted().toList()) {
				snippets(Files.readString(file)).forEach((code) -> examples.add(named(file, examples.size(), code)));
			}
		}
		try (Stream<Path> pages = Files.list(PAGES)) {
			for (Path page : pages.filter(JavadocExamplesTests::isOfTheCore).sorted().toList()) {
				BLOCK.matcher(Files.readString(page))
					.results()
					.forEach((block) -> examples.add(named(page, examples.size(), block.group(1))));
			}
		}
		return examples.stream();
	}

	private static boolean isOfTheCore(Path page) {
		String name = page.getFileName().toString();
		return name.endsWith(".md") && !SPRING_PAGES.contains(name);
	}

	private static Arguments named(Path file, int number, String code) {
		return arguments(file.getFileName() + " " + number, code);
	}

	/** Up to the brace that closes it, as the javadoc tool reads it. */
	private static List<String> snippets(String source) {
		List<String> snippets = new ArrayList<>();
		for (int start = source.indexOf(SNIPPET); start >= 0; start = source.indexOf(SNIPPET, start + 1)) {
			int depth = 1;
			int end = start + SNIPPET.length();
			while (depth > 0) {
				depth += switch (source.charAt(end++)) {
					case '{' -> 1;
					case '}' -> -1;
					default -> 0;
				};
			}
			String commented = source.substring(start + SNIPPET.length(), end - 1);
			snippets.add(MARGIN.matcher(commented).replaceAll(""));
		}
		return snippets;
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("examples")
	void anExampleCompiles(String place, String code) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter problems = new StringWriter();
		Boolean compiled = compiler
			.getTask(problems, null, null, List.of("-proc:none", "--should-stop=ifNoError=FLOW"), null,
					List.of(new Source(compilationUnit(code))))
			.call();
		assertThat(compiled).as("%s%n%s%n%s", place, code, problems).isTrue();
	}

	/** With everything that examples take for granted. */
	private static String compilationUnit(String code) {
		return String.format(Locale.ROOT, """
				import io.globalbuffer.*;
				import io.globalbuffer.codec.*;
				import io.globalbuffer.exception.*;
				import io.globalbuffer.schema.*;
				import com.fasterxml.jackson.annotation.*;
				import java.lang.foreign.*;
				import java.nio.*;
				import java.nio.file.*;
				import java.nio.file.attribute.*;
				import java.math.*;
				import java.time.*;
				import java.util.*;
				import java.util.concurrent.Flow;
				import java.util.concurrent.atomic.*;
				import org.example.lab.*;
				import org.jspecify.annotations.*;

				abstract class Example {

					abstract float[] frame();

					abstract void use(Object... anything);

					abstract void fill(MemorySegment slot);

					abstract <T> Flow.Subscriber<T> subscriber();

					void run() throws Exception {
				%s
					}

				}
				""", code);
	}

	@Test
	void theEntrancesOfTheApiHaveExamples() throws IOException {
		for (String entrance : List.of("GlobalBuffer", "ArrayReader", "ArrayWriter", "BufferReader", "Segments",
				"schema/MessageSpec", "schema/Conversion")) {
			assertThat(SOURCES.resolve(entrance + ".java")).content().contains(SNIPPET);
		}
	}

	/** Source text that lies in no file. */
	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(String text) {
			super(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
