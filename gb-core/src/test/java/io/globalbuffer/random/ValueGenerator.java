package io.globalbuffer.random;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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

	private List<@Nullable Object> list(ListOf kind) {
		List<@Nullable Object> list = new ArrayList<>();
		for (int left = this.lengths.ofContainer(kind.element()); left > 0; left--) {
			list.add(value(kind.element()));
		}
		return list;
	}

	private Map<String, @Nullable Object> map(MapOf kind) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		for (int left = this.lengths.ofContainer(kind.element()); left > 0; left--) {
			map.put((String) this.scalars.next(Scalar.TEXT), value(kind.element()));
		}
		return map;
	}

	private Object message(RecordOf kind) {
		Class<?> type = this.classes.of(kind.name());
		Class<?>[] types = Arrays.stream(type.getRecordComponents())
			.map(RecordComponent::getType)
			.toArray(Class<?>[]::new);
		Object[] components = kind.fields().stream().map((field) -> value(field.kind())).toArray();
		try {
			return type.getDeclaredConstructor(types).newInstance(components);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("Cannot create a " + kind.name(), ex);
		}
	}

}
