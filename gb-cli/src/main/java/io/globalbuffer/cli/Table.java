// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows under headings. A heading that ends in {@code >} has its cells to the right.
 */
final class Table {

	private static final String RIGHT = ">";

	private static final String GAP = "  ";

	private final List<String> headings;

	private final List<Cell[]> rows = new ArrayList<>();

	Table(String... headings) {
		this.headings = List.of(headings);
	}

	/**
	 * A cell, and how it is coloured once it has its width.
	 */
	record Cell(String text, UnaryOperator<String> colour) {

		Cell(String text) {
			this(text, UnaryOperator.identity());
		}

	}

	void row(Cell... cells) {
		this.rows.add(cells);
	}

	/**
	 * The heading and the rows as lines.
	 */
	List<String> lines(Colours colours) {
		int[] widths = widths();
		Cell[] heading = this.headings.stream()
			.map((text) -> new Cell(text.replace(RIGHT, ""), colours::heading))
			.toArray(Cell[]::new);
		List<String> lines = new ArrayList<>();
		lines.add(line(heading, widths));
		this.rows.forEach((row) -> lines.add(line(row, widths)));
		return lines;
	}

	private int[] widths() {
		int[] widths = this.headings.stream().mapToInt((text) -> text.replace(RIGHT, "").length()).toArray();
		for (Cell[] row : this.rows) {
			for (int column = 0; column < row.length; column++) {
				widths[column] = Math.max(widths[column], row[column].text().length());
			}
		}
		return widths;
	}

	private String line(Cell[] cells, int[] widths) {
		StringBuilder line = new StringBuilder();
		for (int column = 0; column < cells.length; column++) {
			Cell cell = cells[column];
			String padding = " ".repeat(widths[column] - cell.text().length());
			String coloured = cell.colour().apply(cell.text());
			boolean last = column == cells.length - 1;
			if (this.headings.get(column).endsWith(RIGHT)) {
				line.append(padding).append(coloured);
			}
			else {
				line.append(coloured).append(last ? "" : padding);
			}
			line.append(last ? "" : GAP);
		}
		return line.toString();
	}

}
