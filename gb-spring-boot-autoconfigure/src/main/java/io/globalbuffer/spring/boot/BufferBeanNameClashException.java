// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

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
	 */
	public BufferBeanNameClashException(String buffer, String beanName, String other) {
		super("Buffer '" + buffer + "' would become the bean '" + beanName + "', but there is one of that name: "
				+ other + ".");
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
