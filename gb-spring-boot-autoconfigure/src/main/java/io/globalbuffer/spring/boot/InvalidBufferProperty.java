// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Names properties and what is wrong with them.
 */
final class InvalidBufferProperty {

	private InvalidBufferProperty() {
	}

	/**
	 * The full name of a buffer's property.
	 * @param buffer the buffer's name, which may be an impossible one
	 * @param key the property below it, or an empty text for the buffer itself
	 * @return for example {@code globalbuffer.buffers.imu.capacity}
	 */
	static String name(String buffer, String key) {
		return name("buffers", buffer, key);
	}

	/**
	 * The full name of a property of something that is declared by a name.
	 * @param group among what it is declared
	 * @param declared its name, which may be an impossible one
	 * @param key the property below it, or an empty text for itself
	 * @return for example {@code globalbuffer.replication.out.topic}
	 */
	static String name(String group, String declared, String key) {
		String element = declared.matches("[a-z0-9-]+") ? declared : "[" + declared + "]";
		return GlobalBufferProperties.PREFIX + "." + group + "." + element + (key.isEmpty() ? "" : "." + key);
	}

	static InvalidConfigurationPropertyValueException missing(String buffer, String key, String reason) {
		return new InvalidConfigurationPropertyValueException(name(buffer, key), null, reason);
	}

	static InvalidConfigurationPropertyValueException invalid(String buffer, String key, @Nullable Object value,
			String reason) {
		return new InvalidConfigurationPropertyValueException(name(buffer, key), value, reason);
	}

	/**
	 * Refuses a property that says nothing of a kind of buffer.
	 * @param buffer the buffer's name
	 * @param key the property
	 * @param value its value, or {@code null} if it is not set
	 * @param where what it has no meaning for
	 * @throws InvalidConfigurationPropertyValueException if it is set
	 */
	static void refuse(String buffer, String key, @Nullable Object value, String where) {
		if (value != null) {
			throw invalid(buffer, key, value, "Has no meaning for " + where + ". Remove it, or correct 'kind'.");
		}
	}

}
