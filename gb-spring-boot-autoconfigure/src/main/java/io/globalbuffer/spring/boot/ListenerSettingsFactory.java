// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

import io.globalbuffer.WriterBuilder;
import io.globalbuffer.spring.boot.GlobalBufferProperties.Health;
import io.globalbuffer.spring.boot.GlobalBufferProperties.Listener;
import io.globalbuffer.spring.boot.GlobalBufferProperties.Liveness;
import io.globalbuffer.spring.listener.ListenerSettings;
import io.globalbuffer.wait.WaitStrategy;

/**
 * Checks the properties that are not a buffer's.
 */
final class ListenerSettingsFactory {

	private ListenerSettingsFactory() {
	}

	/**
	 * The defaults of all listeners, checked.
	 * @param properties the properties
	 * @param applicationName the application's name, if it has one
	 * @return the settings
	 * @throws InvalidConfigurationPropertyValueException if a value cannot be
	 */
	static ListenerSettings create(GlobalBufferProperties properties, @Nullable String applicationName) {
		require(!properties.takeOverTimeout().isNegative(), "take-over-timeout", properties.takeOverTimeout(),
				"Must not be negative.");
		Liveness liveness = properties.liveness();
		Duration heartbeat = liveness.heartbeatInterval();
		require(heartbeat.isZero() || heartbeat.compareTo(WriterBuilder.SHORTEST_HEARTBEAT_INTERVAL) >= 0,
				"liveness.heartbeat-interval", heartbeat,
				"Must be at least 1ms, or zero to stamp with every write instead.");
		require(liveness.timeout().isPositive(), "liveness.timeout", liveness.timeout(), "Must be positive.");
		Listener listener = properties.listener();
		require(!listener.pollMin().isNegative(), "listener.poll-min", listener.pollMin(), "Must not be negative.");
		require(listener.pollMax().compareTo(listener.pollMin()) >= 0, "listener.poll-max", listener.pollMax(),
				"Must not be below globalbuffer.listener.poll-min, which is " + listener.pollMin() + ".");
		require(listener.retryInterval().isPositive(), "listener.retry-interval", listener.retryInterval(),
				"Must be positive.");
		require(!listener.shutdownTimeout().isNegative(), "listener.shutdown-timeout", listener.shutdownTimeout(),
				"Must not be negative.");
		Duration idle = listener.idleEventInterval();
		requirePositive("listener.idle-event-interval", idle);
		require(!listener.overrunEventInterval().isNegative(), "listener.overrun-event-interval",
				listener.overrunEventInterval(), "Must not be negative; zero publishes each.");
		Health health = properties.health();
		requirePositive("health.failing-after", health.failingAfter());
		requirePositive("health.stuck-after", health.stuckAfter());
		String resumeName = (listener.resumeName() != null) ? listener.resumeName() : applicationName;
		return new ListenerSettings(listener.autoStartup(), listener.mode(), listener.resume(),
				StringUtils.hasText(resumeName) ? resumeName : null,
				WaitStrategy.poll(listener.pollMin(), listener.pollMax()), listener.retryInterval(),
				listener.shutdownTimeout(), idle, listener.overrunEventInterval());
	}

	private static void requirePositive(String key, @Nullable Duration value) {
		require(value == null || value.isPositive(), key, value, "Must be positive.");
	}

	private static void require(boolean condition, String key, @Nullable Duration value, String reason) {
		if (!condition) {
			throw new InvalidConfigurationPropertyValueException(GlobalBufferProperties.PREFIX + "." + key, value,
					reason);
		}
	}

}
