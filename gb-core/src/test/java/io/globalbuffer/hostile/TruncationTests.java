// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.LongRun;
import io.globalbuffer.SegmentDirectory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody truncates the file of a segment that is in use. In a JVM of its own, which a
 * fault that nobody catches would end; once by what decides how faults arrive: compiled
 * by C2, by C1, interpreted.
 */
@Tag("long")
class TruncationTests {

	/** More of them by hand: the arrival of a fault is a race. */
	private static final String ROUNDS = System.getProperty("globalbuffer.truncation.rounds", "4");

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	static Stream<String> compilers() {
		return LongRun.variants("-XX:-TieredCompilation", "-XX:TieredStopAtLevel=1", "-Xint");
	}

	@ParameterizedTest
	@MethodSource("compilers")
	void aTruncatedBufferIsLostAndNothingElse(String compiler) throws IOException, InterruptedException {
		Child child = Child.java(List.of(compiler, "--enable-native-access=ALL-UNNAMED"), TruncationRounds.class,
				this.directory.path().toString(), ROUNDS);
		assertThat(child.exitCode()).as(child.output()).isZero();
		assertThat(child.output()).contains(ROUNDS + " rounds, 0 escapes");
	}

}
