// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file by its name, with what the JDK offers. Keeps the file open, though nothing is
 * done with that: not on all file systems a mapping counts as use of the file. Each
 * access looks whether the name still leads to the file that was opened.
 */
final class PortableFile implements NewFile {

	private static final Logger logger = LoggerFactory.getLogger(PortableFile.class);

	private final Path path;

	/** Which file it is: the name may lead to another one by now. */
	private final FileFacts opened;

	private final FileChannel held;

	/** Kept: the JDK forgets a lock that is not referred to, and grants it twice. */
	private volatile @Nullable FileLock lock;

	private PortableFile(Path path, FileChannel held) throws IOException {
		this.path = path;
		this.held = held;
		try {
			this.opened = FileFacts.of(path, LinkOption.NOFOLLOW_LINKS);
		}
		catch (IOException | RuntimeException | Error ex) {
			held.close();
			throw ex;
		}
	}

	static PortableFile open(Path path, boolean writable) throws IOException {
		return new PortableFile(path, channel(path, writable));
	}

	static PortableFile create(Path path) throws IOException {
		boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
		FileAttribute<?>[] ownerOnly = posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
		FileChannel made = FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
				ownerOnly);
		try {
			return new PortableFile(path, made);
		}
		catch (IOException | RuntimeException | Error ex) {
			SegmentFiles.withdraw(path, ex);
			throw ex;
		}
	}

	@Override
	public FileFacts facts() throws IOException {
		FileFacts now = FileFacts.of(this.path, LinkOption.NOFOLLOW_LINKS);
		if (!now.isSameFile(this.opened)) {
			throw replaced();
		}
		return now;
	}

	@Override
	public void read(long position, MemorySegment target) throws IOException {
		Interrupts.deferred(() -> {
			ByteBuffer buffer = target.asByteBuffer();
			try (FileChannel channel = channel(false)) {
				int read;
				do {
					read = channel.read(buffer, position + buffer.position());
				}
				while (read >= 0 && buffer.hasRemaining());
				return buffer.position();
			}
		});
	}

	@Override
	public FileChannel channel(boolean writable) throws IOException {
		FileChannel channel = channel(this.path, writable);
		if (!isHere()) {
			channel.close();
			throw replaced();
		}
		return channel;
	}

	private static FileChannel channel(Path path, boolean writable) throws IOException {
		Set<OpenOption> options = writable
				? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
				: Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
		return FileChannel.open(path, options);
	}

	@Override
	public boolean allocate(long size) throws IOException {
		return Zeros.fill(this, size, this.path);
	}

	@Override
	public OptionalLong allocated() {
		return OptionalLong.empty();
	}

	@Override
	public Grant lock(long offset, long length) {
		return Grant.UNSUPPORTED;
	}

	@Override
	public Grant hold() {
		try {
			this.lock = Interrupts.deferred(this.held::tryLock);
			return (this.lock != null) ? Grant.GRANTED : Grant.REFUSED;
		}
		catch (OverlappingFileLockException ex) {
			return Grant.REFUSED;
		}
		catch (IOException ex) {
			logger.debug("There is no lock of {}", this.path, ex);
			return Grant.UNSUPPORTED;
		}
	}

	@Override
	public Grant lockable(long offset, long length) {
		return Grant.UNSUPPORTED;
	}

	@Override
	public Grant shareable(long offset, long length) {
		return Grant.UNSUPPORTED;
	}

	@Override
	public Grant unwritten() {
		return Grant.UNSUPPORTED;
	}

	@Override
	public Grant whileNobodyElseHasIt(Action action) {
		return Grant.UNSUPPORTED;
	}

	@Override
	public void allow(FileAccess access) throws IOException {
		access.applyTo(this.path);
	}

	@Override
	public void appear() {
		// has its name from the start
	}

	@Override
	public void discard() {
		try {
			if (isHere()) {
				SegmentFiles.unlink(this.path);
			}
		}
		finally {
			close();
		}
	}

	@Override
	public void close() {
		try {
			this.held.close();
		}
		catch (IOException ex) {
			logger.debug("Closing {} failed", this.path, ex);
		}
	}

	private boolean isHere() {
		return SegmentFiles.facts(this.path).filter(this.opened::isSameFile).isPresent();
	}

	/** To those who opened it, it is gone. */
	private NoSuchFileException replaced() {
		return new NoSuchFileException(this.path.toString(), null, "its name leads to another file by now");
	}

}
