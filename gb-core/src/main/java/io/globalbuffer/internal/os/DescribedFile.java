// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How the JDK reaches a file that is held open by its descriptor: by what /proc has for
 * that. Without /proc by its name, as long as that leads to the same file.
 */
final class DescribedFile {

	/** Where a descriptor can be opened once more, by name. */
	static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private final Path link;

	private final Path path;

	/** Which file it is, where only its name leads to it. */
	private final @Nullable FileFacts named;

	private DescribedFile(Path link, Path path, @Nullable FileFacts named) {
		this.link = link;
		this.path = path;
		this.named = named;
	}

	/** Whether a file can be reached by its name only. */
	static boolean needsName() {
		return !Files.isDirectory(DESCRIPTORS);
	}

	/**
	 * A file that was just opened or made.
	 * @param descriptor its descriptor
	 * @param path its name, if it has one
	 * @param before what its name led to before it was opened, if only that leads to it
	 * @return the file
	 * @throws NoSuchFileException if the name leads elsewhere by now
	 * @throws IOException if it cannot be looked at
	 */
	static DescribedFile of(int descriptor, Path path, @Nullable FileFacts before) throws IOException {
		Path link = DESCRIPTORS.resolve(Integer.toString(descriptor));
		if (!needsName()) {
			return new DescribedFile(link, path, null);
		}
		FileFacts now = FileFacts.of(path, LinkOption.NOFOLLOW_LINKS);
		DescribedFile file = new DescribedFile(link, path, (before != null) ? before : now);
		file.require(now);
		return file;
	}

	/**
	 * A name that leads to the file, now.
	 * @return the name, a symbolic link unless it is the file's own
	 */
	Path link() {
		return (this.named != null) ? this.path : this.link;
	}

	FileFacts facts() throws IOException {
		if (this.named == null) {
			return FileFacts.of(this.link);
		}
		FileFacts facts = FileFacts.of(this.path, LinkOption.NOFOLLOW_LINKS);
		require(facts);
		return facts;
	}

	private void require(FileFacts facts) throws NoSuchFileException {
		if (this.named != null && !facts.isSameFile(this.named)) {
			throw new NoSuchFileException(this.path.toString(), null, "another file has its name");
		}
	}

	FileChannel channel(Set<? extends OpenOption> options) throws IOException {
		if (this.named == null) {
			return FileChannel.open(this.link, options);
		}
		Set<OpenOption> direct = new HashSet<>(options);
		direct.add(LinkOption.NOFOLLOW_LINKS);
		facts();
		FileChannel channel = FileChannel.open(this.path, direct);
		try {
			facts();
			return channel;
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

}
