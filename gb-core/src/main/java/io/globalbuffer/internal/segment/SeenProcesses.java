// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.ProcessLook;

/**
 * Processes as they were seen a moment ago. A look reads all that a process has mapped,
 * which is much where it writes many segments; one serves all of them. Not for proofs.
 * Safe for use by many threads.
 */
final class SeenProcesses {

	/** What monitors see of the writers whose segments say nothing of them. */
	static final SeenProcesses BY_MONITORS = new SeenProcesses((pid) -> NativeCalls.system().process(pid));

	/** Less than monitors take from look to look. */
	private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

	private final LongFunction<ProcessLook> looking;

	private final Map<Long, Seen> seen = new HashMap<>();

	/**
	 * Has seen none.
	 * @param looking looks at a process
	 */
	SeenProcesses(LongFunction<ProcessLook> looking) {
		this.looking = looking;
	}

	/**
	 * Looks at a process, unless that was done a moment ago.
	 * @param pid its id
	 * @return what was seen
	 */
	synchronized ProcessLook look(long pid) {
		long now = System.nanoTime();
		this.seen.values().removeIf((look) -> now - look.nanos() >= KEPT_NANOS);
		return this.seen.computeIfAbsent(pid, (_) -> new Seen(this.looking.apply(pid), now)).look();
	}

	private record Seen(ProcessLook look, long nanos) {
	}

}
