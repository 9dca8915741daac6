// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Starts of applications that fail, with what is printed then.
 */
public final class FailedStart {

	private FailedStart() {
	}

	/**
	 * Starts an application and expects it to fail.
	 * @param directory the folder of its segments
	 * @param configuration its configuration, besides buffers and listeners
	 * @param properties its properties, a later one instead of an earlier one
	 */
	public static void of(Path directory, Class<?> configuration, String[]... properties) {
		Map<String, String> values = new LinkedHashMap<>();
		values.put("globalbuffer.directory", directory.toString());
		Stream.of(properties)
			.flatMap(Stream::of)
			.map((property) -> property.split("=", 2))
			.forEach((property) -> values.put(property[0], property[1]));
		String[] arguments = values.entrySet()
			.stream()
			.map((entry) -> "--" + entry.getKey() + "=" + entry.getValue())
			.toArray(String[]::new);
		assertThatException().isThrownBy(
				() -> new SpringApplicationBuilder(Application.class, configuration).web(WebApplicationType.NONE)
					.run(arguments)
					.close());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class })
	static class Application {

	}

	/** Nothing besides buffers and listeners. */
	public static class Empty {

	}

}
