// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.internal.payload.MessageExpectation;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which fields a reader leaves, or does not get, is said once, when it attaches.
 */
class SchemaRemarkTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final Logger logger = (Logger) LoggerFactory.getLogger(MessageExpectation.class);

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	record Status(double gain, boolean cam_on, String site) {
	}

	record Narrow(double gain, @Nullable Boolean camOn, @Nullable String note) {
	}

	record Same(double gain, boolean camOn, String site) {
	}

	@BeforeEach
	void listen() {
		this.appender.start();
		this.logger.addAppender(this.appender);
		this.logger.setLevel(Level.INFO);
	}

	@AfterEach
	void leave() {
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(null);
	}

	@Test
	void whatIsIgnoredAndWhatIsAbsentIsSaidInOneLine() {
		try (BufferWriter<?> writer = create(Status.class);
				BufferReader<Narrow> reader = attach().as(Narrow.class);
				BufferReader<Narrow> fork = reader.fork()) {
			assertThat(fork.name()).isEqualTo(writer.name());
			assertThat(this.appender.list).singleElement().satisfies((line) -> {
				assertThat(line.getLevel()).isEqualTo(Level.INFO);
				assertThat(line.getFormattedMessage())
					.contains("'m'", Narrow.class.getTypeName(), "'cam_on'", "'site'",
							"'camOn' (the segment has 'cam_on'", "SNAKE_CASE", "'note'")
					.doesNotContain("'gain'", "\n");
			});
		}
	}

	@Test
	void nothingIsSaidWhereAllIsRead() {
		try (BufferWriter<?> writer = create(Status.class);
				BufferReader<?> same = attach().as(MessageSpec.of(Same.class).naming(FieldNaming.SNAKE_CASE));
				BufferReader<?> ignoring = attach().as(MessageSpec.of(Narrow.class).policy(SchemaPolicy.IGNORE));
				BufferReader<Map<String, Object>> map = attach().asMap()) {
			assertThat(List.of(writer, same, ignoring, map)).hasSize(4);
			assertThat(this.appender.list).isEmpty();
		}
	}

	@Test
	void snakeCaseIsNamedWhereItIsMissing() {
		try (BufferWriter<?> writer = create(Status.class)) {
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> attach().as(Same.class))
				.withMessageContaining(writer.path().toString())
				.withMessageContaining("field 'camOn' is asked for, the segment has 'cam_on'")
				.withMessageContaining("naming: snake-case");
		}
	}

	private <T> BufferWriter<T> create(Class<T> type) {
		return GlobalBuffer.create("m", MessageSpec.of(type)).directory(this.directory.path()).capacity(3).open();
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("m").directory(this.directory.path());
	}

}
