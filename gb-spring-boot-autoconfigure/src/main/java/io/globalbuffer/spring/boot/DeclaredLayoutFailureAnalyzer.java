// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.buffer.BufferContent;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.buffer.DeclaredLayoutException;

/**
 * Explains a segment that holds something else than is declared.
 */
class DeclaredLayoutFailureAnalyzer extends AbstractFailureAnalyzer<DeclaredLayoutException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DeclaredLayoutException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", action(cause), cause);
	}

	private static String action(DeclaredLayoutException cause) {
		BufferDefinition buffer = cause.definition();
		String prefix = GlobalBufferRegistrar.DESCRIPTION + buffer.name() + ".";
		List<String> properties = cause.properties();
		if (cause.naming().isPresent()) {
			return "Set " + prefix + "naming=" + cause.naming().get() + ": with it they agree.";
		}
		if (properties.isEmpty() || properties.contains("kind")) {
			return "If that is the segment you mean, correct " + prefix + "kind, otherwise " + prefix + "segment.";
		}
		if (properties.contains("type") && buffer.content() instanceof BufferContent.Messages messages
				&& messages.type() == null) {
			return "Set " + prefix + "type to the class of these messages.";
		}
		String correct = "Correct "
				+ properties.stream().map((property) -> prefix + property).collect(Collectors.joining(" and "));
		String them = (properties.size() == 1) ? "it" : "them";
		if (buffer.role() == BufferRole.READER) {
			return correct + ", or remove " + them + " to accept what the segment holds.";
		}
		return correct + ". Or, if you have changed " + them
				+ " on purpose and the segment is the old one of this buffer, set " + prefix
				+ "on-existing=replace to start with a new segment once the old one's writer has gone.";
	}

}
