package io.globalbuffer.hostile;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * The JVM refuses native access: no locks, no leases, and no verdict without them.
 */
class RefusedNativeAccessTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void streamsWorkAndOnlyClosedOnesAreTakenOver() throws IOException, InterruptedException {
		try (ArrayWriter<long[]> living = GlobalBuffer.create("living", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(3)
			.open()) {
			living.write(new long[] { 5 });
			Child.java(List.of("--illegal-native-access=deny"), PortableProcess.class, this.directory.path().toString())
				.requireSuccess();
		}
	}

}
