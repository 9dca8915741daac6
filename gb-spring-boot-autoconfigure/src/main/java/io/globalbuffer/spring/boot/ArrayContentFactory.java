// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.List;
import java.util.Objects;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.boot.GlobalBufferProperties.Buffer;
import io.globalbuffer.spring.buffer.BufferContent;

/**
 * Checks what declared array buffers carry.
 */
final class ArrayContentFactory {

	BufferContent create(String name, Buffer buffer, BufferRole role) {
		String where = "an array buffer, whose samples are described by dtype and shape";
		InvalidBufferProperty.refuse(name, "type", buffer.type(), where);
		InvalidBufferProperty.refuse(name, "max-bytes", buffer.maxBytes(), where);
		InvalidBufferProperty.refuse(name, "memory-factor", buffer.memoryFactor(), where);
		InvalidBufferProperty.refuse(name, "schema", buffer.schema(), where);
		InvalidBufferProperty.refuse(name, "schema-policy", buffer.schemaPolicy(), where);
		InvalidBufferProperty.refuse(name, "naming", buffer.naming(), where);
		DTypeName dtype = buffer.dtype();
		if (dtype == null) {
			if (role == BufferRole.WRITER || buffer.shape() != null) {
				throw InvalidBufferProperty.missing(name, "dtype",
						"Set the element type, for example float64" + ((role == BufferRole.WRITER)
								? ": a writer of arrays needs dtype, shape and capacity." : " beside the shape."));
			}
			return new BufferContent.Arrays(null, null);
		}
		if (buffer.shape() == null) {
			if (role == BufferRole.WRITER) {
				throw InvalidBufferProperty.missing(name, "shape",
						"Set the dimensions, for example [6]: a writer of arrays needs dtype, shape and capacity.");
			}
			return new BufferContent.Arrays(dtype.dtype(), null);
		}
		return new BufferContent.Arrays(dtype.dtype(), spec(name, dtype.dtype(), buffer));
	}

	private static ArraySpec<?> spec(String name, DType<?> dtype, Buffer buffer) {
		List<Long> shape = Objects.requireNonNull(buffer.shape());
		if (shape.stream().anyMatch(Objects::isNull)) {
			throw InvalidBufferProperty.invalid(name, "shape", shape,
					"Has a dimension without a number. Give one between any two commas, for example [2, 3].");
		}
		try {
			return ArraySpec.of(dtype, shape.stream().mapToLong(Long::longValue).toArray());
		}
		catch (IllegalArgumentException ex) {
			throw InvalidBufferProperty.invalid(name, "shape", buffer.shape(), ex.getMessage() + ".");
		}
	}

}
