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
 * What an application may do with the memory of a view or of a reservation although
 * somebody may truncate the file: get and set, copy and fill. In a JVM of its own, which
 * anything else might end, once by what compiles it.
 */
@Tag("long")
class TruncatedAccessTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	static Stream<String> compilers() {
		return LongRun.variants("-XX:-TieredCompilation", "-XX:TieredStopAtLevel=1", "-Xint");
	}

	@ParameterizedTest
	@MethodSource("compilers")
	void whatIsSaidToBeSafeEndsNoProcess(String compiler) throws IOException, InterruptedException {
		Child child = Child.java(List.of(compiler, "--enable-native-access=ALL-UNNAMED"), TruncatedAccessProcess.class,
				this.directory.path().toString());
		assertThat(child.requireSuccess().output()).contains("all survived");
	}

}
