// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.NoSpaceException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What cannot be created leaves nothing behind. Cases 53 and 62.
 */
class CreateValidationTests {

	private static final ArraySpec<double[]> SPEC = ArraySpec.of(DType.FLOAT64, 2);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	static String[] badNames() {
		return new String[] { "a/b", "../a", "a\\b", "a\0b", "a\nb", "\u00e4", "\ud83d\ude00", "x".repeat(253) };
	}

	@ParameterizedTest
	@MethodSource("badNames")
	void aNameThatIsNoPortableTextIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> GlobalBuffer.create(name, SPEC))
			.withMessageContaining("'" + name + "'")
			.withMessageContaining("up to 252 printable ASCII");
		assertThatIllegalArgumentException().isThrownBy(() -> GlobalBuffer.create(name, MessageSpec.map()));
		assertThatIllegalArgumentException().isThrownBy(() -> GlobalBuffer.attach(name));
		assertThatIllegalArgumentException().isThrownBy(() -> GlobalBuffer.unlink(name));
	}

	@ParameterizedTest
	@MethodSource("unusualNames")
	void unusualNamesAreFine(String name) {
		try (ArrayWriter<double[]> writer = builder(name).capacity(1).open();
				ArrayReader<?> reader = GlobalBuffer.attach(name).directory(this.directory.path()).asArray()) {
			assertThat(reader.path()).exists().isEqualTo(writer.path()).hasFileName("gb_" + name);
			assertThat(Segments.in(this.directory.path()).list()).extracting(SegmentInfo::name).containsExactly(name);
			GlobalBuffer.unlink(this.directory.path(), name);
			assertThat(writer.path()).doesNotExist();
		}
	}

	static String[] unusualNames() {
		return new String[] { "", ".", "..", " ", "a b", "*", "~", "x".repeat(252) };
	}

	/** Case 53. */
	@ParameterizedTest
	@ValueSource(ints = { 0, -1, Integer.MIN_VALUE })
	void aCapacityBelowOneIsRefused(int capacity) {
		assertThatIllegalArgumentException().isThrownBy(() -> builder("c").capacity(capacity))
			.withMessageContaining("'c'")
			.withMessageContaining(String.valueOf(capacity));
	}

	@Test
	void aCapacityIsNeeded() {
		assertThatIllegalStateException().isThrownBy(() -> builder("c").open()).withMessageContaining("'c'");
	}

	@Test
	void aSampleOfMoreThanFourGibibytesIsRefused() {
		ArraySpec<double[]> large = ArraySpec.of(DType.FLOAT64, 600_000_000);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> GlobalBuffer.create("c", large).directory(this.directory.path()).capacity(1).open())
			.withMessageContaining("float64[600000000]");
	}

	@Test
	void moreSamplesThanAFileCanHoldAreRefused() {
		ArraySpec<double[]> large = ArraySpec.of(DType.FLOAT64, 536_870_911);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> GlobalBuffer.create("c", large)
				.directory(this.directory.path())
				.capacity(Integer.MAX_VALUE)
				.open())
			.withMessageContaining("float64[536870911], capacity 2147483647");
	}

	@Test
	void moreSamplesThanTheFileSystemHoldsAreRefusedAtOnce() {
		assertThatExceptionOfType(NoSpaceException.class)
			.isThrownBy(() -> GlobalBuffer.create("c", MessageSpec.map().maxBytes(1 << 20))
				.directory(this.directory.path())
				.capacity(Integer.MAX_VALUE)
				.open())
			.withMessageContaining("gb_c")
			.withMessageContaining("--shm-size");
	}

	/** Which would keep the thread that stamps all writers busy. */
	@Test
	void aHeartbeatIntervalBelowAMillisecondIsRefused() {
		for (long nanos : new long[] { 1, 999_999 }) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> builder("c").heartbeatInterval(Duration.ofNanos(nanos)))
				.withMessageContaining("heartbeat interval of buffer 'c'")
				.withMessageContaining("at least 1 ms, or zero");
		}
		builder("c").heartbeatInterval(Duration.ZERO).heartbeatInterval(WriterBuilder.SHORTEST_HEARTBEAT_INTERVAL);
	}

	/** Case 62. */
	@Test
	void negativeDurationsAreRefused() {
		Duration negative = Duration.ofNanos(-1);
		assertThatIllegalArgumentException().isThrownBy(() -> builder("c").heartbeatInterval(negative))
			.withMessageContaining("heartbeat interval of buffer 'c'");
		assertThatIllegalArgumentException().isThrownBy(() -> builder("c").takeOverTimeout(negative));
		assertThatIllegalArgumentException().isThrownBy(() -> builder("c").reservationTimeout(negative));
		ReaderBuilder attach = GlobalBuffer.attach("c");
		assertThatIllegalArgumentException().isThrownBy(() -> attach.livenessTimeout(Duration.ZERO))
			.withMessageContaining("liveness timeout of buffer 'c'");
		assertThatIllegalArgumentException().isThrownBy(() -> attach.contentionBudget(Duration.ZERO));
	}

	@Test
	void anAbsentDirectoryIsNamed() {
		Path absent = this.directory.path().resolve("absent");
		assertThatExceptionOfType(GlobalBufferException.class)
			.isThrownBy(() -> builder("c").directory(absent).capacity(1).open())
			.withMessageContaining(absent.toString())
			.withMessageContaining("Make it");
	}

	@AfterEach
	void nothingIsLeftBehind() {
		assertThat(this.directory.path()).isEmptyDirectory();
	}

	private WriterBuilder<ArrayWriter<double[]>> builder(String name) {
		return GlobalBuffer.create(name, SPEC).directory(this.directory.path());
	}

}
