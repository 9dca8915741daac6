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
		String element = buffer.matches("[a-zA-Z0-9-]+") ? buffer : "[" + buffer + "]";
		return GlobalBufferProperties.PREFIX + ".buffers." + element + (key.isEmpty() ? "" : "." + key);
	}

	static InvalidConfigurationPropertyValueException missing(String buffer, String key, String reason) {
		return new InvalidConfigurationPropertyValueException(name(buffer, key), null, reason);
	}

	static InvalidConfigurationPropertyValueException invalid(String buffer, String key, @Nullable Object value,
			String reason) {
		return new InvalidConfigurationPropertyValueException(name(buffer, key), value, reason);
	}

}
