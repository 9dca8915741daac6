// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.buffer;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.GlobalBufferCustomizer;
import io.globalbuffer.spring.TraceContextSource;

/**
 * Opens the writers of declared buffers. Safe for use by many threads.
 */
public final class BufferWriters {

	private final Function<BufferDefinition, TraceContextSource> traces;

	private final Supplier<Stream<GlobalBufferCustomizer>> customizers;

	/**
	 * Creates a source of writers.
	 * @param traces asked at each opening of a buffer whose samples say in which trace
	 * they were written
	 * @param customizers asked at each opening, in their order
	 */
	public BufferWriters(Function<BufferDefinition, TraceContextSource> traces,
			Supplier<Stream<GlobalBufferCustomizer>> customizers) {
		this.traces = traces;
		this.customizers = customizers;
	}

	/**
	 * Opens a writer.
	 * @param buffer the buffer, of role writer
	 * @return the writer
	 * @throws DeclaredLayoutException if there is a segment of another layout
	 * @throws BufferOpeningException if the segment has a writer already, may not be
	 * taken over, or cannot be created
	 */
	public BufferWriter<?> open(BufferDefinition buffer) {
		WriterSettings settings = Objects.requireNonNull(buffer.writer(), "A reader's buffer cannot be written");
		WriterBuilder<? extends BufferWriter<?>> builder = switch (buffer.content()) {
			case BufferContent.Arrays arrays ->
				GlobalBuffer.create(buffer.segment(), Objects.requireNonNull(arrays.spec()));
			case BufferContent.Messages messages -> GlobalBuffer.create(buffer.segment(), messages.declared());
		};
		builder.capacity(settings.capacity())
			.directory(buffer.directory())
			.onExisting(settings.onExisting())
			.takeOverTimeout(settings.takeOverTimeout())
			.heartbeatInterval(settings.heartbeatInterval())
			.livenessTimeout(buffer.livenessTimeout());
		allowAccess(builder, buffer, settings);
		addToSamples(builder, buffer, settings);
		this.customizers.get().forEach((customizer) -> customizer.customizeWriter(buffer.name(), builder));
		try {
			return InterruptibleOpening.open(buffer.name(), builder);
		}
		catch (SchemaMismatchException ex) {
			throw new DeclaredLayoutException(buffer, ex, layout(buffer, settings.capacity()));
		}
		catch (GlobalBufferException ex) {
			throw new BufferOpeningException(buffer, BufferRole.WRITER, ex);
		}
	}

	private static BufferLayout layout(BufferDefinition buffer, int capacity) {
		return switch (buffer.content()) {
			case BufferContent.Arrays arrays -> new ArrayLayout(capacity, Objects.requireNonNull(arrays.spec()));
			case BufferContent.Messages messages -> {
				MessageSpec<?> spec = messages.declared();
				yield new MessageLayout(capacity, spec.maxBytes(), spec.codec().format(), spec.identity());
			}
		};
	}

	private static void allowAccess(WriterBuilder<?> builder, BufferDefinition buffer, WriterSettings settings) {
		if (settings.fileMode() != null) {
			builder.fileMode(settings.fileMode());
		}
		if (settings.group() != null) {
			builder.group(settings.group());
		}
		if (buffer.owner() != null) {
			builder.owner(buffer.owner());
		}
	}

	private void addToSamples(WriterBuilder<?> builder, BufferDefinition buffer, WriterSettings settings) {
		if (settings.publishTime()) {
			builder.publishTime();
		}
		if (settings.checksum()) {
			builder.checksum();
		}
		if (settings.trace()) {
			builder.traceContext(this.traces.apply(buffer));
		}
	}

}
