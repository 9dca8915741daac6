// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains what replications miss.
 */
class ReplicationRefusedFailureAnalyzer extends AbstractFailureAnalyzer<ReplicationRefusedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ReplicationRefusedException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
	}

}
