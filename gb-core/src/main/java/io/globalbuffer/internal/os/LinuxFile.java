package io.globalbuffer.internal.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A file by its descriptor.
 */
final class LinuxFile implements NewFile {

	/** Where a descriptor can be opened once more, by name. */
	static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	/** The signal to whoever has a lease that is in the way. By default it is ignored. */
	private static final int SIGURG = 23;

	private static final int OWNER_ONLY = 0600;

	private final LibC libC;

	private final int descriptor;

	private final Path path;

	/** Whether the file's name leads to it, or did. */
	private boolean named;

	private boolean closed;

	private LinuxFile(LibC libC, int descriptor, Path path, boolean named) {
		this.libC = libC;
		this.descriptor = descriptor;
		this.path = path;
		this.named = named;
	}

	static LinuxFile open(LibC libC, Path path, boolean writable) throws IOException {
		// without waiting: a pipe of that name could let it wait for ever
		int flags = (writable ? LibC.O_RDWR : LibC.O_RDONLY) | LibC.O_NOFOLLOW | LibC.O_CLOEXEC | LibC.O_NONBLOCK;
		int descriptor = libC.open(path.toString(), flags, 0);
		if (descriptor < 0) {
			throw failure("open", path, descriptor);
		}
		return new LinuxFile(libC, descriptor, path, true);
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
		String directory = String.valueOf(path.toAbsolutePath().getParent());
		int flags = LibC.O_RDWR | LibC.O_CLOEXEC;
		int unnamed = libC.open(directory, flags | LibC.O_TMPFILE, OWNER_ONLY);
		if (unnamed >= 0) {
			return new LinuxFile(libC, unnamed, path, false);
		}
		int named = libC.open(path.toString(), flags | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW, OWNER_ONLY);
		if (named < 0) {
			throw failure("create", path, named);
		}
		return new LinuxFile(libC, named, path, true);
	}

	@Override
	public FileFacts facts() throws IOException {
		return FileFacts.of(itself());
	}

	@Override
	public void read(long position, MemorySegment target) throws IOException {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment buffer = arena.allocate(target.byteSize(), Long.BYTES);
			long done = 0;
			while (done < target.byteSize()) {
				long read = this.libC.pread(this.descriptor, buffer.asSlice(done), position + done);
				if (read < 0 && read != -LibC.EINTR) {
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
		return FileChannel.open(itself(),
				writable ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE) : Set.of(StandardOpenOption.READ));
	}

	@Override
	public boolean allocate(long size) throws IOException {
		int result;
		do {
			result = this.libC.fallocate(this.descriptor, size);
		}
		while (result == -LibC.EINTR);
		if (result == -LibC.EOPNOTSUPP || result == -LibC.ENOSYS) {
			return Zeros.fill(this, size, this.path);
		}
		if (result < 0 && result != -LibC.ENOSPC) {
			throw failure("allocate", this.path, result);
		}
		return result == 0;
	}

	@Override
	public Grant lock(long offset, long length) {
		int result = this.libC.writeLock(this.descriptor, LibC.F_OFD_SETLK, offset, length);
		return grant(result);
	}

	@Override
	public Grant lockable(long offset, long length) {
		int result = this.libC.writeLock(this.descriptor, LibC.F_OFD_GETLK, offset, length);
		return (result >= 0 && result != LibC.F_UNLCK) ? Grant.REFUSED : grant(result);
	}

	@Override
	public Grant unwritten() {
		return lease(LibC.F_RDLCK, () -> {
		});
	}

	@Override
	public Grant whileNobodyElseHasIt(Runnable action) {
		return lease(LibC.F_WRLCK, action);
	}

	private Grant lease(int kind, Runnable action) {
		// first: the signal it would send otherwise ends a process
		if (this.libC.fcntl(this.descriptor, LibC.F_SETSIG, SIGURG) < 0) {
			return Grant.UNSUPPORTED;
		}
		int result = this.libC.fcntl(this.descriptor, LibC.F_SETLEASE, kind);
		if (result < 0) {
			return grant(result);
		}
		try {
			action.run();
		}
		finally {
			this.libC.fcntl(this.descriptor, LibC.F_SETLEASE, LibC.F_UNLCK);
		}
		return Grant.GRANTED;
	}

	@Override
	public void appear() throws IOException {
		if (!this.named) {
			int result = this.libC.link(itself().toString(), this.path.toString());
			if (result < 0) {
				throw failure("link", this.path, result);
			}
			this.named = true;
		}
	}

	@Override
	public void allow(FileAccess access) throws IOException {
		access.applyTo(itself());
	}

	@Override
	public void discard() {
		close();
		if (this.named) {
			SharedMemory.unlink(this.path);
		}
	}

	@Override
	public synchronized void close() {
		if (!this.closed) {
			this.closed = true;
			this.libC.close(this.descriptor);
		}
	}

	private Path itself() {
		return DESCRIPTORS.resolve(Integer.toString(this.descriptor));
	}

	private static Grant grant(int result) {
		if (result >= 0) {
			return Grant.GRANTED;
		}
		return (result == -LibC.EAGAIN || result == -LibC.EACCES) ? Grant.REFUSED : Grant.UNSUPPORTED;
	}

	private static FileSystemException failure(String action, Path path, int result) {
		String file = path.toString();
		return switch (-result) {
			case LibC.ENOENT -> new NoSuchFileException(file);
			case LibC.EACCES -> new AccessDeniedException(file);
			case LibC.EEXIST -> new FileAlreadyExistsException(file);
			case LibC.ELOOP -> new FileSystemException(file, null, "it is a symbolic link");
			default -> new FileSystemException(file, null, action + " failed with error number " + -result);
		};
	}

}
