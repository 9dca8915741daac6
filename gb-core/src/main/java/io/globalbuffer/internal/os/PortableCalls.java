// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the JDK alone can do: no locks, no leases, no exchange of names, no look at other
 * processes.
 */
final class PortableCalls implements NativeCalls {

	@Override
	public NewFile create(Path path) throws IOException {
		return createNamed(path);
	}

	@Override
	public NewFile createNamed(Path path) throws IOException {
		return PortableFile.create(path);
	}

	@Override
	public OpenFile open(Path path, boolean writable) throws IOException {
		return PortableFile.open(path, writable);
	}

	@Override
	public boolean exchange(Path one, Path other) {
		return false;
	}

	@Override
	public ProcessLook process(long pid) {
		return ProcessLook.UNKNOWN;
	}

	@Override
	public Optional<Futex> futex() {
		return Optional.empty();
	}

	/** By the system's word: user.name is what it was set to. */
	@Override
	public OptionalLong user() {
		OptionalLong user = ProcessFiles.ownUser();
		return user.isPresent() ? user : ownerOfNewFile();
	}

	/** With a name of its own: those of temporary files need random numbers, and more. */
	private static OptionalLong ownerOfNewFile() {
		Path file = Path.of(System.getProperty("java.io.tmpdir"),
				"globalbuffer-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
		try {
			Files.createFile(file);
			try {
				return FileFacts.of(file).ownerNumber();
			}
			finally {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			return OptionalLong.empty();
		}
	}

}
