package io.globalbuffer.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * System calls of Linux, by the C library.
 */
@SuppressWarnings("restricted")
final class LinuxCalls implements NativeCalls {

	private static final String ERRNO = "errno";

	/** No such process. */
	private static final int ESRCH = 3;

	private static final int NO_SIGNAL = 0;

	private final MemoryLayout state = Linker.Option.captureStateLayout();

	private final VarHandle errno = this.state.varHandle(MemoryLayout.PathElement.groupElement(ERRNO));

	private final MethodHandle kill;

	LinuxCalls() {
		Linker linker = Linker.nativeLinker();
		this.kill = linker.downcallHandle(linker.defaultLookup().findOrThrow("kill"),
				FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
				Linker.Option.captureCallState(ERRNO));
	}

	/**
	 * Asks by a signal that is none. A process of another user answers "not permitted",
	 * so it exists; a look into /proc would not show it where that is hidden.
	 */
	@Override
	public ProcessState processState(long pid) {
		// zero and negative ids mean process groups
		if (pid <= 0 || pid > Integer.MAX_VALUE) {
			return ProcessState.UNKNOWN;
		}
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment captured = arena.allocate(this.state);
			int result = (int) this.kill.invokeExact(captured, (int) pid, NO_SIGNAL);
			boolean absent = result != 0 && (int) this.errno.get(captured, 0L) == ESRCH;
			return absent ? ProcessState.ABSENT : ProcessState.EXISTS;
		}
		catch (Throwable ex) {
			throw new IllegalStateException("kill could not be called", ex);
		}
	}

}
