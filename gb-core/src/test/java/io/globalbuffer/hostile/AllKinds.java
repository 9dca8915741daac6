// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Message types that have a component of every kind between them.
 */
final class AllKinds {

	private AllKinds() {
	}

	enum Color {

		@JsonProperty("r")
		RED,

		BLUE

	}

	/** Any part of it may be missing, so that every few bytes are one. */
	@SuppressWarnings("ArrayRecordComponent")
	record Loose(@Nullable Boolean z, @Nullable Byte b, @Nullable Short s, @Nullable Integer i, @Nullable Long l,
			@Nullable BigInteger n, @Nullable Float f, @Nullable Double d, @Nullable String t, byte @Nullable [] r,
			@Nullable Instant at, @Nullable OffsetDateTime o, @Nullable LocalDateTime q, @Nullable LocalDate g,
			@Nullable LocalTime h, @Nullable Duration p, @Nullable UUID u, @Nullable BigDecimal m, @Nullable Color c,
			@Nullable Loose e, @Nullable List<Loose> k, @Nullable Map<String, Integer> a, @Nullable Set<String> w,
			Optional<Long> v, double @Nullable [] y, @Nullable Object x) {
	}

	record Inner(int z, @Nullable String a) {
	}

	/** The message of the 119 bytes. */
	@SuppressWarnings("ArrayRecordComponent")
	record Whole(String name, int cnt, double ratio, boolean ok, byte[] raw, @Nullable Integer opt, Color col,
			Inner inner, List<Inner> many, Map<String, Integer> d, Instant at, LocalDateTime naive) {
	}

	/** A class of fields, which may be missing. */
	static class Fields {

		int i = 1;

		String t = "";

		@Nullable List<Long> k;

		@Nullable Fields e;

		Optional<Instant> at = Optional.empty();

	}

}
