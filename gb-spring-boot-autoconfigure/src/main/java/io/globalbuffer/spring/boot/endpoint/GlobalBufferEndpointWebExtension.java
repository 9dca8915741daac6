// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.endpoint;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * What {@link GlobalBufferEndpoint} says over HTTP in another way: what is wrong with an
 * operation is a status and a body.
 */
@EndpointWebExtension(endpoint = GlobalBufferEndpoint.class)
public class GlobalBufferEndpointWebExtension {

	private static final int STATUS_CONFLICT = 409;

	private final GlobalBufferEndpoint endpoint;

	/**
	 * Creates an extension.
	 * @param endpoint the endpoint
	 */
	public GlobalBufferEndpointWebExtension(GlobalBufferEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Starts, stops, pauses or resumes a listener.
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
		try {
			return new WebEndpointResponse<>(this.endpoint.operate(name, listener, action, from));
		}
		catch (OperationRefusedException ex) {
			return new WebEndpointResponse<>(new OperationRefusal(String.valueOf(ex.getMessage())),
					status(ex.reason()));
		}
	}

	private static int status(OperationRefusedException.Reason reason) {
		return switch (reason) {
			case UNKNOWN -> WebEndpointResponse.STATUS_NOT_FOUND;
			case INVALID -> WebEndpointResponse.STATUS_BAD_REQUEST;
			case CONFLICT -> STATUS_CONFLICT;
		};
	}

}
