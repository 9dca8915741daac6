package io.globalbuffer.internal.os;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file by its name, with what the JDK offers. Keeps nothing open.
 */
final class PortableFile implements NewFile {

	private final Path path;

	private PortableFile(Path path) {
		this.path = path;
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
		return FileFacts.of(this.path, LinkOption.NOFOLLOW_LINKS);
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
		return FileChannel.open(this.path, options);
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
		SharedMemory.unlink(this.path);
	}

	@Override
	public void close() {
		// nothing is open
	}

}
