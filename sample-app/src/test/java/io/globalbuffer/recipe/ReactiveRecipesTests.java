// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recipe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.recipe.QuoteStream.Quote;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipes of the page about reactive streams do what it says.
 */
@Timeout(60)
@SuppressWarnings("try")
class ReactiveRecipesTests {

	/** What the server gives connections that do not end. */
	private static final Duration GRACE = Duration.ofSeconds(30);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aFluxIsGivenEachSample() throws Exception {
		try (BufferWriter<Quote> writer = create();
				BufferReader<Quote> quotes = GlobalBuffer.attach("quotes")
					.directory(this.directory.path())
					.as(Quote.class)) {
			BlockingQueue<Double> averages = new LinkedBlockingQueue<>();
			Disposable subscription = QuoteAverages.of(quotes, 2).subscribe(averages::add);
			for (double price : new double[] { 10, 20, 30, 50 }) {
				writer.write(new Quote("ABC", price));
			}
			assertThat(averages.poll(20, TimeUnit.SECONDS)).isEqualTo(15);
			assertThat(averages.poll(20, TimeUnit.SECONDS)).isEqualTo(40);
			subscription.dispose();
		}
	}

	@Test
	void aBrowserIsSentTheNewestSampleUntilTheApplicationEnds() throws Exception {
		try (BufferWriter<Quote> writer = create(); ConfigurableApplicationContext context = application()) {
			writer.write(new Quote("XYZ", 12.5));
			try (Stream<String> lines = connect(context)) {
				Iterator<String> events = lines.filter((line) -> line.startsWith("data:")).iterator();
				assertThat(events.next()).contains("12.5");
				writer.write(new Quote("XYZ", 12.75));
				assertThat(events.next()).contains("12.75");
				long begun = System.nanoTime();
				context.close();
				assertThat(events.hasNext()).isFalse();
				assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(GRACE);
			}
		}
	}

	@Test
	void theyAreThoseOfThePage() throws IOException {
		List<String> blocks = Pattern.compile("```java\\n(.*?)\\n```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("../docs/reactive.md")))
			.results()
			.map((block) -> block.group(1))
			.toList();
		assertThat(blocks).hasSize(2);
		for (String block : blocks) {
			assertThat(Stream.of("QuoteStream", "QuoteAverages").map(ReactiveRecipesTests::source))
				.anySatisfy((source) -> assertThat(source).contains(block));
		}
	}

	private static String source(String type) {
		try {
			return Files.readString(Path.of("src/test/java/io/globalbuffer/recipe", type + ".java"));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private BufferWriter<Quote> create() {
		return GlobalBuffer.create("quotes", MessageSpec.of(Quote.class))
			.directory(this.directory.path())
			.capacity(8)
			.open();
	}

	private ConfigurableApplicationContext application() {
		return SpringApplication.run(Application.class, "--spring.config.name=none", "--server.port=0",
				"--globalbuffer.directory=" + this.directory.path(), "--globalbuffer.buffers.quotes.role=reader",
				"--globalbuffer.buffers.quotes.kind=message",
				"--globalbuffer.buffers.quotes.type=" + Quote.class.getName());
	}

	private static Stream<String> connect(ConfigurableApplicationContext context)
			throws IOException, InterruptedException {
		int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/quotes")).build();
		HttpResponse<Stream<String>> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(QuoteStream.class)
	static class Application {

	}

}
