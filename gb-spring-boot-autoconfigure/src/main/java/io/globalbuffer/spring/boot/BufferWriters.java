// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

import org.springframework.beans.factory.ObjectProvider;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
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
import io.globalbuffer.spring.boot.GlobalBufferProperties.Buffer;
import io.globalbuffer.spring.listener.BufferContent;
import io.globalbuffer.spring.listener.BufferDefinition;
import io.globalbuffer.spring.listener.BufferOpeningException;
import io.globalbuffer.spring.listener.DeclaredLayoutException;

/**
 * Opens the writers of declared buffers.
 */
final class BufferWriters {

	private final Duration heartbeatInterval;

	private final Duration takeOverTimeout;

	private final ObjectProvider<TraceContextSource> traces;

	private final ObjectProvider<GlobalBufferCustomizer> customizers;

	BufferWriters(Duration heartbeatInterval, Duration takeOverTimeout, ObjectProvider<TraceContextSource> traces,
			ObjectProvider<GlobalBufferCustomizer> customizers) {
		this.heartbeatInterval = heartbeatInterval;
		this.takeOverTimeout = takeOverTimeout;
		this.traces = traces;
		this.customizers = customizers;
	}

	/**
	 * Opens a writer.
	 * @param definition the buffer, of role writer
	 * @param buffer its properties
	 * @return the writer
	 * @throws DeclaredLayoutException if there is a segment of another layout
	 * @throws BufferOpeningException if the segment has a writer already, may not be
	 * taken over, or cannot be created
	 */
	BufferWriter<?> open(BufferDefinition definition, Buffer buffer) {
		WriterBuilder<? extends BufferWriter<?>> builder = switch (definition.content()) {
			case BufferContent.Arrays arrays ->
				GlobalBuffer.create(definition.segment(), Objects.requireNonNull(arrays.spec()));
			case BufferContent.Messages messages -> GlobalBuffer.create(definition.segment(), messages.declared());
		};
		builder.capacity(Objects.requireNonNull(buffer.capacity()))
			.directory(definition.directory())
			.onExisting(Optional.ofNullable(buffer.onExisting()).orElse(OnExisting.TAKE_OVER))
			.takeOverTimeout(Optional.ofNullable(buffer.takeOverTimeout()).orElse(this.takeOverTimeout))
			.heartbeatInterval(this.heartbeatInterval)
			.livenessTimeout(definition.livenessTimeout());
		allowAccess(builder, definition, buffer);
		addToSamples(builder, definition, buffer);
		this.customizers.orderedStream()
			.forEach((customizer) -> customizer.customizeWriter(definition.name(), builder));
		try {
			return builder.open();
		}
		catch (SchemaMismatchException ex) {
			throw new DeclaredLayoutException(definition, ex, layout(definition, buffer));
		}
		catch (GlobalBufferException ex) {
			throw new BufferOpeningException(definition, BufferRole.WRITER, ex);
		}
	}

	private static BufferLayout layout(BufferDefinition definition, Buffer buffer) {
		int capacity = Objects.requireNonNull(buffer.capacity());
		return switch (definition.content()) {
			case BufferContent.Arrays arrays -> new ArrayLayout(capacity, Objects.requireNonNull(arrays.spec()));
			case BufferContent.Messages messages -> {
				MessageSpec<?> spec = messages.declared();
				yield new MessageLayout(capacity, spec.maxBytes(), spec.codec().format(), spec.identity());
			}
		};
	}

	private static void allowAccess(WriterBuilder<?> builder, BufferDefinition definition, Buffer buffer) {
		if (buffer.fileMode() != null) {
			builder.fileMode(PosixFilePermissions.fromString(buffer.fileMode()));
		}
		if (buffer.group() != null) {
			builder.group(buffer.group());
		}
		if (definition.owner() != null) {
			builder.owner(definition.owner());
		}
	}

	private void addToSamples(WriterBuilder<?> builder, BufferDefinition definition, Buffer buffer) {
		if (buffer.publishTime()) {
			builder.publishTime();
		}
		if (buffer.checksum()) {
			builder.checksum();
		}
		if (buffer.trace()) {
			TraceContextSource source = this.traces.getIfAvailable();
			if (source == null) {
				throw InvalidBufferProperty.invalid(definition.name(), "trace", true,
						"Nothing here tells the current trace. Add Micrometer Tracing, for example with"
								+ " org.springframework.boot:spring-boot-starter-opentelemetry, or declare a bean of"
								+ " io.globalbuffer.spring.TraceContextSource, or remove the property.");
			}
			builder.traceContext(source);
		}
	}

}
