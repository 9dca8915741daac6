// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.buffer.BufferContent;
import io.globalbuffer.spring.buffer.BufferDefinition;

/**
 * The generic types of buffer beans, by which they are injected.
 */
final class BufferBeanTypes {

	private BufferBeanTypes() {
	}

	/**
	 * The type of a buffer's bean.
	 * @param definition the buffer
	 * @return for example {@code ArrayWriter<double[]>}; a reader of arrays without a
	 * declared element type has no type argument
	 */
	static ParameterizedTypeReference<GlobalBuffer> of(BufferDefinition definition) {
		return ParameterizedTypeReference.forType(resolvable(definition).getType());
	}

	private static ResolvableType resolvable(BufferDefinition definition) {
		boolean writer = definition.role() == BufferRole.WRITER;
		return switch (definition.content()) {
			case BufferContent.Arrays arrays -> {
				Class<?> raw = writer ? ArrayWriter.class : ArrayReader.class;
				yield (arrays.dtype() != null) ? ResolvableType.forClassWithGenerics(raw, arrays.dtype().arrayType())
						: ResolvableType.forRawClass(raw);
			}
			case BufferContent.Messages messages -> {
				ResolvableType type = ResolvableType.forType(messages.declared().type());
				yield ResolvableType.forClassWithGenerics(writer ? BufferWriter.class : BufferReader.class, type);
			}
		};
	}

}
