// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.test;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootContextLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.MergedContextConfiguration;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.spring.boot.GlobalBufferAutoConfiguration;
import io.globalbuffer.spring.boot.GlobalBufferListenerAutoConfiguration;
import io.globalbuffer.spring.boot.GlobalBufferProperties;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = { "globalbuffer.buffers.imu.kind=array", "globalbuffer.buffers.imu.role=writer",
		"globalbuffer.buffers.imu.dtype=float64", "globalbuffer.buffers.imu.shape=6",
		"globalbuffer.buffers.imu.capacity=4" })
@AutoConfigureGlobalBuffer
@DirtiesContext
class AutoConfigureGlobalBufferTests {

	@Autowired
	private GlobalBufferProperties properties;

	@Autowired
	private ArrayWriter<double[]> imu;

	@Test
	void segmentsLieInATemporaryDirectory() {
		assertThat(this.properties.directory()).isNotEqualTo(Path.of("/dev/shm")).isDirectory();
		assertThat(this.imu.path()).exists().hasParent(this.properties.directory());
	}

	@Test
	void theDirectoryGoesWithTheContext() {
		GenericApplicationContext context = new GenericApplicationContext();
		new GlobalBufferContextCustomizer().customizeContext(context,
				new MergedContextConfiguration(getClass(), null, null, null, new SpringBootContextLoader()));
		context.refresh();
		Path directory = Path.of(context.getEnvironment().getRequiredProperty("globalbuffer.directory"));
		assertThat(directory).isDirectory();
		context.close();
		assertThat(directory).doesNotExist();
	}

	@Test
	void contextsThatDifferInNothingElseAreShared() {
		assertThat(new GlobalBufferContextCustomizer()).isEqualTo(new GlobalBufferContextCustomizer());
	}

	@Test
	void testsWithoutTheAnnotationAreLeftAlone() {
		assertThat(new GlobalBufferContextCustomizerFactory().createContextCustomizer(Object.class, List.of()))
			.isNull();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class })
	static class Application {

	}

}
