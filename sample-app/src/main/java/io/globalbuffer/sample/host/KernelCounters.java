// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.host;

import java.util.Arrays;

/**
 * What {@code /proc/stat} counted at one moment. Filled again and again, see
 * {@link #read}; for one thread at a time.
 */
final class KernelCounters {

	/** Columns of a CPU line: user, nice, system, idle, iowait, irq, softirq, steal. */
	private static final int CPU_COLUMNS = 8;

	private static final int IDLE_COLUMN = 3;

	private static final int IOWAIT_COLUMN = 4;

	/** When it was read, in {@link System#nanoTime()}. */
	long nanoTime;

	long contextSwitches;

	long interrupts;

	long runnable;

	/** By CPU number, in clock ticks since boot; 0 for a CPU that is switched off. */
	final long[] busyTicks;

	/** As {@link #busyTicks}. */
	final long[] idleTicks;

	KernelCounters(int cpus) {
		this.busyTicks = new long[cpus];
		this.idleTicks = new long[cpus];
	}

	/**
	 * How many places the CPUs of this machine need.
	 * @param stat {@code /proc/stat}
	 * @return the highest CPU number plus 1
	 */
	static int countCpus(ProcFile stat) {
		int cpus = 0;
		for (stat.reload(); !stat.atEnd(); stat.nextLine()) {
			if (stat.skip("cpu") && stat.atDigit()) {
				cpus = Math.max(cpus, (int) stat.readNumber() + 1);
			}
		}
		return cpus;
	}

	/**
	 * Reads all counters anew.
	 * @param stat {@code /proc/stat}
	 * @param nanoTime the time now
	 */
	void read(ProcFile stat, long nanoTime) {
		this.nanoTime = nanoTime;
		Arrays.fill(this.busyTicks, 0);
		Arrays.fill(this.idleTicks, 0);
		for (stat.reload(); !stat.atEnd(); stat.nextLine()) {
			if (stat.skip("cpu")) {
				if (stat.atDigit()) {
					readCpu(stat);
				}
			}
			else if (stat.skip("intr ")) {
				this.interrupts = stat.readNumber();
			}
			else if (stat.skip("ctxt ")) {
				this.contextSwitches = stat.readNumber();
			}
			else if (stat.skip("procs_running ")) {
				this.runnable = stat.readNumber();
			}
		}
	}

	private void readCpu(ProcFile stat) {
		int cpu = (int) stat.readNumber();
		if (cpu >= this.busyTicks.length) {
			return;
		}
		for (int column = 0; column < CPU_COLUMNS; column++) {
			long ticks = stat.readNumber();
			if (column == IDLE_COLUMN || column == IOWAIT_COLUMN) {
				this.idleTicks[cpu] += ticks;
			}
			else {
				this.busyTicks[cpu] += ticks;
			}
		}
	}

}
