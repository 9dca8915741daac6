// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.LongRun;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.process.JavaCommand;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handles that are closed from every side under load, in a JVM that would end at the
 * first access to memory that is unmapped. The system property
 * {@code globalbuffer.unmapping.millis} has each rule shown for longer.
 */
@Tag("long")
class UnmappingTests {

	private static final String MILLIS = "globalbuffer.unmapping.millis";

	private static final long DEFAULT_MILLIS = 1000;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	/** What is interpreted is inside for longest. */
	static Stream<Arguments> rules() {
		return LongRun.variants("-Xint", "-XX:TieredStopAtLevel=1", "-XX:+TieredCompilation")
			.flatMap((compiler) -> Arrays.stream(UnmappingRule.values()).map((rule) -> Arguments.of(rule, compiler)));
	}

	@ParameterizedTest
	@MethodSource("rules")
	void nothingIsUnmappedWhileAnAccessMayBeUnderWay(UnmappingRule rule, String compiler)
			throws IOException, InterruptedException {
		long millis = Long.getLong(MILLIS, DEFAULT_MILLIS);
		Child child = Child.java(List.of(JavaCommand.NATIVE_ACCESS, compiler), millis, UnmappingProcess.class,
				this.directory.path().toString(), rule.name(), Long.toString(millis));
		assertThat(child.requireSuccess().output()).contains("survived");
	}

}
