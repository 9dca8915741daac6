package io.globalbuffer.spring.boot;

import java.time.Duration;
import java.util.Objects;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.SchemaMismatchException;
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

	BufferWriters(Duration heartbeatInterval) {
		this.heartbeatInterval = heartbeatInterval;
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
		try {
			return builder.capacity(Objects.requireNonNull(buffer.capacity()))
				.directory(definition.directory())
				.onExisting(buffer.onExisting())
				.takeOverTimeout(buffer.takeOverTimeout())
				.heartbeatInterval(this.heartbeatInterval)
				.livenessTimeout(definition.livenessTimeout())
				.open();
		}
		catch (SchemaMismatchException ex) {
			throw new DeclaredLayoutException(definition, ex);
		}
		catch (GlobalBufferException ex) {
			throw new BufferOpeningException(definition, ex);
		}
	}

}
