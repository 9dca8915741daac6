// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.util.Locale;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.exception.CodecException;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Messages, schemas and texts are the same in every locale of the JVM. */
class OtherDigitsTests {

	private final MessageCodec codec = MessagePackCodec.of(FieldNaming.SNAKE_CASE);

	private Locale locale = Locale.getDefault();

	@BeforeEach
	void rememberTheLocale() {
		this.locale = Locale.getDefault();
	}

	@AfterEach
	void restoreTheLocale() {
		Locale.setDefault(this.locale);
	}

	/** Of the run of codec and schema tests in another locale: that it is one. */
	@Test
	@EnabledIfSystemProperty(named = "user.language", matches = "fa")
	void theJvmHasOtherDigits() {
		assertThat(String.format(Locale.getDefault(), "%d", 1)).isEqualTo("\u06f1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "fa", "ar-EG", "mr", "ne", "bn", "my", "tr", "th-TH-u-ca-buddhist-nu-thai" })
	void messagesAndSchemasAreTheSame(String tag) {
		Times times = new Times(Instant.parse("2026-01-02T03:04:05.000006Z"),
				LocalDateTime.parse("2026-01-02T03:04:05.000006"), LocalDate.parse("2026-11-12"),
				LocalTime.parse("03:04:05.000000789"), OffsetTime.parse("03:04:05+05:30"),
				Duration.ofDays(1).plusNanos(1), "\u0001Iı", 'i');
		Locale.setDefault(Locale.ROOT);
		byte[] expected = this.codec.encode(times);
		MessageSpec<Times> spec = MessageSpec.of(Times.class).naming(FieldNaming.SNAKE_CASE);
		String identity = spec.identity().toString();
		Locale.setDefault(Locale.forLanguageTag(tag));
		assertThat(this.codec.encode(times)).isEqualTo(expected);
		assertThat(this.codec.decode(expected, expected.length, Times.class)).isEqualTo(times);
		assertThat(MessageSpec.of(Times.class).naming(FieldNaming.SNAKE_CASE).identity().toString()).isEqualTo(identity)
			.isEqualTo(spec.identity().toString());
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.codec.decode(new byte[] { (byte) 0xc1 }, 1, Times.class))
			.withMessageContaining("byte 0xc1");
	}

	record Times(Instant instantI, LocalDateTime localDateTime, LocalDate date, LocalTime time, OffsetTime offsetTime,
			Duration duration, String text, char letter) {
	}

}
