// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.host;

import java.util.List;

/**
 * A message of the stream {@code host-status}. The component names are the keys in the
 * message; {@code python/watch_pulse.py} holds the same model.
 *
 * @param load1 the load average over one minute, in runnable or blocked tasks
 * @param load5 the same over 5 minutes
 * @param load15 the same over 15 minutes
 * @param total the machine's memory, in bytes
 * @param available memory that can be had without swapping, in bytes
 * @param uptime time since boot, in seconds
 * @param busiest the processes that used the most CPU since the message before, busiest
 * first; empty in the first message
 */
public record HostStatus(double load1, double load5, double load15, long total, long available, double uptime,
		List<BusyProcess> busiest) {

	/**
	 * Creates a message.
	 */
	public HostStatus {
		busiest = List.copyOf(busiest);
	}

	/**
	 * A process that used the CPU.
	 *
	 * @param pid its number
	 * @param name its command, as the kernel shortens it
	 * @param share how much of one CPU it used; above 1 if it kept several busy
	 */
	public record BusyProcess(int pid, String name, double share) {
	}

}
