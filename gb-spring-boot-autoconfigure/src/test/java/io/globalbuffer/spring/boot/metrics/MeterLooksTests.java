// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.atMost;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * How often the meters of a buffer look, all of them together.
 */
class MeterLooksTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void allMetersOfABufferShareOneLook() {
		GlobalBuffer handle = mock(GlobalBuffer.class);
		MeterRegistry registry = new SimpleMeterRegistry();
		new BufferMeters(TestApplication.reader(this.directory, handle), new BoundMeters()).bindTo(registry);
		List<Meter> meters = registry.getMeters();
		assertThat(meters).hasSizeGreaterThan(5);
		meters.forEach((meter) -> meter.measure().forEach(Measurement::getValue));
		// a second one where the machine was held up for half a second
		verify(handle, atMost(2)).stats();
	}

	@Test
	void aRegistryIsNotSearchedForEachMeter() {
		AtomicInteger searches = new AtomicInteger();
		MeterRegistry registry = new SimpleMeterRegistry() {

			@Override
			public List<Meter> getMeters() {
				searches.incrementAndGet();
				return super.getMeters();
			}

		};
		BoundMeters bound = new BoundMeters();
		new BufferMeters(TestApplication.reader(this.directory, mock(GlobalBuffer.class)), bound).bindTo(registry);
		bound.removeAll();
		assertThat(searches).hasValue(0);
		assertThat(registry.getMeters()).isEmpty();
	}

}
