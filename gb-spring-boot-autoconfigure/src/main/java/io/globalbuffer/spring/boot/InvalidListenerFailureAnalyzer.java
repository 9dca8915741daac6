// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.globalbuffer.spring.listener.InvalidListenerException;

/**
 * Explains a listener method that cannot receive samples.
 */
class InvalidListenerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidListenerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidListenerException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
