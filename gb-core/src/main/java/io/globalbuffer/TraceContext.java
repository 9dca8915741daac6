// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.HexFormat;

/**
 * Where in a distributed trace something happened: W3C trace context, as it travels with
 * a sample. Immutable.
 *
 * @param traceIdHigh the high half of the trace id
 * @param traceIdLow the low half of the trace id
 * @param parentId the id of the span in which the sample was written
 * @param flags the trace flags, of which only {@link #SAMPLED} has a meaning so far
 */
public record TraceContext(long traceIdHigh, long traceIdLow, long parentId, byte flags) {

	/** The flag of a trace that is recorded. */
	public static final byte SAMPLED = 1;

	private static final HexFormat HEX = HexFormat.of();

	private static final int ID_DIGITS = 16;

	/**
	 * Checks the ids.
	 * @throws IllegalArgumentException if the trace id or the span's is zero, which means
	 * none
	 */
	public TraceContext {
		if ((traceIdHigh | traceIdLow) == 0 || parentId == 0) {
			throw new IllegalArgumentException("A trace context needs a trace id and a span id that are not zero");
		}
	}

	/**
	 * A context from ids in hexadecimal digits.
	 * @param traceId 32 digits, or 16 where the high half is zero
	 * @param spanId 16 digits
	 * @param sampled whether the trace is recorded
	 * @return the context
	 * @throws IllegalArgumentException if an id has another length, other digits or is
	 * zero
	 */
	public static TraceContext of(String traceId, String spanId, boolean sampled) {
		boolean wide = traceId.length() == 2 * ID_DIGITS;
		if ((!wide && traceId.length() != ID_DIGITS) || spanId.length() != ID_DIGITS) {
			throw new IllegalArgumentException("A trace id has 32 or 16 hexadecimal digits and a span id 16, unlike '"
					+ traceId + "' and '" + spanId + "'");
		}
		long high = wide ? HexFormat.fromHexDigitsToLong(traceId, 0, ID_DIGITS) : 0;
		long low = HexFormat.fromHexDigitsToLong(traceId, traceId.length() - ID_DIGITS, traceId.length());
		return new TraceContext(high, low, HexFormat.fromHexDigitsToLong(spanId), sampled ? SAMPLED : 0);
	}

	/**
	 * The trace id.
	 * @return 32 hexadecimal digits, lower case
	 */
	public String traceId() {
		return HEX.toHexDigits(this.traceIdHigh) + HEX.toHexDigits(this.traceIdLow);
	}

	/**
	 * The id of the span in which the sample was written.
	 * @return 16 hexadecimal digits, lower case
	 */
	public String spanId() {
		return HEX.toHexDigits(this.parentId);
	}

	/**
	 * Whether the trace is recorded.
	 * @return {@code true} if it is
	 */
	public boolean isSampled() {
		return (this.flags & SAMPLED) != 0;
	}

}
