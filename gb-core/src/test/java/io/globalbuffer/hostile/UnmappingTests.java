// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

	private static final long LONG_MILLIS = 4000;

	private static final long SHORT_MILLIS = 300;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@ParameterizedTest
	@EnumSource
	void nothingIsUnmappedWhileAnAccessMayBeUnderWay(UnmappingRule rule) throws IOException, InterruptedException {
		long millis = Long.getLong(MILLIS, LongRun.variants(SHORT_MILLIS, LONG_MILLIS).toList().getLast());
		Child child = Child.java(List.of(JavaCommand.NATIVE_ACCESS), millis, UnmappingProcess.class,
				this.directory.path().toString(), rule.name(), Long.toString(millis));
		assertThat(child.requireSuccess().output()).contains("survived");
	}

}
