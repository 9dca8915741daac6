// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.exception.CodecException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Texts that a writer made long on purpose cost a reader no more than their length.
 */
class LongTextTests {

	private static final int LENGTH = 1_000_000;

	@ParameterizedTest
	@ValueSource(classes = { Decimal.class, Whole.class, Moment.class, Day.class, Span.class })
	@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void aMillionDigitsAreRefusedAtOnce(Class<?> type) {
		assertRefused("1".repeat(LENGTH), type);
	}

	@ParameterizedTest
	@CsvSource({ "P,''", "P,D", "PT,S", "P1D,1", "-P,Y" })
	@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void aDurationOfAMillionDigitsIsRefusedAtOnce(String before, String after) {
		assertRefused(before + "1".repeat(LENGTH) + after, Span.class);
	}

	@Test
	@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void zerosAndFractionsOfADurationMayBeLong() {
		assertThat(span("P" + "0".repeat(LENGTH) + "1D")).isEqualTo(Duration.ofDays(1));
		assertThat(span("PT1." + "5".repeat(LENGTH) + "S")).isEqualTo(Duration.ofSeconds(1, 555_555_556));
		assertThat(span("PT0" + "1S".repeat(LENGTH / 2))).isEqualTo(Duration.ofSeconds(LENGTH / 2));
	}

	@Test
	void partsThatTogetherPassTheLongestDurationAreRefused() {
		// 2^64 seconds and a fraction of a day: as a long, little is left
		assertRefused("P" + "4294967295Y".repeat(136) + "826865235Y27D", Span.class);
		assertThat(span("P999999999DT86399S")).isEqualTo(Duration.ofDays(999_999_999).plusSeconds(86_399));
	}

	@Test
	void aDecimalHasUpTo4300Digits() {
		assertThat(decode("1".repeat(4300), Decimal.class)).isEqualTo(new Decimal(new BigDecimal("1".repeat(4300))));
		assertRefused("1".repeat(4301), Decimal.class);
		assertThat(decode("1E+999999999", Decimal.class)).isEqualTo(new Decimal(new BigDecimal("1E+999999999")));
	}

	@Test
	void ofLongKeysAMessageToPeopleHasTheBeginning() {
		byte[] bytes = codec().encode(Map.of("counts", Map.of("k".repeat(LENGTH), "x")));
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> codec().decode(bytes, bytes.length, Counts.class))
			.satisfies((failure) -> assertThat(failure.getMessage()).hasSizeLessThan(500))
			.withMessageContaining("at counts.kkkk");
	}

	@Test
	void whatIsNoMessageIsNotPrinted() {
		Map<Object, Object> one = new HashMap<>();
		Map<Object, Object> other = new HashMap<>(Map.of("one", one));
		one.put("other", other);
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> codec().encode(one.values()));
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> codec().encode(new Object[] { one }));
	}

	private static void assertRefused(String text, Class<?> type) {
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> decode(text, type))
			.withMessageContaining("at v: ");
	}

	private static Duration span(String text) {
		return ((Span) decode(text, Span.class)).v();
	}

	private static Object decode(String text, Type type) {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		try (DataOutputStream target = new DataOutputStream(message)) {
			target.write(new byte[] { (byte) 0x81, (byte) 0xa1, 'v', (byte) 0xdb });
			target.writeInt(text.length());
			target.write(text.getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return codec().decode(message.toByteArray(), message.size(), type);
	}

	private static MessagePackCodec codec() {
		return MessagePackCodec.of(FieldNaming.AS_DECLARED);
	}

	record Decimal(BigDecimal v) {

	}

	record Whole(BigInteger v) {

	}

	record Moment(Instant v) {

	}

	record Day(LocalDate v) {

	}

	record Span(Duration v) {

	}

	record Counts(Map<String, Integer> counts) {

	}

}
