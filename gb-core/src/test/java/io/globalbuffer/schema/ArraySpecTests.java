// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ArraySpecTests {

	/** Cases 10 and 74. */
	@Test
	void complexElementsCountTwiceInTheArrayAndEightBytesInTheBuffer() {
		ArraySpec<float[]> spec = ArraySpec.of(DType.COMPLEX64, 64, 4);
		assertThat(spec.dtype().itemSize()).isEqualTo(8);
		assertThat(spec.byteSize()).isEqualTo(2048);
		assertThat(spec.shape()).containsExactly(64, 4);
		assertThat(spec.length()).isEqualTo(512);
		assertThat(spec.newArray()).hasSize(512);
		assertThat(spec).hasToString("complex64[64,4]");
	}

	/** Case 12. */
	@Test
	void floatsOfOneDimension() {
		ArraySpec<float[]> spec = ArraySpec.of(DType.FLOAT32, 10);
		assertThat(spec.dtype().name()).isEqualTo("float32");
		assertThat(spec.shape()).containsExactly(10);
		assertThat(new ArrayLayout(8, spec).sampleSize()).isEqualTo(40);
	}

	@Test
	void noDimensionIsOneElement() {
		ArraySpec<double[]> spec = ArraySpec.of(DType.FLOAT64);
		assertThat(spec.length()).isEqualTo(1);
		assertThat(spec.byteSize()).isEqualTo(8);
		assertThat(spec.shape()).isEmpty();
	}

	@Test
	void aDimensionOfZeroIsAnEmptySample() {
		assertThat(ArraySpec.of(DType.FLOAT64, 3, 0).byteSize()).isZero();
		assertThat(ArraySpec.of(DType.FLOAT64, 0, Long.MAX_VALUE).length()).isZero();
		assertThat(ArraySpec.of(DType.FLOAT64, 1L << 32, 0).length()).as("wherever the zero stands").isZero();
	}

	/** Case 17. */
	@Test
	void nineDimensionsAreRefused() {
		assertThat(ArraySpec.of(DType.INT8, 1, 1, 1, 1, 1, 1, 1, 2).length()).isEqualTo(2);
		assertThatIllegalArgumentException().isThrownBy(() -> ArraySpec.of(DType.INT8, 1, 1, 1, 1, 1, 1, 1, 1, 1))
			.withMessageContaining("at most 8 dimensions, not 9");
	}

	@Test
	void negativeDimensionsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ArraySpec.of(DType.INT8, 3, -1))
			.withMessageContaining("negative");
		assertThatIllegalArgumentException().isThrownBy(() -> ArraySpec.of(DType.INT8, 0, -1))
			.withMessageContaining("negative");
	}

	@Test
	void samplesThatNoArrayHoldsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ArraySpec.of(DType.COMPLEX64, 1L << 30))
			.withMessageContaining("does not fit");
		assertThatIllegalArgumentException().isThrownBy(() -> ArraySpec.of(DType.INT8, 1L << 32, 1L << 32))
			.withMessageContaining("does not fit");
		assertThat(ArraySpec.of(DType.FLOAT64, Integer.MAX_VALUE).byteSize()).isEqualTo(8L * Integer.MAX_VALUE);
	}

	@Test
	void specificationsOfEqualTypeAndShapeAreEqual() {
		long[] shape = { 2, 3 };
		ArraySpec<int[]> spec = ArraySpec.of(DType.INT32, shape);
		shape[0] = 9;
		spec.shape()[1] = 9;
		assertThat(spec).isEqualTo(ArraySpec.of(DType.INT32, 2, 3)).hasSameHashCodeAs(ArraySpec.of(DType.INT32, 2, 3));
		assertThat(spec).isNotEqualTo(ArraySpec.of(DType.INT32, 3, 2)).isNotEqualTo(ArraySpec.of(DType.UINT32, 2, 3));
	}

}
