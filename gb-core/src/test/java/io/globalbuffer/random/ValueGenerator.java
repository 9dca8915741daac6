// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.random;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.random.Kind.EnumOf;
import io.globalbuffer.random.Kind.ListOf;
import io.globalbuffer.random.Kind.MapOf;
import io.globalbuffer.random.Kind.Maybe;
import io.globalbuffer.random.Kind.RecordOf;
import io.globalbuffer.random.Kind.Scalar;

/**
 * Draws messages in Java. Not thread-safe.
 */
final class ValueGenerator {

	private final ModelClasses classes;

	private final Random random;

	private final Lengths lengths;

	private final ScalarGenerator scalars;

	ValueGenerator(ModelClasses classes, Random random) {
		this.classes = classes;
		this.random = random;
		this.lengths = new Lengths(random);
		this.scalars = new ScalarGenerator(random, this.lengths);
	}

	/** Draws a message. */
	Object next(Model model) {
		this.lengths.beginMessage();
		return message(model.root());
	}

	private @Nullable Object value(Kind kind) {
		return switch (kind) {
			case Scalar scalar -> this.scalars.next(scalar);
			case ListOf list -> list(list);
			case MapOf map -> map(map);
			case Maybe maybe when maybe.optional() ->
				absent() ? Optional.empty() : Optional.ofNullable(value(maybe.value()));
			case Maybe maybe -> absent() ? null : value(maybe.value());
			case EnumOf constants -> constant(this.classes.of(constants.name()).getEnumConstants());
			case RecordOf message -> message(message);
		};
	}

	private boolean absent() {
		return this.random.nextInt(3) == 0;
	}

	private Object constant(Object[] constants) {
		return constants[this.random.nextInt(constants.length)];
	}

	private Object list(ListOf kind) {
		List<@Nullable Object> elements = elements(kind);
		return switch (kind.form()) {
			case LIST -> elements;
			case SET -> new LinkedHashSet<>(elements);
			case ARRAY -> array((Scalar) kind.element(), elements);
		};
	}

	private static Object array(Scalar kind, List<@Nullable Object> elements) {
		Object array = Array.newInstance(kind.type, elements.size());
		for (int index = 0; index < elements.size(); index++) {
			Array.set(array, index, elements.get(index));
		}
		return array;
	}

	private List<@Nullable Object> elements(ListOf kind) {
		List<@Nullable Object> list = new ArrayList<>();
		for (int left = this.lengths.ofContainer(kind.element()); left > 0; left--) {
			list.add(value(kind.element()));
		}
		return list;
	}

	private Map<Object, @Nullable Object> map(MapOf kind) {
		Map<Object, @Nullable Object> map = new LinkedHashMap<>();
		for (int left = this.lengths.ofContainer(kind.element()); left > 0; left--) {
			map.put(this.scalars.next(kind.key()), value(kind.element()));
		}
		return map;
	}

	private Object message(RecordOf kind) {
		Class<?> type = this.classes.of(kind.name());
		@Nullable Object[] values = kind.fields().stream().map((field) -> value(field.kind())).toArray();
		try {
			return kind.bean() ? bean(type, kind, values) : type.getConstructors()[0].newInstance(values);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("Cannot create a " + kind.name(), ex);
		}
	}

	private static Object bean(Class<?> type, RecordOf kind, @Nullable Object[] values)
			throws ReflectiveOperationException {
		Object bean = type.getConstructor().newInstance();
		for (int index = 0; index < values.length; index++) {
			Field field = type.getDeclaredField(kind.fields().get(index).name());
			field.setAccessible(true);
			field.set(bean, values[index]);
		}
		return bean;
	}

}
