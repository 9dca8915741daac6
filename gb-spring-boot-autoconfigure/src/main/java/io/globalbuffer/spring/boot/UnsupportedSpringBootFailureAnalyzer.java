// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;

/**
 * Explains why an application on an older Spring Boot does not start: it has no beans of
 * buffers there, however it failed. Uses only what that Spring Boot has too.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnsupportedSpringBootFailureAnalyzer implements FailureAnalyzer {

	/** Of Spring Framework 7, and what buffers become beans with. */
	private static final String NEEDED = "org.springframework.beans.factory.BeanRegistrar";

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		if (ClassUtils.isPresent(NEEDED, getClass().getClassLoader())) {
			return null;
		}
		return new FailureAnalysis("GlobalBuffer needs Spring Boot 4.0 or later, and this is Spring Boot "
				+ SpringBootVersion.getVersion() + ".", "Use Spring Boot 4, or gb-core without the starter.", failure);
	}

}
