// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.Objects;
import java.util.Optional;

import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.spring.buffer.BufferContent;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.listener.ListenerEndpoint.Target;

/**
 * Whether the samples of one buffer may be copied to another as they are.
 */
final class SameLayout {

	private SameLayout() {
	}

	/**
	 * How what the segments hold differs.
	 * @param source the layout of the buffer that is listened to; empty while there is no
	 * segment
	 * @param target the other buffer, which this application writes
	 * @return a sentence without its end; empty if the other buffer takes these samples
	 */
	static Optional<String> difference(Optional<BufferLayout> source, Target target) {
		BufferLayout wanted = source.orElse(null);
		BufferLayout found = target.writer().layout().orElse(null);
		return (wanted == null || found == null || takes(found, wanted)) ? Optional.empty() : Optional
			.of("Buffer '" + target.buffer().name() + "' holds " + found.describe() + ", not " + wanted.describe());
	}

	private static boolean takes(BufferLayout target, BufferLayout source) {
		return switch (target) {
			case ArrayLayout arrays -> source instanceof ArrayLayout other && arrays.spec().equals(other.spec());
			case MessageLayout messages -> source instanceof MessageLayout other && messages.format() == other.format()
					&& messages.maxBytes() >= other.maxBytes() && (messages.identity().isNone()
							|| other.identity().isNone() || messages.identity().equals(other.identity()));
		};
	}

	/**
	 * Whether two declarations say something else.
	 * @param source what the buffer that is listened to carries
	 * @param target what the other one carries, which is known in full
	 */
	static boolean contradicts(BufferContent source, BufferContent target) {
		return !switch (source) {
			case BufferContent.Arrays arrays -> target instanceof BufferContent.Arrays other
					&& (arrays.dtype() == null || Objects.equals(arrays.dtype(), other.dtype()))
					&& (arrays.spec() == null || Objects.equals(arrays.spec(), other.spec()));
			case BufferContent.Messages messages ->
				target instanceof BufferContent.Messages other && (messages.type() == null
						|| messages.declared().codec().format() == other.declared().codec().format());
		};
	}

	/** Says that a listener cannot start. */
	static InvalidListenerException refused(String listener, BufferDefinition target, String difference) {
		return new InvalidListenerException(
				"@GlobalBufferListener on " + listener + " gives failed samples to buffer '" + target.name()
						+ "', which cannot take them as they are: " + difference + ".",
				"Declare globalbuffer.buffers." + target.name()
						+ " like the buffer that is listened to; its capacity may"
						+ " differ. Where its segment is of before, set globalbuffer.buffers." + target.name()
						+ ".on-existing=replace.");
	}

}
