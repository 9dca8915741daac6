// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/cases.md} has one row for each case, and each row of it and of
 * {@code docs/pitfalls.md} names tests that there are.
 */
class EvidenceTablesTests {

	private static final Path PAGES = Path.of("..", "docs");

	private static final Pattern ROW = Pattern.compile("\\| (W-\\d+|\\d+)(?: X)? \\|.*\\|(.*)\\|");

	/** A class, a method of it, or another method of the class before. */
	private static final Pattern TEST = Pattern.compile("`((?:[a-z.]+\\.)?[A-Z]\\w*)?\\.?([a-z]\\w*)?`");

	private static final int SOURCE_DEPTH = 12;

	/** The first and the last number of each run of cases. */
	private static final int[][] CASES = { { 1, 15 }, { 17, 23 }, { 25, 32 }, { 34, 45 }, { 47, 59 }, { 61, 77 },
			{ 79, 92 }, { 95, 110 }, { 114, 118 } };

	@Test
	void everyCaseHasItsRow() throws IOException {
		assertThat(rows("cases.md").stream().map(Row::number)).containsExactlyElementsOf(Arrays.stream(CASES)
			.flatMap((run) -> IntStream.rangeClosed(run[0], run[1]).mapToObj(Integer::toString))
			.toList());
	}

	@ParameterizedTest
	@ValueSource(strings = { "cases.md", "pitfalls.md" })
	void everyRowNamesTestsThatThereAre(String page) throws IOException {
		List<String> missing = new ArrayList<>();
		assertThat(rows(page)).isNotEmpty();
		for (Row row : rows(page)) {
			Matcher test = TEST.matcher(row.tests());
			String type = "";
			boolean named = false;
			while (test.find()) {
				type = (test.group(1) != null) ? test.group(1) : type;
				if (!exists(type, test.group(2))) {
					missing.add(row.number() + ": " + type + " " + test.group());
				}
				named = true;
			}
			if (!named) {
				missing.add(row.number() + ": no test");
			}
		}
		assertThat(missing).isEmpty();
	}

	private static boolean exists(String type, @Nullable String method) {
		try {
			Class<?> tests = Class.forName("io.globalbuffer." + type, false,
					EvidenceTablesTests.class.getClassLoader());
			return Arrays.stream(tests.getDeclaredMethods())
				.filter((candidate) -> method == null || candidate.getName().equals(method))
				.anyMatch((candidate) -> AnnotationSupport.isAnnotated(candidate, Testable.class));
		}
		catch (ClassNotFoundException ex) {
			return existsInAnotherModule(type + ".java", method);
		}
	}

	private static boolean existsInAnotherModule(String file, @Nullable String method) {
		try (Stream<Path> sources = Files.find(Path.of(".."), SOURCE_DEPTH,
				(path, attributes) -> path.endsWith(file) && path.toString().contains("/src/"))) {
			for (Path source : sources.toList()) {
				if (method == null || Files.readString(source).contains("void " + method + "(")) {
					return true;
				}
			}
			return false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Row> rows(String page) throws IOException {
		return Files.readAllLines(PAGES.resolve(page))
			.stream()
			.map(ROW::matcher)
			.filter(Matcher::matches)
			.map((row) -> new Row(row.group(1), row.group(2)))
			.toList();
	}

	private record Row(String number, String tests) {

	}

}
