// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.Position;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.Sample;
import io.globalbuffer.StartPosition;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.BufferKind;
import io.globalbuffer.spring.DispatchMode;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.ListenerInfo;
import io.globalbuffer.spring.SampleFilter;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.buffer.BufferReaders;
import io.globalbuffer.spring.buffer.DeclaredLayoutException;

/**
 * Everything a {@code @GlobalBufferListener} says, resolved and checked.
 *
 * @param info which listener it is
 * @param beanName the bean whose method it calls
 * @param buffer the buffer it listens to
 * @param method the method to call
 * @param startFrom where it starts in a segment that holds samples
 * @param identity under which it goes on after a restart; {@code null} if it does not
 * @param dispatch which threads make its calls
 * @param autoStartup whether it starts with the application
 * @param minInterval the shortest time from call to call; zero for none
 * @param maxBatch how many samples a batch holds at most
 * @param errorHandler decides about errors
 * @param filter decides about samples, if anything does
 * @param target receives what the method returns, if anything does
 * @param failedTo receives the samples that are given up, if anything does
 */
record ListenerEndpoint(ListenerInfo info, String beanName, BufferDefinition buffer, ListenerMethod method,
		StartPosition startFrom, @Nullable String identity, DispatchMode dispatch, boolean autoStartup,
		Duration minInterval, int maxBatch, GlobalBufferErrorHandler errorHandler,
		@Nullable SampleFilter<Object> filter, @Nullable Target target, @Nullable Target failedTo) {

	/**
	 * Opens a reader in the form that the method receives.
	 * @param readers opens the readers of declared buffers
	 * @param position where it goes on; {@code null} at its first start
	 * @throws InvalidListenerException if there is a segment that does not hold what the
	 * method receives, where the method alone says what that is
	 */
	BufferReader<?> openReader(BufferReaders readers, @Nullable Position position) {
		PayloadType payload = this.method.payload();
		try {
			BufferReader<?> reader = readers.open(this.buffer, (builder) -> start(builder, position), this::open);
			requireFailedFit(reader);
			return reader;
		}
		catch (DeclaredLayoutException ex) {
			throw ParameterMismatch.of(this.info.method(), payload, ex)
				.map(GlobalBufferException.class::cast)
				.orElse(ex);
		}
	}

	/** Who keeps samples that it gives up needs them undecoded. */
	private BufferReader<?> open(ReaderBuilder builder) {
		PayloadType payload = this.method.payload();
		Optional<MessageSpec<?>> messages = (this.failedTo != null) ? payload.messages(this.buffer.content())
				: Optional.empty();
		return messages.<BufferReader<?>>map(builder::asBytes)
			.orElseGet(() -> payload.open(builder, this.buffer.content()));
	}

	private void requireFailedFit(BufferReader<?> reader) {
		Target kept = this.failedTo;
		if (kept == null) {
			return;
		}
		try {
			SameLayout.difference(reader.layout(), kept).ifPresent((difference) -> {
				throw SameLayout.refused(describe(), kept.buffer(), difference);
			});
		}
		catch (SchemaMismatchException ex) {
			// it waits for another segment
		}
		catch (RuntimeException ex) {
			reader.close();
			throw ex;
		}
	}

	private void start(ReaderBuilder builder, @Nullable Position position) {
		builder.startFrom(this.startFrom);
		if (position != null) {
			builder.startAt(position);
		}
		if (this.identity != null) {
			builder.resumeAs(this.identity).doneByCaller();
		}
	}

	/** Whether the method receives a sample. */
	@SuppressWarnings("unchecked")
	boolean accepts(Sample<?> sample) {
		return this.filter == null || this.filter.accepts((Sample<Object>) sample);
	}

	/** The listener as people find it. */
	String describe() {
		return this.info.method() + " of bean '" + this.beanName + "'";
	}

	/**
	 * Where the return values go.
	 *
	 * @param buffer the declared buffer
	 * @param writer its writer
	 */
	record Target(BufferDefinition buffer, BufferWriter<Object> writer) {

		boolean isOfMessages() {
			return this.buffer.kind() == BufferKind.MESSAGE;
		}

	}

}
