// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No value of a message gives way to another without a word.
 */
class DuplicateKeyTests {

	static List<Type> types() {
		return List.of(MessagePackCodec.MAP, Point.class, Fields.class);
	}

	@ParameterizedTest
	@MethodSource("types")
	void aKeyThatOccursTwiceIsRefused(Type type) {
		HexMessages.assertRefused("82a17801a17802", type).withMessageContaining("'x'").withMessageContaining("twice");
	}

	@Test
	void keysThatAreOneInJavaAreRefused() {
		// {"m": {1: 1, "1": 2}}
		HexMessages.assertRefused("81a16d820101a13102", MessagePackCodec.MAP)
			.withMessageContaining("'1'")
			.withMessageContaining("twice");
		HexMessages.assertRefused("81a16d820101a13102", Numbers.class).withMessageContaining("twice");
	}

	@Test
	void theSameKeyMayBeInSeveralMaps() {
		// {"m": {1: 1}, "x": {1: 2}}
		assertThat(HexMessages.decode("82a16d810101a178810102", MessagePackCodec.MAP))
			.isEqualTo(Map.of("m", Map.of("1", 1L), "x", Map.of("1", 2L)));
	}

	record Point(int x) {

	}

	static final class Fields {

		int x;

	}

	record Numbers(Map<Integer, Integer> m) {

	}

}
