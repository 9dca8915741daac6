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
 * What the file system says of a file.
 *
 * @param key which file it is: device and inode; other than a name, this changes when the
 * file is replaced. {@code null} where the system has no such thing
 * @param inode its number, as other processes' maps show it; 0 where there is none
 * @param regular whether it is a regular file
 * @param owner whose it is; empty where files have no owner
 * @param worldWritable whether everybody may write to it
 * @param size its size in bytes
 * @param created when it was made, as far as the file system knows
 */
public record FileFacts(@Nullable Object key, long inode, boolean regular, Optional<UserPrincipal> owner,
		boolean worldWritable, long size, Instant created) {

	/**
	 * Reads what the file system says.
	 * @param path a file
	 * @param options whether to follow symbolic links
	 * @return the facts
	 * @throws IOException if they cannot be read
	 */
	static FileFacts of(Path path, LinkOption... options) throws IOException {
		if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
			BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, options);
			return new FileFacts(basic.fileKey(), 0, basic.isRegularFile(), Optional.empty(), false, basic.size(),
					basic.creationTime().toInstant());
		}
		PosixFileAttributes posix = Files.readAttributes(path, PosixFileAttributes.class, options);
		long inode = (long) Files.getAttribute(path, "unix:ino", options);
		return new FileFacts(posix.fileKey(), inode, posix.isRegularFile(), Optional.of(posix.owner()),
				posix.permissions().contains(PosixFilePermission.OTHERS_WRITE), posix.size(),
				posix.creationTime().toInstant());
	}

	/**
	 * Whether this is the same file as another.
	 * @param other the other one
	 * @return {@code true} if both have the same key
	 */
	public boolean isSameFile(FileFacts other) {
		return Objects.equals(this.key, other.key);
	}

}
