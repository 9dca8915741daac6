// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

import io.globalbuffer.WriterBuilder;
import io.globalbuffer.spring.WaitMode;
import io.globalbuffer.spring.boot.GlobalBufferProperties.Health;
import io.globalbuffer.spring.boot.GlobalBufferProperties.Listener;
import io.globalbuffer.spring.boot.GlobalBufferProperties.Liveness;
import io.globalbuffer.spring.listener.ListenerSettings;
import io.globalbuffer.wait.WaitStrategy;

/**
 * Checks the properties that are not a buffer's.
 */
final class ListenerSettingsFactory {

	/** The pauses of {@link WaitStrategy#poll()}. */
	private static final Duration POLL_MIN = Duration.ofNanos(50_000);

	private static final Duration POLL_MAX = Duration.ofMillis(2);

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
		Integer sharedThreads = listener.sharedThreads();
		require(sharedThreads == null || sharedThreads >= 1, "listener.shared-threads", sharedThreads,
				"Must be at least 1.");
		String resumeName = (listener.resumeName() != null) ? listener.resumeName() : applicationName;
		return new ListenerSettings(listener.autoStartup(), listener.mode(), listener.resume(),
				StringUtils.hasText(resumeName) ? resumeName : null, listener.dispatch(),
				(sharedThreads != null) ? sharedThreads : defaultSharedThreads(), listener.retryInterval(),
				listener.shutdownTimeout(), idle, listener.overrunEventInterval());
	}

	/**
	 * The pauses of listeners and readers that poll, checked.
	 * @param listener the defaults of all listeners
	 * @return how they wait
	 * @throws InvalidConfigurationPropertyValueException if a value cannot be, or stands
	 * beside a default that does not poll
	 */
	static WaitStrategy polling(Listener listener) {
		requirePolling(listener, "listener.poll-min", listener.pollMin());
		requirePolling(listener, "listener.poll-max", listener.pollMax());
		Duration min = (listener.pollMin() != null) ? listener.pollMin() : POLL_MIN;
		Duration max = (listener.pollMax() != null) ? listener.pollMax() : POLL_MAX;
		require(!min.isNegative(), "listener.poll-min", min, "Must not be negative.");
		boolean maxSet = listener.pollMax() != null;
		require(min.compareTo(max) <= 0, maxSet ? "listener.poll-max" : "listener.poll-min", maxSet ? max : min,
				"Pauses must grow from globalbuffer.listener.poll-min, which is " + min
						+ ", to globalbuffer.listener.poll-max, which is " + max + ".");
		return WaitStrategy.poll(min, max);
	}

	private static void requirePolling(Listener listener, String key, @Nullable Duration pause) {
		require(pause == null || listener.waitStrategy() == WaitMode.POLL, key, pause,
				"Has a meaning with globalbuffer.listener.wait-strategy=poll only, and that is "
						+ listener.waitStrategy().label() + ". Remove it, or set that to poll.");
	}

	/**
	 * As many may block as there are processors, and these still have something to do.
	 */
	private static int defaultSharedThreads() {
		return Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
	}

	private static void requirePositive(String key, @Nullable Duration value) {
		require(value == null || value.isPositive(), key, value, "Must be positive.");
	}

	private static void require(boolean condition, String key, @Nullable Object value, String reason) {
		if (!condition) {
			throw new InvalidConfigurationPropertyValueException(GlobalBufferProperties.PREFIX + "." + key, value,
					reason);
		}
	}

}
