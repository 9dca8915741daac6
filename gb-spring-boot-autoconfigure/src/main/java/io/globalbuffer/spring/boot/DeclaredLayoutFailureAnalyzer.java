// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.globalbuffer.spring.BufferKind;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.listener.BufferDefinition;
import io.globalbuffer.spring.listener.DeclaredLayoutException;

/**
 * Explains a segment that holds something else than is declared.
 */
class DeclaredLayoutFailureAnalyzer extends AbstractFailureAnalyzer<DeclaredLayoutException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DeclaredLayoutException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), action(cause.definition()), cause);
	}

	private static String action(BufferDefinition buffer) {
		String prefix = "globalbuffer.buffers." + buffer.name() + ".";
		String what = (buffer.kind() == BufferKind.ARRAY) ? prefix + "dtype and " + prefix + "shape"
				: prefix + "type and " + prefix + "schema";
		String otherwise = " If this is not the segment you mean, correct " + prefix + "segment or " + prefix + "kind.";
		if (buffer.role() == BufferRole.WRITER) {
			return "Correct " + what + " and " + prefix + "capacity, or, if nobody needs the old samples, set " + prefix
					+ "on-existing=replace to start with a new segment once the old one's writer has gone." + otherwise;
		}
		return "Correct " + what + ", or remove them to accept what the segment holds." + otherwise;
	}

}
