// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * The JVM refuses native access, or it is switched off: no locks, no leases, and no
 * verdict without them.
 */
class RefusedNativeAccessTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@ParameterizedTest
	@CsvSource({ "deny, refused", "allow, off" })
	void streamsWorkAndOnlyClosedOnesAreTakenOver(String jvm, String process) throws IOException, InterruptedException {
		try (ArrayWriter<long[]> living = GlobalBuffer.create("living", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(3)
			.open()) {
			living.write(new long[] { 5 });
			Child
				.java(List.of("--illegal-native-access=" + jvm), PortableProcess.class,
						this.directory.path().toString(), process)
				.requireSuccess();
		}
	}

}
