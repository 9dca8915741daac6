// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.globalbuffer.GlobalBuffer;

/**
 * Explains a buffer that has the name by which Spring looks for another bean, such as
 * {@code messageSource}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class BufferBeanTypeFailureAnalyzer extends AbstractFailureAnalyzer<BeanNotOfRequiredTypeException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanNotOfRequiredTypeException cause) {
		if (!GlobalBuffer.class.isAssignableFrom(cause.getActualType())
				|| GlobalBuffer.class.isAssignableFrom(cause.getRequiredType())) {
			return null;
		}
		return new FailureAnalysis(
				"The bean '" + cause.getBeanName() + "' is a buffer, but a " + cause.getRequiredType().getName()
						+ " is looked for by that name.",
				"Rename the buffer under globalbuffer.buffers, and keep its segment with the property segment. A name"
						+ " with dashes counts in camel case as well.",
				cause);
	}

}
