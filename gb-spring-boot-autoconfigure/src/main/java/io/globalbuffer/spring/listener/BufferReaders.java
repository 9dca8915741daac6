// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Position;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.GlobalBufferCustomizer;
import io.globalbuffer.wait.WaitStrategy;

/**
 * Opens readers of declared buffers. They all follow: they may be opened before the
 * segment exists, and re-attach when it is replaced. Safe for use by many threads.
 */
public final class BufferReaders {

	private final WaitStrategy waitStrategy;

	private final Supplier<Stream<GlobalBufferCustomizer>> customizers;

	/**
	 * Creates a source of readers.
	 * @param waitStrategy how the readers wait for the next sample
	 * @param customizers asked at each opening, in their order
	 */
	public BufferReaders(WaitStrategy waitStrategy, Supplier<Stream<GlobalBufferCustomizer>> customizers) {
		this.waitStrategy = waitStrategy;
		this.customizers = customizers;
	}

	/**
	 * Opens a reader in the declared form: arrays of the declared element type, messages
	 * of the declared type, or maps where no type is declared.
	 * @param buffer the buffer
	 * @return the reader
	 * @throws DeclaredLayoutException if there is a segment that holds something else
	 * @throws BufferOpeningException if there is one that cannot be read
	 */
	public BufferReader<?> open(BufferDefinition buffer) {
		return checked(buffer, () -> {
			ReaderBuilder builder = builder(buffer, (start) -> {
			});
			return switch (buffer.content()) {
				case BufferContent.Arrays arrays -> openArrays(builder, arrays, null);
				case BufferContent.Messages messages -> builder.as(messages.declared());
			};
		});
	}

	/**
	 * Opens a reader in the form that a listener asks for.
	 * @param listener the listener
	 * @param position where it goes on; {@code null} at its first start
	 * @throws InvalidListenerException if there is a segment that does not hold what the
	 * listener's method receives, where the method alone says what that is
	 */
	BufferReader<?> open(ListenerEndpoint listener, @Nullable Position position) {
		PayloadType payload = listener.method().payload();
		BufferDefinition buffer = listener.buffer();
		try {
			return open(buffer, payload, (builder) -> start(builder, listener, position));
		}
		catch (DeclaredLayoutException ex) {
			throw ParameterMismatch.of(listener.info().method(), payload, ex)
				.map(GlobalBufferException.class::cast)
				.orElse(ex);
		}
	}

	private static void start(ReaderBuilder builder, ListenerEndpoint listener, @Nullable Position position) {
		builder.startFrom(listener.startFrom());
		if (position != null) {
			builder.startAt(position);
		}
		if (listener.identity() != null) {
			builder.resumeAs(listener.identity()).doneByCaller();
		}
	}

	private BufferReader<?> open(BufferDefinition buffer, PayloadType payload, Consumer<ReaderBuilder> start) {
		return checked(buffer, () -> {
			ReaderBuilder builder = builder(buffer, start);
			return switch (buffer.content()) {
				case BufferContent.Arrays arrays when payload instanceof PayloadType.Array array ->
					openArrays(builder, arrays, array.arrayType());
				case BufferContent.Arrays arrays when payload instanceof PayloadType.View view ->
					openArrays(builder.reusingArrays(), arrays, view.view().arrayType());
				case BufferContent.Messages messages when payload instanceof PayloadType.Message message ->
					builder.as(messages.as(MessageSpec.of(message.type())));
				case BufferContent.Messages messages when payload instanceof PayloadType.Plain ->
					builder.as(messages.as(MessageSpec.map()));
				case BufferContent.Messages messages when payload instanceof PayloadType.Bytes -> builder.asBytes();
				default -> throw new IllegalArgumentException(payload + " cannot be read from " + buffer.describe());
			};
		});
	}

	private ReaderBuilder builder(BufferDefinition buffer, Consumer<ReaderBuilder> start) {
		ReaderBuilder builder = GlobalBuffer.attach(buffer.segment())
			.directory(buffer.directory())
			.following()
			.waitStrategy(this.waitStrategy)
			.livenessTimeout(buffer.livenessTimeout());
		if (buffer.owner() != null) {
			builder.owner(buffer.owner());
		}
		start.accept(builder);
		this.customizers.get().forEach((customizer) -> customizer.customizeReader(buffer.name(), builder));
		return builder;
	}

	private static BufferReader<?> openArrays(ReaderBuilder builder, BufferContent.Arrays arrays,
			@Nullable Class<?> arrayType) {
		ArraySpec<?> spec = arrays.spec();
		if (spec != null) {
			return builder.asArray(spec);
		}
		DType<?> dtype = arrays.dtype();
		if (dtype != null) {
			return builder.asArray(dtype);
		}
		return (arrayType != null) ? builder.asArray(arrayType) : builder.asArray();
	}

	private static BufferReader<?> checked(BufferDefinition buffer, Opening opening) {
		try {
			return opening.open();
		}
		catch (SchemaMismatchException ex) {
			throw new DeclaredLayoutException(buffer, ex, null);
		}
		catch (GlobalBufferException ex) {
			throw new BufferOpeningException(buffer, BufferRole.READER, ex);
		}
	}

	private interface Opening {

		BufferReader<?> open();

	}

}
