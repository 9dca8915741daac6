// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.GlobalBufferException;

/**
 * A file by its descriptor.
 */
final class LinuxFile implements NewFile {

	private static final int OWNER_ONLY = 0600;

	/** How long to wait for another's lease to end, which should take microseconds. */
	private static final long LEASE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long LEASE_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

	private final LibC libC;

	private final int descriptor;

	private final Path path;

	/** By which the JDK reaches it. */
	private final DescribedFile itself;

	/** Whether the file's name leads to it, or did. */
	private boolean named;

	private boolean locked;

	private boolean closed;

	private LinuxFile(LibC libC, int descriptor, Path path, DescribedFile itself, boolean named) {
		this.libC = libC;
		this.descriptor = descriptor;
		this.path = path;
		this.itself = itself;
		this.named = named;
	}

	/** What was opened or made; its descriptor is closed if it cannot be looked at. */
	private static LinuxFile of(LibC libC, int descriptor, Path path, @Nullable FileFacts before, boolean named)
			throws IOException {
		try {
			return new LinuxFile(libC, descriptor, path, DescribedFile.of(descriptor, path, before), named);
		}
		catch (IOException | RuntimeException | Error ex) {
			libC.close(descriptor);
			throw ex;
		}
	}

	static LinuxFile open(LibC libC, Path path, boolean writable) throws IOException {
		FileFacts before = DescribedFile.needsName() ? FileFacts.of(path, LinkOption.NOFOLLOW_LINKS) : null;
		// without waiting: a pipe of that name could let it wait for ever
		int flags = (writable ? LibC.O_RDWR : LibC.O_RDONLY) | LibC.O_NOFOLLOW | LibC.O_CLOEXEC | LibC.O_NONBLOCK;
		long deadline = System.nanoTime() + LEASE_NANOS;
		while (true) {
			int descriptor = libC.open(path, flags, 0);
			if (descriptor >= 0) {
				return of(libC, descriptor, path, before, true);
			}
			boolean leased = descriptor == -ErrorNumbers.EAGAIN || descriptor == -ErrorNumbers.EINTR;
			if (!leased || System.nanoTime() - deadline > 0) {
				throw failure("open", path, descriptor);
			}
			Pause.of(LEASE_PAUSE_NANOS);
		}
	}

	/**
	 * Makes a file without a name, or where the file system has no such files, one with
	 * its name.
	 * @param path the name it shall have
	 * @return the file
	 * @throws FileAlreadyExistsException if there is one of that name
	 * @throws IOException if it cannot be made
	 */
	static LinuxFile create(LibC libC, Path path) throws IOException {
		if (DescribedFile.needsName()) {
			return createNamed(libC, path);
		}
		Path directory = Objects.requireNonNull(path.toAbsolutePath().getParent());
		int unnamed = libC.open(directory, LibC.O_RDWR | LibC.O_CLOEXEC | LibC.O_TMPFILE, OWNER_ONLY);
		return (unnamed >= 0) ? of(libC, unnamed, path, null, false) : createNamed(libC, path);
	}

	/**
	 * Makes a file that has its name from the start.
	 * @param path its name
	 * @return the file
	 * @throws FileAlreadyExistsException if there is one of that name
	 * @throws IOException if it cannot be made
	 */
	static LinuxFile createNamed(LibC libC, Path path) throws IOException {
		int flags = LibC.O_RDWR | LibC.O_CLOEXEC | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW;
		int named = libC.open(path, flags, OWNER_ONLY);
		if (named < 0) {
			throw failure("create", path, named);
		}
		try {
			return of(libC, named, path, null, true);
		}
		catch (IOException | RuntimeException | Error ex) {
			SegmentFiles.withdraw(path, ex);
			throw ex;
		}
	}

	@Override
	public FileFacts facts() throws IOException {
		FileFacts facts = this.itself.facts();
		return Leases.isPlainFileSystem(this.libC, this.descriptor) ? facts : facts.withoutInode();
	}

	@Override
	public void read(long position, MemorySegment target) throws IOException {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment buffer = arena.allocate(target.byteSize(), Long.BYTES);
			long done = 0;
			while (done < target.byteSize()) {
				long read = this.libC.pread(this.descriptor, buffer.asSlice(done), position + done);
				if (read < 0 && read != -ErrorNumbers.EINTR) {
					throw failure("read", this.path, (int) read);
				}
				if (read == 0) {
					break;
				}
				done += Math.max(0, read);
			}
			target.copyFrom(buffer);
		}
	}

	@Override
	public FileChannel channel(boolean writable) throws IOException {
		return this.itself.channel(
				writable ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE) : Set.of(StandardOpenOption.READ));
	}

	@Override
	public boolean allocate(long size) throws IOException {
		int result;
		do {
			result = this.libC.fallocate(this.descriptor, size);
		}
		while (result == -ErrorNumbers.EINTR);
		if (result == -ErrorNumbers.EOPNOTSUPP || result == -ErrorNumbers.ENOSYS || result == -ErrorNumbers.EPERM) {
			return Zeros.fill(this, size, this.path);
		}
		if (result < 0 && result != -ErrorNumbers.ENOSPC) {
			throw failure("allocate", this.path, result);
		}
		return result == 0;
	}

	@Override
	public OptionalLong allocated() {
		long bytes = this.libC.allocated(this.descriptor);
		return (bytes >= 0) ? OptionalLong.of(bytes) : OptionalLong.empty();
	}

	@Override
	public Grant lock(long offset, long length) {
		Grant grant = grant(this.libC.lock(this.descriptor, LibC.F_OFD_SETLK, LibC.F_WRLCK, offset, length));
		this.locked |= grant == Grant.GRANTED;
		return grant;
	}

	@Override
	public Grant hold() {
		return lock(0, 1);
	}

	@Override
	public Grant lockable(long offset, long length) {
		return askFor(LibC.F_WRLCK, offset, length);
	}

	@Override
	public Grant shareable(long offset, long length) {
		return askFor(LibC.F_RDLCK, offset, length);
	}

	private Grant askFor(int type, long offset, long length) {
		int result = this.libC.lock(this.descriptor, LibC.F_OFD_GETLK, type, offset, length);
		return (result >= 0 && result != LibC.F_UNLCK) ? Grant.REFUSED : grant(result);
	}

	@Override
	public Grant unwritten() {
		Grant lease = Leases.take(this.libC, this.descriptor, LibC.F_RDLCK, this.path);
		if (lease == Grant.GRANTED) {
			Leases.end(this.libC, this.descriptor);
		}
		return lease;
	}

	@Override
	public Grant whileNobodyElseHasIt(Action action) throws IOException {
		Grant lease = Leases.take(this.libC, this.descriptor, LibC.F_WRLCK, this.path);
		if (lease == Grant.GRANTED) {
			try {
				action.run();
			}
			finally {
				Leases.end(this.libC, this.descriptor);
			}
		}
		return lease;
	}

	@Override
	public void appear() throws IOException {
		if (!this.named) {
			int result = this.libC.link(this.itself.link(), this.path);
			if (result < 0) {
				FileSystemException failure = failure("link", this.path, result);
				boolean refused = result != -ErrorNumbers.EEXIST && result != -ErrorNumbers.ENOSPC;
				throw refused ? new NamelessFileException(failure) : failure;
			}
			this.named = true;
		}
	}

	@Override
	public void allow(FileAccess access) throws IOException {
		access.applyTo(this.itself.link());
	}

	@Override
	public void discard() {
		try {
			// the name first: it is ours only as long as the lock is
			if (this.named && isHere()) {
				SegmentFiles.unlink(this.path);
			}
		}
		finally {
			close();
		}
	}

	@Override
	public synchronized void close() {
		if (!this.closed) {
			this.closed = true;
			if (this.locked) {
				// a child process that is being started may hold the descriptor, too
				this.libC.unlock(this.descriptor);
			}
			this.libC.close(this.descriptor);
		}
	}

	private boolean isHere() {
		try {
			return SegmentFiles.facts(this.path).filter(facts()::isSameFile).isPresent();
		}
		catch (IOException | GlobalBufferException ex) {
			return false;
		}
	}

	static Grant grant(int result) {
		if (result >= 0) {
			return Grant.GRANTED;
		}
		return (result == -ErrorNumbers.EAGAIN || result == -ErrorNumbers.EACCES) ? Grant.REFUSED : Grant.UNSUPPORTED;
	}

	static FileSystemException failure(String action, Path path, int result) {
		String file = path.toString();
		return switch (-result) {
			case ErrorNumbers.ENOENT -> new NoSuchFileException(file);
			case ErrorNumbers.EACCES -> new AccessDeniedException(file);
			case ErrorNumbers.EEXIST -> new FileAlreadyExistsException(file);
			case ErrorNumbers.ENOSPC, ErrorNumbers.EDQUOT -> new FullFileSystemException(file);
			default -> new SystemCallException(file, action, -result);
		};
	}

}
