// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.StringUtils;

import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.exception.BufferExistsException;
import io.globalbuffer.exception.BufferNotReadyException;
import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.exception.NoSpaceException;
import io.globalbuffer.exception.SegmentAccessException;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.buffer.BufferOpeningException;

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
			case WriterConflictException ex when ex.isWithinProcess() ->
				"Close the writer that this process has already,"
						+ " perhaps of another buffer, application context or class loader, or set " + property
						+ "segment to another name, or " + property + "role=reader to read what it writes.";
			case WriterConflictException ex when ex.isCertain() -> "Stop the process that writes it, or set " + property
					+ "role=reader to read what it writes. If it is just stopping, set " + property
					+ "take-over-timeout to a longer time.";
			case WriterConflictException ex when lacksNativeAccess() ->
				"Start the JVM with --enable-native-access=ALL-UNNAMED, and without globalbuffer.native-access=off:"
						+ " without native access only a segment that was closed cleanly can be taken over. If no"
						+ " process writes it any more, removing that file helps as well.";
			case WriterConflictException ex -> "If its writer lives, stop that process, or set " + property
					+ "role=reader to read what it writes. If it is dead, stop the process that has the segment open,"
					+ " a Python reader for example, or set " + property + "on-existing=take-over-presumed-dead.";
			case BufferExistsException ex -> "If its writer has gone, set " + property
					+ "on-existing=take-over to go on with its segment. If it is there, set " + property
					+ "role=reader to read what it writes, or " + property + "segment to another name.";
			case NoSpaceException ex -> "Set " + property + "capacity to a smaller number, or globalbuffer.directory to"
					+ " a file system with more room. In a container, start it with a larger --shm-size.";
			case BufferNotReadyException ex ->
				"If a process is still making it, start again when it has. Otherwise " + removeOrRename(property);
			case InvalidSegmentException ex when ex.isUntrusted() -> "If it is another user's, run both applications as"
					+ " the same user, or name that user with " + property + "owner. If every user may write to it,"
					+ " have its writer take that permission away.";
			case InvalidSegmentException ex -> StringUtils.capitalize(removeOrRename(property));
			case SegmentAccessException ex -> access(ex.reason(), property, cause.role());
			default -> "Mend what the message names, or set globalbuffer.directory to another directory.";
		};
	}

	/**
	 * Only asked after the segment was looked at, which is what warns and permits it by
	 * default.
	 */
	private static boolean lacksNativeAccess() {
		return !GlobalBuffer.class.getModule().isNativeAccessEnabled();
	}

	private static String access(SegmentAccessException.Reason reason, String property, BufferRole role) {
		return switch (reason) {
			case NO_DIRECTORY -> "Make that directory before the application starts, or set globalbuffer.directory to"
					+ " one that is there.";
			case NOT_PERMITTED -> permission(property, role);
			case READ_ONLY ->
				"Mount that file system for writing, or set globalbuffer.directory to a directory of another one.";
			case TOO_MANY_OPEN_FILES -> "Raise the limit of open files: ulimit -n in the shell that starts the"
					+ " application, LimitNOFILE of its systemd unit, or --ulimit nofile of its container. If the limit"
					+ " is high already, something in the application does not close its files.";
			case FILE_TOO_LARGE -> "Set " + property + "capacity to a smaller number, or raise the limit of file sizes:"
					+ " ulimit -f in the shell that starts the application, or LimitFSIZE of its systemd unit.";
			case NO_MEMORY ->
				((role == BufferRole.WRITER) ? "Set " + property + "capacity to a smaller number, or give" : "Give")
						+ " the application or its container more memory.";
			case NO_SUCH_GROUP -> "Set " + property + "group to a group that is there, or remove the property.";
			case NOT_IN_GROUP -> "Make the user of this application a member of that group and start it anew, set "
					+ property + "group to a group that it belongs to, or remove the property.";
			case OTHER -> "Mend what the message names, or set globalbuffer.directory to another directory or "
					+ property + "segment to another name.";
		};
	}

	private static String permission(String property, BufferRole role) {
		if (role == BufferRole.WRITER) {
			return "Permission is denied: let this user write to the directory, or set globalbuffer.directory to one"
					+ " that it may write to. If a segment of that name is there, run both applications as the same"
					+ " user.";
		}
		return "Permission is denied: let the writer make its segment readable, with " + property + "file-mode and "
				+ property + "group where it is declared, or run both applications as the same user.";
	}

	private static String removeOrRename(String property) {
		return "remove that file if it is not needed, or set " + property + "segment to another name.";
	}

}
