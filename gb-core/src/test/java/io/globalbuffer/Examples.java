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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.params.provider.Arguments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Examples of javadoc and pages, which compile as the body of a method.
 */
public final class Examples {

	/** How one begins in javadoc. */
	static final String SNIPPET = "{@snippet :";

	private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)\\n```", Pattern.DOTALL);

	private static final Pattern MARGIN = Pattern.compile("(?m)^[ \\t]*\\* ?");

	private Examples() {
	}

	/**
	 * The examples in the javadoc of sources.
	 */
	public static Stream<Arguments> ofSources(Path folder) throws IOException {
		List<Arguments> examples = new ArrayList<>();
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).sorted().toList()) {
				add(examples, file, snippets(Files.readString(file)));
			}
		}
		return examples.stream();
	}

	/**
	 * The examples of a page.
	 */
	public static Stream<Arguments> ofPage(Path page) throws IOException {
		List<Arguments> examples = new ArrayList<>();
		add(examples, page,
				BLOCK.matcher(Files.readString(page)).results().map((MatchResult block) -> block.group(1)).toList());
		return examples.stream();
	}

	private static void add(List<Arguments> examples, Path file, List<String> codes) {
		codes.forEach((code) -> examples.add(arguments(file.getFileName() + " " + examples.size(), code)));
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

	/**
	 * Compiles an example.
	 * @param place where it stands
	 * @param packages what it imports beside what the core's take for granted
	 */
	public static void requireCompiles(String place, String code, String... packages) {
		StringBuilder imports = new StringBuilder();
		for (String name : packages) {
			imports.append("import ").append(name).append(".*;\n");
		}
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter problems = new StringWriter();
		Boolean compiled = compiler
			.getTask(problems, null, null, List.of("-proc:none", "--should-stop=ifNoError=FLOW"), null,
					List.of(new Source(imports + compilationUnit(code))))
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
