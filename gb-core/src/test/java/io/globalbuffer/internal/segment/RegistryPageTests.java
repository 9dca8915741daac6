// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page that readers write to, and when they do no more.
 */
@EnabledOnOs(OS.LINUX)
class RegistryPageTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	/** A thread that waits may ask while another one closes its reader. */
	@Test
	void whatWasUnmappedIsNotMappedAgain() {
		try (ArrayWriter<int[]> writer = GlobalBuffer.create("a", ArraySpec.of(DType.INT32, 1))
			.directory(this.directory.path())
			.capacity(2)
			.open(); MappedSegment segment = SegmentOpener.open(new SegmentPlace(writer.path(), Optional.empty()))) {
			assertThat(segment.registry()).isPresent();
			assertThat(segment.registryPage().unmap()).isTrue();
			assertThat(segment.registry()).isEmpty();
		}
	}

}
