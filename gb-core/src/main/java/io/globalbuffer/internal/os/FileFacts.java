package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What the file system says of a file at one moment.
 *
 * @param attributes what it says of any file
 * @param inode its number, as other processes' maps show it; 0 where there is none
 */
public record FileFacts(BasicFileAttributes attributes, long inode) {

	/**
	 * Reads what the file system says.
	 * @param path a file
	 * @param options whether to follow symbolic links
	 * @return the facts
	 * @throws IOException if they cannot be read
	 */
	static FileFacts of(Path path, LinkOption... options) throws IOException {
		if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
			return new FileFacts(Files.readAttributes(path, BasicFileAttributes.class, options), 0);
		}
		return new FileFacts(Files.readAttributes(path, PosixFileAttributes.class, options),
				(long) Files.getAttribute(path, "unix:ino", options));
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
	 * Whether everybody may write to it.
	 * @return {@code false} where files have no permissions
	 */
	public boolean worldWritable() {
		return posix().filter((posix) -> posix.permissions().contains(PosixFilePermission.OTHERS_WRITE)).isPresent();
	}

	/**
	 * How large it is.
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
