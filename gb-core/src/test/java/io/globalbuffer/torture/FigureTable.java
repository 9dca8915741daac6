// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A Markdown table below {@code target/torture}, begun anew with each run.
 */
final class FigureTable {

	private final Path file;

	private FigureTable(Path file) {
		this.file = file;
	}

	static FigureTable create(String name, String... columns) {
		Path directory = Path.of(System.getProperty("basedir", ""), "target", "torture");
		FigureTable table = new FigureTable(directory.resolve(name + ".md"));
		try {
			Files.createDirectories(directory);
			Files.deleteIfExists(table.file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write to " + directory, ex);
		}
		table.add((Object[]) columns);
		table.append("|" + "---|".repeat(columns.length));
		return table;
	}

	void add(Object... cells) {
		append(Arrays.stream(cells).map(FigureTable::text).collect(Collectors.joining(" | ", "| ", " |")));
	}

	private static String text(Object cell) {
		return (cell instanceof Long number) ? String.format(Locale.ROOT, "%,d", number).replace(',', ' ')
				: cell.toString();
	}

	private void append(String line) {
		try {
			Files.writeString(this.file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write to " + this.file, ex);
		}
	}

}
