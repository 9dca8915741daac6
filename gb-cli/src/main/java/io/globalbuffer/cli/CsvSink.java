// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.Sample;
import io.globalbuffer.recording.internal.value.Json;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.BufferLayout;

/**
 * Comma-separated values: a column for each element of an array, or each field of the
 * first message. Messages in messages are {@code outer.inner}; lists in messages are a
 * cell of JSON.
 */
final class CsvSink implements SampleSink {

	private static final Pattern QUOTED = Pattern.compile("[,\"\\r\\n]");

	private final Output out;

	private final SampleDecoder decoder = new SampleDecoder();

	private @Nullable List<String> columns;

	CsvSink(Output out) {
		this.out = out;
	}

	@Override
	public void accept(Sample<byte[]> sample, BufferLayout layout) {
		Map<String, @Nullable Object> cells = new LinkedHashMap<>();
		flatten(cells, (layout instanceof ArrayLayout) ? "value" : "", this.decoder.decode(sample, layout),
				layout instanceof ArrayLayout);
		List<String> names = this.columns;
		if (names == null) {
			names = List.copyOf(cells.keySet());
			this.columns = names;
			List<String> heading = new ArrayList<>(List.of("sequence", "missed", "written_at"));
			heading.addAll(names);
			line(heading);
		}
		if (!names.containsAll(cells.keySet())) {
			cells.keySet().removeAll(names);
			throw new CommandException("Sample " + sample.sequence() + " has " + String.join(", ", cells.keySet())
					+ ", for which the first one made no column: print JSON lines instead");
		}
		List<String> line = new ArrayList<>(List.of(Long.toString(sample.sequence()), Long.toString(sample.missed()),
				sample.writtenAt().map(Instant::toString).orElse("")));
		names.forEach((name) -> line.add(cell(cells.get(name))));
		line(line);
	}

	private static void flatten(Map<String, @Nullable Object> cells, String name, @Nullable Object value,
			boolean array) {
		if (array && value instanceof List<?> list) {
			for (int index = 0; index < list.size(); index++) {
				flatten(cells, name + "[" + index + "]", list.get(index), true);
			}
		}
		else if (value instanceof Map<?, ?> map) {
			map.forEach((key, field) -> flatten(cells, name.isEmpty() ? "" + key : name + "." + key, field, false));
		}
		else {
			cells.put(name, value);
		}
	}

	private static String cell(@Nullable Object value) {
		return switch (value) {
			case null -> "";
			case String text -> text;
			case List<?> list -> Json.line(list);
			case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
			default -> value.toString();
		};
	}

	private void line(List<String> cells) {
		this.out.line(cells.stream()
			.map((cell) -> QUOTED.matcher(cell).find() ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell)
			.collect(Collectors.joining(",")));
	}

}
