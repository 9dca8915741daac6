// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of a page in {@code docs}.
 */
final class DocumentedTables {

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private final List<String> lines;

	private DocumentedTables(List<String> lines) {
		this.lines = lines;
	}

	static DocumentedTables of(String page) {
		return new DocumentedTables(lines(page).toList());
	}

	/** The lines of a page. */
	static Stream<String> lines(String page) {
		try {
			return Files.readAllLines(Path.of("..", "docs", page)).stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The rows of the first table below a heading whose header begins so. */
	List<Row> rows(String heading, String header) {
		List<Row> rows = this.lines.stream()
			.dropWhile((line) -> !line.equals(heading))
			.dropWhile((line) -> !line.startsWith("| " + header + " |"))
			.skip(2)
			.takeWhile((line) -> line.startsWith("|"))
			.map(Row::of)
			.toList();
		assertThat(rows).as(heading + ", table of " + header).isNotEmpty();
		return rows;
	}

	/** The names in the first column. */
	List<String> names(String heading, String header) {
		return rows(heading, header).stream().map((row) -> row.codes(0).getFirst()).toList();
	}

	/**
	 * A row of a table.
	 *
	 * @param cells what is in its columns
	 */
	record Row(List<String> cells) {

		static Row of(String line) {
			return new Row(Arrays.stream(line.substring(1).split("\\|", -1)).map(String::trim).toList());
		}

		/** What is written as code in a column. */
		List<String> codes(int column) {
			return CODE.matcher(this.cells.get(column)).results().map((MatchResult code) -> code.group(1)).toList();
		}

	}

}
