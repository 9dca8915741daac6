// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * System calls of Linux, 64 bits, by the C library's function for them. Each returns what
 * the kernel does: a negative result is the negated error number. Nothing here is static
 * but numbers: for want of memory or descriptors an instance cannot be made, and the next
 * one can.
 */
@SuppressWarnings("restricted")
final class LibC {

	static final int O_RDONLY = 0;

	static final int O_RDWR = 2;

	static final int O_CREAT = 0x40;

	static final int O_EXCL = 0x80;

	static final int O_NONBLOCK = 0x800;

	static final int O_CLOEXEC = 0x8_0000;

	private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

	private static final int O_DIRECTORY = ARM ? 0x4000 : 0x1_0000;

	static final int O_NOFOLLOW = ARM ? 0x8000 : 0x2_0000;

	static final int O_TMPFILE = 0x40_0000 | O_DIRECTORY;

	static final int F_SETSIG = 10;

	static final int F_OFD_GETLK = 36;

	static final int F_OFD_SETLK = 37;

	static final int F_SETLEASE = 1024;

	static final int F_RDLCK = 0;

	static final int F_WRLCK = 1;

	static final int F_UNLCK = 2;

	private static final long OPENAT = ARM ? 56 : 257;

	private static final long CLOSE = ARM ? 57 : 3;

	private static final long PREAD = ARM ? 67 : 17;

	private static final long FALLOCATE = ARM ? 47 : 285;

	private static final long LINKAT = ARM ? 37 : 265;

	private static final long RENAMEAT2 = ARM ? 276 : 316;

	private static final long FCNTL = ARM ? 25 : 72;

	private static final long KILL = ARM ? 129 : 62;

	private static final long GETEUID = ARM ? 175 : 107;

	private static final long FSTATFS = ARM ? 44 : 138;

	private static final long STATX = ARM ? 291 : 332;

	/** Musl, too, answers to this name. */
	private static final String LIBRARY = "libc.so.6";

	private static final int AT_FDCWD = -100;

	private static final int AT_SYMLINK_FOLLOW = 0x400;

	private static final int AT_EMPTY_PATH = 0x1000;

	private static final int RENAME_EXCHANGE = 2;

	private static final int STATX_BLOCKS = 0x400;

	/** {@code struct statx}, the same on all architectures, begins with what it holds. */
	private static final long STATX_BYTES = 256;

	private static final long STATX_BLOCK_COUNT = 48;

	/** Of the blocks that files are counted in, on any file system. */
	private static final long BLOCK_BYTES = 512;

	/** {@code struct flock}: type, whence, start, length, pid. */
	private static final long FLOCK_BYTES = 32;

	private static final long FLOCK_TYPE = 0;

	private static final long FLOCK_START = 8;

	private static final long FLOCK_LENGTH = 16;

	/** {@code struct statfs} begins with the file system's type. */
	private static final long STATFS_BYTES = 120;

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

	private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

	private final Linker linker = Linker.nativeLinker();

	private final MemoryLayout state = Linker.Option.captureStateLayout();

	private final VarHandle errno = this.state.varHandle(MemoryLayout.PathElement.groupElement("errno"));

	/** One for all calls: the JVM takes ten milliseconds to link another one. */
	private final MethodHandle call = systemCall(FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG), true);

	int open(Path path, int flags, int mode) {
		try (Arena arena = Arena.ofConfined()) {
			return (int) call(arena, OPENAT, AT_FDCWD, PathBytes.of(arena, path).address(), flags, mode, 0);
		}
	}

	int close(int descriptor) {
		return (int) call(CLOSE, descriptor, 0, 0);
	}

	/** Into native memory only: a fault of mapped memory in here would end the JVM. */
	long pread(int descriptor, MemorySegment target, long position) {
		try (Arena arena = Arena.ofConfined()) {
			return call(arena, PREAD, descriptor, target.address(), target.byteSize(), position, 0);
		}
	}

	/** Allocates from the beginning, and keeps what is there. */
	int fallocate(int descriptor, long size) {
		try (Arena arena = Arena.ofConfined()) {
			return (int) call(arena, FALLOCATE, descriptor, 0, 0, size, 0);
		}
	}

	int link(Path from, Path to) {
		try (Arena arena = Arena.ofConfined()) {
			return (int) call(arena, LINKAT, AT_FDCWD, PathBytes.of(arena, from).address(), AT_FDCWD,
					PathBytes.of(arena, to).address(), AT_SYMLINK_FOLLOW);
		}
	}

	int exchange(Path one, Path other) {
		try (Arena arena = Arena.ofConfined()) {
			return (int) call(arena, RENAMEAT2, AT_FDCWD, PathBytes.of(arena, one).address(), AT_FDCWD,
					PathBytes.of(arena, other).address(), RENAME_EXCHANGE);
		}
	}

	int fcntl(int descriptor, int command, int argument) {
		return (int) call(FCNTL, descriptor, command, argument);
	}

	/**
	 * Sets a lock or asks for one.
	 * @param command {@link #F_OFD_SETLK} or {@link #F_OFD_GETLK}
	 * @param type {@link #F_WRLCK}, which any other lock stands against, or
	 * {@link #F_RDLCK}, which only a write lock does
	 * @return what the kernel left in the lock's type, which is {@link #F_UNLCK} after
	 * asking for one that would be granted
	 */
	int lock(int descriptor, int command, int type, long offset, long length) {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment lock = arena.allocate(FLOCK_BYTES, Long.BYTES);
			lock.set(ValueLayout.JAVA_SHORT, FLOCK_TYPE, (short) type);
			lock.set(LONG, FLOCK_START, offset);
			lock.set(LONG, FLOCK_LENGTH, length);
			int result = (int) call(arena, FCNTL, descriptor, command, lock.address(), 0, 0);
			return (result < 0) ? result : lock.get(ValueLayout.JAVA_SHORT, FLOCK_TYPE);
		}
	}

	/** Frees all locks of a descriptor. */
	int unlock(int descriptor) {
		return lock(descriptor, F_OFD_SETLK, F_UNLCK, 0, 0);
	}

	int kill(int pid, int signal) {
		return (int) call(KILL, pid, signal, 0);
	}

	/** The effective user, unsigned. */
	int geteuid() {
		return (int) call(GETEUID, 0, 0, 0);
	}

	/** The type of an open file's file system, or a negative result. */
	long fileSystem(int descriptor) {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment statfs = arena.allocate(STATFS_BYTES, Long.BYTES);
			long result = call(arena, FSTATFS, descriptor, statfs.address(), 0, 0, 0);
			return (result < 0) ? result : statfs.get(LONG, 0);
		}
	}

	/** How many bytes an open file takes, or a negative result. */
	long allocated(int descriptor) {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment facts = arena.allocate(STATX_BYTES, Long.BYTES);
			long result = call(arena, STATX, descriptor, arena.allocateFrom("").address(), AT_EMPTY_PATH, STATX_BLOCKS,
					facts.address());
			if (result < 0) {
				return result;
			}
			boolean told = (facts.get(INT, 0) & STATX_BLOCKS) != 0;
			return told ? facts.get(LONG, STATX_BLOCK_COUNT) * BLOCK_BYTES : -ErrorNumbers.EOPNOTSUPP;
		}
	}

	private long call(long number, long one, long two, long three) {
		try (Arena arena = Arena.ofConfined()) {
			return call(arena, number, one, two, three, 0, 0);
		}
	}

	/** What takes fewer arguments leaves the others alone. */
	private long call(Arena arena, long number, long one, long two, long three, long four, long five) {
		try {
			MemorySegment state = arena.allocate(this.state);
			long result = (long) this.call.invokeExact(state, number, one, two, three, four, five);
			return (result < 0) ? -errorNumber(state) : result;
		}
		catch (Throwable ex) {
			throw uncallable("syscall", ex);
		}
	}

	/**
	 * A system call.
	 * @param arguments the number of the call and its arguments
	 * @param state whether the error number is wanted
	 */
	MethodHandle systemCall(FunctionDescriptor arguments, boolean state) {
		Linker.Option variadic = Linker.Option.firstVariadicArg(1);
		MemorySegment function = find("syscall");
		return state
				? this.linker.downcallHandle(function, arguments, variadic, Linker.Option.captureCallState("errno"))
				: this.linker.downcallHandle(function, arguments, variadic);
	}

	/** Memory that system calls leave their error numbers in. */
	MemorySegment newState(Arena arena) {
		return arena.allocate(this.state);
	}

	int errorNumber(MemorySegment state) {
		return (int) this.errno.get(state, 0L);
	}

	/**
	 * The JDK's own lookup finds nothing for ever if there was no descriptor left when it
	 * was first used. The C library itself is loaded already, so that it can be had
	 * without one.
	 */
	private MemorySegment find(String name) {
		// no lambda: one that could not be linked once never can be
		Optional<MemorySegment> function = this.linker.defaultLookup().find(name);
		return function.isPresent() ? function.get()
				: SymbolLookup.libraryLookup(LIBRARY, Arena.global()).find(name).orElseThrow();
	}

	static IllegalStateException uncallable(String function, Throwable cause) {
		if (cause instanceof Error error) {
			// perhaps of an access to mapped memory before the call
			throw error;
		}
		return new IllegalStateException("The C library's " + function + " could not be called", cause);
	}

}
