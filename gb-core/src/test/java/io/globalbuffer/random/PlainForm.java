// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.random;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.random.Kind.EnumOf;
import io.globalbuffer.random.Kind.ListOf;
import io.globalbuffer.random.Kind.ListOf.Form;
import io.globalbuffer.random.Kind.MapOf;
import io.globalbuffer.random.Kind.Maybe;
import io.globalbuffer.random.Kind.RecordOf;
import io.globalbuffer.random.Kind.Scalar;

/**
 * Says what a value is without any codec: text, lists and {@code null} as JSON, the same
 * as {@code values.py} says it. Records are lists of their components, maps are lists of
 * pairs.
 */
final class PlainForm {

	private static final JsonMapper json = new JsonMapper();

	private PlainForm() {
	}

	/** The form of a message. */
	static JsonNode of(Model model, Object message) {
		return json.valueToTree(form(model.root(), message));
	}

	private static @Nullable Object form(Kind kind, @Nullable Object value) {
		return switch (kind) {
			case Maybe maybe -> absent(value) ? null : form(maybe.value(), present(value));
			case Scalar scalar -> scalar(scalar, Objects.requireNonNull(value));
			case ListOf list -> elements(list, Objects.requireNonNull(value));
			case MapOf map -> pairs(map, (Map<?, ?>) Objects.requireNonNull(value));
			case EnumOf constants -> text(constants, (Enum<?>) Objects.requireNonNull(value));
			case RecordOf message -> components(message, Objects.requireNonNull(value));
		};
	}

	private static String text(EnumOf kind, Enum<?> value) {
		return kind.constants()
			.stream()
			.filter((constant) -> constant.name().equals(value.name()))
			.findFirst()
			.orElseThrow()
			.text();
	}

	private static boolean absent(@Nullable Object value) {
		return value == null || value.equals(Optional.empty());
	}

	private static @Nullable Object present(@Nullable Object value) {
		return (value instanceof Optional<?> optional) ? optional.orElseThrow() : value;
	}

	private static List<@Nullable Object> elements(ListOf kind, Object value) {
		List<@Nullable Object> forms = new ArrayList<>();
		if (value instanceof Collection<?> collection) {
			collection.forEach((element) -> forms.add(form(kind.element(), element)));
		}
		else {
			for (int index = 0; index < Array.getLength(value); index++) {
				forms.add(form(kind.element(), Array.get(value, index)));
			}
		}
		if (kind.form() == Form.SET) {
			forms.sort(Comparator.comparing(Objects::toString));
		}
		return forms;
	}

	private static List<Object> pairs(MapOf kind, Map<?, ?> map) {
		List<Object> pairs = new ArrayList<>();
		map.forEach((key, value) -> pairs.add(listOf(form(kind.key(), key), form(kind.element(), value))));
		return pairs;
	}

	private static List<@Nullable Object> listOf(@Nullable Object first, @Nullable Object second) {
		List<@Nullable Object> list = new ArrayList<>();
		list.add(first);
		list.add(second);
		return list;
	}

	private static List<@Nullable Object> components(RecordOf kind, Object message) {
		List<@Nullable Object> forms = new ArrayList<>();
		for (Kind.Field field : kind.fields()) {
			try {
				java.lang.reflect.Field place = message.getClass().getDeclaredField(field.name());
				place.setAccessible(true);
				forms.add(form(field.kind(), place.get(message)));
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException("Cannot read " + field, ex);
			}
		}
		return forms;
	}

	private static String scalar(Scalar kind, Object value) {
		return switch (kind) {
			case BOOLEAN, BYTE, SHORT, INT, LONG, BIG_INTEGER -> value.toString();
			case FLOAT, DOUBLE -> bits(((Number) value).doubleValue());
			case TEXT -> (String) value;
			case BYTES -> HexFormat.of().formatHex((byte[]) value);
			case INSTANT -> seconds(Duration.between(Instant.EPOCH, (Instant) value));
			case OFFSET_DATE_TIME -> scalar(Scalar.INSTANT, ((OffsetDateTime) value).toInstant());
			case LOCAL_DATE_TIME ->
				date(((LocalDateTime) value).toLocalDate()) + " " + time(((LocalDateTime) value).toLocalTime());
			case LOCAL_DATE -> date((LocalDate) value);
			case LOCAL_TIME -> time((LocalTime) value);
			case DURATION -> seconds((Duration) value);
			case UUID -> String.format(Locale.ROOT, "%016x%016x", ((UUID) value).getMostSignificantBits(),
					((UUID) value).getLeastSignificantBits());
			case DECIMAL -> decimal(((BigDecimal) value).unscaledValue(), -((BigDecimal) value).scale());
		};
	}

	private static String bits(double value) {
		return Double.isNaN(value) ? "nan" : String.format(Locale.ROOT, "%016x", Double.doubleToLongBits(value));
	}

	private static String seconds(Duration duration) {
		return String.format(Locale.ROOT, "%d.%09d", duration.toSeconds(), duration.toNanosPart());
	}

	private static String date(LocalDate date) {
		return String.format(Locale.ROOT, "%d-%d-%d", date.getYear(), date.getMonthValue(), date.getDayOfMonth());
	}

	private static String time(LocalTime time) {
		return String.format(Locale.ROOT, "%d:%d:%d.%09d", time.getHour(), time.getMinute(), time.getSecond(),
				time.getNano());
	}

	private static String decimal(BigInteger digits, int exponent) {
		return digits + "E" + exponent;
	}

}
