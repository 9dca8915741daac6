// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * System calls of Linux, by the C library.
 */
final class LinuxCalls implements NativeCalls {

	private static final int NO_SIGNAL = 0;

	private final LibC libC;

	private final Futex futex;

	LinuxCalls(LibC libC) {
		this.libC = libC;
		this.futex = new Futex(libC);
	}

	@Override
	public NewFile create(Path path) throws IOException {
		return LinuxFile.create(this.libC, path);
	}

	@Override
	public NewFile createNamed(Path path) throws IOException {
		return LinuxFile.createNamed(this.libC, path);
	}

	@Override
	public OpenFile open(Path path, boolean writable) throws IOException {
		return LinuxFile.open(this.libC, path, writable);
	}

	@Override
	public boolean exchange(Path one, Path other) throws IOException {
		int result = this.libC.exchange(one, other);
		return switch (-result) {
			// the last is what a filter of system calls says; who may not rename either
			// is
			// told so by what is done instead
			case ErrorNumbers.ENOSYS, ErrorNumbers.EINVAL, ErrorNumbers.EPERM -> false;
			default -> {
				if (result < 0) {
					throw LinuxFile.failure("exchange", other, result);
				}
				yield true;
			}
		};
	}

	/**
	 * Asks by a signal that is none. A process of another user answers "not permitted",
	 * so it exists; a look into /proc would not show it where that is hidden.
	 */
	@Override
	public ProcessLook process(long pid) {
		// zero and negative ids mean process groups
		if (pid <= 0 || pid > Integer.MAX_VALUE) {
			return ProcessLook.UNKNOWN;
		}
		boolean absent = this.libC.kill((int) pid, NO_SIGNAL) == -ErrorNumbers.ESRCH || ProcessFiles.isZombie(pid);
		return absent ? ProcessLook.ABSENT : new ProcessLook(ProcessState.EXISTS, ProcessFiles.writableFiles(pid));
	}

	@Override
	public Optional<Futex> futex() {
		return this.futex.isRefused() ? Optional.empty() : Optional.of(this.futex);
	}

	@Override
	public OptionalLong user() {
		return OptionalLong.of(Integer.toUnsignedLong(this.libC.geteuid()));
	}

}
