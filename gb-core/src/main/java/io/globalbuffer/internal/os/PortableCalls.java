package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.file.Path;

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
	public ProcessState processState(long pid, long inode) {
		return ProcessState.UNKNOWN;
	}

}
