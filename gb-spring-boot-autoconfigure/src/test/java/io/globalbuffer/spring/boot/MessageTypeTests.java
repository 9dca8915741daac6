// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import com.google.protobuf.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.telemetry.Point;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the messages of a declared buffer can be.
 */
class MessageTypeTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.messageWriter("quotes", Quote.class))
			.withPropertyValues(messageReader("incoming-quotes", Quote.class, "quotes"))
			.withPropertyValues(TestApplication.messageWriter("states", State.class))
			.withPropertyValues("globalbuffer.buffers.states.schema=")
			.withPropertyValues(messageReader("incoming-states", State.class, "states"))
			.withPropertyValues(TestApplication.messageWriter("points", Point.class))
			.withPropertyValues(messageReader("incoming-points", Point.class, "points"))
			.withPropertyValues(TestApplication.messageWriter("facts", Map.class))
			.withPropertyValues(messageReader("incoming-facts", Map.class, "facts"));
	}

	@Test
	void eachIsWrittenAndReadByBeansOfItsGenericType() {
		this.runner.withUserConfiguration(ByType.class)
			.run((context) -> assertThat(context.getBean(Exchange.class)).isEqualTo(new Exchange(
					new Quote("ACME", 12.5), "warm", Point.newBuilder().setX(3).build(), Map.of("answer", "yes"))));
	}

	@Test
	void aReaderWithoutATypeReadsMaps() {
		this.runner.withPropertyValues(TestApplication.buffer("any", "kind=message", "role=reader", "segment=quotes"))
			.run((context) -> {
				@SuppressWarnings("unchecked")
				BufferWriter<Quote> writer = context.getBean("quotes", BufferWriter.class);
				writer.write(new Quote("ACME", 12.5));
				BufferReader<?> reader = context.getBean("any", BufferReader.class);
				assertThat(reader.latest().orElseThrow().value()).isEqualTo(Map.of("symbol", "ACME", "price", 12.5));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "writer", "reader" })
	void aTypeThatCanNeverBeReadIsRefusedAtStart(String role) {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.buffer("fixed", "kind=message", "role=" + role,
					"type=" + WithFixed.class.getName(), "capacity=4", "schema="))
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("field 'fixed': " + Fixed.class.getName() + " cannot be made")
				.hasStackTraceContaining("@JsonCreator"));
	}

	@Test
	void protobufIsNotNeededForOtherMessages() {
		try (ApplicationProcess process = ApplicationProcess.withoutLibrary("protobuf-java", this.directory,
				TestApplication.messageWriter("quotes", Quote.class))) {
			assertThat(process.call("class " + Message.class.getName())).isEqualTo("absent");
			assertThat(process.call("start")).isEqualTo("started");
		}
	}

	record WithFixed(Fixed fixed) {
	}

	/** As Lombok's Value makes them. */
	static final class Fixed {

		private final int x;

		Fixed(int x) {
			this.x = x;
		}

		int getX() {
			return this.x;
		}

	}

	private static String[] messageReader(String name, Class<?> type, String segment) {
		return TestApplication.buffer(name, "kind=message", "role=reader", "type=" + type.getName(),
				"segment=" + segment);
	}

	/**
	 * A class with a field.
	 */
	public static class State {

		/** How it is. */
		public String mood = "";

	}

	record Exchange(Quote quote, String mood, Point point, Map<String, Object> facts) {
	}

	@Configuration(proxyBeanMethods = false)
	static class ByType {

		@Bean
		Exchange exchange(BufferWriter<Quote> first, BufferReader<Quote> second, BufferWriter<State> third,
				BufferReader<State> fourth, BufferWriter<Point> fifth, BufferReader<Point> sixth,
				BufferWriter<Map<String, Object>> seventh, BufferReader<Map<String, Object>> eighth) {
			State state = new State();
			state.mood = "warm";
			return new Exchange(exchange(first, second, new Quote("ACME", 12.5)), exchange(third, fourth, state).mood,
					exchange(fifth, sixth, Point.newBuilder().setX(3).build()),
					exchange(seventh, eighth, Map.of("answer", "yes")));
		}

		private static <T> T exchange(BufferWriter<T> writer, BufferReader<T> reader, T message) {
			writer.write(message);
			return Objects.requireNonNull(reader.latest().orElseThrow().value());
		}

	}

}
