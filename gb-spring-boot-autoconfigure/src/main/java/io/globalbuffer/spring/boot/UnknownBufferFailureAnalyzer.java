// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.globalbuffer.spring.listener.UnknownBufferException;

/**
 * Explains a listener of a buffer that is not declared.
 */
class UnknownBufferFailureAnalyzer extends AbstractFailureAnalyzer<UnknownBufferException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownBufferException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
