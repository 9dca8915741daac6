// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Names properties of replications and what is wrong with them.
 */
final class InvalidReplicationProperty {

	private InvalidReplicationProperty() {
	}

	/**
	 * The full name of a replication's property.
	 * @param replication the replication's name, which may be an impossible one
	 * @param key the property below it, or an empty text for the replication itself
	 * @return for example {@code globalbuffer.replication.pulse-out.topic}
	 */
	static String name(String replication, String key) {
		String element = replication.matches("[a-z0-9-]+") ? replication : "[" + replication + "]";
		return "globalbuffer.replication." + element + (key.isEmpty() ? "" : "." + key);
	}

	static InvalidConfigurationPropertyValueException invalid(String replication, String key, @Nullable Object value,
			String reason) {
		return new InvalidConfigurationPropertyValueException(name(replication, key), value, reason);
	}

	static void require(boolean condition, String replication, String key, @Nullable Object value, String reason) {
		if (!condition) {
			throw invalid(replication, key, value, reason);
		}
	}

	static <T> T required(String replication, String key, @Nullable T value, String reason) {
		if (value == null) {
			throw invalid(replication, key, null, reason);
		}
		return value;
	}

}
