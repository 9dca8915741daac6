// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.reflect.Type;
import java.util.Optional;

import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.buffer.BufferContent;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.buffer.DeclaredLayoutException;
import io.globalbuffer.spring.buffer.LayoutDifference;

/**
 * Tells listeners whose parameter does not fit a segment from buffers whose declaration
 * does not: the parameter is at fault where it says what the declaration leaves open.
 */
final class ParameterMismatch {

	private ParameterMismatch() {
	}

	/**
	 * Explains a segment that a listener cannot read.
	 * @param method the listener's method, as people write it
	 * @param payload what the method receives
	 * @param mismatch what is different
	 * @return what is wrong with the method; empty if its buffer's declaration is at
	 * fault
	 */
	static Optional<InvalidListenerException> of(String method, PayloadType payload, DeclaredLayoutException mismatch) {
		BufferDefinition buffer = mismatch.definition();
		BufferLayout found = mismatch.found().orElse(null);
		if (found instanceof ArrayLayout array && buffer.content() instanceof BufferContent.Arrays arrays
				&& arrays.dtype() == null) {
			String type = array.spec().dtype().arrayType().getSimpleName();
			return Optional.of(exception(method, buffer, found.describe(),
					"Receive what it holds: " + type + ", Sample<" + type + "> or List<" + type + ">.", mismatch));
		}
		if (found instanceof MessageLayout message && buffer.content() instanceof BufferContent.Messages messages) {
			return (payload instanceof PayloadType.Message(Type type) && decides(type, messages))
					? Optional.of(ofMessage(method, mismatch, messages, messages.as(MessageSpec.of(type)), message))
					: Optional.empty();
		}
		return Optional.empty();
	}

	/** Whether nothing but the parameter says what the messages are. */
	private static boolean decides(Type type, BufferContent.Messages messages) {
		return (messages.type() != null) ? !type.equals(messages.type()) : messages.schema() == null;
	}

	private static InvalidListenerException ofMessage(String method, DeclaredLayoutException mismatch,
			BufferContent.Messages messages, MessageSpec<?> spec, MessageLayout found) {
		BufferDefinition buffer = mismatch.definition();
		if (spec.codec().format() != found.format()) {
			return exception(method, buffer, found.describe(), receive(found), mismatch);
		}
		String action = Optional.of(messages)
			// another naming would change what the declared type reads
			.filter((declared) -> declared.type() == null)
			.flatMap((declared) -> LayoutDifference.otherNaming(BufferRole.READER, declared, spec, found))
			.map((naming) -> "Set globalbuffer.buffers." + buffer.name() + ".naming=" + naming
					+ ": with it they agree.")
			.orElse("Correct " + spec.type().getTypeName() + ", or receive Map<String, Object>.");
		return exception(method, buffer, found.describe() + LayoutDifference.describe(spec, found), action, mismatch);
	}

	private static String receive(MessageLayout found) {
		return (found.format() == WireFormat.PROTOBUF) ? "Receive their generated class, or byte[]."
				: "Receive a record or another class with fields, Map<String, Object>, or byte[].";
	}

	private static InvalidListenerException exception(String method, BufferDefinition buffer, String found,
			String action, DeclaredLayoutException mismatch) {
		return new InvalidListenerException("Method " + method + " cannot receive samples of " + buffer.kind().label()
				+ " buffer '" + buffer.name() + "': its segment '" + buffer.segment() + "' in " + buffer.directory()
				+ " holds " + found + ".", action, mismatch.reason());
	}

}
