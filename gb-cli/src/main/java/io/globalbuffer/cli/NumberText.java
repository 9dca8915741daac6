// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.function.Function;

import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Numbers as they are typed.
 */
final class NumberText {

	private NumberText() {
	}

	/**
	 * Has a command line read numbers, and say in words what is none.
	 */
	static void register(CommandLine line) {
		register(line, Integer.class, int.class, whole(Integer::valueOf));
		register(line, Long.class, long.class, whole(Long::valueOf));
		register(line, Double.class, double.class, converter(Double::valueOf, "number"));
	}

	private static <N> void register(CommandLine line, Class<N> type, Class<N> primitive, ITypeConverter<N> converter) {
		line.registerConverter(type, converter);
		line.registerConverter(primitive, converter);
	}

	private static <N> ITypeConverter<N> whole(Function<String, N> parser) {
		return converter(parser, "whole number, or too large a one");
	}

	private static <N> ITypeConverter<N> converter(Function<String, N> parser, String kind) {
		return (text) -> {
			try {
				return parser.apply(text);
			}
			catch (NumberFormatException ex) {
				throw new TypeConversionException("'" + text + "' is no " + kind);
			}
		};
	}

}
