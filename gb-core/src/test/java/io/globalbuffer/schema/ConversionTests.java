// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Element types are converted on request, and only without loss. Case 59.
 */
class ConversionTests {

	private static final short HALF_OF_1 = Float.floatToFloat16(1);

	static Stream<Arguments> exactOnes() {
		return Stream.of(arguments(DType.INT32, DType.UINT8, new int[] { 0, 128, 255 }, new byte[] { 0, -128, -1 }),
				arguments(DType.UINT8, DType.INT16, new byte[] { -1, 0 }, new short[] { 255, 0 }),
				arguments(DType.UINT8, DType.FLOAT32, new byte[] { -1, 1 }, new float[] { 255, 1 }),
				arguments(DType.INT64, DType.FLOAT64, new long[] { 1L << 53, -3, Long.MIN_VALUE },
						new double[] { 0x1p53, -3, -0x1p63 }),
				arguments(DType.UINT64, DType.FLOAT64, new long[] { 1L << 63, -2048 },
						new double[] { 0x1p63, 0x1p64 - 2048 }),
				arguments(DType.FLOAT64, DType.UINT64, new double[] { 0x1p63, 0 }, new long[] { 1L << 63, 0 }),
				arguments(DType.FLOAT64, DType.FLOAT32, new double[] { 0.5, Double.NaN, Double.NEGATIVE_INFINITY },
						new float[] { 0.5f, Float.NaN, Float.NEGATIVE_INFINITY }),
				arguments(DType.FLOAT64, DType.INT64, new double[] { 7, -0x1p63 }, new long[] { 7, Long.MIN_VALUE }),
				arguments(DType.FLOAT16, DType.FLOAT64, new short[] { HALF_OF_1 }, new double[] { 1 }),
				arguments(DType.INT8, DType.FLOAT16, new byte[] { 1 }, new short[] { HALF_OF_1 }),
				arguments(DType.BOOL, DType.INT8, new byte[] { 0, 1 }, new byte[] { 0, 1 }),
				arguments(DType.INT32, DType.BOOL, new int[] { 0, 1 }, new byte[] { 0, 1 }),
				arguments(DType.FLOAT32, DType.COMPLEX64, new float[] { 3, 4 }, new float[] { 3, 0, 4, 0 }),
				arguments(DType.INT16, DType.COMPLEX128, new short[] { -3 }, new double[] { -3, 0 }),
				arguments(DType.COMPLEX64, DType.COMPLEX128, new float[] { 1, 2 }, new double[] { 1, 2 }),
				arguments(DType.COMPLEX128, DType.COMPLEX64, new double[] { 1, 2 }, new float[] { 1, 2 }),
				arguments(DType.UINT32, DType.INT64, new int[] { -1 }, new long[] { 0xFFFF_FFFFL }),
				arguments(DType.UINT64, DType.INT64, new long[] { Long.MAX_VALUE }, new long[] { Long.MAX_VALUE }),
				arguments(DType.INT32, DType.INT32, new int[] {}, new int[] {}));
	}

	@ParameterizedTest
	@MethodSource("exactOnes")
	<S, T> void whatTheTargetHoldsIsConverted(DType<S> from, DType<T> to, S values, T converted) {
		assertThat(Conversion.between(from, to).convert(values)).isEqualTo(converted);
	}

	static Stream<Arguments> lossyOnes() {
		return Stream.of(arguments(DType.INT32, DType.UINT8, new int[] { 0, 256 }, "The value at 1, 256 of int32,"),
				arguments(DType.INT32, DType.UINT8, new int[] { -1 }, "-1"),
				arguments(DType.UINT8, DType.INT8, new byte[] { -128 }, "128"),
				arguments(DType.UINT64, DType.INT64, new long[] { -1 }, "18446744073709551615"),
				arguments(DType.UINT64, DType.FLOAT64, new long[] { -1 }, "18446744073709551615"),
				arguments(DType.INT64, DType.UINT64, new long[] { -1 }, "-1"),
				arguments(DType.INT64, DType.FLOAT64, new long[] { (1L << 53) + 1 }, "9007199254740993"),
				arguments(DType.INT64, DType.FLOAT64, new long[] { Long.MAX_VALUE }, "9223372036854775807"),
				arguments(DType.INT32, DType.FLOAT32, new int[] { (1 << 24) + 1 }, "16777217"),
				arguments(DType.FLOAT64, DType.FLOAT32, new double[] { 0.1 }, "0.1"),
				arguments(DType.FLOAT64, DType.FLOAT32, new double[] { 1e300 }, "1.0E300"),
				arguments(DType.FLOAT32, DType.FLOAT16, new float[] { 65536 }, "65536.0"),
				arguments(DType.FLOAT64, DType.INT32, new double[] { 7.5 }, "7.5"),
				arguments(DType.FLOAT64, DType.INT64, new double[] { 0x1p63 }, "9.223372036854775807E18"),
				arguments(DType.FLOAT64, DType.UINT64, new double[] { 0x1p64 }, "1.8446744073709552E19"),
				arguments(DType.FLOAT64, DType.INT64, new double[] { Double.NaN }, "NaN"),
				arguments(DType.FLOAT64, DType.UINT8, new double[] { Double.POSITIVE_INFINITY }, "Infinity"),
				arguments(DType.INT8, DType.BOOL, new byte[] { 2 }, "2"));
	}

	@ParameterizedTest
	@MethodSource("lossyOnes")
	<S, T> void whatTheTargetDoesNotHoldIsRefused(DType<S> from, DType<T> to, S values, String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Conversion.between(from, to).convert(values))
			.withMessageContaining(text.replace("9.223372036854775807E18", Double.toString(0x1p63)))
			.withMessageContaining(from.name())
			.withMessageContaining(to.name());
	}

	@ParameterizedTest
	@CsvSource({ "complex64,float32", "complex128,complex64x", "datetime64[ns],int64", "int64,timedelta64[s]" })
	void typesThatHaveNothingInCommonAreRefusedAtOnce(String from, String to) {
		DType<?> target = to.endsWith("x") ? DType.raw("float128", 16) : DType.of(to);
		assertThatIllegalArgumentException().isThrownBy(() -> Conversion.between(DType.of(from), target))
			.withMessageContaining(from)
			.withMessageContaining(target.name());
	}

	@Test
	@SuppressWarnings("NullAway")
	void aTargetIsFilledExactly() {
		Conversion<int[], double[]> conversion = Conversion.between(DType.INT32, DType.FLOAT64);
		double[] target = new double[2];
		conversion.convert(new int[] { 1, 2 }, target);
		assertThat(target).containsExactly(1, 2);
		assertThatIllegalArgumentException().isThrownBy(() -> conversion.convert(new int[3], target))
			.withMessageContaining("3")
			.withMessageContaining("2");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Conversion.between(DType.COMPLEX64, DType.COMPLEX128).convert(new float[3]))
			.withMessageContaining("complex64");
		assertThatNullPointerException().isThrownBy(() -> conversion.convert(null));
	}

}
