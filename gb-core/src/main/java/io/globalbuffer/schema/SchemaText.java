// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Writes JSON as peers hash it: keys sorted by code point at every level, no spaces,
 * anything but printable ASCII escaped.
 */
final class SchemaText {

	/** Python's order of texts; Java's is another beyond the first 65,536 characters. */
	private static final Comparator<String> BY_CODE_POINT = Comparator.comparing((text) -> text.codePoints().toArray(),
			Arrays::compare);

	private final StringBuilder text = new StringBuilder();

	private SchemaText() {
	}

	/**
	 * The text of a JSON object.
	 * @param schema values are texts, booleans, {@code null}, lists and maps of these
	 * @return the text, in ASCII
	 */
	static String of(Map<String, ?> schema) {
		SchemaText text = new SchemaText();
		text.append(schema);
		return text.text.toString();
	}

	private void append(@Nullable Object value) {
		switch (value) {
			case null -> this.text.append("null");
			case Boolean truth -> this.text.append(truth);
			case String string -> appendString(string);
			case List<?> list -> {
				char before = '[';
				this.text.append(list.isEmpty() ? "[" : "");
				for (Object element : list) {
					this.text.append(before);
					append(element);
					before = ',';
				}
				this.text.append(']');
			}
			case Map<?, ?> map -> appendObject(map);
			default -> throw new IllegalArgumentException("No JSON schema has a " + value.getClass());
		}
	}

	private void appendObject(Map<?, ?> map) {
		Map<String, @Nullable Object> sorted = new TreeMap<>(BY_CODE_POINT);
		map.forEach((key, value) -> sorted.put((String) key, value));
		this.text.append('{');
		sorted.forEach((key, value) -> {
			if (this.text.charAt(this.text.length() - 1) != '{') {
				this.text.append(',');
			}
			appendString(key);
			this.text.append(':');
			append(value);
		});
		this.text.append('}');
	}

	private void appendString(String string) {
		this.text.append('"');
		for (int i = 0; i < string.length(); i++) {
			char character = string.charAt(i);
			switch (character) {
				case '"', '\\' -> this.text.append('\\').append(character);
				case '\n' -> this.text.append("\\n");
				case '\r' -> this.text.append("\\r");
				case '\t' -> this.text.append("\\t");
				case '\f' -> this.text.append("\\f");
				case '\b' -> this.text.append("\\b");
				default -> {
					if (character >= ' ' && character <= '~') {
						this.text.append(character);
					}
					else {
						this.text.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
					}
				}
			}
		}
		this.text.append('"');
	}

}
