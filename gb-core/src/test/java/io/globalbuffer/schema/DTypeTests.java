// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.util.HexFormat;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class DTypeTests {

	static Stream<Arguments> arrays() {
		return Stream.of(arguments(DType.BOOL, new byte[] { 1, 0 }, "0100"),
				arguments(DType.INT8, new byte[] { -2, 127 }, "fe7f"),
				arguments(DType.UINT8, new byte[] { (byte) 255, 1 }, "ff01"),
				arguments(DType.INT16, new short[] { -2, 0x102 }, "feff0201"),
				arguments(DType.UINT16, new short[] { (short) 65535, 0x102 }, "ffff0201"),
				arguments(DType.INT32, new int[] { -2, 0x1020304 }, "feffffff04030201"),
				arguments(DType.UINT32, new int[] { -1, 0x1020304 }, "ffffffff04030201"),
				arguments(DType.INT64, new long[] { -2, 0x102030405060708L }, "feffffffffffffff0807060504030201"),
				arguments(DType.UINT64, new long[] { -1, 0x102030405060708L }, "ffffffffffffffff0807060504030201"),
				arguments(DType.FLOAT16, new short[] { Float.floatToFloat16(1.5f), Float.floatToFloat16(-2) },
						"003e00c0"),
				arguments(DType.FLOAT32, new float[] { 1, -2 }, "0000803f000000c0"),
				arguments(DType.FLOAT64, new double[] { 1, -2 }, "000000000000f03f00000000000000c0"),
				arguments(DType.COMPLEX64, new float[] { 1, 2 }, "0000803f00000040"),
				arguments(DType.COMPLEX128, new double[] { 1, 2 }, "000000000000f03f0000000000000040"),
				arguments(DType.of("datetime64[ns]"), new long[] { 1, Long.MIN_VALUE },
						"01000000000000000000000000000080"),
				arguments(DType.of("timedelta64[25s]"), new long[] { -1, 2 }, "ffffffffffffffff0200000000000000"));
	}

	@ParameterizedTest
	@MethodSource("arrays")
	<A> void arraysGoIntoMemoryLittleEndianAndComeBack(DType<A> dtype, A array, String hex) {
		int offset = 3;
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment memory = arena.allocate(64);
			dtype.copyIn(array, memory, offset);
			byte[] bytes = memory.asSlice(offset, hex.length() / 2).toArray(ValueLayout.JAVA_BYTE);
			assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(hex);
			assertThat(bytes).hasSize(Array.getLength(array) / dtype.valuesPerElement() * dtype.itemSize());
			assertThat(memory.asSlice(offset + bytes.length).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
			A copy = dtype.newArray(Array.getLength(array));
			dtype.copyOut(memory, offset, copy);
			assertThat(copy).isEqualTo(array).isExactlyInstanceOf(dtype.arrayType());
		}
	}

	@ParameterizedTest
	@CsvSource({ "bool,1", "int8,1", "uint8,1", "int16,2", "uint16,2", "int32,4", "uint32,4", "int64,8", "uint64,8",
			"float16,2", "float32,4", "float64,8", "complex64,8", "complex128,16", "datetime64,8", "datetime64[D],8",
			"datetime64[ns],8", "datetime64[25s],8", "timedelta64[ns],8", "timedelta64,8" })
	void aNameIsFoundWithItsSize(String name, int size) {
		DType<?> dtype = DType.of(name);
		assertThat(dtype.name()).isEqualTo(name);
		assertThat(dtype.itemSize()).isEqualTo(size);
		assertThat(dtype).isEqualTo(DType.of(name)).hasSameHashCodeAs(DType.of(name)).hasToString(name);
	}

	/** Cases 11 and 17. */
	@ParameterizedTest
	@ValueSource(strings = { "", "float", "int", "Float32", "S10", ">f4", "f3", "i16", "f444", "m8[xx]", "M4[s]", "?8",
			"|?[s]", "bytes80", "str160", "void64", "object", "float128", "complex256", "datetime64[xx]",
			"datetime64[]", "datetime64[0s]", "datetime64[01s]", "datetime64[1s]", "datetime64[generic]",
			"datetime64[25]", "timedelta64[25ms]", "float32 " })
	void otherNamesAreRefused(String name) {
		assertThat(DType.find(name)).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> DType.of(name))
			.withMessageContaining("'" + name + "'")
			.withMessageContaining("float32");
	}

	/** Case 15. */
	@ParameterizedTest
	@CsvSource({ "?,bool", "b1,bool", "|?,bool", "bool_,bool", "i1,int8", "u1,uint8", "|u1,uint8", "i2,int16",
			"<u2,uint16", "i4,int32", "u4,uint32", "=i8,int64", "u8,uint64", "f2,float16", "half,float16", "f4,float32",
			"<f4,float32", "single,float32", "f8,float64", "double,float64", "c8,complex64", "csingle,complex64",
			"c16,complex128", "cdouble,complex128", "M8[ns],datetime64[ns]", "<m8[s],timedelta64[s]", "M8,datetime64" })
	void aCodeStandsForItsCanonicalName(String code, String name) {
		assertThat(DType.of(code)).isEqualTo(DType.of(name)).hasToString(name);
	}

	@Test
	void anyOtherTypeIsRawBytes() {
		DType<byte[]> dtype = DType.raw("float128", 16);
		assertThat(dtype.name()).isEqualTo("float128");
		assertThat(dtype.itemSize()).isEqualTo(16);
		assertThat(dtype.valuesPerElement()).isEqualTo(16);
		assertThat(dtype.arrayType()).isEqualTo(byte[].class);
		assertThat(dtype).isEqualTo(DType.raw("float128", 16)).isNotEqualTo(DType.raw("float128", 12));
		assertThat(ArraySpec.of(dtype, 3, 2).length()).isEqualTo(96);
	}

	@Test
	void aRawTypeNeedsANameAndASize() {
		assertThatIllegalArgumentException().isThrownBy(() -> DType.raw("", 1));
		assertThatIllegalArgumentException().isThrownBy(() -> DType.raw("seventeen letters", 1));
		assertThatIllegalArgumentException().isThrownBy(() -> DType.raw("a\nb", 1)).withMessageContaining("'a?b'");
		assertThatIllegalArgumentException().isThrownBy(() -> DType.raw("void64", 0)).withMessageContaining("void64");
		assertThatIllegalArgumentException().isThrownBy(() -> DType.raw("float32", 4))
			.withMessageContaining("DType.of");
	}

	@Test
	void theConstantsAreWhatTheirNamesFind() {
		assertThat(DType.of("complex64")).isSameAs(DType.COMPLEX64);
		assertThat(DType.of("bool")).isSameAs(DType.BOOL);
	}

}
