// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReadMode;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.spring.boot.GlobalBufferAutoConfiguration;
import io.globalbuffer.spring.boot.GlobalBufferListenerAutoConfiguration;
import io.globalbuffer.spring.boot.MonitoredBuffer;
import io.globalbuffer.spring.buffer.BufferContent;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.buffer.BufferReaders;
import io.globalbuffer.spring.listener.EventPublisher;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerSettings;
import io.globalbuffer.wait.WaitStrategy;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

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

	/**
	 * A buffer whose segment this user may not open.
	 */
	public static MonitoredBuffer unreadable(Path directory) {
		GlobalBuffer handle = mock(GlobalBuffer.class);
		given(handle.stats()).willThrow(new GlobalBufferException("Cannot open segment: access denied"));
		given(handle.layout()).willThrow(new GlobalBufferException("Cannot open segment: access denied"));
		return reader(directory, handle);
	}

	/**
	 * A buffer whose bean is a reader.
	 */
	public static MonitoredBuffer reader(Path directory, GlobalBuffer handle) {
		return new MonitoredBuffer(new BufferDefinition("imu", "imu", directory, new BufferContent.Arrays(null, null),
				Duration.ofSeconds(2), null, WaitMode.AUTO, true, null), handle, withoutListeners(), List.of());
	}

	/**
	 * A registry of no listeners.
	 */
	public static GlobalBufferListenerRegistry withoutListeners() {
		return new GlobalBufferListenerRegistry(
				new ListenerSettings(true, ReadMode.NEXT, false, null, DispatchMode.THREAD, 1, Duration.ofSeconds(1),
						Duration.ofSeconds(1), null, Duration.ofSeconds(1)),
				new BufferReaders(WaitStrategy.poll(), Stream::empty), List.of(), new EventPublisher((event) -> {
				}));
	}

}
