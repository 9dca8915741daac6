// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferStats;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentInfo;
import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.replication.Replication;

/**
 * A declared buffer as endpoint, health and meters see it. Safe for use by many threads.
 */
public final class MonitoredBuffer {

	private final BufferDefinition definition;

	private final GlobalBuffer handle;

	private final GlobalBufferListenerRegistry listeners;

	private final List<Replication> replications;

	/**
	 * Creates a view.
	 * @param definition the declaration
	 * @param handle the buffer's bean
	 * @param listeners the application's listeners
	 * @param replications those that publish or fill the buffer
	 */
	public MonitoredBuffer(BufferDefinition definition, GlobalBuffer handle, GlobalBufferListenerRegistry listeners,
			List<Replication> replications) {
		this.definition = definition;
		this.handle = handle;
		this.listeners = listeners;
		this.replications = List.copyOf(replications);
	}

	/**
	 * The declaration.
	 * @return the definition
	 */
	public BufferDefinition definition() {
		return this.definition;
	}

	/**
	 * Whether health is down when the buffer's writer is gone.
	 * @return {@code true} if it is
	 */
	public boolean isRequired() {
		return this.definition.required();
	}

	/**
	 * The buffer's bean.
	 * @return a writer or reader
	 */
	public GlobalBuffer handle() {
		return this.handle;
	}

	/**
	 * Why the buffer's bean, a reader, cannot read the segment that is there, for example
	 * since it holds something else than is declared.
	 * @return class and message of the exception; empty if it can
	 */
	public Optional<String> refusal() {
		try {
			this.handle.layout();
			return Optional.empty();
		}
		catch (BufferClosedException ex) {
			return Optional.empty();
		}
		catch (GlobalBufferException ex) {
			return Optional.of(ex.toString());
		}
	}

	/**
	 * Whether memory of the segment was taken away, for example since its file was
	 * truncated. Only a new segment helps.
	 * @return {@code true} if it was, as far as the buffer's bean noticed
	 */
	public boolean isLost() {
		return this.handle.isLost();
	}

	/**
	 * The buffer's figures now.
	 * @return the figures, empty while there is a segment that this user may not read, or
	 * one that has {@linkplain #isLost() lost memory}, and once the bean is closed
	 */
	public Optional<BufferStats> stats() {
		try {
			// a mock in a test has none
			return Optional.ofNullable(this.handle.stats());
		}
		catch (GlobalBufferException ex) {
			return Optional.empty();
		}
	}

	/**
	 * What the buffer's name leads to now, also where that is not what the buffer's bean
	 * reads or writes, or could.
	 * @return the segment; empty while there is none, or it is out of reach
	 */
	public Optional<SegmentInfo> segment() {
		return this.definition.findSegment();
	}

	/**
	 * Those who listen to the buffer in this application.
	 * @return an unmodifiable list
	 */
	public List<ListenerContainer> listeners() {
		return this.listeners.ofBuffer(this.definition.name());
	}

	/**
	 * Those that publish or fill the buffer in this application.
	 * @return an unmodifiable list
	 */
	public List<Replication> replications() {
		return this.replications;
	}

	/**
	 * The listener of an id, if it listens to this buffer.
	 * @param id an id
	 * @return the listener, or empty if this buffer has none of that id
	 */
	public Optional<ListenerContainer> listener(String id) {
		return listeners().stream().filter((listener) -> listener.id().equals(id)).findFirst();
	}

	/**
	 * Samples lost in this application: by its listeners, and by its reader bean.
	 * @return the sum, empty where it has no reader
	 */
	public OptionalLong overruns() {
		List<ListenerContainer> reading = listeners();
		boolean readerBean = this.handle instanceof BufferReader<?>;
		if (reading.isEmpty() && !readerBean) {
			return OptionalLong.empty();
		}
		long overruns = reading.stream().mapToLong((listener) -> listener.statistics().overruns()).sum();
		return OptionalLong.of(overruns + ((this.handle instanceof BufferReader<?> reader) ? reader.overruns() : 0));
	}

}
