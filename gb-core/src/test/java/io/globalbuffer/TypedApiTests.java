// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Python refuses with an error at run time and what does not compile here. Cases 14,
 * 54, 69 and 87.
 */
class TypedApiTests {

	/** Case 14. */
	@Test
	void aBufferIsCreatedOfArraysOrOfMessages() {
		assertThat(methods(GlobalBuffer.class, "create")).extracting((method) -> method.getParameterTypes()[1])
			.containsExactlyInAnyOrder(ArraySpec.class, MessageSpec.class, BufferLayout.class);
	}

	/** Case 14: nobody makes a specification of anything else. */
	@ParameterizedTest
	@ValueSource(classes = { ArraySpec.class, MessageSpec.class })
	void aSpecificationIsMadeByItsFactoriesOnly(Class<?> specification) {
		assertThat(specification).isFinal();
		assertThat(specification.getConstructors()).isEmpty();
	}

	/** Case 54. */
	@Test
	void onlyWritersOfArraysReserve() {
		assertThat(methods(ArrayWriter.class, "reserve")).isNotEmpty();
		assertThat(methods(BufferWriter.class, "reserve")).isEmpty();
	}

	/** Case 69. */
	@ParameterizedTest
	@ValueSource(strings = { "latestInto", "nextInto" })
	void onlyReadersOfArraysReadIntoTheCallersMemory(String name) {
		assertThat(methods(ArrayReader.class, name)).isNotEmpty();
		assertThat(methods(BufferReader.class, name)).isEmpty();
	}

	/** Case 87. */
	@Test
	void thereAreTwoModesAndNoOther() {
		assertThat(ReadMode.values()).containsExactlyInAnyOrder(ReadMode.NEXT, ReadMode.LATEST);
		assertThat(methods(BufferReader.class, "subscribe")).isNotEmpty()
			.allSatisfy((method) -> assertThat(method.getParameterTypes()).contains(ReadMode.class));
	}

	private static List<Method> methods(Class<?> type, String name) {
		return Arrays.stream(type.getMethods())
			.filter((method) -> method.getName().equals(name) && Modifier.isPublic(method.getModifiers()))
			.toList();
	}

}
