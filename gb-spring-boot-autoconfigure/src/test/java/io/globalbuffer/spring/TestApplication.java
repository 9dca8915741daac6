package io.globalbuffer.spring;

import java.nio.file.Path;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.spring.boot.GlobalBufferAutoConfiguration;
import io.globalbuffer.spring.boot.GlobalBufferListenerAutoConfiguration;

/**
 * Contexts with the auto-configuration over a directory of their own.
 */
public final class TestApplication {

	private TestApplication() {
	}

	/**
	 * A context without any buffer.
	 */
	public static ApplicationContextRunner in(Path directory) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(GlobalBufferAutoConfiguration.class,
					GlobalBufferListenerAutoConfiguration.class))
			.withPropertyValues("globalbuffer.directory=" + directory);
	}

	/**
	 * The properties of a writer of {@code float64[2]}.
	 */
	public static String[] arrayWriter(String name) {
		return buffer(name, "kind=array", "role=writer", "dtype=float64", "shape=2", "capacity=64");
	}

	/**
	 * The properties of a reader of {@code float64[2]}.
	 */
	public static String[] arrayReader(String name) {
		return buffer(name, "kind=array", "role=reader", "dtype=float64", "shape=2");
	}

	/**
	 * The properties of a writer of messages.
	 */
	public static String[] messageWriter(String name, Class<?> type) {
		return buffer(name, "kind=message", "role=writer", "type=" + type.getName(), "capacity=16");
	}

	/**
	 * The properties of a buffer.
	 */
	public static String[] buffer(String name, String... values) {
		String[] properties = new String[values.length];
		for (int index = 0; index < values.length; index++) {
			properties[index] = "globalbuffer.buffers." + name + "." + values[index];
		}
		return properties;
	}

}
