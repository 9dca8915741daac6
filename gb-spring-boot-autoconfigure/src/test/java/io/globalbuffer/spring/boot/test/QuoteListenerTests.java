// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.test;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;
import org.springframework.test.annotation.DirtiesContext;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.boot.GlobalBufferAutoConfiguration;
import io.globalbuffer.spring.boot.GlobalBufferListenerAutoConfiguration;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of {@code docs/testing.md}: the test of an application that reads quotes
 * and writes averages.
 */
@SpringBootTest(properties = { "globalbuffer.buffers.quotes.kind=message", "globalbuffer.buffers.quotes.role=reader",
		"globalbuffer.buffers.quotes.type=io.globalbuffer.spring.Quote", "globalbuffer.buffers.average.kind=array",
		"globalbuffer.buffers.average.role=writer", "globalbuffer.buffers.average.dtype=float64",
		"globalbuffer.buffers.average.shape=1", "globalbuffer.buffers.average.capacity=16" })
@AutoConfigureGlobalBuffer
@DirtiesContext
class QuoteListenerTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@Autowired
	private OtherSide otherSide;

	@Autowired
	private GlobalBufferListenerRegistry listeners;

	@Autowired
	private QuoteListener listener;

	@Test
	void theNewestPriceIsRemembered() {
		BufferWriter<Quote> quotes = this.otherSide.writerOf("quotes", Quote.class);
		quotes.write(new Quote("ABC", 12.25));
		quotes.write(new Quote("ABC", 12.5));
		TestBuffers.awaitDelivered(this.listeners, "quoteListener.onQuote", TIMEOUT);
		assertThat(this.listener.prices()).containsEntry("ABC", 12.5);
	}

	@Test
	void theListenerRunsOnceTheOtherSideIsThere() {
		this.otherSide.writerOf("quotes", Quote.class);
		TestBuffers.awaitRunning(this.listeners, TIMEOUT);
	}

	@Test
	void eachQuoteGivesAnAverage() {
		try (BufferReader<double[]> averages = GlobalBuffer.attach("average")
			.directory(this.otherSide.directory())
			.asArray(double[].class)) {
			BufferWriter<Quote> quotes = this.otherSide.writerOf("quotes", Quote.class);
			quotes.write(new Quote("XYZ", 10));
			quotes.write(new Quote("XYZ", 20));
			assertThat(TestBuffers.drain(averages, 2, TIMEOUT)).extracting(Sample::value)
				.containsExactly(new double[] { 10 }, new double[] { 15 });
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class })
	@Import(QuoteListener.class)
	static class Application {

	}

	@Component("quoteListener")
	static class QuoteListener {

		private final Map<String, Double> prices = new ConcurrentHashMap<>();

		private final ArrayWriter<double[]> average;

		QuoteListener(ArrayWriter<double[]> average) {
			this.average = average;
		}

		Map<String, Double> prices() {
			return this.prices;
		}

		@GlobalBufferListener("quotes")
		void onQuote(Quote quote) {
			Double before = this.prices.put(quote.symbol(), quote.price());
			this.average.write(new double[] { (before != null) ? (before + quote.price()) / 2 : quote.price() });
		}

	}

}
