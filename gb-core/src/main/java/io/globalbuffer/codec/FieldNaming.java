package io.globalbuffer.codec;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;

/**
 * How the name of a component or field becomes the key of a message. A name given with
 * {@code @JsonProperty} stands as it is.
 */
public enum FieldNaming {

	/** The key is the name. */
	AS_DECLARED,

	/** {@code camOn} becomes {@code cam_on}, as Python names its fields. */
	SNAKE_CASE;

	/**
	 * The key of a name.
	 * @param name the name as it is declared in Java
	 * @return the key
	 */
	public String keyOf(String name) {
		return switch (this) {
			case AS_DECLARED -> name;
			case SNAKE_CASE -> PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(name);
		};
	}

}
