// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.spring.boot.MonitoredBuffers;
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

	private static final int STATUS_CONFLICT = 409;

	private final MonitoredBuffers buffers;

	/**
	 * Creates an endpoint.
	 * @param buffers the buffers to show
	 */
	public GlobalBufferEndpoint(MonitoredBuffers buffers) {
		this.buffers = buffers;
	}

	/**
	 * All declared buffers.
	 * @return a line for each
	 */
	@ReadOperation
	public BuffersDescriptor buffers() {
		Map<String, BuffersDescriptor.Summary> summaries = new LinkedHashMap<>();
		this.buffers.byName().forEach((name, buffer) -> summaries.put(name, DescriptorFactory.summary(buffer)));
		return new BuffersDescriptor(this.buffers.directory().toString(), summaries);
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
	 * @return the listener afterwards; or what is wrong, with the status 404 (no such
	 * buffer or listener), 400 (no such action) or 409 (it cannot be done now)
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> operate(@Selector String name, @Selector String listener,
			@Nullable String action, @Nullable String from) {
		Optional<ListenerContainer> found = this.buffers.find(name).flatMap((buffer) -> buffer.listener(listener));
		if (found.isEmpty()) {
			return refused(WebEndpointResponse.STATUS_NOT_FOUND,
					"No buffer '" + name + "' with a listener '" + listener + "' in this application");
		}
		ListenerAction operation;
		try {
			operation = ListenerAction.of(action, from);
		}
		catch (IllegalArgumentException ex) {
			return refused(WebEndpointResponse.STATUS_BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
		return operate(found.get(), operation);
	}

	private static WebEndpointResponse<OperationResponseBody> operate(ListenerContainer listener,
			ListenerAction operation) {
		try {
			operation.accept(listener);
			return new WebEndpointResponse<>(DescriptorFactory.listener(listener));
		}
		catch (GlobalBufferException ex) {
			return refused(STATUS_CONFLICT, String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			// the application's own, whose message is not for everybody
			logger.error("Listener '" + listener.id() + "' could not be operated", ex);
			return refused(STATUS_CONFLICT,
					(listener.state() == ListenerState.STOPPING) ? "Listener '" + listener.id() + "' is still stopping"
							: "It has failed; the application's log says why");
		}
	}

	private static WebEndpointResponse<OperationResponseBody> refused(int status, String message) {
		return new WebEndpointResponse<>(new OperationRefusal(message), status);
	}

}
