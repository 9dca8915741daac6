// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What grows from measurement to measurement.
 */
enum Growth {

	PAYLOAD("payload", Shape::bytes,
			IntStream.of(64, 256, 1 << 10, 1 << 12, 1 << 16, 1 << 20, 1 << 22).mapToObj(Shape::of)),

	CAPACITY("slots of 256 B", Shape::slots,
			IntStream.of(4, 64, 1024).mapToObj((slots) -> new Shape(Operation.SMALL, slots, 1))),

	RINGS("rings in one JVM, in turn, 256 B", Shape::rings,
			IntStream.of(1, 4, 16, 64).mapToObj((rings) -> new Shape(Operation.SMALL, 64, rings)));

	private final String label;

	@SuppressWarnings("ImmutableEnumChecker")
	private final ToIntFunction<Shape> size;

	@SuppressWarnings("ImmutableEnumChecker")
	private final List<Shape> shapes;

	Growth(String label, ToIntFunction<Shape> size, Stream<Shape> shapes) {
		this.label = label;
		this.size = size;
		this.shapes = shapes.toList();
	}

	/** What it is called in a table. */
	String label() {
		return this.label;
	}

	/** From small to large. */
	List<Shape> shapes() {
		return this.shapes;
	}

	/** How large what grows is. */
	int size(Shape shape) {
		return this.size.applyAsInt(shape);
	}

	/** The same as text. */
	String text(Shape shape) {
		return (this == PAYLOAD) ? SpeedTable.size(size(shape)) : String.valueOf(size(shape));
	}

}
