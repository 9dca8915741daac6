// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.exception.GlobalBufferException;

/**
 * Removes the segments of writers declared with {@code on-close: unlink}, just before
 * they are closed: only an open writer knows that the name still leads to its segment.
 */
final class UnlinkOnClose implements DestructionAwareBeanPostProcessor {

	private static final Log logger = LogFactory.getLog(UnlinkOnClose.class);

	private final Set<String> names;

	UnlinkOnClose(Set<String> names) {
		this.names = Set.copyOf(names);
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return bean instanceof BufferWriter<?>;
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		if (bean instanceof BufferWriter<?> writer && this.names.contains(beanName)) {
			try {
				writer.unlink();
			}
			catch (GlobalBufferException ex) {
				logger.warn("Segment of buffer '" + beanName + "' was not unlinked: " + writer.path(), ex);
			}
		}
	}

}
