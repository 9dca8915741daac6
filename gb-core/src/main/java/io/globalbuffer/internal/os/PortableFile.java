package io.globalbuffer.internal.os;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file by its name, with what the JDK offers. Keeps nothing open, so each access looks
 * whether the name still leads to the file that was opened.
 */
final class PortableFile implements NewFile {

	private final Path path;

	/** Which file it is: the name may lead to another one by now. */
	private final FileFacts opened;

	private PortableFile(Path path) throws IOException {
		this.path = path;
		this.opened = FileFacts.of(path, LinkOption.NOFOLLOW_LINKS);
	}

	static PortableFile open(Path path, boolean writable) throws IOException {
		PortableFile file = new PortableFile(path);
		file.channel(writable).close();
		return file;
	}

	static PortableFile create(Path path) throws IOException {
		boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
		FileAttribute<?>[] ownerOnly = posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
		FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly).close();
		return new PortableFile(path);
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
		Set<OpenOption> options = writable
				? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
				: Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
		FileChannel channel = FileChannel.open(this.path, options);
		if (!isHere()) {
			channel.close();
			throw replaced();
		}
		return channel;
	}

	@Override
	public boolean allocate(long size) throws IOException {
		return Zeros.fill(this, size, this.path);
	}

	@Override
	public Grant lock(long offset, long length) {
		return Grant.UNSUPPORTED;
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
		if (isHere()) {
			SharedMemory.unlink(this.path);
		}
	}

	@Override
	public void close() {
		// nothing is open
	}

	private boolean isHere() {
		return SharedMemory.facts(this.path).filter(this.opened::isSameFile).isPresent();
	}

	/** For whoever opened it, it is gone. */
	private NoSuchFileException replaced() {
		return new NoSuchFileException(this.path.toString(), null, "its name leads to another file by now");
	}

}
