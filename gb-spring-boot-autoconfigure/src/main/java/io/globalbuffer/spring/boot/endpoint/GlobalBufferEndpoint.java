// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.spring.boot.MonitoredBuffers;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;

/**
 * The actuator endpoint {@code globalbuffer}: shows declared buffers, their writers and
 * listeners. Starts, stops, pauses and resumes listeners where
 * {@code management.endpoint.globalbuffer.access} is {@code unrestricted}; by default it
 * only shows.
 */
@Endpoint(id = "globalbuffer", defaultAccess = Access.READ_ONLY)
public class GlobalBufferEndpoint {

	private static final Log logger = LogFactory.getLog(GlobalBufferEndpoint.class);

	private final MonitoredBuffers buffers;

	private final GlobalBufferListenerRegistry listeners;

	/**
	 * Creates an endpoint.
	 * @param buffers the buffers to show
	 * @param listeners the listeners whose shared threads to show
	 */
	public GlobalBufferEndpoint(MonitoredBuffers buffers, GlobalBufferListenerRegistry listeners) {
		this.buffers = buffers;
		this.listeners = listeners;
	}

	/**
	 * All declared buffers.
	 * @return a line for each, the threads that listeners share, and the replications
	 */
	@ReadOperation
	public BuffersDescriptor buffers() {
		Map<String, BuffersDescriptor.Summary> summaries = new LinkedHashMap<>();
		this.buffers.byName().forEach((name, buffer) -> summaries.put(name, DescriptorFactory.summary(buffer)));
		return new BuffersDescriptor(this.buffers.directory().toString(), summaries,
				DescriptorFactory.dispatch(this.listeners.dispatchStatistics()),
				DescriptorFactory.replications(this.buffers.replications()));
	}

	/**
	 * One declared buffer.
	 * @param name its name
	 * @return its details, or {@code null} (404 over HTTP) if none is declared by that
	 * name
	 */
	@ReadOperation
	public @Nullable BufferDescriptor buffer(@Selector String name) {
		return this.buffers.find(name).map(DescriptorFactory::details).orElse(null);
	}

	/**
	 * Starts, stops, pauses or resumes a listener. Returns when that is done: to stop one
	 * takes as long as the call that is running, within the shutdown timeout.
	 * @param name the name of the buffer it listens to
	 * @param listener its id
	 * @param action {@code start}, {@code stop}, {@code pause} or {@code resume}
	 * @param from where to resume: {@code cursor} (if {@code null}), or {@code newest}
	 * @return the listener afterwards
	 * @throws OperationRefusedException if there is no such buffer, listener or action,
	 * or it cannot be done now
	 */
	@WriteOperation
	public BufferDescriptor.Listener operate(@Selector String name, @Selector String listener, @Nullable String action,
			@Nullable String from) {
		ListenerContainer found = this.buffers.find(name)
			.flatMap((buffer) -> buffer.listener(listener))
			.orElseThrow(() -> new OperationRefusedException(OperationRefusedException.Reason.UNKNOWN,
					"No buffer '" + name + "' with a listener '" + listener + "' in this application"));
		ListenerAction operation = ListenerAction.of(action, from);
		try {
			operation.accept(found);
			return DescriptorFactory.listener(found);
		}
		catch (GlobalBufferException ex) {
			throw new OperationRefusedException(OperationRefusedException.Reason.CONFLICT,
					String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			// the application's own, whose message is not for everybody
			logger.error("Listener '" + found.id() + "' could not be operated", ex);
			throw new OperationRefusedException(OperationRefusedException.Reason.CONFLICT,
					(found.state() == ListenerState.STOPPING) ? "Listener '" + found.id() + "' is still stopping"
							: "It has failed; the application's log says why");
		}
	}

}
