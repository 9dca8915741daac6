// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;

import static org.assertj.core.api.Assertions.assertThat;

class ActivityAutoConfigurationTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(GlobalBufferActivityAutoConfiguration.class))
			.withPropertyValues(TestApplication.arrayWriter("imu"));
	}

	@Test
	void aMonitorRuns() {
		this.runner.run((context) -> assertThat(context).getBean(ActivityMonitor.class)
			.returns(true, ActivityMonitor::isRunning));
	}

	@Test
	void thereIsNoMonitorWhenBuffersAreSwitchedOff() {
		this.runner.withPropertyValues("globalbuffer.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ActivityMonitor.class));
	}

	@Test
	void aMonitorOfTheApplicationTakesItsPlace() {
		this.runner.withBean("own", ActivityMonitor.class)
			.run((context) -> assertThat(context).hasSingleBean(ActivityMonitor.class).hasBean("own"));
	}

}
