// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.host;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The source of the stream {@code host-pulse}: one {@code double[]} per tick.
 * <table>
 * <caption>The values in order</caption>
 * <tr>
 * <th>index</th>
 * <th>value</th>
 * <th>unit</th>
 * </tr>
 * <tr>
 * <td>0</td>
 * <td>how late the timed wake-up came</td>
 * <td>µs</td>
 * </tr>
 * <tr>
 * <td>1</td>
 * <td>context switches of all CPUs</td>
 * <td>per second</td>
 * </tr>
 * <tr>
 * <td>2</td>
 * <td>interrupts of all CPUs</td>
 * <td>per second</td>
 * </tr>
 * <tr>
 * <td>3</td>
 * <td>runnable tasks now, the reading one included</td>
 * <td>tasks</td>
 * </tr>
 * <tr>
 * <td>4 + n</td>
 * <td>busy share of CPU n; 0 while it is switched off</td>
 * <td>0 to 1</td>
 * </tr>
 * </table>
 * Values 1, 2 and those from 4 are over the last 100 ms; 0 until there are two readings
 * to compare. The kernel counts busy time in ticks of 10 ms, so the share moves in steps
 * of about a tenth. Reading allocates nothing. For one thread at a time.
 */
public final class HostPulse implements AutoCloseable {

	/** Index of the lateness of the wake-up, in µs. */
	public static final int LATENESS = 0;

	/** Index of the context switches per second. */
	public static final int CONTEXT_SWITCHES = 1;

	/** Index of the interrupts per second. */
	public static final int INTERRUPTS = 2;

	/** Index of the number of runnable tasks. */
	public static final int RUNNABLE = 3;

	/** Index of the busy share of CPU 0; the other CPUs follow. */
	public static final int FIRST_CPU = 4;

	/** Where Linux shows its counters. */
	public static final Path PROC = Path.of("/proc");

	private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	/** At 200 Hz the window holds 20 readings; some room for ticks that come closer. */
	private static final int HISTORY = 32;

	private final ProcFile stat;

	private final KernelCounters[] history = new KernelCounters[HISTORY];

	private final double[] pulse;

	private long readings;

	/**
	 * Opens the kernel's counters.
	 * @param proc the folder {@code /proc}
	 * @throws java.io.UncheckedIOException if there is no {@code stat} in it: not Linux
	 */
	public HostPulse(Path proc) {
		this.stat = new ProcFile(proc.resolve("stat"));
		int cpus = KernelCounters.countCpus(this.stat);
		for (int i = 0; i < HISTORY; i++) {
			this.history[i] = new KernelCounters(cpus);
		}
		this.pulse = new double[FIRST_CPU + cpus];
	}

	/**
	 * How many values a pulse has.
	 * @return 4 and one for each CPU
	 */
	public int length() {
		return this.pulse.length;
	}

	/**
	 * Reads the counters.
	 * @param lateNanos how late the wake-up came, in ns
	 * @param nanoTime the time now, in {@link System#nanoTime()}
	 * @return the values; the same array each time, to be copied before the next call
	 * @throws java.io.UncheckedIOException if {@code /proc/stat} cannot be read
	 */
	public double[] read(long lateNanos, long nanoTime) {
		KernelCounters now = this.history[slot(this.readings)];
		now.read(this.stat, nanoTime);
		this.readings++;
		KernelCounters before = windowStart(nanoTime);
		double seconds = (now.nanoTime - before.nanoTime) / 1e9;
		this.pulse[LATENESS] = lateNanos / 1e3;
		this.pulse[CONTEXT_SWITCHES] = perSecond(now.contextSwitches - before.contextSwitches, seconds);
		this.pulse[INTERRUPTS] = perSecond(now.interrupts - before.interrupts, seconds);
		this.pulse[RUNNABLE] = now.runnable;
		for (int cpu = 0; cpu < now.busyTicks.length; cpu++) {
			this.pulse[FIRST_CPU + cpu] = share(now.busyTicks[cpu] - before.busyTicks[cpu],
					now.idleTicks[cpu] - before.idleTicks[cpu]);
		}
		return this.pulse;
	}

	/**
	 * Closes the kernel's file; doing so again does nothing.
	 */
	@Override
	public void close() {
		this.stat.close();
	}

	/**
	 * The youngest reading that is a whole window old, or else the oldest there is.
	 */
	private KernelCounters windowStart(long nanoTime) {
		long newest = this.readings - 1;
		long oldest = Math.max(0, this.readings - HISTORY);
		for (long reading = newest; reading > oldest; reading--) {
			KernelCounters counters = this.history[slot(reading)];
			if (nanoTime - counters.nanoTime >= WINDOW_NANOS) {
				return counters;
			}
		}
		return this.history[slot(oldest)];
	}

	private static int slot(long reading) {
		return (int) (reading % HISTORY);
	}

	private static double perSecond(long count, double seconds) {
		return (seconds > 0) ? Math.max(0, count) / seconds : 0;
	}

	private static double share(long busy, long idle) {
		// the kernel's idle and iowait counts may step back
		long busyTicks = Math.max(0, busy);
		long ticks = busyTicks + Math.max(0, idle);
		return (ticks > 0) ? (double) busyTicks / ticks : 0;
	}

}
