// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The short spellings under which numpy knows element types. Names that mean something
 * else in Java, {@code int} and {@code float} for example, are not among them, nor are
 * big-endian ones: elements in a segment are little-endian.
 */
final class NumpyCodes {

	private static final Pattern CODE = Pattern.compile("[<=|]?([iufc?bmM])(\\d*)(\\[\\w+])?");

	private static final Map<String, String> WORDS = Map.of("bool_", "bool", "half", "float16", "single", "float32",
			"double", "float64", "csingle", "complex64", "cdouble", "complex128");

	private static final Map<String, String> KINDS = Map.of("i", "int", "u", "uint", "f", "float", "c", "complex");

	private NumpyCodes() {
	}

	/**
	 * The canonical name of what may be a code.
	 * @param name a name or code, for example {@code f4}, {@code <i2} or {@code M8[ns]}
	 * @return the name; the argument itself where it is no code
	 */
	static String canonical(String name) {
		String word = WORDS.get(name);
		if (word != null) {
			return word;
		}
		Matcher code = CODE.matcher(name);
		if (!code.matches()) {
			return name;
		}
		String kind = code.group(1);
		String size = code.group(2);
		String unit = (code.group(3) != null) ? code.group(3) : "";
		return switch (kind) {
			case "m", "M" -> "8".equals(size) ? (kind.equals("M") ? "datetime64" : "timedelta64") + unit : name;
			case "b" -> (size.equals("1") && unit.isEmpty()) ? "bool" : name;
			case "?" -> (size.isEmpty() && unit.isEmpty()) ? "bool" : name;
			default -> (!size.isEmpty() && size.length() <= 2 && unit.isEmpty())
					? KINDS.get(kind) + 8 * Integer.parseInt(size) : name;
		};
	}

}
