// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.buffer;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.globalbuffer.BufferReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.WriterState;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.GlobalBufferCustomizer;
import io.globalbuffer.spring.WaitMode;
import io.globalbuffer.wait.WaitStrategy;

/**
 * Opens readers of declared buffers. They all follow: they may be opened before the
 * segment exists, and re-attach when it is replaced. Where the segment holds something
 * else, they wait for another one if its writer is gone, or the buffer is not required.
 * Safe for use by many threads.
 */
public final class BufferReaders {

	private final WaitStrategy polling;

	private final Supplier<Stream<GlobalBufferCustomizer>> customizers;

	/**
	 * Creates a source of readers.
	 * @param polling how readers wait whose buffer says {@link WaitMode#POLL}
	 * @param customizers asked at each opening, in their order
	 */
	public BufferReaders(WaitStrategy polling, Supplier<Stream<GlobalBufferCustomizer>> customizers) {
		this.polling = polling;
		this.customizers = customizers;
	}

	/**
	 * Opens a reader in the declared form: arrays of the declared element type, messages
	 * of the declared type, or maps where no type is declared.
	 * @param buffer the buffer
	 * @return the reader
	 * @throws DeclaredLayoutException if there is a segment that holds something else,
	 * its writer is there, and the buffer is required
	 * @throws BufferOpeningException if there is one that cannot be read
	 */
	public BufferReader<?> open(BufferDefinition buffer) {
		return open(buffer, (builder) -> {
		}, buffer.content()::open);
	}

	/**
	 * Opens a reader in another form.
	 * @param <R> the type of the reader
	 * @param buffer the buffer
	 * @param options sets where it starts, before customizers are asked
	 * @param opening opens it in that form
	 * @return the reader
	 * @throws DeclaredLayoutException if there is a segment that holds something else,
	 * its writer is there, and the buffer is required
	 * @throws BufferOpeningException if there is one that cannot be read
	 */
	public <R extends BufferReader<?>> R open(BufferDefinition buffer, Consumer<ReaderBuilder> options,
			Function<ReaderBuilder, R> opening) {
		try {
			return openOrWait(buffer, options, opening);
		}
		catch (SchemaMismatchException ex) {
			throw new DeclaredLayoutException(buffer, ex, null);
		}
		catch (GlobalBufferException ex) {
			throw new BufferOpeningException(buffer, BufferRole.READER, ex);
		}
	}

	private <R extends BufferReader<?>> R openOrWait(BufferDefinition buffer, Consumer<ReaderBuilder> options,
			Function<ReaderBuilder, R> opening) {
		try {
			return opening.apply(builder(buffer, options));
		}
		catch (SchemaMismatchException ex) {
			if (buffer.required() && isWritten(buffer)) {
				throw ex;
			}
			return opening.apply(builder(buffer, options).waitingForFit());
		}
	}

	/** Where that cannot be told, a segment counts as one that stays as it is. */
	private static boolean isWritten(BufferDefinition buffer) {
		return buffer.findSegment()
			.map((segment) -> segment.writer().state())
			.filter((state) -> state == WriterState.CLOSED || state == WriterState.DEAD
					|| state == WriterState.PRESUMED_DEAD)
			.isEmpty();
	}

	private ReaderBuilder builder(BufferDefinition buffer, Consumer<ReaderBuilder> options) {
		ReaderBuilder builder = GlobalBuffer.attach(buffer.segment())
			.directory(buffer.directory())
			.following()
			.waitStrategy(waitStrategy(buffer.waitMode()))
			.livenessTimeout(buffer.livenessTimeout());
		if (buffer.owner() != null) {
			builder.owner(buffer.owner());
		}
		options.accept(builder);
		this.customizers.get().forEach((customizer) -> customizer.customizeReader(buffer.name(), builder));
		return builder;
	}

	private WaitStrategy waitStrategy(WaitMode mode) {
		return switch (mode) {
			case AUTO -> WaitStrategy.auto();
			case KERNEL -> WaitStrategy.kernel();
			case PREDICT -> WaitStrategy.predict();
			case POLL -> this.polling;
			case SPIN -> WaitStrategy.spin();
		};
	}

}
