// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.page;

import java.util.concurrent.RejectedExecutionException;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import io.globalbuffer.sample.ConditionalOnGlobalBuffer;

/**
 * The page's connection to the application.
 */
@RestController
@Profile("!writer")
@ConditionalOnGlobalBuffer
class LiveController {

	private final LiveFeed feed;

	LiveController(LiveFeed feed) {
		this.feed = feed;
	}

	/**
	 * Connects a browser.
	 * @return server-sent events, until the browser leaves or the application ends
	 */
	@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter stream() {
		try {
			return this.feed.connect().emitter();
		}
		catch (RejectedExecutionException ex) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "The application is closing", ex);
		}
	}

}
