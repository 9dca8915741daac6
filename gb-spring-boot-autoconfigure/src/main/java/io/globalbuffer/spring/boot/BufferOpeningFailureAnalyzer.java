package io.globalbuffer.spring.boot;

import io.globalbuffer.exception.BufferExistsException;
import io.globalbuffer.exception.BufferNotReadyException;
import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.exception.NoSpaceException;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.spring.listener.BufferOpeningException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a declared buffer that cannot be opened.
 */
class BufferOpeningFailureAnalyzer extends AbstractFailureAnalyzer<BufferOpeningException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, BufferOpeningException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", action(cause), cause);
	}

	private static String action(BufferOpeningException cause) {
		String property = "globalbuffer.buffers." + cause.definition().name() + ".";
		return switch (cause.reason()) {
			case WriterConflictException ex -> "Stop that process, or set " + property
					+ "role=reader to read what it writes. If it is just stopping, set " + property
					+ "take-over-timeout to a longer time. If it is dead, but a Python reader hides that, stop that"
					+ " reader, or set " + property + "on-existing=take-over-presumed-dead.";
			case BufferExistsException ex -> "Stop the process that writes it and set " + property
					+ "on-existing=take-over to go on with its segment, or set " + property
					+ "role=reader to read what it writes.";
			case NoSpaceException ex -> "Set " + property
					+ "capacity to a smaller number, or globalbuffer.directory to a file system with more room.";
			case BufferNotReadyException ex -> removeOrRename(property);
			case InvalidSegmentException ex ->
				removeOrRename(property) + " If it is another user's, run both applications as the same user.";
			default -> "Set globalbuffer.directory to a directory that this user may use, or " + property
					+ "segment to another name.";
		};
	}

	private static String removeOrRename(String property) {
		return "Remove that file if nobody needs it, or set " + property + "segment to another name.";
	}

}
