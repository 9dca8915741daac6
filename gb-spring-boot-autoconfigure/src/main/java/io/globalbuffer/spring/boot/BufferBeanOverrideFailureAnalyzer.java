// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.BeanDefinitionOverrideException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains a bean that is defined later than a buffer of its name. Before Boot's own
 * analyzer, which would advise to override one of them.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class BufferBeanOverrideFailureAnalyzer extends AbstractFailureAnalyzer<BeanDefinitionOverrideException> {

	private final BufferBeanNameClashFailureAnalyzer clash = new BufferBeanNameClashFailureAnalyzer();

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanDefinitionOverrideException cause) {
		String description = cause.getExistingDefinition().getDescription();
		if (description == null || !description.startsWith(GlobalBufferRegistrar.DESCRIPTION)) {
			return null;
		}
		String other = TakenBeanNames.describe(cause.getBeanDefinition());
		return this.clash.analyze(rootFailure,
				new BufferBeanNameClashException(cause.getBeanName(), cause.getBeanName(), other));
	}

}
