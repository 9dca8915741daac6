// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recipe;

import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.globalbuffer.BufferReader;
import io.globalbuffer.ReadMode;

@RestController
class QuoteStream {

	private final BufferReader<Quote> reader;

	QuoteStream(BufferReader<Quote> quotes) {
		this.reader = quotes.fork();
	}

	@GetMapping(path = "/quotes", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<Quote>> quotes() {
		return JdkFlowAdapter.flowPublisherToFlux(this.reader.publisher(ReadMode.LATEST))
			.map((sample) -> ServerSentEvent.builder(sample.value()).id(Long.toString(sample.sequence())).build());
	}

	/** Before the server waits for its connections to end. */
	@EventListener(ContextClosedEvent.class)
	void end() {
		this.reader.close();
	}

	record Quote(String symbol, double price) {
	}

}
