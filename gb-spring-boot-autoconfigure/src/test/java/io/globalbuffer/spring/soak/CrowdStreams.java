// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.TestApplication;

/**
 * The streams of the crowd, half of them written by Java, half by Python. Immutable.
 */
final class CrowdStreams {

	static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 8);

	static final int CAPACITY = 64;

	private static final int OF_EACH = 30;

	private static final String JAVA = "java-";

	private final List<String> java;

	private final List<String> python;

	CrowdStreams(Supplier<String> names) {
		this.java = Stream.generate(names).limit(OF_EACH).toList();
		this.python = Stream.generate(names).limit(OF_EACH).toList();
	}

	/** The segments that Java writes. */
	List<String> java() {
		return this.java;
	}

	/** The segments that Python writes. */
	List<String> python() {
		return this.python;
	}

	/** All segments. */
	List<String> all() {
		return Stream.of(this.java, this.python).flatMap(List::stream).toList();
	}

	/** The names of the declared buffers. */
	List<String> buffers() {
		return IntStream.range(0, OF_EACH)
			.boxed()
			.flatMap((number) -> Stream.of(JAVA + number, "python-" + number))
			.toList();
	}

	/** The segment of a buffer. */
	String segment(String buffer) {
		int number = Integer.parseInt(buffer.substring(buffer.indexOf('-') + 1));
		return (isJava(buffer) ? this.java : this.python).get(number);
	}

	/** Whether Java writes a buffer. */
	static boolean isJava(String buffer) {
		return buffer.startsWith(JAVA);
	}

	/** The declaration of a buffer. */
	String[] properties(String buffer) {
		return TestApplication.buffer(buffer, "kind=array", "role=reader", "dtype=int64", "shape=8",
				"segment=" + segment(buffer));
	}

}
