// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.host;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Provides the property {@code host.pulse.length}, so that {@code application.yml} can
 * declare the shape of {@code host-pulse}, which depends on the number of CPUs.
 */
public final class HostPulseEnvironment implements EnvironmentPostProcessor {

	static final String LENGTH_PROPERTY = "host.pulse.length";

	/**
	 * Adds the property with the lowest precedence, so that anybody can overrule it.
	 * @param environment the environment to add it to
	 * @param application the application being started
	 * @throws java.io.UncheckedIOException if there is no {@code /proc/stat}: not Linux
	 */
	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		try (HostPulse pulse = new HostPulse(HostPulse.PROC)) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("hostPulse", Map.of(LENGTH_PROPERTY, pulse.length())));
		}
	}

}
