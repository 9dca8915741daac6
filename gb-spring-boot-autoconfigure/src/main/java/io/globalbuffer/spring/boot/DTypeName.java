// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.globalbuffer.schema.DType;

/**
 * The element types that can be declared, named as numpy names them; an enum so that
 * values complete.
 */
public enum DTypeName {

	/** One byte, 0 or 1. */
	BOOL("bool"),

	/** Signed 8-bit integers. */
	INT8("int8"),

	/** Unsigned 8-bit integers. */
	UINT8("uint8"),

	/** Signed 16-bit integers. */
	INT16("int16"),

	/** Unsigned 16-bit integers. */
	UINT16("uint16"),

	/** Signed 32-bit integers. */
	INT32("int32"),

	/** Unsigned 32-bit integers. */
	UINT32("uint32"),

	/** Signed 64-bit integers. */
	INT64("int64"),

	/** Unsigned 64-bit integers. */
	UINT64("uint64"),

	/** Half floats, as bits. */
	FLOAT16("float16"),

	/** Single floats. */
	FLOAT32("float32"),

	/** Double floats. */
	FLOAT64("float64"),

	/** Pairs of single floats. */
	COMPLEX64("complex64"),

	/** Pairs of double floats. */
	COMPLEX128("complex128"),

	/** Moments in nanoseconds; {@code datetime64[ns]} binds too. */
	DATETIME64_NS("datetime64[ns]"),

	/** Moments in microseconds; {@code datetime64[us]} binds too. */
	DATETIME64_US("datetime64[us]"),

	/** Moments in milliseconds; {@code datetime64[ms]} binds too. */
	DATETIME64_MS("datetime64[ms]"),

	/** Moments in seconds; {@code datetime64[s]} binds too. */
	DATETIME64_S("datetime64[s]"),

	/** Lengths of time in nanoseconds; {@code timedelta64[ns]} binds too. */
	TIMEDELTA64_NS("timedelta64[ns]"),

	/** Lengths of time in microseconds; {@code timedelta64[us]} binds too. */
	TIMEDELTA64_US("timedelta64[us]"),

	/** Lengths of time in milliseconds; {@code timedelta64[ms]} binds too. */
	TIMEDELTA64_MS("timedelta64[ms]"),

	/** Lengths of time in seconds; {@code timedelta64[s]} binds too. */
	TIMEDELTA64_S("timedelta64[s]");

	private final String numpyName;

	DTypeName(String numpyName) {
		this.numpyName = numpyName;
	}

	/**
	 * The element type.
	 * @return the element type
	 */
	public DType<?> dtype() {
		return DType.of(this.numpyName);
	}

	/**
	 * All names, for messages to people.
	 * @return as numpy writes them
	 */
	static String numpyNames() {
		return Stream.of(values()).map((name) -> name.numpyName).collect(Collectors.joining(", "));
	}

}
