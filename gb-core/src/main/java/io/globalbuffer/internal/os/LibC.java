// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.lang.foreign.AddressLayout;
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

import org.jspecify.annotations.Nullable;

/**
 * Functions of the C library on Linux, 64 bits. Each returns what the kernel does: a
 * negative result is the negated error number. Nothing here is static but numbers: for
 * want of memory or descriptors an instance cannot be made, and the next one can.
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

	private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

	private final Linker linker = Linker.nativeLinker();

	private final MemoryLayout state = Linker.Option.captureStateLayout();

	private final VarHandle errno = this.state.varHandle(MemoryLayout.PathElement.groupElement("errno"));

	private final MethodHandle open = variadic("open", 2, FunctionDescriptor.of(INT, ADDRESS, INT, INT));

	private final MethodHandle close = function("close", FunctionDescriptor.of(INT, INT));

	private final MethodHandle pread = function("pread", FunctionDescriptor.of(LONG, INT, ADDRESS, LONG, LONG));

	private final MethodHandle fallocate = function("fallocate", FunctionDescriptor.of(INT, INT, INT, LONG, LONG));

	private final MethodHandle linkat = function("linkat", FunctionDescriptor.of(INT, INT, ADDRESS, INT, ADDRESS, INT));

	/** Absent from old C libraries; glibc has it since 2.28. */
	private final @Nullable MethodHandle renameat2 = optional("renameat2",
			FunctionDescriptor.of(INT, INT, ADDRESS, INT, ADDRESS, INT));

	private final MethodHandle fcntl = variadic("fcntl", 2, FunctionDescriptor.of(INT, INT, INT, INT));

	private final MethodHandle fcntlLock = variadic("fcntl", 2, FunctionDescriptor.of(INT, INT, INT, ADDRESS));

	private final MethodHandle kill = function("kill", FunctionDescriptor.of(INT, INT, INT));

	private final MethodHandle geteuid = function("geteuid", FunctionDescriptor.of(INT));

	private final MethodHandle fstatfs = function("fstatfs", FunctionDescriptor.of(INT, INT, ADDRESS));

	/** Absent from old C libraries; glibc has it since 2.28. */
	private final @Nullable MethodHandle statx = optional("statx",
			FunctionDescriptor.of(INT, INT, ADDRESS, INT, INT, ADDRESS));

	int open(Path path, int flags, int mode) {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment state = arena.allocate(this.state);
			return result((int) this.open.invokeExact(state, PathBytes.of(arena, path), flags, mode), state);
		}
		catch (Throwable ex) {
			throw uncallable("open", ex);
		}
	}

	int close(int descriptor) {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment state = arena.allocate(this.state);
			return result((int) this.close.invokeExact(state, descriptor), state);
		}
		catch (Throwable ex) {
			throw uncallable("close", ex);
		}
	}

	/** Into native memory only: a fault of mapped memory in here would end the JVM. */
	long pread(int descriptor, MemorySegment target, long position) {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment state = arena.allocate(this.state);
			long result = (long) this.pread.invokeExact(state, descriptor, target, target.byteSize(), position);
			return (result < 0) ? -(int) this.errno.get(state, 0L) : result;
		}
		catch (Throwable ex) {
			throw uncallable("pread", ex);
		}
	}

	/** Allocates from the beginning, and keeps what is there. */
	int fallocate(int descriptor, long size) {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment state = arena.allocate(this.state);
			return result((int) this.fallocate.invokeExact(state, descriptor, 0, 0L, size), state);
		}
		catch (Throwable ex) {
			throw uncallable("fallocate", ex);
		}
	}

	int link(Path from, Path to) {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment state = arena.allocate(this.state);
			return result((int) this.linkat.invokeExact(state, AT_FDCWD, PathBytes.of(arena, from), AT_FDCWD,
					PathBytes.of(arena, to), AT_SYMLINK_FOLLOW), state);
		}
		catch (Throwable ex) {
			throw uncallable("linkat", ex);
		}
	}

	int exchange(Path one, Path other) {
		MethodHandle renameat2 = this.renameat2;
		if (renameat2 == null) {
			return -ErrorNumbers.ENOSYS;
		}
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment state = arena.allocate(this.state);
			return result((int) renameat2.invokeExact(state, AT_FDCWD, PathBytes.of(arena, one), AT_FDCWD,
					PathBytes.of(arena, other), RENAME_EXCHANGE), state);
		}
		catch (Throwable ex) {
			throw uncallable("renameat2", ex);
		}
	}

	int fcntl(int descriptor, int command, int argument) {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment state = arena.allocate(this.state);
			return result((int) this.fcntl.invokeExact(state, descriptor, command, argument), state);
		}
		catch (Throwable ex) {
			throw uncallable("fcntl", ex);
		}
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
			MemorySegment state = arena.allocate(this.state);
			MemorySegment lock = arena.allocate(FLOCK_BYTES, Long.BYTES);
			lock.set(ValueLayout.JAVA_SHORT, FLOCK_TYPE, (short) type);
			lock.set(LONG, FLOCK_START, offset);
			lock.set(LONG, FLOCK_LENGTH, length);
			int result = result((int) this.fcntlLock.invokeExact(state, descriptor, command, lock), state);
			return (result < 0) ? result : lock.get(ValueLayout.JAVA_SHORT, FLOCK_TYPE);
		}
		catch (Throwable ex) {
			throw uncallable("fcntl", ex);
		}
	}

	/** Frees all locks of a descriptor. */
	int unlock(int descriptor) {
		return lock(descriptor, F_OFD_SETLK, F_UNLCK, 0, 0);
	}

	int kill(int pid, int signal) {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment state = arena.allocate(this.state);
			return result((int) this.kill.invokeExact(state, pid, signal), state);
		}
		catch (Throwable ex) {
			throw uncallable("kill", ex);
		}
	}

	/** The effective user, unsigned. */
	int geteuid() {
		try (Arena arena = Arena.ofConfined()) {
			return (int) this.geteuid.invokeExact(arena.allocate(this.state));
		}
		catch (Throwable ex) {
			throw uncallable("geteuid", ex);
		}
	}

	/** The type of an open file's file system, or a negative result. */
	long fileSystem(int descriptor) {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment state = arena.allocate(this.state);
			MemorySegment statfs = arena.allocate(STATFS_BYTES, Long.BYTES);
			int result = result((int) this.fstatfs.invokeExact(state, descriptor, statfs), state);
			return (result < 0) ? result : statfs.get(LONG, 0);
		}
		catch (Throwable ex) {
			throw uncallable("fstatfs", ex);
		}
	}

	/** How many bytes an open file takes, or a negative result. */
	long allocated(int descriptor) {
		MethodHandle statx = this.statx;
		if (statx == null) {
			return -ErrorNumbers.ENOSYS;
		}
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment state = arena.allocate(this.state);
			MemorySegment facts = arena.allocate(STATX_BYTES, Long.BYTES);
			int result = result((int) statx.invokeExact(state, descriptor, arena.allocateFrom(""), AT_EMPTY_PATH,
					STATX_BLOCKS, facts), state);
			if (result < 0) {
				return result;
			}
			boolean told = (facts.get(INT, 0) & STATX_BLOCKS) != 0;
			return told ? facts.get(LONG, STATX_BLOCK_COUNT) * BLOCK_BYTES : -ErrorNumbers.EOPNOTSUPP;
		}
		catch (Throwable ex) {
			throw uncallable("statx", ex);
		}
	}

	/**
	 * A system call that the library has no function for.
	 * @param arguments the number of the call and its arguments
	 * @param state whether the error number is wanted
	 */
	MethodHandle systemCall(FunctionDescriptor arguments, boolean state) {
		Linker.Option variadic = Linker.Option.firstVariadicArg(1);
		return state ? variadic("syscall", 1, arguments)
				: this.linker.downcallHandle(find("syscall"), arguments, variadic);
	}

	/** Memory that system calls leave their error numbers in. */
	MemorySegment newState(Arena arena) {
		return arena.allocate(this.state);
	}

	int errorNumber(MemorySegment state) {
		return (int) this.errno.get(state, 0L);
	}

	private MethodHandle function(String name, FunctionDescriptor descriptor) {
		return function(find(name), descriptor);
	}

	private @Nullable MethodHandle optional(String name, FunctionDescriptor descriptor) {
		Optional<MemorySegment> function = lookUp(name);
		return function.isPresent() ? function(function.get(), descriptor) : null;
	}

	private MethodHandle function(MemorySegment address, FunctionDescriptor descriptor) {
		return this.linker.downcallHandle(address, descriptor, Linker.Option.captureCallState("errno"));
	}

	private MethodHandle variadic(String name, int fixedArguments, FunctionDescriptor descriptor) {
		return this.linker.downcallHandle(find(name), descriptor, Linker.Option.captureCallState("errno"),
				Linker.Option.firstVariadicArg(fixedArguments));
	}

	private MemorySegment find(String name) {
		return lookUp(name).orElseThrow();
	}

	/**
	 * The JDK's own lookup finds nothing for ever if there was no descriptor left when it
	 * was first used. The C library itself is loaded already, so that it can be had
	 * without one.
	 */
	private Optional<MemorySegment> lookUp(String name) {
		// no lambda: one that could not be linked once never can be
		Optional<MemorySegment> function = this.linker.defaultLookup().find(name);
		return function.isPresent() ? function : SymbolLookup.libraryLookup(LIBRARY, Arena.global()).find(name);
	}

	private int result(int result, MemorySegment state) {
		return (result < 0) ? -(int) this.errno.get(state, 0L) : result;
	}

	static IllegalStateException uncallable(String function, Throwable cause) {
		if (cause instanceof Error error) {
			// perhaps of an access to mapped memory before the call
			throw error;
		}
		return new IllegalStateException("The C library's " + function + " could not be called", cause);
	}

}
