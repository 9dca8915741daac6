// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.Position;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.TraceContext;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.exception.BufferNotFoundException;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.spring.GlobalBufferCustomizer;
import io.globalbuffer.spring.buffer.BufferDefinition;

/**
 * Opens the writers of mirrors, whose buffers are declared for readers. Safe for use by
 * many threads.
 */
public final class MirrorWriters {

	private final Duration heartbeatInterval;

	private final Supplier<Stream<GlobalBufferCustomizer>> customizers;

	/**
	 * Creates a source of writers.
	 * @param heartbeatInterval the time from stamp to stamp; zero to stamp with each
	 * write
	 * @param customizers asked at each opening, in their order
	 */
	public MirrorWriters(Duration heartbeatInterval, Supplier<Stream<GlobalBufferCustomizer>> customizers) {
		this.heartbeatInterval = heartbeatInterval;
		this.customizers = customizers;
	}

	/**
	 * Opens a writer of bytes.
	 * @param buffer the buffer
	 * @param layout what it is to hold
	 * @param onExisting what becomes of a segment that is there
	 * @param trace the trace of the sample that is written
	 */
	BufferWriter<byte[]> open(BufferDefinition buffer, BufferLayout layout, OnExisting onExisting,
			Supplier<@Nullable TraceContext> trace) {
		WriterBuilder<BufferWriter<byte[]>> builder = GlobalBuffer.create(buffer.segment(), layout)
			.directory(buffer.directory())
			.onExisting(onExisting)
			.heartbeatInterval(this.heartbeatInterval)
			.livenessTimeout(buffer.livenessTimeout())
			.publishTime()
			.traceContext(trace);
		if (buffer.owner() != null) {
			builder.owner(buffer.owner());
		}
		this.customizers.get().forEach((customizer) -> customizer.customizeWriter(buffer.name(), builder));
		return builder.open();
	}

	/**
	 * Tells which segment is there, and how many samples it has.
	 * @param buffer the buffer
	 * @return the position behind its newest sample; empty if there is no segment
	 */
	static Optional<Position> end(BufferDefinition buffer) {
		ReaderBuilder builder = GlobalBuffer.attach(buffer.segment()).directory(buffer.directory());
		if (buffer.owner() != null) {
			builder.owner(buffer.owner());
		}
		try (BufferReader<byte[]> reader = builder.asRawBytes()) {
			return Optional.of(reader.position());
		}
		catch (BufferNotFoundException ex) {
			return Optional.empty();
		}
	}

}
