package io.globalbuffer.spring.boot;

import java.nio.file.AccessDeniedException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

import io.globalbuffer.exception.BufferExistsException;
import io.globalbuffer.exception.BufferNotReadyException;
import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.exception.NoSpaceException;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.listener.BufferOpeningException;

/**
 * Explains a declared buffer that cannot be opened.
 */
class BufferOpeningFailureAnalyzer extends AbstractFailureAnalyzer<BufferOpeningException> {

	private final Environment environment;

	BufferOpeningFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, BufferOpeningException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", action(cause), cause);
	}

	private String action(BufferOpeningException cause) {
		String property = "globalbuffer.buffers." + cause.definition().name() + ".";
		return switch (cause.reason()) {
			case WriterConflictException ex when ex.isWithinProcess() ->
				"Close the writer that this process has already,"
						+ " perhaps of another buffer or application context, or set " + property
						+ "segment to another name, or " + property + "role=reader to read what it writes.";
			case WriterConflictException ex -> "Stop the process that writes it, or set " + property
					+ "role=reader to read what it writes. If it is just stopping, set " + property
					+ "take-over-timeout to a longer time. If it is dead, but a Python reader hides that, stop that"
					+ " reader, or set " + property + "on-existing=take-over-presumed-dead.";
			case BufferExistsException ex -> "If its writer has gone, set " + property
					+ "on-existing=take-over to go on with its segment. If it is there, set " + property
					+ "role=reader to read what it writes, or " + property + "segment to another name.";
			case NoSpaceException ex -> "Set " + property + "capacity to a smaller number, or globalbuffer.directory to"
					+ " a file system with more room. In a container, start it with a larger --shm-size.";
			case BufferNotReadyException ex -> removeOrRename(property);
			case InvalidSegmentException ex -> removeOrRename(property) + " If it is another user's, run both"
					+ " applications as the same user, or name that user with " + property + "owner.";
			default -> (cause.reason().getCause() instanceof AccessDeniedException)
					? permission(property, cause.definition().role()) : place(property);
		};
	}

	private String permission(String property, BufferRole role) {
		if (role == BufferRole.WRITER) {
			return "Permission is denied: let this user write to the directory, or set globalbuffer.directory to one"
					+ " that it may write to. If a segment of that name is there, run both applications as the same"
					+ " user.";
		}
		return "Permission is denied: let the writer make its segment readable, with " + property + "file-mode and "
				+ property + "group where it is declared, or run both applications as the same user.";
	}

	private String place(String property) {
		String group = this.environment.getProperty(property + "group");
		return "Set globalbuffer.directory to a directory that this user may use, or " + property
				+ "segment to another name."
				+ ((group != null) ? " This user must belong to the group '" + group + "'." : "");
	}

	private static String removeOrRename(String property) {
		return "Remove that file if nobody needs it, or set " + property + "segment to another name.";
	}

}
