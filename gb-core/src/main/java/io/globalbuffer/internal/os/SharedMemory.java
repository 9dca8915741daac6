package io.globalbuffer.internal.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.NoSpaceException;

/**
 * Segments as files: where they lie, how they are made, opened, recognised and removed.
 */
public final class SharedMemory {

	private static final Logger logger = LoggerFactory.getLogger(SharedMemory.class);

	private static final String FILE_PREFIX = "gb_";

	private static final int LONGEST_NAME = 252;

	private static final int ZEROS = 1 << 20;

	private static final Path LINUX_DIRECTORY = Path.of("/dev/shm");

	private static final String FALLBACK_FOLDER = "globalbuffer";

	private static final AtomicBoolean FALLBACK_REPORTED = new AtomicBoolean();

	private SharedMemory() {
	}

	/**
	 * Where segments lie unless something else is said: on Linux where Python puts them,
	 * elsewhere in a folder below the temporary one, with one warning.
	 * @return a directory
	 */
	public static Path defaultDirectory() {
		if (Files.isDirectory(LINUX_DIRECTORY)) {
			return LINUX_DIRECTORY;
		}
		Path directory = Path.of(System.getProperty("java.io.tmpdir"), FALLBACK_FOLDER);
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw failed("make the folder of", directory, ex);
		}
		if (FALLBACK_REPORTED.compareAndSet(false, true)) {
			logger.warn("There is no {} here: segments lie in {}, where Java finds them but Python does not",
					LINUX_DIRECTORY, directory);
		}
		return directory;
	}

	/**
	 * Where the segment of a name lies.
	 * @param directory the directory; {@code null} for the default one
	 * @param name the buffer's name
	 * @return the file
	 * @throws IllegalArgumentException if the name cannot be one
	 */
	public static Path path(@Nullable Path directory, String name) {
		String file = FILE_PREFIX + checkName(name);
		return ((directory != null) ? directory : defaultDirectory()).resolve(file);
	}

	/**
	 * Checks a buffer's name: what Python, too, can create and attach.
	 * @param name the name
	 * @return the name
	 * @throws IllegalArgumentException if it cannot be one
	 */
	public static String checkName(String name) {
		boolean valid = !name.isEmpty() && name.length() <= LONGEST_NAME && name.chars()
			.allMatch((character) -> character >= ' ' && character <= '~' && character != '/' && character != '\\');
		if (!valid) {
			throw new IllegalArgumentException("'" + name + "' cannot be a buffer's name: use 1 to " + LONGEST_NAME
					+ " printable ASCII characters without '/' and '\\'");
		}
		return name;
	}

	/**
	 * Creates a file that only its owner may use, filled with zeros that take up real
	 * memory: a full file system is an error here, not a fault at some later write.
	 * @param path the file, which must not exist
	 * @param size its size
	 * @return the file, open for reading and writing
	 * @throws java.nio.file.FileAlreadyExistsException if it exists
	 * @throws NoSpaceException if the file system is too full; nothing is left behind
	 * @throws IOException if it cannot be created
	 */
	public static FileChannel create(Path path, long size) throws IOException {
		Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
				StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
		boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
		FileAttribute<?>[] attributes = posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
		FileChannel channel = FileChannel.open(path, options, attributes);
		try {
			// asked first: filling it up would leave nothing for others meanwhile
			requireSpace(path, size);
			reserve(channel, size);
			return channel;
		}
		catch (IOException ex) {
			try {
				requireSpace(path, size);
			}
			finally {
				discard(channel, path);
			}
			throw ex;
		}
		catch (NoSpaceException ex) {
			discard(channel, path);
			throw ex;
		}
	}

	/**
	 * Closes and removes a file that was created and could not be finished.
	 * @param channel the file
	 * @param path its name
	 */
	public static void discard(FileChannel channel, Path path) {
		try (channel) {
			Files.deleteIfExists(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Opens a file, never through a symbolic link.
	 * @param path the file
	 * @param writable whether it shall be written to
	 * @return the file
	 * @throws NoSuchFileException if there is none
	 * @throws IOException if it cannot be opened
	 */
	public static FileChannel open(Path path, boolean writable) throws IOException {
		Set<OpenOption> options = writable
				? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
				: Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
		return FileChannel.open(path, options);
	}

	/**
	 * Which file a name leads to now: other than the name, this changes when the file is
	 * replaced.
	 * @param path the name
	 * @return the file's identity; empty if the name leads to none
	 */
	public static Optional<FileIdentity> identity(Path path) {
		if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
			return Optional.empty();
		}
		try {
			BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			return Optional.of(new FileIdentity(attributes.fileKey(), attributes.isRegularFile()));
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw failed("look at", path, ex);
		}
	}

	/**
	 * Removes a name; does nothing if there is none.
	 * @param path the name
	 */
	public static void unlink(Path path) {
		try {
			Files.deleteIfExists(path);
		}
		catch (IOException ex) {
			throw failed("unlink", path, ex);
		}
	}

	/**
	 * What to throw when the file system refuses.
	 * @param action what was tried
	 * @param path the file
	 * @param cause what it said
	 * @return the exception
	 */
	public static GlobalBufferException failed(String action, Path path, IOException cause) {
		return new GlobalBufferException("Cannot " + action + " segment " + path + ": " + cause
				+ ". Check that the directory exists and that this user may use it", cause);
	}

	private static void requireSpace(Path path, long size) throws IOException {
		FileStore store = Files.getFileStore(path);
		long free = store.getUsableSpace();
		// a tmpfs without limit states a size of 0
		if (free < size && store.getTotalSpace() > 0) {
			throw new NoSpaceException("There is no room for segment " + path + ": it needs " + size + " bytes and "
					+ free + " are free. Make " + path.getParent()
					+ " larger (--shm-size in a container), free some of it, or choose a smaller capacity");
		}
	}

	private static void reserve(FileChannel channel, long size) throws IOException {
		// the full size in one step: a Python peer that attaches meanwhile would map
		// only part of a file that grows, and crash at the first slot
		channel.write(ByteBuffer.allocate(1), size - 1);
		ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(size, ZEROS));
		for (long position = 0; position < size;) {
			zeros.clear().limit((int) Math.min(size - position, zeros.capacity()));
			position += channel.write(zeros, position);
		}
	}

}
