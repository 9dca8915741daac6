// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.random;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.globalbuffer.random.Kind.EnumOf;
import io.globalbuffer.random.Kind.Field;
import io.globalbuffer.random.Kind.ListOf;
import io.globalbuffer.random.Kind.ListOf.Form;
import io.globalbuffer.random.Kind.MapOf;
import io.globalbuffer.random.Kind.Maybe;
import io.globalbuffer.random.Kind.RecordOf;
import io.globalbuffer.random.Kind.Scalar;

/**
 * Writes a message type as Java records and enums.
 */
final class JavaSource {

	/** The package of the classes. */
	static final String PACKAGE = "io.globalbuffer.random.models";

	private static final String HEAD = String.format(Locale.ROOT, """
			package %s;

			import java.math.BigDecimal;
			import java.math.BigInteger;
			import java.time.Duration;
			import java.time.Instant;
			import java.time.LocalDate;
			import java.time.LocalDateTime;
			import java.time.LocalTime;
			import java.time.OffsetDateTime;
			import java.util.List;
			import java.util.Map;
			import java.util.Optional;
			import java.util.Set;
			import java.util.UUID;

			import com.fasterxml.jackson.annotation.JsonProperty;
			import org.jspecify.annotations.Nullable;

			""", PACKAGE);

	private JavaSource() {
	}

	/**
	 * The classes of a message type.
	 * @return the source of each by its simple name
	 */
	static Map<String, String> files(Model model) {
		Map<String, String> files = new LinkedHashMap<>();
		model.types().forEach((name, kind) -> files.put(name, HEAD + declaration(kind)));
		return files;
	}

	/** All classes of a message type in one text, for people. */
	static String text(Model model) {
		return model.types().values().stream().map(JavaSource::declaration).collect(Collectors.joining());
	}

	private static String declaration(Kind kind) {
		return switch (kind) {
			case RecordOf message when message.bean() -> String.format(Locale.ROOT, "public class %s {\n%s}\n",
					message.name(), message.fields().stream().map(JavaSource::property).collect(Collectors.joining()));
			case RecordOf message -> String.format(Locale.ROOT, "public record %s(%s) {\n}\n", message.name(),
					message.fields().stream().map(JavaSource::component).collect(Collectors.joining(", ")));
			case EnumOf constants -> String.format(Locale.ROOT, "public enum %s { %s }\n", constants.name(),
					constants.constants().stream().map(JavaSource::constant).collect(Collectors.joining(", ")));
			default -> throw new IllegalArgumentException("No class for " + kind);
		};
	}

	private static String property(Field field) {
		String type = type(field.kind(), false);
		String name = Character.toUpperCase(field.name().charAt(0)) + field.name().substring(1);
		return String.format(Locale.ROOT, """
				\tprivate %2$s;
				\tpublic %1$s get%3$s() { return this.%4$s; }
				\tpublic void set%3$s(%1$s value) { this.%4$s = value; }
				""", type, component(field), name, field.name());
	}

	private static String component(Field field) {
		String component = type(field.kind(), false) + " " + field.name();
		return field.renamed() ? String.format(Locale.ROOT, "@JsonProperty(\"%s\") %s", field.key(), component)
				: component;
	}

	private static String constant(Kind.Constant constant) {
		return constant.text().equals(constant.name()) ? constant.name()
				: String.format(Locale.ROOT, "@JsonProperty(\"%s\") %s", constant.text(), constant.name());
	}

	private static String nullable(String type) {
		return type.endsWith("[]") ? type.replace("[]", " @Nullable []") : "@Nullable " + type;
	}

	private static String type(Kind kind, boolean boxed) {
		return switch (kind) {
			case Scalar scalar -> boxed ? scalar.boxed : scalar.java;
			case ListOf list when list.form() == Form.ARRAY -> type(list.element(), false) + "[]";
			case ListOf list when list.form() == Form.SET -> "Set<" + type(list.element(), true) + ">";
			case ListOf list -> "List<" + type(list.element(), true) + ">";
			case MapOf map -> String.format(Locale.ROOT, "Map<%s, %s>", map.key().boxed, type(map.element(), true));
			case Maybe maybe when maybe.optional() -> "Optional<" + type(maybe.value(), true) + ">";
			case Maybe maybe -> nullable(type(maybe.value(), true));
			case EnumOf constants -> constants.name();
			case RecordOf message -> message.name();
		};
	}

}
