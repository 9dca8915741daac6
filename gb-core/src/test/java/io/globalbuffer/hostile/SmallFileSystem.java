// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A small tmpfs for a test; without the permission to mount one the test is skipped.
 */
public final class SmallFileSystem implements BeforeEachCallback, AfterEachCallback {

	static final int BYTES = 1 << 20;

	private final int bytes;

	private Path path = Path.of("");

	private boolean mounted;

	/**
	 * One of a mebibyte.
	 */
	public SmallFileSystem() {
		this(BYTES);
	}

	/**
	 * One of some size.
	 * @param bytes the size
	 */
	public SmallFileSystem(int bytes) {
		this.bytes = bytes;
	}

	@Override
	public void beforeEach(ExtensionContext context) throws IOException {
		Path shm = Path.of("/dev/shm");
		this.path = Files.isDirectory(shm) ? Files.createTempDirectory(shm, "gbtest-")
				: Files.createTempDirectory("gbtest-");
		this.mounted = Child.succeeds("mount", "-t", "tmpfs", "-o", "size=" + this.bytes + ",mode=0700", "tmpfs",
				this.path.toString());
		if (!this.mounted) {
			Files.delete(this.path);
		}
		assumeThat(this.mounted).as("may mount a tmpfs").isTrue();
	}

	@Override
	public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
		if (this.mounted) {
			// lazily: what a failed test left open must not keep it
			Child.run(List.of("umount", "-l", this.path.toString())).requireSuccess();
			Files.delete(this.path);
		}
	}

	public Path path() {
		return this.path;
	}

	/**
	 * Makes room, or takes it.
	 * @param bytes the new size
	 */
	public void resize(int bytes) throws IOException, InterruptedException {
		Child.run(List.of("mount", "-o", "remount,size=" + bytes, this.path.toString())).requireSuccess();
	}

	/** Leaves room for nothing. */
	void fill() throws IOException {
		try {
			Files.write(this.path.resolve("ballast"), new byte[2 * this.bytes]);
		}
		catch (IOException ex) {
			assumeThat(Files.getFileStore(this.path).getUsableSpace()).as(ex.toString()).isZero();
		}
	}

}
