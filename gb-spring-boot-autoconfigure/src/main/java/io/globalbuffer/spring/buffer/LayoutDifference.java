// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.buffer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaPolicy;
import io.globalbuffer.spring.BufferRole;

/**
 * What differs between the declaration of a buffer and its segment.
 *
 * @param description what the segment holds, and how its schema differs if it does
 * @param properties the properties that say something else; empty if the segment holds
 * what is not known here
 * @param naming the property's value of the naming of fields with which they would agree,
 * if there is one and nothing else differs
 */
public record LayoutDifference(String description, List<String> properties, Optional<String> naming) {

	/** Where it is not known here what the segment holds. */
	static LayoutDifference unknown(SchemaMismatchException mismatch) {
		return new LayoutDifference(String.valueOf(mismatch.getMessage()), List.of(), Optional.empty());
	}

	/**
	 * Compares a declaration with a layout.
	 * @param definition the declared buffer
	 * @param found what there is
	 * @param wanted what a writer would have made, or {@code null} for a reader
	 * @return what differs; without properties if nothing does
	 */
	public static LayoutDifference of(BufferDefinition definition, BufferLayout found, @Nullable BufferLayout wanted) {
		String description = found.describe() + ((wanted != null) ? ", instead of " + wanted.describe() : "");
		if (definition.content() instanceof BufferContent.Arrays arrays && found instanceof ArrayLayout array) {
			return new LayoutDifference(description, differing(arrays, array, wanted), Optional.empty());
		}
		if (definition.content() instanceof BufferContent.Messages messages && found instanceof MessageLayout message) {
			return of(description, definition, messages, message, wanted);
		}
		return new LayoutDifference(description, List.of("kind"), Optional.empty());
	}

	private static List<String> differing(BufferContent.Arrays arrays, ArrayLayout found,
			@Nullable BufferLayout wanted) {
		List<String> properties = new ArrayList<>();
		ArraySpec<?> spec = arrays.spec();
		if (arrays.dtype() != null && !arrays.dtype().equals(found.spec().dtype())) {
			properties.add("dtype");
		}
		if (spec != null && !Arrays.equals(spec.shape(), found.spec().shape())) {
			properties.add("shape");
		}
		addCapacity(properties, found, wanted);
		return properties;
	}

	private static LayoutDifference of(String description, BufferDefinition definition, BufferContent.Messages messages,
			MessageLayout found, @Nullable BufferLayout wanted) {
		List<String> properties = new ArrayList<>();
		MessageSpec<?> spec = messages.declared();
		boolean otherSchema = isOther(definition.role(), spec, found);
		if (spec.codec().format() != found.format()) {
			properties.add("type");
		}
		else if (otherSchema) {
			properties.add((messages.schema() != null) ? "schema" : "type");
		}
		if (wanted != null && wanted.sampleSize() != found.sampleSize()) {
			properties.add("max-bytes");
		}
		addCapacity(properties, found, wanted);
		Optional<String> naming = (otherSchema && properties.size() == 1)
				? otherNaming(definition.role(), messages, spec, found) : Optional.empty();
		return new LayoutDifference(description + (otherSchema ? describe(spec, found) : ""), properties, naming);
	}

	private static void addCapacity(List<String> properties, BufferLayout found, @Nullable BufferLayout wanted) {
		if (wanted != null && wanted.capacity() != found.capacity()) {
			properties.add("capacity");
		}
	}

	/** Who goes on with a segment goes on with its very schema. */
	private static boolean isOther(BufferRole role, MessageSpec<?> spec, MessageLayout found) {
		if (spec.codec().format() != found.format()) {
			return false;
		}
		if (role == BufferRole.READER) {
			return spec.policy().objection(found.format(), spec.identity(), found.identity()).isPresent();
		}
		return spec.policy() != SchemaPolicy.IGNORE && !spec.identity().isNone() && !found.identity().isNone()
				&& !spec.identity().equals(found.identity());
	}

	/**
	 * How two schemas differ.
	 * @param spec what was asked for
	 * @param found what is there, of the same codec
	 * @return another sentence of a description, without its end
	 */
	public static String describe(MessageSpec<?> spec, MessageLayout found) {
		return ". They differ: " + SchemaPolicy.describeDifference(found.format(), spec.identity(), found.identity());
	}

	/**
	 * The naming of fields with which two schemas would agree.
	 * @param role who asked
	 * @param messages what the buffer carries
	 * @param spec what was asked for
	 * @param found what is there, of the same codec
	 * @return its name as the value of a property, if there is one
	 */
	public static Optional<String> otherNaming(BufferRole role, BufferContent.Messages messages, MessageSpec<?> spec,
			MessageLayout found) {
		if (found.format() == WireFormat.PROTOBUF || messages.schema() != null
				|| !(spec.type() instanceof Class<?> type)) {
			return Optional.empty();
		}
		return Stream.of(FieldNaming.values())
			.filter((naming) -> !isOther(role, MessageSpec.of(type).naming(naming).policy(spec.policy()), found))
			.findFirst()
			.map(FieldNaming::label);
	}

}
