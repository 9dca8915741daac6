// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.test;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.buffer.BufferContent;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.buffer.BufferDefinitions;

/**
 * Plays the other process in a test: writes the buffers that the application under test
 * declares with role {@code reader}. A bean wherever {@link AutoConfigureGlobalBuffer}
 * is:
 * {@snippet :
 * BufferWriter<Quote> quotes = otherSide.writerOf("quotes", Quote.class);
 * quotes.write(new Quote("ABC", 12.5));
 * }
 * Where the defaults do not do, a test creates its buffer itself, in the context's
 * {@linkplain #directory() directory}:
 * {@snippet :
 * GlobalBuffer.create("quotes", MessageSpec.of(Quote.class)).directory(otherSide.directory()).capacity(1000).open();
 * }
 * Its writers are closed with the context at the latest. Safe for use by many threads.
 */
public final class OtherSide implements DisposableBean {

	/** How many samples the application under test may fall behind. */
	public static final int CAPACITY = 64;

	private final BufferDefinitions definitions;

	private final Path directory;

	/** By the segment: several buffers may read one. */
	private final Map<String, Opened> writers = new HashMap<>();

	OtherSide(BufferDefinitions definitions, @Value("${globalbuffer.directory}") Path directory) {
		this.definitions = definitions;
		this.directory = directory;
	}

	/**
	 * The segment directory of the context.
	 * @return a folder that is removed with the context
	 */
	public Path directory() {
		return this.directory;
	}

	/**
	 * A writer of a buffer that the application reads, {@value #CAPACITY} samples large.
	 * It follows the declaration: segment, naming, and the schema of the declared type
	 * also where it writes maps. The first call creates the segment. Later ones return
	 * the same writer, for the tests of a class share a context; once that is closed, one
	 * that goes on with the segment, as a writer does that was started again.
	 * @param <T> the type of a sample
	 * @param buffer the declared buffer's name
	 * @param type the primitive array of the declared element type, for example
	 * {@code double[].class}, or the message type
	 * @return the writer
	 * @throws IllegalArgumentException if no such buffer is declared, the application
	 * writes it itself, it does not carry such samples, or its declaration leaves open
	 * what they are
	 */
	public <T> BufferWriter<T> writerOf(String buffer, Class<T> type) {
		BufferDefinition definition = find(buffer);
		synchronized (this.writers) {
			Opened opened = this.writers.get(definition.segment());
			if (opened == null || !opened.writer.isOpen()) {
				opened = new Opened(type,
						builder(definition, type).directory(this.directory)
							.capacity(CAPACITY)
							.onExisting(OnExisting.TAKE_OVER)
							.open());
				this.writers.put(definition.segment(), opened);
			}
			return opened.as(type, definition);
		}
	}

	@Override
	public void destroy() {
		synchronized (this.writers) {
			this.writers.values().forEach((opened) -> opened.writer.close());
			this.writers.clear();
		}
	}

	private BufferDefinition find(String buffer) {
		BufferDefinition definition = this.definitions.find(buffer)
			.orElseThrow(() -> new IllegalArgumentException("Buffer '" + buffer + "' is not declared. Declared: "
					+ String.join(", ", this.definitions.names())));
		if (definition.role() == BufferRole.WRITER) {
			throw new IllegalArgumentException(
					"Buffer '" + buffer + "' is written by the application itself: inject its writer");
		}
		return definition;
	}

	private static WriterBuilder<? extends BufferWriter<?>> builder(BufferDefinition definition, Class<?> type) {
		return switch (definition.content()) {
			case BufferContent.Arrays arrays when arrays.spec() != null ->
				GlobalBuffer.create(definition.segment(), matching(definition, arrays.spec(), type));
			case BufferContent.Arrays _ ->
				throw new IllegalArgumentException("The declaration of " + definition.describe()
						+ " leaves the shape open. Declare dtype and shape, or create the buffer in directory()");
			case BufferContent.Messages messages ->
				GlobalBuffer.create(definition.segment(), messages.as(messageSpec(definition, messages, type)));
		};
	}

	private static ArraySpec<?> matching(BufferDefinition definition, ArraySpec<?> spec, Class<?> type) {
		if (spec.dtype().arrayType() != type) {
			throw mismatch(definition, type);
		}
		return spec;
	}

	private static MessageSpec<?> messageSpec(BufferDefinition definition, BufferContent.Messages messages,
			Class<?> type) {
		if (type == Map.class) {
			return mapSpec(definition, messages.declared());
		}
		if (type.isArray() || (messages.type() != null && messages.type() != type)) {
			throw mismatch(definition, type);
		}
		return MessageSpec.of(type);
	}

	/** With the schema that messages of the declared type have. */
	private static MessageSpec<?> mapSpec(BufferDefinition definition, MessageSpec<?> declared) {
		if (declared.codec().format() != WireFormat.MESSAGE_PACK) {
			throw mismatch(definition, Map.class);
		}
		MessageSpec<?> maps = MessageSpec.map();
		return declared.identity().isNone() ? maps : maps.schema(declared.identity().text());
	}

	private static IllegalArgumentException mismatch(BufferDefinition definition, Class<?> type) {
		return new IllegalArgumentException(
				"Samples of " + definition.describe() + " cannot be written as " + type.getTypeName());
	}

	/**
	 * A writer, and what it was asked to write.
	 *
	 * @param type the type of its samples
	 * @param writer the writer
	 */
	private record Opened(Class<?> type, BufferWriter<?> writer) {

		@SuppressWarnings("unchecked")
		<T> BufferWriter<T> as(Class<T> wanted, BufferDefinition definition) {
			if (!Objects.equals(this.type, wanted)) {
				throw mismatch(definition, wanted);
			}
			return (BufferWriter<T>) this.writer;
		}

	}

}
