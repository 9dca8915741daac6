// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains a buffer whose name is another bean's. Before Boot's own analyzer, which would
 * advise to override one of them.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class BufferBeanNameClashFailureAnalyzer extends AbstractFailureAnalyzer<BufferBeanNameClashException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, BufferBeanNameClashException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Rename the buffer under globalbuffer.buffers, and keep its segment with segment: " + cause.buffer()
						+ " (unless that is set already), or rename the bean.",
				cause);
	}

}
