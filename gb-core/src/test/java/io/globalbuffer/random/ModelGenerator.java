// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.globalbuffer.codec.FieldNaming;
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
 * Draws message types. Every scalar kind is drawn in turn, so that few models have them
 * all. Not thread-safe.
 */
final class ModelGenerator {

	private static final List<String> WORDS = List.of("gain", "cam", "on", "frame", "rate", "url", "label", "score",
			"pose", "größe", "y2", "track", "raw");

	private static final List<String> CONSTANTS = List.of("IDLE", "RUNNING", "FAILED", "UNKNOWN", "ON_HOLD");

	private static final List<Scalar> KEYS = List.of(Scalar.TEXT, Scalar.TEXT, Scalar.INT, Scalar.LONG, Scalar.BOOLEAN,
			Scalar.UUID);

	private static final Set<Kind> ARRAYS = Set.of(Scalar.BOOLEAN, Scalar.SHORT, Scalar.INT, Scalar.LONG, Scalar.FLOAT,
			Scalar.DOUBLE, Scalar.TEXT, Scalar.UUID);

	/** Not floats: languages differ in whether zeros and not-a-numbers are equal. */
	private static final Set<Kind> HASHED = Set.of(Scalar.INT, Scalar.LONG, Scalar.BIG_INTEGER, Scalar.TEXT,
			Scalar.UUID, Scalar.INSTANT, Scalar.LOCAL_DATE);

	private static final int DEEPEST = 3;

	/** More would not fit into a segment's header as a schema text. */
	private static final int MOST_VALUES = 14;

	private final Random random;

	private final List<Scalar> scalars = new ArrayList<>(List.of(Scalar.values()));

	private int drawn;

	private String model = "";

	private int types;

	private int values;

	private final List<Kind> known = new ArrayList<>();

	ModelGenerator(Random random) {
		this.random = random;
		Collections.shuffle(this.scalars, random);
	}

	/**
	 * Draws a message type.
	 * @param number makes the names of its classes different from those of others
	 */
	Model next(int number) {
		this.model = "Model" + number;
		this.types = 0;
		this.values = 0;
		this.known.clear();
		FieldNaming naming = chance(3) ? FieldNaming.SNAKE_CASE : FieldNaming.AS_DECLARED;
		return new Model(message(this.model, naming, 1 + this.random.nextInt(8), 1), naming);
	}

	private RecordOf message(String name, FieldNaming naming, int size, int depth) {
		Set<String> taken = new HashSet<>();
		List<Field> fields = new ArrayList<>();
		while (fields.size() < size) {
			List<String> words = IntStream.rangeClosed(0, this.random.nextInt(3))
				.mapToObj((index) -> WORDS.get(this.random.nextInt(WORDS.size())))
				.toList();
			String snake = String.join("_", words);
			if (taken.add(snake)) {
				fields.add(field(words, snake, naming, depth));
			}
		}
		return new RecordOf(name, List.copyOf(fields), chance(5));
	}

	private Field field(List<String> words, String snake, FieldNaming naming, int depth) {
		String camel = words.getFirst() + words.stream()
			.skip(1)
			.map((word) -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
			.collect(Collectors.joining());
		Kind kind = kind(naming, depth);
		if (chance(12)) {
			return new Field(camel, "given_" + snake, true, kind);
		}
		return new Field(camel, (naming == FieldNaming.SNAKE_CASE) ? snake : camel, false, kind);
	}

	private Kind kind(FieldNaming naming, int depth) {
		return chance(5) ? new Maybe(present(naming, depth), chance(2)) : present(naming, depth);
	}

	private Kind present(FieldNaming naming, int depth) {
		this.values++;
		if (depth >= DEEPEST || this.values > MOST_VALUES) {
			return scalar();
		}
		return switch (this.random.nextInt(16)) {
			case 0, 1 -> list(element(naming, depth + 1));
			case 2 -> new MapOf(KEYS.get(this.random.nextInt(KEYS.size())), element(naming, depth + 1));
			case 3 -> constants();
			case 4, 5 -> {
				String name = this.model + "Part" + this.types++;
				RecordOf part = message(name, naming, 1 + this.random.nextInt(4), depth + 1);
				this.known.add(part);
				yield part;
			}
			case 6 -> this.known.isEmpty() ? scalar() : this.known.get(this.random.nextInt(this.known.size()));
			default -> scalar();
		};
	}

	/** Null among elements is no component that may be missing. */
	private Kind element(FieldNaming naming, int depth) {
		return chance(8) ? new Maybe(present(naming, depth), false) : present(naming, depth);
	}

	private ListOf list(Kind element) {
		if (ARRAYS.contains(element) && chance(2)) {
			return new ListOf(element, Form.ARRAY);
		}
		return new ListOf(element, (HASHED.contains(element) && chance(3)) ? Form.SET : Form.LIST);
	}

	private Kind scalar() {
		return this.scalars.get(this.drawn++ % this.scalars.size());
	}

	private EnumOf constants() {
		boolean given = chance(2);
		List<Constant> constants = CONSTANTS.subList(0, 1 + this.random.nextInt(CONSTANTS.size()))
			.stream()
			.map((name) -> new Constant(name, given ? "is " + name.length() + " " + name : name))
			.toList();
		EnumOf kind = new EnumOf(this.model + "State" + this.types++, constants);
		this.known.add(kind);
		return kind;
	}

	/** One case in so many. */
	private boolean chance(int cases) {
		return this.random.nextInt(cases) == 0;
	}

}
