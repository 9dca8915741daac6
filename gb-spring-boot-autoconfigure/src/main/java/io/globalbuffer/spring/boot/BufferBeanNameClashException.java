// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.GlobalBufferException;

/**
 * A declared buffer's name, or its camel-case alias, is another bean's name.
 */
public class BufferBeanNameClashException extends GlobalBufferException {

	private final String buffer;

	/**
	 * Creates an exception.
	 * @param buffer the buffer's name
	 * @param beanName the name both want
	 * @param other what the other bean is
	 * @param cause the cause, or {@code null}
	 */
	public BufferBeanNameClashException(String buffer, String beanName, String other, @Nullable Throwable cause) {
		super("Buffer '" + buffer + "' would become the bean '" + beanName + "', but there is one of that name: "
				+ other + ".", cause);
		this.buffer = buffer;
	}

	/**
	 * The buffer's name.
	 * @return the name
	 */
	public String buffer() {
		return this.buffer;
	}

}
