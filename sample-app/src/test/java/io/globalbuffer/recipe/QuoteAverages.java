// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recipe;

import java.util.stream.Collectors;

import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

import io.globalbuffer.BufferReader;
import io.globalbuffer.recipe.QuoteStream.Quote;

final class QuoteAverages {

	private QuoteAverages() {
	}

	static Flux<Double> of(BufferReader<Quote> quotes, int samples) {
		return JdkFlowAdapter.flowPublisherToFlux(quotes.publisher())
			.limitRate(samples)
			.map((sample) -> sample.value().price())
			.buffer(samples)
			.map((prices) -> prices.stream().collect(Collectors.averagingDouble(Double::doubleValue)));
	}

}
