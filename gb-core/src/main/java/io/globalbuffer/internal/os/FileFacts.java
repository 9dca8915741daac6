// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * What the file system says of a file at one moment.
 *
 * @param attributes what it says of any file
 * @param inode its number, as other processes' maps show it; 0 where there is none
 * @param ownerNumber the number of the user it belongs to; empty where users have none
 * @param sticky whether it is a directory in which users cannot remove each other's files
 */
public record FileFacts(BasicFileAttributes attributes, long inode, OptionalLong ownerNumber, boolean sticky) {

	private static final long STICKY = 01000;

	private static final long UNSIGNED_INT = 0xFFFF_FFFFL;

	/**
	 * Reads what the file system says.
	 * @param path a file
	 * @param options whether to follow symbolic links
	 * @return the facts
	 * @throws IOException if they cannot be read
	 */
	static FileFacts of(Path path, LinkOption... options) throws IOException {
		if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
			return new FileFacts(Files.readAttributes(path, BasicFileAttributes.class, options), 0,
					OptionalLong.empty(), false);
		}
		Map<String, Object> unix = Files.readAttributes(path, "unix:ino,uid,mode", options);
		return new FileFacts(Files.readAttributes(path, PosixFileAttributes.class, options), number(unix, "ino"),
				OptionalLong.of(number(unix, "uid") & UNSIGNED_INT), (number(unix, "mode") & STICKY) != 0);
	}

	private static long number(Map<String, Object> attributes, String name) {
		return ((Number) Objects.requireNonNull(attributes.get(name))).longValue();
	}

	/** The same of a file that other processes' maps show by another number, perhaps. */
	FileFacts withoutInode() {
		return new FileFacts(this.attributes, 0, this.ownerNumber, this.sticky);
	}

	/**
	 * Which file it is: device and inode. Other than a name, this changes when the file
	 * is replaced.
	 * @return the key; {@code null} where the system has no such thing
	 */
	public @Nullable Object key() {
		return this.attributes.fileKey();
	}

	/**
	 * Whether it is a regular file.
	 * @return {@code false} also for a symbolic link
	 */
	public boolean regular() {
		return this.attributes.isRegularFile();
	}

	/**
	 * Whose it is. Looked up when asked for: that can take a look into a directory of
	 * users.
	 * @return the user; empty where files have no owner
	 */
	public Optional<UserPrincipal> owner() {
		return posix().map(PosixFileAttributes::owner);
	}

	/**
	 * Whose it is and who may use it, for messages.
	 * @return a text such as "belongs to user 'robot' (1000) and has mode rw-------";
	 * empty where files have no owner
	 */
	String access() {
		return posix()
			.map((posix) -> "belongs to " + Users.describe(posix.owner(), this.ownerNumber) + ", group '"
					+ posix.group().getName() + "', and has mode " + PosixFilePermissions.toString(posix.permissions()))
			.orElse("");
	}

	/**
	 * Whether any user may write to it.
	 * @return {@code false} where files have no permissions
	 */
	public boolean worldWritable() {
		return posix().filter((posix) -> posix.permissions().contains(PosixFilePermission.OTHERS_WRITE)).isPresent();
	}

	/**
	 * Returns how large it is.
	 * @return its size in bytes
	 */
	public long size() {
		return this.attributes.size();
	}

	/**
	 * When it was made, as far as the file system knows.
	 * @return a time
	 */
	public Instant created() {
		return this.attributes.creationTime().toInstant();
	}

	/**
	 * When it was made, where that is told apart from its last change: file systems that
	 * keep no such time give the other one for it.
	 * @return a time that never changes
	 */
	public Optional<Instant> birth() {
		return this.attributes.creationTime().equals(this.attributes.lastModifiedTime()) ? Optional.empty()
				: Optional.of(created());
	}

	/**
	 * Whether this is the same file as another.
	 * @param other the other one
	 * @return {@code true} if both have the same key
	 */
	public boolean isSameFile(FileFacts other) {
		return Objects.equals(key(), other.key());
	}

	private Optional<PosixFileAttributes> posix() {
		return (this.attributes instanceof PosixFileAttributes posix) ? Optional.of(posix) : Optional.empty();
	}

}
