// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A table of a page of the documentation, found by the title of its first column.
 *
 * @param rows each as the cells' text by column title
 */
record DocumentedTable(List<Map<String, String>> rows) {

	private static final Path MONITORING = Path.of("..", "docs", "monitoring.md");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	/**
	 * Reads a table of the page about monitoring.
	 * @param firstColumn the title of its first column
	 * @return the table
	 * @throws IOException if the page cannot be read
	 */
	static DocumentedTable ofMonitoring(String firstColumn) throws IOException {
		List<String> titles = List.of();
		List<Map<String, String>> rows = new ArrayList<>();
		for (String line : Files.readAllLines(MONITORING)) {
			List<String> cells = cells(line);
			if (titles.isEmpty() && !cells.isEmpty() && cells.getFirst().equals(firstColumn)) {
				titles = cells;
			}
			else if (!titles.isEmpty()) {
				if (cells.isEmpty()) {
					break;
				}
				if (!cells.getFirst().startsWith("---")) {
					rows.add(row(titles, cells));
				}
			}
		}
		if (rows.isEmpty()) {
			throw new IllegalStateException(MONITORING + " has no table whose first column is '" + firstColumn + "'");
		}
		return new DocumentedTable(rows);
	}

	/**
	 * What is written as code in a column.
	 * @param column the column's title
	 * @return the texts, from top to bottom
	 */
	List<String> codes(String column) {
		return this.rows.stream().flatMap((row) -> codes(row, column).stream()).toList();
	}

	/**
	 * What is written as code in a cell.
	 * @param row the row
	 * @param column the column's title
	 * @return the texts, from left to right
	 */
	static List<String> codes(Map<String, String> row, String column) {
		return CODE.matcher(Objects.requireNonNull(row.get(column), column))
			.results()
			.map((MatchResult match) -> match.group(1))
			.toList();
	}

	private static List<String> cells(String line) {
		if (!line.startsWith("|")) {
			return List.of();
		}
		String inner = line.strip();
		return Arrays.stream(inner.substring(1, inner.length() - 1).split("\\|", -1)).map(String::strip).toList();
	}

	private static Map<String, String> row(List<String> titles, List<String> cells) {
		if (cells.size() != titles.size()) {
			throw new IllegalStateException("Not " + titles.size() + " cells: " + cells);
		}
		Map<String, String> row = new LinkedHashMap<>();
		for (int i = 0; i < titles.size(); i++) {
			row.put(titles.get(i), cells.get(i));
		}
		return row;
	}

}
