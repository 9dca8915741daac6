// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import java.util.Set;

import io.globalbuffer.exception.SegmentAccessException.Reason;

/**
 * Who may use a new segment beside the user who made it.
 *
 * @param permissions what owner, group and others may do; empty for what only the owner
 * may
 * @param group the group it belongs to; empty for the system's choice
 */
public record FileAccess(Set<PosixFilePermission> permissions, Optional<String> group) {

	/** No other user may. */
	public static final FileAccess OWNER_ONLY = new FileAccess(Set.of(), Optional.empty());

	private static final Set<PosixFilePermission> OWNER_NEEDS = PosixFilePermissions.fromString("rw-------");

	private static final Set<PosixFilePermission> ALLOWED = PosixFilePermissions.fromString("rw-rw-r--");

	/**
	 * The same group with other permissions.
	 * @param permissions what owner, group and others may do
	 * @param buffer the buffer's name, for messages
	 * @return who may use the segment then
	 * @throws IllegalArgumentException if they let others write or any user execute, or
	 * do not let the owner read and write
	 */
	public FileAccess withPermissions(Set<PosixFilePermission> permissions, String buffer) {
		if (!permissions.containsAll(OWNER_NEEDS) || !ALLOWED.containsAll(permissions)) {
			throw new IllegalArgumentException(
					"The file mode of buffer '" + buffer + "' cannot be " + PosixFilePermissions.toString(permissions)
							+ ": the owner must read and write, others may not write, and no user executes it");
		}
		return new FileAccess(Set.copyOf(permissions), this.group);
	}

	/**
	 * Applies this to a file. The group first: a change of it may take permissions away.
	 * @param path the file
	 * @throws IOException if there is no such group, or the user may not
	 */
	void applyTo(Path path) throws IOException {
		if (this.group.isPresent()) {
			give(path, this.group.get());
		}
		if (!this.permissions.isEmpty()) {
			Files.setPosixFilePermissions(path, this.permissions);
		}
	}

	private static void give(Path path, String group) throws IOException {
		PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
		if (view == null) {
			throw new GroupException("files have no groups here. Name none", Reason.NO_SUCH_GROUP, null);
		}
		GroupPrincipal principal = groupNamed(group, path);
		try {
			view.setGroup(principal);
		}
		catch (FileSystemException ex) {
			if (Refusal.of(ex) != Refusal.DENIED) {
				throw ex;
			}
			throw new GroupException("this process, which is " + Users.describeOwn() + ", does not belong to group '"
					+ group + "'. Make the user a member of the group and start the process anew, or name one of its "
					+ "own groups (id -Gn)", Reason.NOT_IN_GROUP, ex);
		}
	}

	private static GroupPrincipal groupNamed(String name, Path path) throws IOException {
		try {
			return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
		}
		catch (UserPrincipalNotFoundException ex) {
			throw new GroupException(
					"there is no group '" + name + "' here. Make it (groupadd), or name another one (getent group)",
					Reason.NO_SUCH_GROUP, ex);
		}
	}

}
