// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.random;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.globalbuffer.random.Kind.Constant;
import io.globalbuffer.random.Kind.EnumOf;
import io.globalbuffer.random.Kind.Field;
import io.globalbuffer.random.Kind.ListOf;
import io.globalbuffer.random.Kind.ListOf.Form;
import io.globalbuffer.random.Kind.MapOf;
import io.globalbuffer.random.Kind.Maybe;
import io.globalbuffer.random.Kind.RecordOf;
import io.globalbuffer.random.Kind.Scalar;

/**
 * Writes a message type as pydantic models, and describes it for the script that draws
 * values in Python.
 */
final class PythonSource {

	/** What the models need, once before all of them. */
	static final String HEAD = """
			import datetime
			import decimal
			import enum
			import uuid
			from typing import Optional
			from pydantic import BaseModel

			""";

	private PythonSource() {
	}

	/** The classes of a message type. */
	static String text(Model model) {
		return model.types().values().stream().map(PythonSource::declaration).collect(Collectors.joining("\n"));
	}

	private static String declaration(Kind kind) {
		return switch (kind) {
			case RecordOf message -> String.format(Locale.ROOT, "class %s(BaseModel):\n%s", message.name(),
					message.fields().stream().map(PythonSource::field).collect(Collectors.joining()));
			case EnumOf constants -> String.format(Locale.ROOT, "class %s(enum.Enum):\n%s", constants.name(),
					constants.constants().stream().map(PythonSource::constant).collect(Collectors.joining()));
			default -> throw new IllegalArgumentException("No class for " + kind);
		};
	}

	private static String field(Field field) {
		String preset = (field.kind() instanceof Maybe) ? " = None" : "";
		return String.format(Locale.ROOT, "    %s: %s%s\n", field.key(), type(field.kind()), preset);
	}

	private static String constant(Constant constant) {
		return String.format(Locale.ROOT, "    %s = \"%s\"\n", constant.name(), constant.text());
	}

	private static String type(Kind kind) {
		return switch (kind) {
			case Scalar scalar -> scalar.python;
			case ListOf list ->
				String.format(Locale.ROOT, "%s[%s]", (list.form() == Form.SET) ? "set" : "list", type(list.element()));
			case MapOf map -> String.format(Locale.ROOT, "dict[%s, %s]", map.key().python, type(map.element()));
			case Maybe maybe -> "Optional[" + type(maybe.value()) + "]";
			case EnumOf constants -> constants.name();
			case RecordOf message -> message.name();
		};
	}

	/**
	 * Describes a kind to {@code values.py}.
	 * @return something that JSON can write
	 */
	static Object description(Kind kind) {
		return switch (kind) {
			case Scalar scalar -> scalar.name();
			case ListOf list when list.form() == Form.SET -> Map.of("set", description(list.element()));
			case ListOf list -> Map.of("list", description(list.element()));
			case MapOf map -> Map.of("map", List.of(map.key().name(), description(map.element())));
			case Maybe maybe -> Map.of("maybe", description(maybe.value()));
			case EnumOf constants -> Map.of("enum", constants.constants().stream().map(Constant::text).toList());
			case RecordOf message -> Map.of("record", fields(message.fields()));
		};
	}

	private static Map<String, Object> fields(List<Field> fields) {
		Map<String, Object> described = new LinkedHashMap<>();
		fields.forEach((field) -> described.put(field.key(), description(field.kind())));
		return described;
	}

}
