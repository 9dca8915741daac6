// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The machine's file system, which counts how often somebody asks what a name leads to.
 */
public final class CountedFileSystem extends FileSystem {

	private final FileSystem system;

	private final CountingProvider provider;

	private final boolean watchable;

	/**
	 * Counts.
	 * @param system the machine's
	 * @param watchable whether directories tell of changes
	 */
	public CountedFileSystem(FileSystem system, boolean watchable) {
		this.system = system;
		this.provider = new CountingProvider(system.provider());
		this.watchable = watchable;
	}

	/** The same path, of which questions are counted. */
	public Path counted(Path path) {
		return (Path) Proxy.newProxyInstance(CountedFileSystem.class.getClassLoader(),
				new Class<?>[] { Path.class, Counted.class }, (_, method, arguments) -> switch (method.getName()) {
					case "getFileSystem" -> this;
					case "original" -> path;
					case "register" ->
						this.watchable ? call(path, method, arguments) : throwing(new IOException("No space left"));
					default -> call(path, method, arguments);
				});
	}

	private @Nullable Object call(Path path, java.lang.reflect.Method method, Object @Nullable [] arguments)
			throws Throwable {
		Object[] originals = (arguments != null) ? arguments.clone() : new Object[0];
		for (int i = 0; i < originals.length; i++) {
			originals[i] = (originals[i] instanceof Path other) ? original(other) : originals[i];
		}
		try {
			Object result = method.invoke(path, originals);
			return (result instanceof Path other) ? counted(other) : result;
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static Object throwing(IOException failure) throws IOException {
		throw failure;
	}

	private static Path original(Path path) {
		return (path instanceof Counted counted) ? counted.original() : path;
	}

	/** How often somebody asked. */
	public long looks() {
		return this.provider.looks.get();
	}

	@Override
	public FileSystemProvider provider() {
		return this.provider;
	}

	@Override
	public void close() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isOpen() {
		return true;
	}

	@Override
	public boolean isReadOnly() {
		return false;
	}

	@Override
	public String getSeparator() {
		return this.system.getSeparator();
	}

	@Override
	public Iterable<Path> getRootDirectories() {
		return this.system.getRootDirectories();
	}

	@Override
	public Iterable<FileStore> getFileStores() {
		return this.system.getFileStores();
	}

	@Override
	public Set<String> supportedFileAttributeViews() {
		return this.system.supportedFileAttributeViews();
	}

	@Override
	public Path getPath(String first, String... more) {
		return counted(this.system.getPath(first, more));
	}

	@Override
	public PathMatcher getPathMatcher(String syntaxAndPattern) {
		return this.system.getPathMatcher(syntaxAndPattern);
	}

	@Override
	public UserPrincipalLookupService getUserPrincipalLookupService() {
		return this.system.getUserPrincipalLookupService();
	}

	@Override
	public WatchService newWatchService() throws IOException {
		return this.system.newWatchService();
	}

	private interface Counted {

		Path original();

	}

	private static final class CountingProvider extends FileSystemProvider {

		private final FileSystemProvider system;

		private final AtomicLong looks = new AtomicLong();

		CountingProvider(FileSystemProvider system) {
			this.system = system;
		}

		@Override
		public String getScheme() {
			return this.system.getScheme();
		}

		@Override
		public FileSystem newFileSystem(URI uri, Map<String, ?> environment) throws IOException {
			return this.system.newFileSystem(uri, environment);
		}

		@Override
		public FileSystem getFileSystem(URI uri) {
			return this.system.getFileSystem(uri);
		}

		@Override
		public Path getPath(URI uri) {
			return this.system.getPath(uri);
		}

		@Override
		public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options,
				FileAttribute<?>... attributes) throws IOException {
			return this.system.newByteChannel(original(path), options, attributes);
		}

		@Override
		public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
				throws IOException {
			return this.system.newFileChannel(original(path), options, attributes);
		}

		@Override
		public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
				throws IOException {
			return this.system.newDirectoryStream(original(directory), filter);
		}

		@Override
		public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
			this.system.createDirectory(original(directory), attributes);
		}

		@Override
		public void delete(Path path) throws IOException {
			this.system.delete(original(path));
		}

		@Override
		public void copy(Path source, Path target, CopyOption... options) throws IOException {
			this.system.copy(original(source), original(target), options);
		}

		@Override
		public void move(Path source, Path target, CopyOption... options) throws IOException {
			this.system.move(original(source), original(target), options);
		}

		@Override
		public boolean isSameFile(Path path, Path other) throws IOException {
			return this.system.isSameFile(original(path), original(other));
		}

		@Override
		public boolean isHidden(Path path) throws IOException {
			return this.system.isHidden(original(path));
		}

		@Override
		public FileStore getFileStore(Path path) throws IOException {
			return this.system.getFileStore(original(path));
		}

		@Override
		public void checkAccess(Path path, AccessMode... modes) throws IOException {
			this.looks.incrementAndGet();
			this.system.checkAccess(original(path), modes);
		}

		@Override
		public <V extends FileAttributeView> @Nullable V getFileAttributeView(Path path, Class<V> type,
				LinkOption... options) {
			this.looks.incrementAndGet();
			return this.system.getFileAttributeView(original(path), type, options);
		}

		@Override
		public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
				throws IOException {
			this.looks.incrementAndGet();
			return this.system.readAttributes(original(path), type, options);
		}

		@Override
		public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
				throws IOException {
			this.looks.incrementAndGet();
			return this.system.readAttributes(original(path), attributes, options);
		}

		@Override
		public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
			this.system.setAttribute(original(path), attribute, value, options);
		}

	}

}
